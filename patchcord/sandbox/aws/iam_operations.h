// The single calls of IAM. Parameters are validated and the caller is allowed when they run.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "patchcord/sandbox/aws/iam.h"

namespace patchcord::sandbox::aws {

using Operation = Result<QueryResult> (*)(const QueryCall& call);

// iam_roles.cc
Result<QueryResult> create_role(const QueryCall& call);
Result<QueryResult> get_role(const QueryCall& call);
Result<QueryResult> list_roles(const QueryCall& call);
Result<QueryResult> update_role(const QueryCall& call);
Result<QueryResult> update_assume_role_policy(const QueryCall& call);
Result<QueryResult> delete_role(const QueryCall& call);
Result<QueryResult> put_permissions_boundary(const QueryCall& call);
Result<QueryResult> delete_permissions_boundary(const QueryCall& call);

// iam_role_policies.cc
Result<QueryResult> put_role_policy(const QueryCall& call);
Result<QueryResult> get_role_policy(const QueryCall& call);
Result<QueryResult> delete_role_policy(const QueryCall& call);
Result<QueryResult> list_role_policies(const QueryCall& call);
Result<QueryResult> attach_role_policy(const QueryCall& call);
Result<QueryResult> detach_role_policy(const QueryCall& call);
Result<QueryResult> list_attached_role_policies(const QueryCall& call);

// iam_tags.cc
Result<QueryResult> tag_role(const QueryCall& call);
Result<QueryResult> untag_role(const QueryCall& call);
Result<QueryResult> list_role_tags(const QueryCall& call);

// iam_policies.cc
Result<QueryResult> create_policy(const QueryCall& call);
Result<QueryResult> get_policy(const QueryCall& call);
Result<QueryResult> get_policy_version(const QueryCall& call);
Result<QueryResult> list_policy_versions(const QueryCall& call);
Result<QueryResult> delete_policy(const QueryCall& call);

// iam_account.cc
Result<QueryResult> get_user(const QueryCall& call);
Result<QueryResult> get_account_summary(const QueryCall& call);
Result<QueryResult> list_account_aliases(const QueryCall& call);

// iam_instance_profiles.cc
Result<QueryResult> create_instance_profile(const QueryCall& call);
Result<QueryResult> add_role_to_instance_profile(const QueryCall& call);
Result<QueryResult> remove_role_from_instance_profile(const QueryCall& call);
Result<QueryResult> delete_instance_profile(const QueryCall& call);
Result<QueryResult> list_instance_profiles_for_role(const QueryCall& call);

// iam_simulation.cc
Result<QueryResult> simulate_principal_policy(const QueryCall& call);
Result<QueryResult> simulate_custom_policy(const QueryCall& call);

// What several of them need.

// A role as listings show it.
std::string listed_role_xml(const QueryCall& call, const Role& role);

// The instance profiles that hold the role, by name.
std::vector<const InstanceProfile*> profiles_of(const Cloud& cloud, const Role& role);

// The role of the parameter RoleName as a write sees it.
//
// Errors   NoSuchEntity 404 · UnmodifiableEntity 400 for service-linked roles, when `for_change`
Result<Role> role_to_change(const QueryCall& call);
Result<Role> role_to_read(const QueryCall& call);

// Tags of a request, in order.
//
// Errors   InvalidInput 400: equal keys (without case), a reserved or malformed key or value, more
// than 50
Result<void> check_tags(const Tags& tags);
std::string tags_xml(const Tags& tags);

// Errors   MalformedPolicyDocument 400 · LimitExceeded 409
struct CheckedTrust {
  std::map<std::string, std::string> trusted_ids{};
};
Result<CheckedTrust> check_trust(const Cloud& cloud, const std::string& document);

// Managed policy of that ARN.
//
// Errors   ValidationError 400: no ARN · NoSuchEntity 404
Result<const ManagedPolicy*> managed_policy(const Cloud& cloud, const std::string& arn);

// One page of `members` (each one XML already) by Marker and MaxItems, as <name>, IsTruncated and
// Marker.
//
// Errors   ValidationError 400: a Marker that is not ours
Result<std::string> page(const QueryCall& call,
                         std::string_view name,
                         const std::vector<std::string>& members);

}  // namespace patchcord::sandbox::aws
