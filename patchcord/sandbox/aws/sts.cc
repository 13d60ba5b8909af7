#include "patchcord/sandbox/aws/sts.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/policy/arn.h"
#include "patchcord/policy/validate.h"
#include "patchcord/sandbox/aws/constraints.h"
#include "patchcord/sandbox/aws/ids.h"
#include "patchcord/sandbox/aws/refusal.h"
#include "patchcord/sandbox/aws/timestamps.h"

namespace patchcord::sandbox::aws {
namespace {

// Source: STS API Reference, AssumeRole: session policies and their ARNs together
constexpr std::size_t max_session_policy = 2048;
constexpr int max_chained_seconds = 3600;

bool is_external_id_letter(char32_t c) {
  return c < 0x80 &&
         (std::isalnum(static_cast<int>(c)) != 0 ||
          std::string_view("_+=,.@:/-").find(static_cast<char>(c)) != std::string_view::npos);
}

Constraint session_name_shape() {
  Constraint shape = shape::name("RoleSessionName", 64);
  shape.least = 2;
  shape.pattern = R"([\w+=,.@-]*)";
  return shape;
}

Constraint external_id_shape() {
  return {.name = "ExternalId",
          .need = Need::optional,
          .least = 2,
          .most = 1224,
          .pattern = R"([\w+=,.@:\/-]*)",
          .allowed = is_external_id_letter};
}

Result<void> validate_assume(const Form& form) {
  const std::vector<Constraint> constraints{shape::arn("RoleArn", Need::required),
                                            session_name_shape(),
                                            external_id_shape(),
                                            shape::number("DurationSeconds", 900, 43'200),
                                            shape::text("Policy", 131'072)};
  TRY(validate(form, constraints));
  const std::string arn = form.get("RoleArn");
  const auto parts = policy::split_arn(arn);
  if (parts && parts->service == "iam" && parts->resource.starts_with("role/")) return {};
  return refuse(400, "ValidationError", printable(arn, 300) + " is invalid");
}

// Session policies: the one in the request and managed ones by ARN.
Result<std::vector<policy::Document>> session_policies(const QueryCall& call) {
  std::vector<policy::Document> documents;
  std::size_t size = 0;
  const auto add = [&](const std::string& text) -> Result<void> {
    size += text.size();
    auto document = policy::validate_identity_document(text);
    if (!document) return std::move(document).error();
    documents.push_back(*std::move(document));
    return {};
  };
  if (call.form.has("Policy")) TRY(add(call.form.get("Policy")));
  for (std::size_t index = 1;; ++index) {
    const std::string name = "PolicyArns.member." + std::to_string(index) + ".arn";
    if (!call.form.has(name)) break;
    const auto managed = call.cloud.policies.find(call.form.get(name));
    if (managed == call.cloud.policies.end()) {
      return refuse(400,
                    "MalformedPolicyDocument",
                    "Policy " + call.form.get(name) + " does not exist or is not attachable.");
    }
    TRY(add(managed->second.document));
  }
  if (call.form.get("Policy").size() > max_session_policy) {
    return refuse(400,
                  "PackedPolicyTooLarge",
                  "Packed policy consumes " + std::to_string(size * 100 / max_session_policy) +
                      "% of allotted space, please use smaller policy.");
  }
  return documents;
}

Result<int> duration_of(const QueryCall& call, const Role& role) {
  const int seconds = std::stoi(call.form.get("DurationSeconds", "3600"));
  const bool asked = call.form.has("DurationSeconds");
  if (call.caller.principal.kind == policy::PrincipalKind::role_session &&
      seconds > max_chained_seconds) {
    return refuse(400,
                  "ValidationError",
                  "The requested DurationSeconds exceeds the 1 hour session limit for roles "
                  "assumed by role chaining");
  }
  if (asked && seconds > role.max_session_seconds) {
    return refuse(
        400,
        "ValidationError",
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
  }
  return std::min(seconds, call.cloud.knobs.session_seconds_max);
}

Error not_assumable(const Caller& caller, const AssumeRequest& request, std::string why) {
  Error error = denied(caller, {.action = "sts:AssumeRole", .resource = request.role_arn}, "");
  error.detail = std::move(why);
  return error;
}

// Issues the key and describes it.
std::string session_xml(const QueryCall& call, Caller caller, int seconds) {
  const TimePoint now = call.cloud.clock(call.now);
  const TimePoint expires = now + std::chrono::seconds{seconds};
  const std::string key_id = unique_id("ASIA", 16);
  AccessKey key{.secret = Secret(random_secret(40)),
                .token = random_secret(344),
                .expires = expires,
                .caller = std::move(caller)};
  std::erase_if(call.cloud.keys, [&](const auto& entry) {
    return entry.second.expires && *entry.second.expires < now - std::chrono::hours{24};
  });
  std::string xml =
      nest("Credentials",
           element("AccessKeyId", key_id) + element("SecretAccessKey", key.secret.expose()) +
               element("SessionToken", key.token) + element("Expiration", iso_time(expires)));
  xml +=
      nest("AssumedRoleUser",
           element("AssumedRoleId", key.caller.user_id) + element("Arn", key.caller.principal.arn));
  const std::size_t packed = call.form.get("Policy").size() * 100 / max_session_policy;
  if (call.form.has("Policy")) xml += element("PackedPolicySize", std::to_string(packed));
  call.cloud.keys[key_id] = std::move(key);
  return xml;
}

Result<QueryResult> assume_role(const QueryCall& call) {
  const Form& form = call.form;
  TRY(validate_assume(form));
  TRY_ASSIGN(auto policies, session_policies(call));
  const bool with_mfa = form.has("SerialNumber") || form.has("TokenCode");
  const std::string& code = call.cloud.knobs.mfa_code;
  if (with_mfa && (code.empty() || form.get("TokenCode") != code || !form.has("SerialNumber"))) {
    return refuse(403,
                  "AccessDenied",
                  "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify "
                  "your MFA serial number "
                  "is valid and associated with this user.");
  }
  const AssumeRequest request{.role_arn = form.get("RoleArn"),
                              .session_name = form.get("RoleSessionName"),
                              .external_id = form.get("ExternalId"),
                              .with_mfa = with_mfa};
  TRY_ASSIGN(const Role* role, assume(call.cloud, call.caller, request, call.now));
  TRY_ASSIGN(const int seconds, duration_of(call, *role));
  Caller session = session_of(call.cloud, *role, request.session_name);
  session.session_policies = std::move(policies);
  return QueryResult{session_xml(call, std::move(session), seconds)};
}

// Condition keys of an OIDC token carry the provider's host: "token.example.com:sub".
Result<QueryResult> assume_role_with_web_identity(const QueryCall& call) {
  const Form& form = call.form;
  TRY(validate_assume(form));
  const auto& identity = call.cloud.knobs.web_identity;
  if (!identity || form.get("WebIdentityToken") != identity->token.expose()) {
    return refuse(400,
                  "InvalidIdentityToken",
                  "The ID Token provided is not a valid JWT. (You may see this error if you sent "
                  "an Access Token)");
  }
  TRY_ASSIGN(auto policies, session_policies(call));
  const std::string arn = form.get("RoleArn");
  const std::string host =
      identity->provider.substr(identity->provider.find("oidc-provider/") + 14);
  policy::Request request{
      .principal = {.kind = policy::PrincipalKind::federated, .arn = identity->provider},
      .action = "sts:AssumeRoleWithWebIdentity",
      .resource = arn};
  request.context.values[host + ":sub"] = {identity->subject};
  request.context.values["sts:RoleSessionName"] = {form.get("RoleSessionName")};
  const Role* role = call.cloud.enforced_role(arn, call.now);
  const auto trust = policy::parse_document(role == nullptr ? "{}" : call.cloud.shown_trust(*role));
  const bool allowed = role != nullptr && trust &&
                       policy::evaluate(*trust, request, policy::Layer::trust_policy).decision ==
                           policy::Decision::allowed;
  if (!allowed)
    return refuse(403, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity");
  TRY_ASSIGN(const int seconds, duration_of(call, *role));
  Caller session = session_of(call.cloud, *role, form.get("RoleSessionName"));
  session.session_policies = std::move(policies);
  return QueryResult{session_xml(call, std::move(session), seconds) +
                     element("SubjectFromWebIdentityToken", identity->subject) +
                     element("Provider", identity->provider)};
}

Result<QueryResult> get_caller_identity(const QueryCall& call) {
  return QueryResult{element("Arn", call.caller.principal.arn) +
                     element("UserId", call.caller.user_id) +
                     element("Account", call.caller.principal.account)};
}

Result<QueryResult> get_access_key_info(const QueryCall& call) {
  const std::vector<Constraint> constraints{{.name = "AccessKeyId", .least = 16, .most = 128}};
  TRY(validate(call.form, constraints));
  TRY(authorize(
      call.cloud, call.caller, {.action = "sts:GetAccessKeyInfo", .resource = "*"}, call.now));
  const auto key = call.cloud.keys.find(call.form.get("AccessKeyId"));
  if (key == call.cloud.keys.end()) {
    return refuse(
        403, "AccessDenied", "Access denied, unable to look up the account of this access key");
  }
  return QueryResult{element("Account", key->second.caller.principal.account)};
}

}  // namespace

Result<const Role*> assume(const Cloud& cloud,
                           const Caller& caller,
                           const AssumeRequest& request,
                           TimePoint now) {
  const Role* role = cloud.enforced_role(request.role_arn, now);
  if (role == nullptr)
    return not_assumable(caller, request, "there is no role " + request.role_arn);
  const auto trust = policy::parse_document(cloud.shown_trust(*role));
  if (!trust) return not_assumable(caller, request, trust.error().what);
  Question question{.action = "sts:AssumeRole", .resource = role->arn};
  question.context.values["sts:RoleSessionName"] = {request.session_name};
  if (!request.external_id.empty())
    question.context.values["sts:ExternalId"] = {request.external_id};
  if (request.with_mfa) question.context.values["aws:MultiFactorAuthPresent"] = {"true"};
  const policy::Request asked = request_of(cloud, caller, question, now);
  const policy::Verdict verdict =
      policy::may_assume_role(*trust, identity_of(cloud, caller, now), asked);
  if (verdict.decision == policy::Decision::allowed) return role;
  return not_assumable(caller, request, verdict.reason);
}

Caller session_of(const Cloud& cloud, const Role& role, const std::string& session_name) {
  Caller caller{
      .user_id = role.id + ":" + session_name, .role_id = role.id, .role_name = role.name};
  caller.principal = {.kind = policy::PrincipalKind::role_session,
                      .partition = cloud.options.partition,
                      .account = cloud.options.account,
                      .arn = "arn:" + cloud.options.partition + ":sts::" + cloud.options.account +
                             ":assumed-role/" + role.name + "/" + session_name,
                      .role_arn = role.arn,
                      .unique_id = role.id};
  return caller;
}

Result<QueryResult> run_sts(const QueryCall& call, const std::string& action) {
  if (action == "GetCallerIdentity") return get_caller_identity(call);
  if (action == "AssumeRole") return assume_role(call);
  if (action == "AssumeRoleWithWebIdentity") return assume_role_with_web_identity(call);
  if (action == "GetAccessKeyInfo") return get_access_key_info(call);
  return refuse(400,
                "InvalidAction",
                "Could not find operation " + printable(action, 100) + " for version 2011-06-15");
}

}  // namespace patchcord::sandbox::aws
