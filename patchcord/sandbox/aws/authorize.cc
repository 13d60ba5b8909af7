#include "patchcord/sandbox/aws/authorize.h"

#include "patchcord/sandbox/aws/refusal.h"
#include "patchcord/sandbox/aws/timestamps.h"

namespace patchcord::sandbox::aws {
namespace {

// What cannot be read allows nothing: every stored document was validated when it was written.
void add(std::vector<policy::Document>& documents, const std::string& text) {
  auto document = policy::parse_document(text);
  if (document) documents.push_back(*std::move(document));
}

std::string document_of(const Cloud& cloud, const std::string& policy_arn) {
  const auto found = cloud.policies.find(policy_arn);
  return found == cloud.policies.end() ? "{}" : found->second.document;
}

bool is_operator(const Cloud& cloud, const Caller& caller) {
  return caller.user_name == cloud.options.user_name &&
         caller.principal.account == cloud.options.account;
}

}  // namespace

policy::IdentityPolicies identity_of(const Cloud& cloud, const Role& role) {
  policy::IdentityPolicies identity;
  for (const auto& [name, document] : role.policies)
    add(identity.policies, document);
  for (const std::string& arn : role.attached)
    add(identity.policies, document_of(cloud, arn));
  if (role.boundary) {
    auto boundary = policy::parse_document(document_of(cloud, *role.boundary));
    identity.boundary = boundary ? *std::move(boundary) : policy::Document{};
  }
  return identity;
}

policy::IdentityPolicies identity_of(const Cloud& cloud, const Caller& caller, TimePoint now) {
  if (caller.role_id.empty()) {
    policy::IdentityPolicies identity{.policies = caller.policies};
    if (is_operator(cloud, caller) && cloud.knobs.operator_policy) {
      identity.policies = policies_of(cloud.knobs.operator_policy);
    }
    return identity;
  }
  const Role* role = cloud.enforced_role_by_id(caller.role_id, now);
  policy::IdentityPolicies identity =
      role == nullptr ? policy::IdentityPolicies{} : identity_of(cloud, *role);
  identity.session = caller.session_policies;
  return identity;
}

policy::Request request_of(const Cloud& cloud,
                           const Caller& caller,
                           const Question& question,
                           TimePoint now) {
  const policy::Principal& principal = caller.principal;
  const bool session = principal.kind == policy::PrincipalKind::role_session;
  policy::Request request{.principal = principal,
                          .action = question.action,
                          .resource = question.resource,
                          .context = question.context};
  auto& values = request.context.values;
  values["aws:PrincipalArn"] = {session ? principal.role_arn : principal.arn};
  values["aws:PrincipalAccount"] = {principal.account};
  values["aws:PrincipalType"] = {session ? "AssumedRole" : "User"};
  values["aws:userid"] = {caller.user_id};
  if (!caller.user_name.empty()) values["aws:username"] = {caller.user_name};
  const TimePoint clock = cloud.clock(now);
  values["aws:CurrentTime"] = {iso_time(clock)};
  values["aws:EpochTime"] = {
      std::to_string(std::chrono::floor<std::chrono::seconds>(clock.time_since_epoch()).count())};
  values["aws:SecureTransport"] = {"true"};
  values["aws:SourceIp"] = {"127.0.0.1"};
  values["aws:RequestedRegion"] = {cloud.options.region};
  return request;
}

Error denied(const Caller& caller, const Question& question, const std::string& clause) {
  std::string text =
      "User: " + caller.principal.arn + " is not authorized to perform: " + question.action +
      " on resource: " + (question.label.empty() ? question.resource : question.label);
  if (!clause.empty()) text += " " + clause;
  return refuse(403, "AccessDenied", std::move(text));
}

Result<void> authorize(const Cloud& cloud,
                       const Caller& caller,
                       const Question& question,
                       TimePoint now) {
  const policy::Verdict verdict =
      policy::may_act(identity_of(cloud, caller, now), request_of(cloud, caller, question, now));
  if (verdict.decision == policy::Decision::allowed) return {};
  return denied(caller, question, policy::denial_clause(verdict, question.action));
}

}  // namespace patchcord::sandbox::aws
