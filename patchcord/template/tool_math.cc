// $math: everything is computed in doubles; the result is whole if it is and no operand was written
// with a point.
#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <optional>

#include "patchcord/template/arithmetic.h"
#include "patchcord/template/invocation.h"
#include "patchcord/template/java_method.h"
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

struct Operands {
  std::vector<Value> numbers{};
  bool missing{};  // one of them is no number
};

bool is_object_array(const Value& value) {
  return is_convertible('1', java_type_of(value));
}

// What is passed for `Object...`: one array, or the values themselves.
Operands operands_of(const Call& call) {
  Operands made;
  const auto add = [&](const Value& value) {
    auto number = to_number(value);
    made.missing = made.missing || !number;
    made.numbers.push_back(number.value_or(Value(0)));
  };
  if (call.count() == 1 && call[0].is_list() && is_object_array(call[0])) {
    for (const Value& item : call[0].list().items())
      add(item);
  } else {
    for (const Value* argument : call.arguments)
      add(*argument);
  }
  return made;
}

Answer of_tool(const Value&, const Call& call) {
  return invoke_math_tool(call);
}

Answer never(const Value&, const Call&) {
  return done(Value(false));
}

Answer random(const Value&, const Call&) {
  return refused("$math.random is not available: results must be repeatable");
}

// A null alone is passed as the array of `Object...`, which these methods do not expect.
std::optional<Answer> null_array(const Call& call) {
  if (call.count() != 1 || !call[0].is_null()) return std::nullopt;
  return thrown(
      "java.lang.NullPointerException: Cannot read the array length because \"nums\" is null");
}

template <typename Operation>
Answer bitwise(const Call& call, std::int64_t start, Operation operation) {
  if (auto null = null_array(call)) return *std::move(null);
  const auto [operands, missing] = operands_of(call);
  if (missing) return done(Value());
  std::int64_t result = start;
  for (const Value& operand : operands)
    result = operation(result, to_long(operand));
  return done(match_type(static_cast<double>(result), {}));
}

Answer bitwise_or(const Value&, const Call& call) {
  return bitwise(call, 0, std::bit_or<>());
}
Answer bitwise_and(const Value&, const Call& call) {
  return bitwise(call, -1, std::bit_and<>());
}
Answer bitwise_xor(const Value&, const Call& call) {
  return bitwise(call, 0, std::bit_xor<>());
}

Answer to_long_number(const Value&, const Call& call) {
  const auto number = to_number(call[0]);
  return done(number ? Value::long_integer(to_long(*number)) : Value());
}

Answer format_name(const Value&, const Call&) {
  return done(Value("default"));
}

// Nothing where a value is no number. The first one decides about the type.
std::optional<Value> sum(std::span<const Value> values) {
  double result = 0;
  std::optional<Value> first;
  for (const Value& value : values) {
    const auto number = to_number(value);
    if (!number) return std::nullopt;
    if (!first) first = number;
    result += to_real(*number);
  }
  return first ? match_type(result, {&*first, 1}) : match_type(result, {});
}

// The members `field` of maps that have numbers there.
std::optional<Value> sum_of_members(std::span<const Value> values, std::string_view field) {
  std::vector<Value> members;
  for (const Value& value : values) {
    if (!value.is_map()) return std::nullopt;
    const Value* member = value.map().find(field);
    if (member != nullptr && to_number(*member)) members.push_back(*member);
  }
  return sum(members);
}

struct Total {
  std::optional<Value> value{};
  std::size_t count{};
  bool of_reals{};  // taken for `double...`: everything is a Double then
};

// The sum of what the engine takes for `long...` or `double...`.
std::optional<Total> total_of_primitives(const List& list) {
  const auto items = list.items();
  const auto is_primitive = [](const Value& item) {
    return item.is_whole() || item.kind() == Kind::real;
  };
  if (list.type != ListClass::object_array || items.empty() ||
      !std::all_of(items.begin(), items.end(), is_primitive))
    return std::nullopt;
  double real = 0;
  std::uint64_t whole = 0;  // wraps around as Java's long does
  bool of_reals = false;
  for (const Value& item : items) {
    of_reals = of_reals || !item.is_whole();
    real += to_real(item);
    if (item.is_whole()) whole += static_cast<std::uint64_t>(item.whole());
  }
  const Value value =
      of_reals ? Value(real) : Value::long_integer(static_cast<std::int64_t>(whole));
  return Total{value, items.size(), of_reals};
}

Total total_of(const Call& call) {
  if (!call[0].is_list()) return {};
  const auto items = call[0].list().items();
  if (call.count() == 1)
    return total_of_primitives(call[0].list()).value_or(Total{sum(items), items.size()});
  if (!call[1].is_text()) return {};
  return {sum_of_members(items, call[1].text()), items.size()};
}

bool is_nested_path(const Call& call) {
  return call.count() == 2 && call[1].is_text() &&
         call[1].text().find_first_of(".[(") != std::string_view::npos;
}

