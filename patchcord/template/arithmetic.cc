#include "patchcord/template/arithmetic.h"

#include <cmath>
#include <limits>

#include "patchcord/template/big_number.h"
#include "patchcord/template/java_text.h"

namespace patchcord::simulator {

namespace {

enum class Base { whole, big_integer, real, decimal };

bool is_big(const Value& value) {
  return value.kind() == Kind::big;
}
bool is_decimal(const Value& value) {
  return is_big(value) && value.big().number.decimal();
}
bool is_integer(const Value& value) {
  return value.is_whole() || (is_big(value) && !is_decimal(value));
}

Base base_of(const Value& left, const Value& right) {
  if (is_decimal(left) || is_decimal(right)) return Base::decimal;
  if (is_integer(left) && is_integer(right)) {
    return is_big(left) || is_big(right) ? Base::big_integer : Base::whole;
  }
  return is_big(left) || is_big(right) ? Base::decimal : Base::real;
}

BigNumber to_big(const Value& value, Base base) {
  if (is_big(value))
    return base == Base::decimal ? value.big().number.as_decimal() : value.big().number;
  return base == Base::decimal ? BigNumber(to_real(value)) : BigNumber(value.whole());
}

// The wider of both types, or the next wider one that holds the result.
Value wrap(std::int64_t result, const Value& left, const Value& right) {
  const bool wide = left.kind() == Kind::long_integer || right.kind() == Kind::long_integer;
  return wide ? Value::long_integer(result) : Value::whole(result);
}

Result<Value> calculate_big(Operation operation, const BigNumber& left, const BigNumber& right) {
  const auto finish = [](BigNumber number) -> Result<Value> {
    if (number.digits() > BigNumber::max_digits) {
      return Error{.code = Code::deadline, .what = "A number grows too long"};
    }
    return make_big(std::move(number));
  };
  switch (operation) {
    case Operation::add:
      return finish(left + right);
    case Operation::subtract:
      return finish(left - right);
    case Operation::multiply:
      return finish(left * right);
    case Operation::divide:
      return finish(left / right);
    default:
      break;
  }
  if (left.decimal()) {
    return Error{.code = Code::invalid, .what = "Cannot calculate the modulo of BigDecimals."};
  }
  if (right.negative())
    return Error{.code = Code::invalid, .what = "BigInteger: modulus not positive"};
  return finish(left % right);
}

Result<Value> calculate_whole(Operation operation, const Value& left, const Value& right) {
  constexpr auto least = std::numeric_limits<std::int64_t>::min();
  const std::int64_t a = left.whole();
  const std::int64_t b = right.whole();
  std::int64_t result = 0;
  bool overflow = false;
  switch (operation) {
    case Operation::add:
      overflow = __builtin_add_overflow(a, b, &result);
      break;
    case Operation::subtract:
      overflow = __builtin_sub_overflow(a, b, &result);
      break;
    case Operation::multiply:
      overflow = __builtin_mul_overflow(a, b, &result) && !(a == least && b == -1);
      break;
    case Operation::divide:
      result = b == -1 ? static_cast<std::int64_t>(0 - static_cast<std::uint64_t>(a)) : a / b;
      break;
    default:
      result = b == -1 ? 0 : a % b;
  }
  if (overflow) return calculate_big(operation, BigNumber(a), BigNumber(b));
  return wrap(result, left, right);
}

Result<Value> calculate_real(Operation operation, double left, double right) {
  switch (operation) {
    case Operation::add:
      return Value(left + right);
    case Operation::subtract:
      return Value(left - right);
    case Operation::multiply:
      return Value(left * right);
    case Operation::divide:
      return Value(left / right);
    default:
      return Value(std::fmod(left, right));
  }
}

}  // namespace

std::optional<Value> as_number(const Value& value) {
  if (value.is_number()) return value;
  if (value.is_null() || value.is_list() || value.is_map() || value.kind() == Kind::object) {
    return std::nullopt;
  }
  if (value.kind() == Kind::boolean) return std::nullopt;
  // Most texts are no numbers, and say so at once.
  const std::string_view text = value.text();
  if (text.empty() || text[0] > '9') return std::nullopt;
  if (auto number = BigNumber::parse(text)) return make_big(*std::move(number));
  return std::nullopt;
}

double to_real(const Value& number) {
  if (number.kind() == Kind::real) return number.real();
  if (is_big(number)) return number.big().number.to_real();
  return static_cast<double>(number.whole());
}

std::int64_t to_long(const Value& number) {
  if (is_big(number)) return number.big().number.to_long();
  if (number.kind() != Kind::real) return number.whole();
  const double real = number.real();
  if (std::isnan(real)) return 0;
  if (real >= 9223372036854775807.0) return std::numeric_limits<std::int64_t>::max();
  if (real <= -9223372036854775808.0) return std::numeric_limits<std::int64_t>::min();
  return static_cast<std::int64_t>(real);
}

std::int32_t to_int(const Value& number) {
  const std::int64_t wide = to_long(number);
  if (number.kind() == Kind::real) {
    if (wide > std::numeric_limits<std::int32_t>::max())
      return std::numeric_limits<std::int32_t>::max();
    if (wide < std::numeric_limits<std::int32_t>::min())
      return std::numeric_limits<std::int32_t>::min();
  }
  return static_cast<std::int32_t>(static_cast<std::uint32_t>(wide));
}

bool is_zero(const Value& number) {
  return is_big(number) ? number.big().number.is_zero() : to_real(number) == 0;
}

bool calculate_quickly(Operation operation, const Value& left, const Value& right, Value& out) {
  if (!left.is_whole() || !right.is_whole()) return false;
  std::int64_t result = 0;
  bool overflow = false;
  if (operation == Operation::add) {
    overflow = __builtin_add_overflow(left.whole(), right.whole(), &result);
  } else if (operation == Operation::subtract) {
    overflow = __builtin_sub_overflow(left.whole(), right.whole(), &result);
  } else if (operation == Operation::multiply) {
    overflow = __builtin_mul_overflow(left.whole(), right.whole(), &result);
  } else {
    return false;
  }
  if (!overflow) out = wrap(result, left, right);
  return !overflow;
}

std::size_t work_of_numbers(std::span<const Value* const> operands) {
  std::size_t digits = 0;
  for (const Value* operand : operands) {
    if (is_big(*operand)) digits += operand->big().number.digits();
    if (operand->is_text() && operand->text().size() <= BigNumber::max_digits)
      digits += operand->text().size();
  }
  return digits * digits / 1000;
}

Result<Value> calculate(Operation operation, const Value& left, const Value& right) {
  if ((operation == Operation::divide || operation == Operation::modulo) && is_zero(right))
    return Value();
  const Base base = base_of(left, right);
  switch (base) {
    case Base::whole:
      return calculate_whole(operation, left, right);
    case Base::real:
      return calculate_real(operation, to_real(left), to_real(right));
    default:
      return calculate_big(operation, to_big(left, base), to_big(right, base));
  }
}

Value negated(const Value& number) {
  if (is_decimal(number)) {
    const BigNumber& decimal = number.big().number;  // which keeps its scale, also a negative one
    const BigNumber digits = BigNumber(std::int64_t{0}) - decimal.at_scale(0);
    return make_big(digits.at_scale(decimal.scale()));
  }
  if (is_big(number)) return make_big(BigNumber(std::int64_t{0}) - number.big().number);
  if (number.kind() == Kind::real) return {-number.real()};
  if (number.whole() == std::numeric_limits<std::int64_t>::min()) {
    return make_big(BigNumber(std::int64_t{0}) - BigNumber(number.whole()));
  }
  return wrap(-number.whole(), number, number);
}

int compare_numbers(const Value& left, const Value& right) {
  const Base base = base_of(left, right);
  switch (base) {
    case Base::whole:
      return left.whole() < right.whole() ? -1 : left.whole() > right.whole() ? 1 : 0;
    case Base::real: {
      const double a = to_real(left);
      const double b = to_real(right);
      return a < b ? -1 : a > b ? 1 : 0;
    }
    default: {
      const auto order = compare(to_big(left, base), to_big(right, base));
      return order < 0 ? -1 : order > 0 ? 1 : 0;
    }
  }
}

}  // namespace patchcord::simulator
