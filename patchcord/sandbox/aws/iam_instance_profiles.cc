// Instance profiles: what keeps a role from being deleted because EC2 instances run with it.
#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/sandbox/aws/iam_operations.h"
#include "patchcord/sandbox/aws/ids.h"
#include "patchcord/sandbox/aws/refusal.h"
#include "patchcord/sandbox/aws/timestamps.h"

namespace patchcord::sandbox::aws {
namespace {

// Source: IAM User Guide, "IAM and AWS STS quotas": instance profiles in an account
constexpr std::size_t max_profiles = 1000;

std::string profile_xml(const QueryCall& call, const InstanceProfile& profile) {
  const Role* role = call.cloud.role(profile.role);
  return element("Path", profile.path) + element("InstanceProfileName", profile.name) +
         element("InstanceProfileId", profile.id) + element("Arn", profile.arn) +
         element("CreateDate", iso_time(profile.created)) +
         nest("Roles", role == nullptr ? "" : nest("member", listed_role_xml(call, *role)));
}

Result<InstanceProfile*> profile_to_change(const QueryCall& call) {
  const std::string name = call.form.get("InstanceProfileName");
  const auto found = call.cloud.profiles.find(name);
  if (found == call.cloud.profiles.end())
    return refuse(404, "NoSuchEntity", "Instance Profile " + name + " cannot be found.");
  return &found->second;
}

}  // namespace

std::vector<const InstanceProfile*> profiles_of(const Cloud& cloud, const Role& role) {
  std::vector<const InstanceProfile*> found;
  for (const auto& [name, profile] : cloud.profiles) {
    if (profile.role == role.name) found.push_back(&profile);
  }
  return found;
}

Result<QueryResult> create_instance_profile(const QueryCall& call) {
  const std::string name = call.form.get("InstanceProfileName");
  if (call.cloud.profiles.contains(name))
    return refuse(409, "EntityAlreadyExists", "Instance Profile " + name + " already exists.");
  if (call.cloud.profiles.size() >= max_profiles) {
    return refuse(
        409,
        "LimitExceeded",
        "Cannot exceed quota for InstanceProfilesPerAccount: " + std::to_string(max_profiles));
  }
  InstanceProfile profile{.name = name,
                          .path = call.form.get("Path", "/"),
                          .id = unique_id("AIPA", 17),
                          .created = call.now};
  profile.arn = "arn:" + call.cloud.options.partition + ":iam::" + call.cloud.options.account +
                ":instance-profile" + profile.path + name;
  call.cloud.profiles[name] = profile;
  return QueryResult{nest("InstanceProfile", profile_xml(call, profile))};
}

Result<QueryResult> add_role_to_instance_profile(const QueryCall& call) {
  TRY_ASSIGN(InstanceProfile * profile, profile_to_change(call));
  TRY_ASSIGN(const Role role, role_to_change(call));
  if (!profile->role.empty()) {
    return refuse(
        409, "LimitExceeded", "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1");
  }
  profile->role = role.name;
  return QueryResult{.has_result = false};
}

Result<QueryResult> remove_role_from_instance_profile(const QueryCall& call) {
  TRY_ASSIGN(InstanceProfile * profile, profile_to_change(call));
  const std::string name = call.form.get("RoleName");
  if (profile->role != name) {
    return refuse(
        404, "NoSuchEntity", "The role with name " + name + " is not in the instance profile.");
  }
  profile->role.clear();
  return QueryResult{.has_result = false};
}

Result<QueryResult> delete_instance_profile(const QueryCall& call) {
  TRY_ASSIGN(const InstanceProfile* profile, profile_to_change(call));
  if (!profile->role.empty()) {
    return refuse(409,
                  "DeleteConflict",
                  "Cannot delete entity, must remove roles from instance profile first.");
  }
  call.cloud.profiles.erase(call.form.get("InstanceProfileName"));
  return QueryResult{.has_result = false};
}

Result<QueryResult> list_instance_profiles_for_role(const QueryCall& call) {
  TRY_ASSIGN(const Role role, role_to_read(call));
  std::vector<std::string> members;
  for (const InstanceProfile* profile : profiles_of(call.cloud, role))
    members.push_back(profile_xml(call, *profile));
  TRY_ASSIGN(std::string xml, page(call, "InstanceProfiles", members));
  return QueryResult{std::move(xml)};
}

}  // namespace patchcord::sandbox::aws
