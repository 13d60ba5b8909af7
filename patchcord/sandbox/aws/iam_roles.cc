#include <algorithm>

#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/model/arn.h"
#include "patchcord/policy/validate.h"
#include "patchcord/sandbox/aws/iam_operations.h"
#include "patchcord/sandbox/aws/ids.h"
#include "patchcord/sandbox/aws/refusal.h"
#include "patchcord/sandbox/aws/timestamps.h"

namespace patchcord::sandbox::aws {
namespace {

// Source: IAM User Guide, "IAM and AWS STS quotas": roles in an account
constexpr std::size_t max_roles = 1000;

// Which optional parts of a role an answer shows, as recorded: CreateRole has neither
// MaxSessionDuration nor RoleLastUsed, listings have no tags, boundary and RoleLastUsed.
enum class Shown { created, full, listed };

std::string role_xml(const QueryCall& call, const Role& role, Shown shown) {
  const TimePoint arn_known = role.created + Milliseconds{call.cloud.knobs.arn_delay_ms};
  std::string xml =
      element("Path", role.path) + element("RoleName", role.name) + element("RoleId", role.id) +
      element("Arn", shown == Shown::full && call.now < arn_known ? role.id : role.arn) +
      element("CreateDate", iso_time(role.created)) +
      element("AssumeRolePolicyDocument", percent_encode(call.cloud.shown_trust(role)));
  if (role.description) xml += element("Description", *role.description);
  if (shown != Shown::created)
    xml += element("MaxSessionDuration", std::to_string(role.max_session_seconds));
  if (shown == Shown::listed) return xml;
  if (role.boundary) {
    xml += nest("PermissionsBoundary",
                element("PermissionsBoundaryType", "PermissionsBoundaryPolicy") +
                    element("PermissionsBoundaryArn", *role.boundary));
  }
  if (!role.tags.empty()) xml += nest("Tags", tags_xml(role.tags));
  if (shown == Shown::full) xml += "<RoleLastUsed/>";
  return xml;
}

Error no_role(const std::string& name) {
  return refuse(404, "NoSuchEntity", "The role with name " + name + " cannot be found.");
}

// The alphabet is checked with the other parameters; this is the rest of the pattern.
Result<void> check_path(const std::string& path) {
  if (path.front() == '/' && path.back() == '/') return {};
  return refuse(400,
                "ValidationError",
                "The specified value for path is invalid. It must begin and end with / and contain "
                "only alphanumeric "
                "characters and/or / characters.");
}

Result<void> check_boundary(const Cloud& cloud, const std::string& arn) {
  if (cloud.policies.count(arn) > 0) return {};
  return refuse(404, "NoSuchEntity", "Scope ARN: " + arn + " does not exist or is not attachable.");
}

// What the request says of the new role besides its name and path.
Result<void> set_fields(const QueryCall& call, Role& role) {
  const Form& form = call.form;
  role.trust = form.get("AssumeRolePolicyDocument");
  TRY_ASSIGN(CheckedTrust trust, check_trust(call.cloud, role.trust));
  role.trusted_ids = std::move(trust.trusted_ids);
  role.tags = form.tags("Tags");
  TRY(check_tags(role.tags));
  if (form.has("PermissionsBoundary")) {
    TRY(check_boundary(call.cloud, form.get("PermissionsBoundary")));
    role.boundary = form.get("PermissionsBoundary");
  }
  if (form.has("Description")) role.description = form.get("Description");
  role.max_session_seconds = std::stoi(form.get("MaxSessionDuration", "3600"));
  return {};
}

Result<Role> new_role(const QueryCall& call) {
  const Form& form = call.form;
  Role role{.name = form.get("RoleName"), .path = form.get("Path", "/"), .created = call.now};
  TRY(check_path(role.path));
  const auto same = call.cloud.roles.find(lower_case(role.name));
  if (same != call.cloud.roles.end() && same->second.latest() != nullptr) {
    return refuse(409, "EntityAlreadyExists", "Role with name " + role.name + " already exists.");
  }
  TRY(set_fields(call, role));
  role.id = unique_id("AROA", 17);
  role.arn =
      role_arn(call.cloud.options.partition, call.cloud.options.account, role.path, role.name);
  return role;
}

}  // namespace

std::string listed_role_xml(const QueryCall& call, const Role& role) {
  return role_xml(call, role, Shown::listed);
}

Result<Role> role_to_change(const QueryCall& call) {
  const std::string name = call.form.get("RoleName");
  const Role* role = call.cloud.role(name);
  if (role == nullptr || call.cloud.role_on_late_host(name, call.now) == nullptr)
    return no_role(name);
  if (role->path.starts_with("/aws-service-role/")) {
    return refuse(400,
                  "UnmodifiableEntity",
                  "Cannot perform the operation on the protected role '" + name +
                      "' - this role is only modifiable by AWS");
  }
  return *role;
}

Result<Role> role_to_read(const QueryCall& call) {
  const std::string name = call.form.get("RoleName");
  const Role* role = call.cloud.readable_role(name, call.now);
  if (role == nullptr) return no_role(name);
  return *role;
}

Result<CheckedTrust> check_trust(const Cloud& cloud, const std::string& document) {
  CheckedTrust checked;
  policy::TrustRules rules{.partition = cloud.options.partition};
  // Principals of accounts that the sandbox does not have are taken on trust.
  rules.exists = [&](std::string_view arn) {
    const auto id = cloud.id_of(arn);
    if (id) checked.trusted_ids[std::string(arn)] = *id;
    const bool of_this_account =
        arn.find("::" + cloud.options.account + ":") != std::string_view::npos;
    return id.has_value() || !of_this_account;
  };
  TRY(policy::validate_trust_document(document, rules));
  if (policy::size_without_white_space(document) > policy::max_trust_size) {
    return refuse(
        409,
        "LimitExceeded",
        "Cannot exceed quota for ACLSizePerRole: " + std::to_string(policy::max_trust_size));
  }
  return checked;
}

Result<QueryResult> create_role(const QueryCall& call) {
  TRY_ASSIGN(const Role role, new_role(call));
  const auto live =
      std::count_if(call.cloud.roles.begin(), call.cloud.roles.end(), [](const auto& entry) {
        return entry.second.latest() != nullptr;
      });
  if (static_cast<std::size_t>(live) >= max_roles) {
    return refuse(409,
                  "LimitExceeded",
                  "Cannot exceed quota for RolesPerAccount: " + std::to_string(max_roles));
  }
  call.cloud.store(call.now, role);
  return QueryResult{nest("Role", role_xml(call, role, Shown::created))};
}

Result<QueryResult> get_role(const QueryCall& call) {
  TRY_ASSIGN(const Role role, role_to_read(call));
  return QueryResult{nest("Role", role_xml(call, role, Shown::full))};
}

Result<QueryResult> list_roles(const QueryCall& call) {
  const std::string prefix = call.form.get("PathPrefix", "/");
  std::vector<std::string> members;
  for (const Role* role : call.cloud.readable_roles(call.now)) {
    if (role->path.starts_with(prefix)) members.push_back(role_xml(call, *role, Shown::listed));
  }
  TRY_ASSIGN(std::string xml, page(call, "Roles", members));
  return QueryResult{std::move(xml)};
}

// An omitted field keeps its value; Terraform sends the two in separate calls.
Result<QueryResult> update_role(const QueryCall& call) {
  TRY_ASSIGN(Role role, role_to_change(call));
  if (call.cloud.knobs.omitted_fields == OmittedFields::erased) {
    role.description.reset();
    role.max_session_seconds = Role{}.max_session_seconds;
  }
  if (call.form.has("Description")) role.description = call.form.get("Description");
  if (call.form.has("MaxSessionDuration"))
    role.max_session_seconds = std::stoi(call.form.get("MaxSessionDuration"));
  call.cloud.store(call.now, role);
  return QueryResult{};
}

Result<QueryResult> update_assume_role_policy(const QueryCall& call) {
  TRY_ASSIGN(Role role, role_to_change(call));
  role.trust = call.form.get("PolicyDocument");
  TRY_ASSIGN(CheckedTrust trust, check_trust(call.cloud, role.trust));
  role.trusted_ids = std::move(trust.trusted_ids);
  call.cloud.store(call.now, role);
  return QueryResult{.has_result = false};
}

Result<QueryResult> delete_role(const QueryCall& call) {
  TRY_ASSIGN(const Role role, role_to_change(call));
  const Role& late = *call.cloud.role_on_late_host(role.name, call.now);
  if (!profiles_of(call.cloud, role).empty()) {
    return refuse(409,
                  "DeleteConflict",
                  "Cannot delete entity, must remove roles from instance profile first.");
  }
  if (!role.attached.empty() || !late.attached.empty()) {
    return refuse(409, "DeleteConflict", "Cannot delete entity, must detach all policies first.");
  }
  if (!role.policies.empty() || !late.policies.empty()) {
    return refuse(409, "DeleteConflict", "Cannot delete entity, must delete policies first.");
  }
  call.cloud.remove_role(call.now, role.name);
  return QueryResult{.has_result = false};
}

Result<QueryResult> put_permissions_boundary(const QueryCall& call) {
  TRY_ASSIGN(Role role, role_to_change(call));
  TRY(check_boundary(call.cloud, call.form.get("PermissionsBoundary")));
  role.boundary = call.form.get("PermissionsBoundary");
  call.cloud.store(call.now, role);
  return QueryResult{.has_result = false};
}

Result<QueryResult> delete_permissions_boundary(const QueryCall& call) {
  TRY_ASSIGN(Role role, role_to_change(call));
  role.boundary.reset();
  call.cloud.store(call.now, role);
  return QueryResult{.has_result = false};
}

}  // namespace patchcord::sandbox::aws
