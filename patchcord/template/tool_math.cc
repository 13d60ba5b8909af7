// $math: everything is computed in doubles; the result is whole if it is and no operand was written
// with a point.
#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "patchcord/template/arithmetic.h"
#include "patchcord/template/invocation.h"
#include "patchcord/template/java_text.h"

namespace patchcord::simulator {

namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::size_t digits_end(std::string_view text, std::size_t at) {
  while (at < text.size() && is_digit(text[at]))
    ++at;
  return at;
}

// `E5` or `E-5` at `at`, or nothing.
std::string_view exponent_at(std::string_view text, std::size_t at) {
  if (at >= text.size() || text[at] != 'E') return {};
  const std::size_t first = at + (text.substr(at + 1).starts_with('-') ? 2 : 1);
  const std::size_t end = digits_end(text, first);
  return end == first ? std::string_view{} : text.substr(at, end - at);
}

// java.text.NumberFormat in English: the longest prefix that is a number, `,` between digits.
std::optional<Value> parse_number(std::string_view text) {
  if (text.starts_with("NaN")) return Value(std::numeric_limits<double>::quiet_NaN());
  std::size_t at = text.starts_with('-') ? 1 : 0;
  std::string digits(text.substr(0, at));
  const std::size_t sign = digits.size();
  for (; at < text.size() && (is_digit(text[at]) || (text[at] == ',' && digits.size() > sign));
       ++at) {
    if (text[at] != ',') digits += text[at];
  }
  bool any = digits.size() > sign;
  if (at < text.size() && text[at] == '.') {
    const std::size_t end = digits_end(text, at + 1);
    any = any || end > at + 1;
    digits += text.substr(at, end - at);
    at = end;
  }
  if (!any) return std::nullopt;
  digits += exponent_at(text, at);
  const double real = std::strtod(digits.c_str(), nullptr);
  if (std::rint(real) == real && std::fabs(real) < 9e18)
    return Value::long_integer(static_cast<std::int64_t>(real));
  return Value(real);
}

std::optional<Value> to_number(const Value& argument) {
  if (argument.is_number()) return argument;
  return argument.is_null() ? std::nullopt : parse_number(java_text(argument));
}

Value whole_real(double value) {
  return {to_int(Value(value))};
}

Value match_type(double result, std::span<const Value> operands) {
  bool whole = std::rint(result) == result;
  for (const auto& operand : operands) {
    if (java_text(operand).find('.') != std::string::npos) whole = false;
  }
  if (!whole) return {result};
  if (result > std::numeric_limits<std::int32_t>::max() ||
      result < std::numeric_limits<std::int32_t>::min()) {
    return Value::long_integer(to_long(Value(result)));
  }
  return {static_cast<std::int32_t>(result)};
}

Answer fold(Method method, std::span<const Value> operands) {
  const bool from_first = method == Method::sub || method == Method::div;
  double result = method == Method::mul   ? 1
                  : method == Method::max ? std::numeric_limits<double>::denorm_min()
                  : method == Method::min ? std::numeric_limits<double>::max()
                                          : 0;
  for (std::size_t i = 0; i < operands.size(); ++i) {
    const double operand = to_real(operands[i]);
    if (i == 0 && from_first) {
      result = operand;
    } else if (method == Method::add) {
      result += operand;
    } else if (method == Method::sub) {
      result -= operand;
    } else if (method == Method::mul) {
      result *= operand;
    } else if (method == Method::max) {
      result = std::isnan(operand) ? operand : std::max(result, operand);
    } else if (method == Method::min) {
      result = std::isnan(operand) ? operand : std::min(result, operand);
    } else {
      if (operand == 0) return done(Value());
      result /= operand;
    }
  }
  return done(match_type(result, operands));
}

Answer of_one(Method method, const Value& operand) {
  const double value = to_real(operand);
  switch (method) {
    case Method::abs:
      return done(match_type(std::fabs(value), {&operand, 1}));
    case Method::ceil:
      return done(whole_real(std::ceil(value)));
    case Method::floor:
      return done(whole_real(std::floor(value)));
    case Method::round:
      return done(whole_real(std::rint(value)));
    case Method::to_integer:
      return done(Value(to_int(operand)));
    case Method::to_double:
      return done(Value(value));
    case Method::to_number:
      return done(operand);
    default:
      return unknown();
  }
}

Answer of_two(Method method, std::span<const Value> operands) {
  switch (method) {
    case Method::pow:
      return done(match_type(std::pow(to_real(operands[0]), to_real(operands[1])), operands));
    case Method::idiv:
    case Method::mod: {
      const std::int64_t divisor = to_int(operands[1]);
      if (divisor == 0) return done(Value());
      const std::int64_t dividend = to_int(operands[0]);
      const std::int64_t result = method == Method::mod ? dividend % divisor : dividend / divisor;
      return done(Value(static_cast<std::int32_t>(static_cast<std::uint32_t>(result))));
    }
    case Method::round_to: {
      const std::int32_t places = to_int(operands[0]);
      std::uint32_t delta = 10;
      for (std::int32_t i = 1; i < places && i < 32; ++i)
        delta *= 10;  // overflows as Java's int does
      if (places >= 32) delta = 0;
      const auto factor = static_cast<std::int32_t>(delta);
      const double scaled = std::floor(to_real(operands[1]) * factor + 0.5);
      return done(Value(static_cast<double>(to_long(Value(scaled))) / factor));
    }
    default:
      return unknown();
  }
}

}  // namespace

Answer invoke_math_tool(const Call& call) {
  if (call.method == Method::random)
    return refused("$math.random is not available: results must be repeatable");
  std::vector<Value> operands;
  bool missing = false;
  for (const Value* argument : call.arguments) {
    auto number = to_number(*argument);
    missing = missing || !number;
    operands.push_back(number.value_or(Value(0)));
  }
  Answer answer = unknown();
  switch (call.method) {
    case Method::add:
    case Method::sub:
    case Method::mul:
    case Method::div:
    case Method::max:
    case Method::min:
      answer = fold(call.method, operands);
      break;
    default:
      if (operands.size() == 1) answer = of_one(call.method, operands[0]);
      if (operands.size() == 2) answer = of_two(call.method, operands);
  }
  return answer.outcome == Called::done && missing ? done(Value()) : answer;
}

}  // namespace patchcord::simulator
