// Values of options that may stand in a file.
#pragma once

#include <cstddef>
#include <string>

#include "patchcord/base/result.h"

namespace patchcord::cli {

inline constexpr std::size_t max_argument_bytes = 8U << 20U;

// The text itself; of "@FILE" the content of the file, of "@-" standard input.
//
// Errors   those of the file
Result<std::string> text_argument(const std::string& given);

}  // namespace patchcord::cli
