// JSON that a person gives on the command line.
#pragma once

#include <cstddef>
#include <string>

#include "patchcord/base/json.h"
#include "patchcord/base/result.h"

namespace patchcord::cli {

inline constexpr std::size_t max_argument_bytes = 8U << 20U;

// The text itself; of "@FILE" the content of the file, of "@-" standard input.
//
// Errors   those of the file · invalid: more than max_argument_bytes
Result<std::string> text_argument(const std::string& given);

// What is wrong with a value of `option` that should be a JSON object, and how to write one.
Error unusable_json(Error problem, const std::string& option);

// `text`: JSON, @FILE, or @- for standard input. `option` is where errors point to.
//
// Errors   invalid: not readable, no JSON, no object, more than 8 MiB
Result<Json> read_json_object(const std::string& text, const std::string& option);

}  // namespace patchcord::cli
