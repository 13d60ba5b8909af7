// Which names the two clouds accept.
#pragma once

#include <cstddef>
#include <string_view>

#include "patchcord/base/result.h"

namespace patchcord {

inline constexpr std::size_t max_role_name = 64;
inline constexpr std::size_t max_policy_name = 128;

// The name of a role or of an inline policy; `what` ("a role") names it in the error. Errors:
// invalid.
//
// Source   IAM API Reference, CreateRole (RoleName) and PutRolePolicy (PolicyName)
Result<void> check_iam_name(std::string_view what, std::string_view name, std::size_t limit);

// Source   IAM API Reference, CreateRole (Path), and IAM identifiers
Result<void> check_iam_path(std::string_view path);

// The name or category of an integration or action.
//
// Source   Genesys Cloud Platform API, PostActionInput
Result<void> check_display_name(std::string_view what, std::string_view name);

// What marks and file names are made of: 1 to 40 of a-z, 0-9 and -.
Result<void> check_deployment_name(std::string_view name);

// "<alias>" without its brackets: a letter, then letters, digits, - and _.
bool is_value_name(std::string_view name);

}  // namespace patchcord
