// JSON text to values and back: keys keep their order, of equal keys the last one wins, time is
// linear.
//
// nlohmann's ordered_json is not used here because its key look-up is linear, hence reading an
// object quadratic.
#pragma once

#include <string>
#include <string_view>

#include "patchcord/base/result.h"
#include "patchcord/template/value.h"

namespace patchcord::simulator {

// Whole numbers become Integer, Long or BigInteger, others Double. A UTF-8 byte order mark is
// skipped.
//
// `depth`, when given, becomes how deep lists and objects are nested in each other. All of a
// document lies in one Arena: nothing of `text` is referred to.
//
// Errors   protocol: not JSON (with line and column), or nested deeper than max_value_depth
Result<Value> read_json(std::string_view text, std::string_view subject, int* depth = nullptr);

// Only reads it, and gives how deep lists and objects are nested in each other.
//
// Errors   as read_json
Result<int> check_json(std::string_view text, std::string_view subject);

// Compact. Java's NaN and infinities become null; what only templates can hold becomes its text.
std::string write_json(const Value& value);
void append_json(const Value& value, std::string& out);

// `"` and control characters escaped, `/` and everything beyond ASCII left as it is; no quotes
// around it.
void append_json_escaped(std::string_view text, std::string& out);

}  // namespace patchcord::simulator
