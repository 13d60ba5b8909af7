// The check of parameters that IAM and STS make first: presence, length, characters.
#pragma once

#include <limits>
#include <span>
#include <string_view>

#include "patchcord/base/result.h"
#include "patchcord/sandbox/aws/query_protocol.h"

namespace patchcord::sandbox::aws {

enum class Need { optional, required };

// A parameter's shape in the service's model. Lengths count characters, not bytes; numbers are
// compared by value.
struct Constraint {
  std::string_view name;  // "RoleName"; of a list, the name before ".member."
  Need need{Need::required};
  std::size_t least{0};
  std::size_t most{std::numeric_limits<std::size_t>::max()};
  std::string_view pattern{};          // as the service prints it; empty: not checked
  bool (*allowed)(char32_t){nullptr};  // the characters of that pattern
  bool number{false};                  // least and most are about its value
  bool list{false};
};

// All violations in one error, in the order of `constraints`.
//
// Errors   ValidationError 400 "1 validation error detected: Value 'a b' at 'roleName' failed to
// satisfy constraint: …"
Result<void> validate(const Form& form, std::span<const Constraint> constraints);

// The shapes that several calls share.
// Source: IAM API Reference, the parameters of CreateRole, PutRolePolicy, TagRole
namespace shape {
Constraint name(std::string_view parameter, std::size_t most);  // [\w+=,.@-]+
Constraint path(std::string_view parameter);                    // optional
Constraint arn(std::string_view parameter, Need need);
Constraint document(std::string_view parameter);
Constraint text(std::string_view parameter, std::size_t most);  // optional, up to U+00FF
Constraint number(std::string_view parameter, std::size_t least, std::size_t most);  // optional
Constraint list(std::string_view parameter);                                         // required
}  // namespace shape

}  // namespace patchcord::sandbox::aws
