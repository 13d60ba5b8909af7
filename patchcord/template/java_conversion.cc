// Values as Java's types, and Velocity's conversions between them.
#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "patchcord/template/arithmetic.h"
#include "patchcord/template/big_number.h"
#include "patchcord/template/java_method.h"
#include "patchcord/template/java_number.h"
#include "patchcord/template/java_text.h"

namespace patchcord::simulator {

namespace {

// Of java.math.RoundingMode, in its order.
constexpr std::array<std::string_view, 8> rounding_modes{
    "UP", "DOWN", "CEILING", "FLOOR", "HALF_UP", "HALF_DOWN", "HALF_EVEN", "UNNECESSARY"};

struct Bounds {
  std::string_view name{};
  double least{};
  double most{};
};

Bounds bounds_of(JavaType to) {
  switch (to) {
    case 'b':
      return {"byte", -128, 127};
    case 's':
      return {"short", -32768, 32767};
    case 'i':
      return {"int", -2147483648.0, 2147483647.0};
    default:
      return {"long", -9223372036854775808.0, 9223372036854775807.0};
  }
}

Answer inexact(std::string_view message) {
  return thrown(fmt::format("java.lang.IllegalArgumentException: java.lang.ArithmeticException: {}",
                            message));
}

// BigInteger.intValueExact and its like.
Answer whole_of_big(const BigNumber& number, const Bounds& bounds, Kind kind) {
  const BigNumber integer = number.decimal() ? BigNumber::integer(number.with_scale(0)) : number;
  if (number.decimal() && !is_multiple(number, BigNumber(std::int64_t{1}))) {
    return inexact("Rounding necessary");
  }
  // The bounds of long are no doubles.
  const std::int64_t low = integer.to_long();
  const bool fits = BigNumber(low) == integer && static_cast<double>(low) >= bounds.least &&
                    static_cast<double>(low) <= bounds.most;
  if (fits) return done(whole_of(low, kind));
  return inexact(number.decimal() ? "Overflow"
                                  : fmt::format("BigInteger out of {} range", bounds.name));
}

Answer to_whole(const Value& value, JavaType to) {
  const Kind kind = to == 'j' ? Kind::long_integer : Kind::integer;
  const Bounds bounds = bounds_of(to);
  if (value.kind() == Kind::boolean) return done(whole_of(value.boolean() ? 1 : 0, kind));
  if (value.kind() == Kind::big) return whole_of_big(value.big().number, bounds, kind);
  if (value.is_text()) {
    Answer parsed = parse_whole(value.text(), 10, kind);
    if (parsed.outcome != Called::done || kind == Kind::long_integer || to == 'i') return parsed;
    const auto number = static_cast<double>(parsed.value.whole());
    if (number >= bounds.least && number <= bounds.most) return parsed;
    return number_format_error(
        fmt::format("Value out of range. Value:\"{}\" Radix:10", value.text()));
  }
  const double real = to_real(value);
  if (real < bounds.least || real > bounds.most) {
    return number_format_error("value out of range: " + java_text(value));
  }
  return done(whole_of(to_long(value), kind));
}

bool to_boolean(const Value& value) {
  if (value.is_text()) {
    std::string lower(value.text());
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 0x20) : c;
    });
    return lower == "true";
  }
  if (value.kind() == Kind::character) return value.text() != std::string_view("\0", 1);
  return !is_zero(value) || (value.kind() == Kind::real && std::signbit(value.real()));
}

Answer to_big(const Value& value, bool decimal) {
  if (value.is_text()) return parse_big(value.text(), decimal);
  if (value.kind() == Kind::real) {
    if (!std::isfinite(value.real())) return number_format_error("Infinite or NaN");
    return done(make_big(BigNumber(value.real())));
  }
  if (value.kind() != Kind::big) {
    const BigNumber number(value.whole());
    return done(make_big(decimal ? number.as_decimal() : number));
  }
  const BigNumber& number = value.big().number;
  if (decimal) return done(make_big(number.as_decimal()));
  if (!is_multiple(number, BigNumber(std::int64_t{1}))) return inexact("Rounding necessary");
  return done(make_big(BigNumber::integer(number.with_scale(0))));
}

}  // namespace

Answer convert(const Value& value, JavaType to) {
  switch (to) {
    case 'T':
      return done(value.is_text() ? value : Value(java_text(value)));
    case 'z':
    case 'Z':
      return done(Value(to_boolean(value)));
    case 'b':
    case 's':
    case 'i':
    case 'j':
      return to_whole(value, to);
    case 'B':
    case 'S':
    case 'I':
    case 'J':
      return to_whole(value, static_cast<JavaType>(to + ('a' - 'A')));
    case 'f':
    case 'F':
    case 'd':
    case 'D':
      return value.is_text() ? parse_real(value.text()) : done(Value(to_real(value)));
    case 'G':
    case 'H':
      return to_big(value, to == 'H');
    case 'R': {
      const auto* const mode =
          std::find(rounding_modes.begin(), rounding_modes.end(), value.text());
      if (mode != rounding_modes.end())
        return done(Value(static_cast<int>(mode - rounding_modes.begin())));
      return thrown(fmt::format(
          "java.lang.IllegalArgumentException: No enum constant java.math.RoundingMode.{}",
          value.text()));
    }
    default:
      return done(value);
  }
}

JavaType java_type_of(const Value& value) {
  switch (value.kind()) {
    case Kind::null:
      return 'n';
    case Kind::boolean:
      return 'z';
    case Kind::integer:
      return 'i';
    case Kind::long_integer:
      return 'j';
    case Kind::real:
      return 'd';
    case Kind::text:
      return 'T';
    case Kind::character:
      return 'c';
    case Kind::big:
      return value.big().number.decimal() ? 'H' : 'G';
    case Kind::map:
      return 'M';
    case Kind::list:
      break;
    default:
      return 'V';
  }
  // By ListClass.
  constexpr std::string_view types = "L6134LLUKU";
  return types[static_cast<std::size_t>(value.list().type)];
}

Value make_java_array(JavaType type, std::vector<Value> items) {
  const ListClass made = type == '6'   ? ListClass::array
                         : type == '3' ? ListClass::char_array
                         : type == '4' ? ListClass::byte_array
                                       : ListClass::object_array;
  return make_list(std::move(items), made);
}

}  // namespace patchcord::simulator
