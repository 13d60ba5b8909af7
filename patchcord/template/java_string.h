// What the methods of java.lang.String are made of. Positions count UTF-16 units; texts without
// characters beyond ASCII are not converted for that.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "patchcord/template/invocation.h"

namespace patchcord::simulator {

inline std::int32_t int_at(const Call& call, std::size_t i) {
  return static_cast<std::int32_t>(call[i].whole());
}

std::int32_t length_of(std::string_view text);
// Of a text or character, which remembers it.
std::int32_t length_of(const Value& text);
// By UTF-16 units, as String.compareTo.
std::int32_t compare_texts(std::string_view left, std::string_view right);
// As String.equalsIgnoreCase looks at texts.
std::string without_case(std::string_view text);
// Units `begin` to `end`, which must be inside.
std::string_view slice(std::string_view text,
                       std::int32_t begin,
                       std::int32_t end,
                       std::string& made);
std::string_view slice(const Value& text, std::int32_t begin, std::int32_t end, std::string& made);
// String.format. A refused conversion is `refused`, an exception of Java's `thrown`.
Answer format_text(std::string_view format, const Value& arguments, std::size_t max_bytes);

Answer null_argument();
Answer out_of_bounds(std::string_view message);  // StringIndexOutOfBoundsException
Answer too_long();

}  // namespace patchcord::simulator
