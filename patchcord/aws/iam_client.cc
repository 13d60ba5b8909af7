#include "patchcord/aws/iam_client.h"

#include <set>
#include <utility>

#include <fmt/format.h>

#include "patchcord/aws/answer.h"
#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/http/date.h"

namespace patchcord::aws {
namespace {

using Parameters = std::vector<std::pair<std::string, std::string>>;

constexpr int most_pages = 1'000;

// IAM percent-encodes documents in its answers; a plus stays a plus.
Json document_of(const std::string& encoded) {
  auto text = percent_decode(encoded);
  auto parsed = parse_json(text, "policy document");
  return parsed ? *std::move(parsed) : Json(std::move(text));
}

Tags tags_of(const Json& list) {
  Tags out;
  if (!list.is_array()) return out;
  for (const auto& tag : list)
    out[string_at(tag, "Key")] = string_at(tag, "Value");
  return out;
}

long long number_of(const Json& object, const std::string& key, long long otherwise) {
  const auto text = string_at(object, key);
  if (text.empty() || text.size() > 9 || text.find_first_not_of("0123456789") != std::string::npos)
    return otherwise;
  return std::stoll(text);
}

Role role_of(const Json& body) {
  Role role{.name = string_at(body, "RoleName"),
            .id = string_at(body, "RoleId"),
            .arn = string_at(body, "Arn"),
            .path = string_at(body, "Path"),
            .description = string_at(body, "Description"),
            .created = string_at(body, "CreateDate"),
            .trust = document_of(string_at(body, "AssumeRolePolicyDocument")),
            .max_session = std::chrono::seconds(number_of(body, "MaxSessionDuration", 3'600)),
            .tags = tags_of(member_at(body, "Tags"))};
  if (auto arn = string_at(member_at(body, "PermissionsBoundary"), "PermissionsBoundaryArn");
      !arn.empty()) {
    role.boundary = std::move(arn);
  }
  return role;
}

Parameters tag_parameters(const Tags& tags) {
  return {tags.begin(), tags.end()};
}

// For people: the members in their order, one a line.
std::string indented(const std::string& document) {
  const auto json = nlohmann::ordered_json::parse(document, nullptr, false);
  return json.is_discarded()
             ? document
             : json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

// The document that was refused goes with the error: without it "Syntax errors in policy." helps
// nobody.
Result<Json> with_document(Result<Json> result, const std::string& document) {
  if (result || !result.error().answer ||
      !is_code(*result.error().answer, "MalformedPolicyDocument"))
    return result;
  Error error = std::move(result).error();
  error.detail = indented(document);
  return error;
}

Result<void> nothing_of(const Result<Json>& result) {
  if (!result) return result.error();
  return {};
}

// Whether there was something to delete.
Result<bool> deleted(const Result<Json>& result) {
  if (!result && result.error().code != Code::not_found) return result.error();
  return result.ok();
}

Error without_role(const std::string& name) {
  return Error{.code = Code::protocol,
               .what = fmt::format("the answer about role {} has no role", name)};
}

}  // namespace

IamClient::IamClient(QueryClient query, Clock& clock, Waits waits)
    : query_(std::move(query)), clock_(clock), waits_(waits) {}

Result<Role> IamClient::create_role(const RoleSpec& spec) {
  QueryCall call{.action = "CreateRole",
                 .parameters = {{"RoleName", spec.name},
                                {"Path", spec.path},
                                {"AssumeRolePolicyDocument", spec.trust}},
                 .subject = "role " + spec.name,
                 .writes = true};
  if (!spec.description.empty()) call.parameters.emplace_back("Description", spec.description);
  if (spec.boundary) call.parameters.emplace_back("PermissionsBoundary", *spec.boundary);
  add_tags(call.parameters, tag_parameters(spec.tags));
  auto created = with_document(query_.call(call), spec.trust);
  if (!created) {
    const bool exists =
        created.error().answer && is_code(*created.error().answer, "EntityAlreadyExists");
    return exists ? existing_or(spec, std::move(created).error())
                  : Result<Role>(std::move(created).error());
  }
  auto role = role_of(member_at(*created, "Role"));
  if (!role.arn.empty()) return role;
  auto error = without_role(spec.name);
  error.effect = Effect::unknown;
  return error;
}

// The role may exist and yet not be readable for a while.
Result<Role> IamClient::existing_or(const RoleSpec& spec, Error already_exists) {
  already_exists.hint =
      "Somebody made it meanwhile: run the same command again, and it is compared with what is "
      "wanted.";
  const auto deadline = clock_.now() + waits_.propagation;
  const auto ours = spec.tags.find(spec.operation_tag);
  if (ours == spec.tags.end()) return already_exists;
  while (true) {
    TRY_ASSIGN(auto role, get_role(spec.name));
    if (role) {
      const auto theirs = role->tags.find(spec.operation_tag);
      const bool same = theirs != role->tags.end() && theirs->second == ours->second;
      return same ? Result<Role>(*std::move(role)) : already_exists;
    }
    if (waits_.iam_poll <= Milliseconds(0) || clock_.now() + waits_.iam_poll > deadline)
      return already_exists;
    TRY(clock_.wait(waits_.iam_poll));
  }
}

Result<std::optional<Role>> IamClient::get_role(const std::string& name) {
  auto body = query_.call(
      {.action = "GetRole", .parameters = {{"RoleName", name}}, .subject = "role " + name});
  if (!body) {
    if (body.error().code == Code::not_found) return std::optional<Role>();
    return std::move(body).error();
  }
  auto role = role_of(member_at(*body, "Role"));
  if (role.name.empty()) return without_role(name);
  return std::optional(std::move(role));
}

Result<void> IamClient::update_assume_role_policy(const std::string& role,
                                                  const std::string& trust) {
  return nothing_of(
      with_document(query_.call({.action = "UpdateAssumeRolePolicy",
                                 .parameters = {{"RoleName", role}, {"PolicyDocument", trust}},
                                 .subject = "role " + role,
                                 .writes = true}),
                    trust));
}

Result<void> IamClient::update_role(const std::string& role,
                                    const std::string& description,
                                    std::chrono::seconds max_session) {
  return nothing_of(
      query_.call({.action = "UpdateRole",
                   .parameters = {{"RoleName", role},
                                  {"Description", description},
                                  {"MaxSessionDuration", std::to_string(max_session.count())}},
                   .subject = "role " + role,
                   .writes = true}));
}

Result<void> IamClient::put_role_policy(const std::string& role,
                                        const std::string& policy,
                                        const std::string& document) {
  return nothing_of(with_document(
      query_.call(
          {.action = "PutRolePolicy",
           .parameters = {{"RoleName", role}, {"PolicyName", policy}, {"PolicyDocument", document}},
           .subject = fmt::format("policy {} of role {}", policy, role),
           .writes = true}),
      document));
}

Result<std::optional<Json>> IamClient::get_role_policy(const std::string& role,
                                                       const std::string& policy) {
  auto body = query_.call({.action = "GetRolePolicy",
                           .parameters = {{"RoleName", role}, {"PolicyName", policy}},
                           .subject = fmt::format("policy {} of role {}", policy, role)});
  if (body) return std::optional(document_of(string_at(*body, "PolicyDocument")));
  if (body.error().code == Code::not_found) return std::optional<Json>();
  return std::move(body).error();
}

Result<bool> IamClient::delete_role_policy(const std::string& role, const std::string& policy) {
  return deleted(query_.call({.action = "DeleteRolePolicy",
                              .parameters = {{"RoleName", role}, {"PolicyName", policy}},
                              .subject = fmt::format("policy {} of role {}", policy, role),
                              .writes = true}));
}

// A page may be empty and yet not the last.
Result<std::vector<Json>> IamClient::list(QueryCall call, const std::string& member) {
  const auto first = call.parameters;
  std::vector<Json> out;
  std::set<std::string> markers;
  for (int page = 0; page < most_pages; ++page) {
    TRY_ASSIGN(const Json body, query_.call(call));
    const Json& entries = member_at(body, member);
    if (entries.is_array()) out.insert(out.end(), entries.begin(), entries.end());
    if (string_at(body, "IsTruncated") != "true") return out;
    const auto marker = string_at(body, "Marker");
    if (marker.empty() || !markers.insert(marker).second) break;
    call.parameters = first;
    call.parameters.emplace_back("Marker", marker);
  }
  return Error{
      .code = Code::protocol,
      .what = fmt::format("iam:{} for {} gives a list without end", call.action, call.subject)};
}

Result<std::vector<std::string>> IamClient::list_role_policies(const std::string& role) {
  TRY_ASSIGN(const auto names,
             list({.action = "ListRolePolicies",
                   .parameters = {{"RoleName", role}, {"MaxItems", "1000"}},
                   .subject = "role " + role},
                  "PolicyNames"));
  std::vector<std::string> out;
  for (const auto& name : names) {
    if (name.is_string()) out.push_back(name);
  }
  return out;
}

Result<std::vector<std::string>> IamClient::list_attached_role_policies(const std::string& role) {
  TRY_ASSIGN(const auto policies,
             list({.action = "ListAttachedRolePolicies",
                   .parameters = {{"RoleName", role}, {"MaxItems", "1000"}},
                   .subject = "role " + role},
                  "AttachedPolicies"));
  std::vector<std::string> out;
  out.reserve(policies.size());
  for (const auto& policy : policies)
    out.push_back(string_at(policy, "PolicyArn"));
  return out;
}

Result<std::vector<std::string>> IamClient::list_instance_profiles_for_role(
    const std::string& role) {
  TRY_ASSIGN(const auto profiles,
             list({.action = "ListInstanceProfilesForRole",
                   .parameters = {{"RoleName", role}, {"MaxItems", "1000"}},
                   .subject = "role " + role},
                  "InstanceProfiles"));
  std::vector<std::string> out;
  out.reserve(profiles.size());
  for (const auto& profile : profiles)
    out.push_back(string_at(profile, "InstanceProfileName"));
  return out;
}

Result<Json> IamClient::get_managed_policy(const std::string& arn) {
  TRY_ASSIGN(
      const Json policy,
      query_.call(
          {.action = "GetPolicy", .parameters = {{"PolicyArn", arn}}, .subject = "policy " + arn}));
  const auto version = string_at(member_at(policy, "Policy"), "DefaultVersionId");
  TRY_ASSIGN(const Json body,
             query_.call({.action = "GetPolicyVersion",
                          .parameters = {{"PolicyArn", arn}, {"VersionId", version}},
                          .subject = "policy " + arn}));
  return document_of(string_at(member_at(body, "PolicyVersion"), "Document"));
}

Result<bool> IamClient::delete_role(const std::string& role) {
  return deleted(query_.call({.action = "DeleteRole",
                              .parameters = {{"RoleName", role}},
                              .subject = "role " + role,
                              .writes = true}));
}

Result<void> IamClient::tag_role(const std::string& role, const Tags& tags) {
  QueryCall call{.action = "TagRole",
                 .parameters = {{"RoleName", role}},
                 .subject = "role " + role,
                 .writes = true};
  add_tags(call.parameters, tag_parameters(tags));
  return nothing_of(query_.call(call));
}

Result<void> IamClient::untag_role(const std::string& role, const std::vector<std::string>& keys) {
  QueryCall call{.action = "UntagRole",
                 .parameters = {{"RoleName", role}},
                 .subject = "role " + role,
                 .writes = true};
  add_list(call.parameters, "TagKeys", keys);
  return nothing_of(query_.call(call));
}

}  // namespace patchcord::aws
