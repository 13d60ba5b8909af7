// From the place in an error to the line that people look at.
#pragma once

#include <optional>
#include <string_view>

#include "patchcord/template/simulate.h"

namespace patchcord::simulator {

// `at` ends with the place as templates and JSON texts give it: "name[line 2, column 20]", or "line
// 2, column 20". Nothing when it has none. `text` is the template, or the JSON text.
std::optional<FailurePlace> failure_place(std::string_view name,
                                          std::string_view text,
                                          std::string_view at);

}  // namespace patchcord::simulator
