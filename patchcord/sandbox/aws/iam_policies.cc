#include <algorithm>

#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/policy/validate.h"
#include "patchcord/sandbox/aws/iam_operations.h"
#include "patchcord/sandbox/aws/ids.h"
#include "patchcord/sandbox/aws/refusal.h"
#include "patchcord/sandbox/aws/timestamps.h"

namespace patchcord::sandbox::aws {
namespace {

// Source: IAM User Guide, "IAM and AWS STS quotas": managed policies
constexpr std::size_t max_managed_size = 6144;
constexpr std::size_t max_policies = 1500;

int attachments(const Cloud& cloud, const std::string& arn) {
  int count = 0;
  for (const auto& [name, timeline] : cloud.roles) {
    const Role* role = timeline.latest();
    if (role == nullptr) continue;
    count += static_cast<int>(std::count(role->attached.begin(), role->attached.end(), arn));
  }
  return count;
}

std::string policy_xml(const Cloud& cloud, const ManagedPolicy& policy) {
  std::string xml = element("PolicyName", policy.name) + element("PolicyId", policy.id) +
                    element("Arn", policy.arn) + element("Path", policy.path) +
                    element("DefaultVersionId", "v1") +
                    element("AttachmentCount", std::to_string(attachments(cloud, policy.arn))) +
                    element("PermissionsBoundaryUsageCount", "0") +
                    element("IsAttachable", "true") +
                    element("CreateDate", iso_time(policy.created)) +
                    element("UpdateDate", iso_time(policy.created));
  if (!policy.description.empty()) xml += element("Description", policy.description);
  return xml;
}

}  // namespace

Result<const ManagedPolicy*> managed_policy(const Cloud& cloud, const std::string& arn) {
  if (!arn.starts_with("arn:") || arn.find(":policy/") == std::string::npos) {
    return refuse(400, "ValidationError", "Invalid ARN:  Could not be parsed!");
  }
  const auto found = cloud.policies.find(arn);
  if (found == cloud.policies.end()) {
    return refuse(404, "NoSuchEntity", "Policy " + arn + " does not exist or is not attachable.");
  }
  return &found->second;
}

// Managed policies have one version here: CreatePolicyVersion is not imitated.
Result<QueryResult> create_policy(const QueryCall& call) {
  const Form& form = call.form;
  ManagedPolicy policy{.id = unique_id("ANPA", 17),
                       .name = form.get("PolicyName"),
                       .path = form.get("Path", "/"),
                       .document = form.get("PolicyDocument"),
                       .description = form.get("Description"),
                       .created = call.now};
  policy.arn = "arn:" + call.cloud.options.partition + ":iam::" + call.cloud.options.account +
               ":policy" + policy.path + policy.name;
  if (call.cloud.policies.count(policy.arn) > 0) {
    return refuse(
        409,
        "EntityAlreadyExists",
        "A policy called " + policy.name + " already exists. Duplicate names are not allowed.");
  }
  TRY(policy::validate_identity_document(policy.document));
  if (policy::size_without_white_space(policy.document) > max_managed_size) {
    return refuse(409,
                  "LimitExceeded",
                  "Cannot exceed quota for PolicySize: " + std::to_string(max_managed_size));
  }
  if (call.cloud.policies.size() >= max_policies) {
    return refuse(409,
                  "LimitExceeded",
                  "Cannot exceed quota for PoliciesPerAccount: " + std::to_string(max_policies));
  }
  call.cloud.policies[policy.arn] = policy;
  return QueryResult{nest("Policy", policy_xml(call.cloud, policy))};
}

Result<QueryResult> get_policy(const QueryCall& call) {
  TRY_ASSIGN(const ManagedPolicy* policy, managed_policy(call.cloud, call.form.get("PolicyArn")));
  return QueryResult{nest("Policy", policy_xml(call.cloud, *policy))};
}

Result<QueryResult> get_policy_version(const QueryCall& call) {
  TRY_ASSIGN(const ManagedPolicy* policy, managed_policy(call.cloud, call.form.get("PolicyArn")));
  if (call.form.get("VersionId") != "v1") {
    return refuse(404,
                  "NoSuchEntity",
                  "Policy " + policy->arn + " version " +
                      printable(call.form.get("VersionId"), 40) +
                      " does not exist or is not attachable.");
  }
  return QueryResult{nest("PolicyVersion",
                          element("Document", percent_encode(policy->document)) +
                              element("VersionId", "v1") + element("IsDefaultVersion", "true") +
                              element("CreateDate", iso_time(policy->created)))};
}

Result<QueryResult> list_policy_versions(const QueryCall& call) {
  TRY_ASSIGN(const ManagedPolicy* policy, managed_policy(call.cloud, call.form.get("PolicyArn")));
  const std::string version = element("VersionId", "v1") + element("IsDefaultVersion", "true") +
                              element("CreateDate", iso_time(policy->created));
  TRY_ASSIGN(std::string xml, page(call, "Versions", {version}));
  return QueryResult{std::move(xml)};
}

Result<QueryResult> delete_policy(const QueryCall& call) {
  TRY_ASSIGN(const ManagedPolicy* policy, managed_policy(call.cloud, call.form.get("PolicyArn")));
  if (policy->of_aws) {
    return refuse(403,
                  "AccessDenied",
                  "User: " + call.caller.principal.arn +
                      " is not authorized to perform: iam:DeletePolicy on resource: policy " +
                      policy->arn);
  }
  if (attachments(call.cloud, policy->arn) > 0) {
    return refuse(409, "DeleteConflict", "Cannot delete a policy attached to entities.");
  }
  const std::string arn = policy->arn;
  call.cloud.policies.erase(arn);
  return QueryResult{.has_result = false};
}

}  // namespace patchcord::sandbox::aws
