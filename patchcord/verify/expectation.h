// Is the result of a test what was declared?
#pragma once

#include <string>
#include <vector>

#include "patchcord/base/json.h"

namespace patchcord {

// One difference each: "$.status is "lost", not "shipped"". Empty: as expected. Objects of
// `expected` may leave members out unless `exact`; arrays are compared whole, their objects by the
// same rule. Numbers are equal by value: 1 and 1.0.
std::vector<std::string> mismatches(const Json& expected, const Json& actual, bool exact);

}  // namespace patchcord
