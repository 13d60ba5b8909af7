// Java's ways between numbers and text.
#pragma once

#include <string>
#include <string_view>

#include "patchcord/template/invocation.h"

namespace patchcord::simulator {

// Integer.parseInt or Long.parseLong, by `kind`: a Value of that kind, or a NumberFormatException.
Answer parse_whole(std::string_view text, std::int32_t radix, Kind kind);
// Double.parseDouble. It may have blanks around it, and `d` or `f` behind it.
Answer parse_real(std::string_view text);
// new BigInteger(text) and new BigDecimal(text).
Answer parse_big(std::string_view text, bool decimal);

// Integer.toString(value, radix); any radix that Java does not have counts as 10. `negative` writes
// a minus before the digits.
std::string digits_of(std::uint64_t value, bool negative, std::int32_t radix);

Answer number_format_error(std::string_view message);
Answer arithmetic_error(std::string_view message);
// A result that is a number of `kind`, Integer or Long; what is too much for it is cut off.
Value whole_of(std::int64_t value, Kind kind);

}  // namespace patchcord::simulator
