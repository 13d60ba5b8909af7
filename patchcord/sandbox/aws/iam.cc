#include "patchcord/sandbox/aws/iam.h"

#include <array>
#include <optional>
#include <vector>

#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/model/arn.h"
#include "patchcord/sandbox/aws/constraints.h"
#include "patchcord/sandbox/aws/iam_operations.h"
#include "patchcord/sandbox/aws/refusal.h"

namespace patchcord::sandbox::aws {
namespace {

// What a call is about, for the caller's permission.
enum class About { account, role, roles, policy, profile, user, source };

struct Entry {
  std::string_view action;
  About about;
  Operation run;
  std::vector<Constraint> constraints;
};

using shape::arn;
using shape::document;
using shape::list;
using shape::name;
using shape::number;
using shape::path;
using shape::text;

const Constraint role = name("RoleName", 64);
const Constraint policy_name = name("PolicyName", 128);
const Constraint profile_name = name("InstanceProfileName", 128);
const Constraint max_items = number("MaxItems", 1, 1000);
const Constraint session = number("MaxSessionDuration", 3600, 43'200);
const Constraint policy_arn = arn("PolicyArn", Need::required);

const std::vector<Entry> entries{
    {"CreateRole",
     About::role,
     create_role,
     {role,
      document("AssumeRolePolicyDocument"),
      path("Path"),
      text("Description", 1000),
      session,
      arn("PermissionsBoundary", Need::optional)}},
    {"GetRole", About::role, get_role, {role}},
    {"ListRoles", About::roles, list_roles, {path("PathPrefix"), max_items}},
    {"UpdateRole", About::role, update_role, {role, text("Description", 1000), session}},
    {"UpdateAssumeRolePolicy",
     About::role,
     update_assume_role_policy,
     {role, document("PolicyDocument")}},
    {"DeleteRole", About::role, delete_role, {role}},
    {"PutRolePermissionsBoundary",
     About::role,
     put_permissions_boundary,
     {role, arn("PermissionsBoundary", Need::required)}},
    {"DeleteRolePermissionsBoundary", About::role, delete_permissions_boundary, {role}},
    {"PutRolePolicy",
     About::role,
     put_role_policy,
     {role, policy_name, document("PolicyDocument")}},
    {"GetRolePolicy", About::role, get_role_policy, {role, policy_name}},
    {"DeleteRolePolicy", About::role, delete_role_policy, {role, policy_name}},
    {"ListRolePolicies", About::role, list_role_policies, {role, max_items}},
    {"AttachRolePolicy", About::role, attach_role_policy, {role, policy_arn}},
    {"DetachRolePolicy", About::role, detach_role_policy, {role, policy_arn}},
    {"ListAttachedRolePolicies", About::role, list_attached_role_policies, {role, max_items}},
    {"TagRole", About::role, tag_role, {role, list("Tags")}},
    {"UntagRole", About::role, untag_role, {role, list("TagKeys")}},
    {"ListRoleTags", About::role, list_role_tags, {role, max_items}},
    {"ListInstanceProfilesForRole",
     About::role,
     list_instance_profiles_for_role,
     {role, max_items}},
    {"CreateInstanceProfile",
     About::profile,
     create_instance_profile,
     {profile_name, path("Path")}},
    {"AddRoleToInstanceProfile",
     About::profile,
     add_role_to_instance_profile,
     {profile_name, role}},
    {"RemoveRoleFromInstanceProfile",
     About::profile,
     remove_role_from_instance_profile,
     {profile_name, role}},
    {"DeleteInstanceProfile", About::profile, delete_instance_profile, {profile_name}},
    {"CreatePolicy",
     About::policy,
     create_policy,
     {policy_name, document("PolicyDocument"), path("Path"), text("Description", 1000)}},
    {"GetPolicy", About::policy, get_policy, {policy_arn}},
    {"GetPolicyVersion", About::policy, get_policy_version, {policy_arn, text("VersionId", 32)}},
    {"ListPolicyVersions", About::policy, list_policy_versions, {policy_arn, max_items}},
    {"DeletePolicy", About::policy, delete_policy, {policy_arn}},
    {"SimulatePrincipalPolicy",
     About::source,
     simulate_principal_policy,
     {arn("PolicySourceArn", Need::required), list("ActionNames"), max_items}},
    {"SimulateCustomPolicy",
     About::account,
     simulate_custom_policy,
     {list("PolicyInputList"), list("ActionNames"), max_items}},
    {"GetUser", About::user, get_user, {}},
    {"GetAccountSummary", About::account, get_account_summary, {}},
    {"ListAccountAliases", About::account, list_account_aliases, {max_items}},
};

// The role's own ARN if there is such a role, else the one it would have.
std::string role_arn_of(const QueryCall& call) {
  const std::string role_name = call.form.get("RoleName");
  if (const Role* found = call.cloud.role(role_name)) return found->arn;
  return role_arn(call.cloud.options.partition,
                  call.cloud.options.account,
                  call.form.get("Path", "/"),
                  role_name);
}

Question question_of(const QueryCall& call, const Entry& entry) {
  const std::string stem =
      "arn:" + call.cloud.options.partition + ":iam::" + call.cloud.options.account + ":";
  Question question{.action = "iam:" + std::string(entry.action), .resource = "*"};
  if (entry.about == About::role) {
    question.resource = role_arn_of(call);
    question.label = "role " + call.form.get("RoleName");
  } else if (entry.about == About::roles) {
    question.resource = stem + "role" + call.form.get("PathPrefix", "/");
  } else if (entry.about == About::policy) {
    question.resource = call.form.get(
        "PolicyArn", stem + "policy" + call.form.get("Path", "/") + call.form.get("PolicyName"));
    question.label = "policy " + question.resource;
  } else if (entry.about == About::profile) {
    const std::string name = call.form.get("InstanceProfileName");
    const auto found = call.cloud.profiles.find(name);
    question.resource = found == call.cloud.profiles.end()
                            ? stem + "instance-profile" + call.form.get("Path", "/") + name
                            : found->second.arn;
    question.label = "instance profile " + name;
  } else if (entry.about == About::user) {
    question.resource = stem + "user/" + call.form.get("UserName", call.caller.user_name);
    question.label = "user " + call.form.get("UserName", call.caller.user_name);
  } else if (entry.about == About::source) {
    question.resource = call.form.get("PolicySourceArn");
  }
  return question;
}

// Keys that policies about roles look at.
// Source: Service Authorization Reference, "Condition keys for AWS Identity and Access Management"
void add_context(const QueryCall& call, Question& question) {
  auto& values = question.context.values;
  if (call.form.has("PermissionsBoundary"))
    values["iam:PermissionsBoundary"] = {call.form.get("PermissionsBoundary")};
  if (call.form.has("PolicyArn")) values["iam:PolicyARN"] = {call.form.get("PolicyArn")};
  for (const auto& [key, value] : call.form.tags("Tags")) {
    values["aws:RequestTag/" + key] = {value};
    values["aws:TagKeys"].push_back(key);
  }
  const Role* role_found = call.cloud.role(call.form.get("RoleName"));
  if (role_found == nullptr) return;
  for (const auto& [key, value] : role_found->tags) {
    values["aws:ResourceTag/" + key] = {value};
    values["iam:ResourceTag/" + key] = {value};
  }
  if (role_found->boundary && !call.form.has("PermissionsBoundary"))
    values["iam:PermissionsBoundary"] = {*role_found->boundary};
}

// Setting tags while creating needs the permission to tag as well.
// Source: IAM User Guide, "Controlling access to tag IAM resources"
Result<void> authorize_call(const QueryCall& call, const Entry& entry) {
  Question question = question_of(call, entry);
  add_context(call, question);
  TRY(authorize(call.cloud, call.caller, question, call.now));
  if (entry.action != "CreateRole" || call.form.tags("Tags").empty()) return {};
  question.action = "iam:TagRole";
  return authorize(call.cloud, call.caller, question, call.now);
}

}  // namespace

Result<QueryResult> run_iam(const QueryCall& call, const std::string& action) {
  for (const Entry& entry : entries) {
    if (entry.action != action) continue;
    TRY(validate(call.form, entry.constraints));
    TRY(authorize_call(call, entry));
    return entry.run(call);
  }
  return refuse(400,
                "InvalidAction",
                "Could not find operation " + printable(action, 100) + " for version 2010-05-08");
}

}  // namespace patchcord::sandbox::aws
