// What a condition says about which references have a value.
#pragma once

#include <set>
#include <string>

#include "patchcord/template/ast.h"

namespace patchcord::lint {

// Names as name_of gives them: "input.ref".
struct Presence {
  std::set<std::string> when_true{};  // they have a value where the condition holds
  std::set<std::string> when_false{};
};

// `$x` → {{"x"}, {}}, `!$x` → {{}, {"x"}}, `"$!x" == ""` → {{}, {"x"}}
Presence presence_of(const simulator::Expression& condition);

// The one reference that the expression is, also as the text "$x"; null when there is more to it.
const simulator::Reference* only_reference(const simulator::Expression& expression);

}  // namespace patchcord::lint
