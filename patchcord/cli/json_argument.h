// JSON that a person gives on the command line.
#pragma once

#include <string>

#include "patchcord/base/json.h"
#include "patchcord/base/result.h"

namespace patchcord::cli {

// `text`: JSON, @FILE, or @- for standard input. `option` is where errors point to.
//
// Errors   invalid: not readable, no JSON, no object, more than 8 MiB
Result<Json> read_json_object(const std::string& text, const std::string& option);

}  // namespace patchcord::cli
