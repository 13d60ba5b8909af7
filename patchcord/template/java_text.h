// Text as Java sees it: how values print, and string positions that count UTF-16 units.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "patchcord/template/value.h"

namespace patchcord::simulator {

// Double.toString: `7.0`, `1.23456785E7`, `1.0E-4`, `NaN`. Always the shortest digits that read
// back as the same number (JDK 19 and newer; older ones give a digit too many for a few values).
std::string java_text(double value);

// String.valueOf: `null`, `5`, `[a, 2]`, `{a=1}`. Nested deeper than max_value_depth it is cut with
// `…`.
std::string java_text(const Value& value);
// Stops when `out` is longer than `max_bytes`: a list that holds another one many times prints it
// many times.
void append_java_text(const Value& value,
                      std::string& out,
                      std::size_t max_bytes = std::string::npos,
                      int depth = max_value_depth);

// "java.lang.String", "java.util.ArrayList", …; "null" for null.
std::string class_name(const Value& value);

// Length in UTF-16 units.
std::size_t utf16_length(std::string_view text);
std::u16string to_utf16(std::string_view text);
std::u32string to_code_points(std::string_view text);
// Half a surrogate pair becomes `?`, as when Java writes UTF-8.
std::string to_utf8(std::u16string_view text);
void append_utf8(std::uint32_t code_point, std::string& out);

bool is_ascii(std::string_view text);

// As std::string_view::find, in time linear in both texts.
std::size_t find_text(std::string_view text, std::string_view wanted, std::size_t from = 0);

// The same text where every byte that is not UTF-8 became U+FFFD.
std::string valid_utf8(std::string_view text);

}  // namespace patchcord::simulator
