// Amazon Resource Names: six fields, and patterns over them.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "patchcord/policy/context.h"
#include "patchcord/policy/truth.h"

namespace patchcord::policy {

// arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE. The resource runs to the end and may hold colons.
// The views look into the text that was split.
struct Arn {
  std::string_view partition{};
  std::string_view service{};
  std::string_view region{};   // empty for global services
  std::string_view account{};  // empty for some services
  std::string_view resource{};
};

// Nothing when the text is not "arn:" and five more fields.
std::optional<Arn> split_arn(std::string_view text);

bool is_account_id(std::string_view text);  // twelve digits

// One value of a policy after its variables were replaced: a pattern for matches_wildcard in which
// `*` and `?` that stand for themselves are the bytes FE and FF, which no UTF-8 text contains; see
// literal(). `no`: a variable has no value, so nothing is equal to this or like it; `why` names
// the key, as for `unknown`.
struct Resolved {
  Truth truth{Truth::yes};
  std::string pattern{};
  std::string why{};
};

// Replaces ${key}, ${key, 'default'} and the escapes ${*} ${?} ${$}. A key with several values
// cannot be used as a variable: unknown. With `variables` off (document versions before 2012-10-17)
// the text stays as it is.
//
// Source  IAM User Guide, IAM policy elements: Variables and tags
Resolved resolve(std::string_view value, const Context& context, bool variables);

// The text as matches_wildcard must see it, and as a pattern that matches only itself.
std::string literal(std::string_view text);

// `?` and `*` anywhere in `pattern` (a Resolved::pattern); case-sensitive.
bool is_like(std::string_view pattern, std::string_view text);

// A condition on an ARN. Field by field: each may hold wildcards, and none crosses a colon, except
// in the resource. `*` alone matches everything; any other pattern that is not six fields is
// unknown.
//
// Source  IAM User Guide, Amazon Resource Name (ARN) condition operators
Truth arn_is_like(std::string_view pattern, std::string_view text);

// A Resource or NotResource: as arn_is_like, but unknown for a pattern of services, which IAM
// refuses, and where only a `*` at the end of an earlier field that expands beyond its colon would
// match. The documentation says so; older texts compare field by field.
//
// Source  IAM User Guide, JSON policy elements: Resource
Truth resource_is_like(std::string_view pattern, std::string_view text);

}  // namespace patchcord::policy
