#include <algorithm>

#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/policy/validate.h"
#include "patchcord/sandbox/aws/iam_operations.h"
#include "patchcord/sandbox/aws/refusal.h"

namespace patchcord::sandbox::aws {
namespace {

// Source: IAM User Guide, "IAM and AWS STS quotas": managed policies attached to a role
constexpr std::size_t max_attached = 10;

Error no_policy(const std::string& name) {
  return refuse(404, "NoSuchEntity", "The role policy with name " + name + " cannot be found.");
}

}  // namespace

Result<QueryResult> put_role_policy(const QueryCall& call) {
  TRY_ASSIGN(Role role, role_to_change(call));
  const std::string document = call.form.get("PolicyDocument");
  TRY(policy::validate_identity_document(document));
  role.policies[call.form.get("PolicyName")] = document;
  std::size_t size = 0;
  for (const auto& [name, text] : role.policies)
    size += policy::size_without_white_space(text);
  if (size > policy::max_role_inline_size) {
    return refuse(409,
                  "LimitExceeded",
                  "Maximum policy size of " + std::to_string(policy::max_role_inline_size) +
                      " bytes exceeded for role " + role.name);
  }
  call.cloud.store(call.now, role);
  return QueryResult{.has_result = false};
}

Result<QueryResult> get_role_policy(const QueryCall& call) {
  TRY_ASSIGN(const Role role, role_to_read(call));
  const std::string name = call.form.get("PolicyName");
  const auto found = role.policies.find(name);
  if (found == role.policies.end()) return no_policy(name);
  return QueryResult{element("RoleName", role.name) + element("PolicyName", name) +
                     element("PolicyDocument", percent_encode(found->second))};
}

Result<QueryResult> delete_role_policy(const QueryCall& call) {
  TRY_ASSIGN(Role role, role_to_change(call));
  const std::string name = call.form.get("PolicyName");
  if (role.policies.erase(name) == 0) return no_policy(name);
  call.cloud.store(call.now, role);
  return QueryResult{.has_result = false};
}

Result<QueryResult> list_role_policies(const QueryCall& call) {
  TRY_ASSIGN(const Role role, role_to_read(call));
  std::vector<std::string> members;
  for (const auto& [name, document] : role.policies)
    members.push_back(name);
  TRY_ASSIGN(std::string xml, page(call, "PolicyNames", members));
  return QueryResult{std::move(xml)};
}

Result<QueryResult> attach_role_policy(const QueryCall& call) {
  TRY_ASSIGN(Role role, role_to_change(call));
  TRY_ASSIGN(const ManagedPolicy* policy, managed_policy(call.cloud, call.form.get("PolicyArn")));
  if (std::find(role.attached.begin(), role.attached.end(), policy->arn) != role.attached.end()) {
    return QueryResult{.has_result = false};
  }
  if (role.attached.size() >= max_attached) {
    return refuse(409,
                  "LimitExceeded",
                  "Cannot exceed quota for PoliciesPerRole: " + std::to_string(max_attached));
  }
  role.attached.push_back(policy->arn);
  call.cloud.store(call.now, role);
  return QueryResult{.has_result = false};
}

Result<QueryResult> detach_role_policy(const QueryCall& call) {
  TRY_ASSIGN(Role role, role_to_change(call));
  const std::string arn = call.form.get("PolicyArn");
  if (std::erase(role.attached, arn) == 0) {
    return refuse(404, "NoSuchEntity", "Policy " + arn + " was not found.");
  }
  call.cloud.store(call.now, role);
  return QueryResult{.has_result = false};
}

Result<QueryResult> list_attached_role_policies(const QueryCall& call) {
  TRY_ASSIGN(const Role role, role_to_read(call));
  std::vector<std::string> members;
  for (const std::string& arn : role.attached) {
    const auto policy = call.cloud.policies.find(arn);
    const std::string name =
        policy == call.cloud.policies.end() ? arn.substr(arn.rfind('/') + 1) : policy->second.name;
    members.push_back(element("PolicyName", name) + element("PolicyArn", arn));
  }
  TRY_ASSIGN(std::string xml, page(call, "AttachedPolicies", members));
  return QueryResult{std::move(xml)};
}

}  // namespace patchcord::sandbox::aws
