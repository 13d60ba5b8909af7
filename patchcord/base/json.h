// JSON values and their parsing. Objects are ordered by key, so equal values have equal text.
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "patchcord/base/result.h"

namespace patchcord {

using Json = nlohmann::json;

// Deeper documents are refused: no service of ours sends them, and parsers recurse.
inline constexpr int max_json_depth = 256;

// Parses one JSON text. `subject` names it in the error ("the answer of GET
// /api/v2/organizations/me").
//
// Errors   protocol: not JSON (with line and column), or nested deeper than max_json_depth
Result<Json> parse_json(std::string_view text, std::string_view subject);

// Compact UTF-8 text; invalid UTF-8 in strings is replaced, never thrown about.
std::string to_text(const Json& value);

// Member `key` of an object if it is a string (an integer, …), else the default: answers of
// services leave fields out, send null, or change a type, and none of this may end the program.
std::string string_at(const Json& object, std::string_view key, std::string_view otherwise = {});
long long integer_at(const Json& object, std::string_view key, long long otherwise = 0);
bool boolean_at(const Json& object, std::string_view key, bool otherwise = false);

// Member `key` of an object, or a null value that lives forever.
const Json& member_at(const Json& value, std::string_view key);

}  // namespace patchcord
