#include "patchcord/template/java_number.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "patchcord/template/big_number.h"
#include "patchcord/template/java_text.h"

namespace patchcord::simulator {

namespace {

constexpr std::int32_t min_radix = 2;
constexpr std::int32_t max_radix = 36;

Answer not_a_number(std::string_view text, std::int32_t radix = 10) {
  return number_format_error(fmt::format("For input string: \"{}\"", text) +
                             (radix == 10 ? "" : fmt::format(" under radix {}", radix)));
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::string_view trimmed(std::string_view text) {
  const auto blank = [](char c) { return static_cast<unsigned char>(c) <= ' '; };
  while (!text.empty() && blank(text.front()))
    text.remove_prefix(1);
  while (!text.empty() && blank(text.back()))
    text.remove_suffix(1);
  return text;
}

// `12`, `.5`, `5.`, `1e-3`, with `d` or `f` behind; the length without that letter, or 0.
std::size_t decimal_length(std::string_view text) {
  std::size_t at = 0;
  std::size_t digits = 0;
  const auto skip_digits = [&] {
    const std::size_t first = at;
    while (at < text.size() && is_digit(text[at]))
      ++at;
    return at - first;
  };
  digits = skip_digits();
  if (at < text.size() && text[at] == '.') {
    ++at;
    digits += skip_digits();
  }
  if (digits == 0) return 0;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    if (skip_digits() == 0) return 0;
  }
  const std::size_t length = at;
  if (at < text.size() && std::string_view("dDfF").find(text[at]) != std::string_view::npos) ++at;
  return at == text.size() ? length : 0;
}

// Java's words for what is no BigDecimal; for some of these texts it has others.
Answer not_a_decimal(std::string_view text) {
  if (text.empty()) return number_format_error("Index 0 out of bounds for length 0");
  const std::size_t bad = text.find_first_not_of("0123456789+-.eE");
  if (bad == std::string_view::npos) return thrown("java.lang.NumberFormatException");
  return number_format_error(
      fmt::format("Character {} is neither a decimal digit number, decimal point, nor \"e\" "
                  "notation exponential mark.",
                  to_utf8(to_utf16(text.substr(bad)).substr(0, 1))));
}

double to_double(std::string_view digits) {
  double value = 0;
  const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (result.ec != std::errc::result_out_of_range) return value;
  return std::strtod(std::string(digits).c_str(), nullptr);  // which tells too large from too small
}

}  // namespace

Answer number_format_error(std::string_view message) {
  return thrown(fmt::format("java.lang.NumberFormatException: {}", message));
}

Answer arithmetic_error(std::string_view message) {
  return thrown(fmt::format("java.lang.ArithmeticException: {}", message));
}

Value whole_of(std::int64_t value, Kind kind) {
  return kind == Kind::long_integer
             ? Value::long_integer(value)
             : Value(static_cast<std::int32_t>(static_cast<std::uint32_t>(value)));
}

Answer parse_whole(std::string_view text, std::int32_t radix, Kind kind) {
  if (radix < min_radix) {
    return number_format_error(fmt::format("radix {} less than Character.MIN_RADIX", radix));
  }
  if (radix > max_radix) {
    return number_format_error(fmt::format("radix {} greater than Character.MAX_RADIX", radix));
  }
  const bool plus = text.starts_with('+');
  const std::string_view digits = plus ? text.substr(1) : text;
  std::int64_t value = 0;
  const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), value, radix);
  const bool all = result.ec == std::errc{} && result.ptr == digits.data() + digits.size();
  const bool twice = plus && digits.starts_with('-');
  const bool fits =
      kind == Kind::long_integer || (value >= std::numeric_limits<std::int32_t>::min() &&
                                     value <= std::numeric_limits<std::int32_t>::max());
  if (!all || twice || !fits) return not_a_number(text, radix);
  return done(whole_of(value, kind));
}

Answer parse_real(std::string_view text) {
  const std::string_view all = trimmed(text);
  if (all.empty()) return number_format_error("empty String");
  const bool negative = all[0] == '-';
  const std::string_view rest = all.substr(negative || all[0] == '+' ? 1 : 0);
  double value = 0;
  if (rest == "NaN") {
    value = std::numeric_limits<double>::quiet_NaN();
  } else if (rest == "Infinity") {
    value = std::numeric_limits<double>::infinity();
  } else if (rest.starts_with("0x") || rest.starts_with("0X")) {
    return refused("patchcord does not read hexadecimal floating-point numbers");
  } else {
    const std::size_t length = decimal_length(rest);
    if (length == 0) return not_a_number(all);
    value = to_double(rest.substr(0, length));
  }
  return done(Value(negative ? -value : value));
}

Answer parse_big(std::string_view text, bool decimal) {
  const auto number = BigNumber::parse(text);
  if (decimal) return number ? done(make_big(*number)) : not_a_decimal(text);
  if (text.empty()) return number_format_error("Zero length BigInteger");
  const bool whole =
      text.find_first_not_of("0123456789", text[0] == '-' || text[0] == '+' ? 1 : 0) ==
      std::string_view::npos;
  if (!number || !whole) return not_a_number(text);
  return done(make_big(BigNumber::integer(*number)));
}

std::string digits_of(std::uint64_t value, bool negative, std::int32_t radix) {
  std::string out(66, '0');
  const int base = radix < min_radix || radix > max_radix ? 10 : radix;
  out[0] = '-';
  const auto end = std::to_chars(out.data() + 1, out.data() + out.size(), value, base).ptr;
  return {negative ? out.data() : out.data() + 1, end};
}

}  // namespace patchcord::simulator
