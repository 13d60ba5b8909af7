// Reading the text of paths and filters: quotes, brackets, and JSON as people write it there.
#pragma once

#include <string>
#include <string_view>

#include "patchcord/base/result.h"
#include "patchcord/template/value.h"

namespace patchcord::simulator {

// Where the bracket at `start` closes.
//
// Errors   invalid: it does not, or a quote in between does not
Result<std::size_t> closing_position(
    std::string_view text, std::size_t start, char open, char close, bool skip_patterns);

// The next `wanted` behind `start` that has no backslash before it, or npos.
std::size_t unescaped_position(std::string_view text, std::size_t start, char wanted);

// `\n`, `\'`, `é`, … as the engine reads them in names and strings.
std::string unescape_path_text(std::string_view text);

// JSON that may use single quotes, or no quotes at all: `['a', b, 1]`.
//
// Errors   invalid: not even that
Result<Value> read_permissive_json(std::string_view text);

}  // namespace patchcord::simulator