constexpr std::string_view no_nested_members =
    "patchcord does not run getTotal and getAverage for members of members";

Answer total(const Value&, const Call& call) {
  if (is_nested_path(call)) return refused(no_nested_members);
  return done(total_of(call).value.value_or(Value()));
}

Answer average(const Value&, const Call& call) {
  if (is_nested_path(call)) return refused(no_nested_members);
  const auto [sum, count, of_reals] = total_of(call);
  if (!sum) return done(Value());
  const double quotient = to_real(*sum) / static_cast<double>(count);
  return done(of_reals ? Value(quotient) : match_type(quotient, {&*sum, 1}));
}

// Nothing, and a whole number alone, the engine takes for `long...`; all of them take a null, and
// it calls one that answers with null.
Answer total_of_few(const Call& call) {
  if (call.count() == 0) return done(Value::long_integer(0));
  if (call.count() > 1) return unknown();
  if (call[0].is_whole()) return done(Value::long_integer(call[0].whole()));
  return call[0].is_null() ? done(Value()) : unknown();
}
Answer average_of_few(const Call& call) {
  if (call.count() == 0) return done(Value(std::numeric_limits<double>::quiet_NaN()));
  return call.count() == 1 && call[0].is_null() ? done(Value()) : unknown();
}

// `X` are the arrays of numbers, which no template has.
constexpr std::array methods{
    JavaMethod{"abs", "O", of_tool},
    JavaMethod{"add", "1", of_tool},
    JavaMethod{"add", "OO", of_tool},
    JavaMethod{"bitwiseAnd", "1", bitwise_and},
    JavaMethod{"bitwiseAnd", "OO", bitwise_and},
    JavaMethod{"bitwiseOr", "1", bitwise_or},
    JavaMethod{"bitwiseOr", "OO", bitwise_or},
    JavaMethod{"bitwiseXOr", "1", bitwise_xor},
    JavaMethod{"bitwiseXOr", "OO", bitwise_xor},
    JavaMethod{"ceil", "O", of_tool},
    JavaMethod{"configure", "M", nullptr},
    JavaMethod{"div", "1", of_tool},
    JavaMethod{"div", "OO", of_tool},
    JavaMethod{"floor", "O", of_tool},
    JavaMethod{"getAverage", "1", average, true},
    JavaMethod{"getAverage", "1T", average, true},
    JavaMethod{"getAverage", "K", average, true},
    JavaMethod{"getAverage", "KT", average, true},
    JavaMethod{"getAverage", "X", nullptr},
    JavaMethod{"getFormat", "", format_name},
    JavaMethod{"getLocale", "", nullptr},
    JavaMethod{"getRandom", "", random},
    JavaMethod{"getTotal", "1", total, true},
    JavaMethod{"getTotal", "1T", total, true},
    JavaMethod{"getTotal", "K", total, true},
    JavaMethod{"getTotal", "KT", total, true},
    JavaMethod{"getTotal", "X", nullptr},
    JavaMethod{"idiv", "OO", of_tool},
    JavaMethod{"isConfigLocked", "", never},
    JavaMethod{"isSafeMode", "", never},
    JavaMethod{"max", "1", of_tool},
    JavaMethod{"max", "OO", of_tool},
    JavaMethod{"min", "1", of_tool},
    JavaMethod{"min", "OO", of_tool},
    JavaMethod{"mod", "OO", of_tool},
    JavaMethod{"mul", "1", of_tool},
    JavaMethod{"mul", "OO", of_tool},
    JavaMethod{"pow", "OO", of_tool},
    JavaMethod{"random", "OO", random},
    JavaMethod{"round", "O", of_tool},
    JavaMethod{"roundTo", "OO", of_tool},
    JavaMethod{"sub", "1", of_tool},
    JavaMethod{"sub", "OO", of_tool},
    JavaMethod{"toDouble", "O", of_tool},
    JavaMethod{"toInteger", "O", of_tool},
    JavaMethod{"toLocale", "O", nullptr},
    JavaMethod{"toLong", "O", to_long_number},
    JavaMethod{"toNumber", "O", of_tool},
};

}  // namespace

JavaMethods math_tool_methods() {
  return methods;
}

Answer invoke_math_tool(const Call& call) {
  const auto [operands, missing] = operands_of(call);
  Answer answer = unknown();
  switch (call.method) {
    case Method::get_total:
      return total_of_few(call);
    case Method::get_average:
      return average_of_few(call);
    case Method::add:
    case Method::sub:
    case Method::mul:
    case Method::div:
    case Method::max:
    case Method::min:
      if (auto null = null_array(call)) return *std::move(null);
      answer = fold(call.method, operands);
      break;
    default:
      if (operands.size() == 1) answer = of_one(call.method, operands[0]);
      if (operands.size() == 2) answer = of_two(call.method, operands);
  }
  return answer.outcome == Called::done && missing ? done(Value()) : answer;
}

}  // namespace patchcord::simulator
