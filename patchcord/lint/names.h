// The names of what references refer to.
#pragma once

#include <string>
#include <string_view>

#include "patchcord/template/ast.h"

namespace patchcord::lint {

// "input.ref" of `$!{input.ref.trim()}`: the root and the properties up to the first method, a
// `.get('ref')` among them.
std::string name_of(const simulator::Reference& reference);
// "ref" of `$input.ref`; empty without a property.
std::string first_property(const simulator::Reference& reference);
// "input" and "ref" of "input.ref.x"; the second is empty without a dot.
std::string_view root_of(std::string_view name);
std::string_view property_of(std::string_view name);
// The reference has no step beyond its name.
bool is_bare(const simulator::Reference& reference);

}  // namespace patchcord::lint
