// The functions of JSONPath: size(), sum(), keys(), …
#pragma once

#include <string_view>
#include <vector>

#include "patchcord/base/result.h"
#include "patchcord/template/value.h"

namespace patchcord::simulator {

bool is_path_function(std::string_view name);

// `arguments` are evaluated. length and size of anything but lists and maps are null.
//
// Errors   invalid: no such function, or it has nothing to work on (`min()` of an empty list) ·
//          not_found: there is no such element
Result<Value> call_path_function(std::string_view name,
                                 const Value& model,
                                 const std::vector<Value>& arguments);

}  // namespace patchcord::simulator
