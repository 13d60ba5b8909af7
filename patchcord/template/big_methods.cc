// java.math.BigInteger and BigDecimal.
#include <array>
#include <cstdlib>
#include <limits>

#include <fmt/format.h>

#include "patchcord/template/arithmetic.h"
#include "patchcord/template/big_number.h"
#include "patchcord/template/java_method.h"
#include "patchcord/template/java_number.h"
#include "patchcord/template/java_string.h"
#include "patchcord/template/java_text.h"

namespace patchcord::simulator {

namespace {

// Of java.math.RoundingMode, by their numbers there.
enum Rounding { up, down, ceiling, floor, half_up, half_down, half_even, unnecessary };

Answer result(BigNumber number) {
  if (number.digits() > BigNumber::max_digits) return refused("A number grows too long");
  return done(make_big(std::move(number)));
}

const BigNumber& big(const Value& value) {
  return value.big().number;
}

BigNumber one_unit(int scale) {
  return BigNumber(std::int64_t{1}).at_scale(scale);
}

bool rounds_away(const BigNumber& kept, const BigNumber& rest, int mode, int scale) {
  const bool negative = rest.negative();
  switch (mode) {
    case up:
      return true;
    case ceiling:
      return !negative;
    case floor:
      return negative;
    case down:
    case unnecessary:
      return false;
    default:
      break;
  }
  const BigNumber absolute = negative ? BigNumber(std::int64_t{0}) - rest : rest;
  const auto half = compare(absolute + absolute, one_unit(scale));
  if (half != 0) return half > 0;
  const bool odd = (kept.unscaled().back() - '0') % 2 == 1;
  return mode == half_up || (mode == half_even && odd);
}

Answer bad_mode() {
  return thrown("java.lang.IllegalArgumentException: Invalid rounding mode");
}

// `number`, of which more places than `scale` are known, with that many.
Answer rounded(const BigNumber& number, int scale, int mode) {
  if (mode < up || mode > unnecessary) return bad_mode();
  if (std::abs(scale) > BigNumber::max_digits) return refused("A number grows too long");
  const BigNumber kept = number.with_scale(scale);
  const BigNumber rest = number - kept;
  if (rest.is_zero()) return result(kept);
  if (mode == unnecessary) return arithmetic_error("Rounding necessary");
  if (!rounds_away(kept, rest, mode, scale)) return result(kept);
  return result(rest.negative() ? kept - one_unit(scale) : kept + one_unit(scale));
}

Answer set_scale(const Value& self, const Call& call) {
  return rounded(big(self), int_at(call, 0), call.count() == 2 ? int_at(call, 1) : unnecessary);
}

// One place and a trace more than wanted say where the rest lies: above, at or below the half.
Answer divided(const BigNumber& left, const BigNumber& right, int scale, int mode) {
  if (right.is_zero()) return arithmetic_error("/ by zero");
  if (std::abs(scale) > BigNumber::max_digits) return refused("A number grows too long");
  const int extra = scale + static_cast<int>(right.digits()) + 2;
  const BigNumber wide = left.with_scale(std::max(extra, left.scale())) / right;
  const BigNumber back = wide * right;
  if (compare(back, left) == 0) return rounded(wide, scale, mode);
  // Never exactly half then: a digit behind the last one keeps it from looking so.
  const BigNumber trace = one_unit(wide.scale() + 1);
  const bool grows = (compare(back, left) < 0) != right.negative();
  return rounded(grows ? wide + trace : wide - trace, scale, mode);
}

Answer divide(const Value& self, const Call& call) {
  const std::int32_t mode = int_at(call, call.count() - 1);
  if (mode < up || mode > unnecessary) return bad_mode();
  if (call[0].is_null()) return null_argument();
  const BigNumber& right = big(call[0]);
  if (call.count() == 3) return divided(big(self), right, int_at(call, 1), mode);
  return divided(big(self), right, big(self).scale(), mode);
}

Answer power(const Value& self, const Call& call) {
  const std::int32_t exponent = int_at(call, 0);
  if (exponent < 0 || (big(self).decimal() && exponent > 999'999'999)) {
    return arithmetic_error(big(self).decimal() ? "Invalid operation" : "Negative exponent");
  }
  BigNumber made(std::int64_t{1});
  if (big(self).decimal()) made = made.as_decimal();
  for (std::int32_t i = 0; i < exponent; ++i) {
    made = made * big(self);
    if (made.digits() > BigNumber::max_digits) return refused("A number grows too long");
    call.spend(1 + made.digits() * made.digits() / 1000);
    if (made == made * big(self)) break;  // 0 or 1
  }
  return result(made);
}

Answer add(const Value& self, const Call& call) {
  return result(big(self) + big(call[0]));
}
Answer subtract(const Value& self, const Call& call) {
  return result(big(self) - big(call[0]));
}
Answer multiply(const Value& self, const Call& call) {
  return result(big(self) * big(call[0]));
}
Answer negate(const Value& self, const Call&) {
  return done(negated(self));
}
Answer absolute(const Value& self, const Call&) {
  return done(big(self).negative() ? negated(self) : self);
}
Answer itself(const Value& self, const Call&) {
  return done(self);
}
Answer signum(const Value& self, const Call&) {
  return done(Value(big(self).negative() ? -1 : big(self).is_zero() ? 0 : 1));
}
Answer compare_to(const Value& self, const Call& call) {
  return done(Value(compare_numbers(self, call[0])));
}
Answer class_mismatch(const Value& self, const Call& call) {
  return not_comparable(self, call[0]);
}
Answer max(const Value& self, const Call& call) {
  return done(compare_numbers(self, call[0]) >= 0 ? self : call[0]);
}
Answer min(const Value& self, const Call& call) {
  return done(compare_numbers(self, call[0]) <= 0 ? self : call[0]);
}
Answer int_value(const Value& self, const Call&) {
  return done(Value(to_int(self)));
}
Answer long_value(const Value& self, const Call&) {
  return done(Value::long_integer(to_long(self)));
}
Answer double_value(const Value& self, const Call&) {
  return done(Value(to_real(self)));
}

// intValueExact and longValueExact: as Velocity converts to int, but for what is thrown.
template <JavaType type>
Answer exact_value(const Value& self, const Call&) {
  Answer converted = convert(self, type);
  if (converted.outcome != Called::thrown) return converted;
  const std::string text(converted.value.text());
  return thrown(text.substr(text.find("java.lang.ArithmeticException")));
}

Answer integer_divide(const Value& self, const Call& call) {
  if (big(call[0]).is_zero()) return arithmetic_error("BigInteger divide by zero");
  return result(big(self) / big(call[0]));
}
Answer integer_remainder(const Value& self, const Call& call) {
  if (big(call[0]).is_zero()) return arithmetic_error("BigInteger divide by zero");
  return result(big(self) - big(self) / big(call[0]) * big(call[0]));
}
Answer integer_mod(const Value& self, const Call& call) {
  if (big(call[0]).is_zero() || big(call[0]).negative()) {
    return arithmetic_error("BigInteger: modulus not positive");
  }
  return result(big(self) % big(call[0]));
}

Answer strip_zeros(const Value& self, const Call&) {
  BigNumber number = big(self);
  if (number.is_zero()) return result(number.at_scale(0));
  while (number.unscaled().ends_with('0'))
    number = number.with_scale(number.scale() - 1);
  return result(number);
}

Answer plain_text(const Value& self, const Call&) {
  const BigNumber& number = big(self);
  return done(Value((number.scale() < 0 ? number.with_scale(0) : number).to_plain_text()));
}

Answer to_big_integer(const Value& self, const Call&) {
  return result(BigNumber::integer(big(self).with_scale(0)));
}

Answer decimal_of_whole(const Value&, const Call& call) {
  return result(BigNumber(call[0].whole()).at_scale(call.count() == 2 ? int_at(call, 1) : 0));
}

Answer move_point(const Value& self, const Call& call, int direction) {
  const std::int64_t scale = big(self).scale() + std::int64_t{direction} * int_at(call, 0);
  if (std::abs(scale) > BigNumber::max_digits) return refused("A number grows too long");
  if (int_at(call, 0) == 0) return done(self);
  const BigNumber moved = big(self).at_scale(static_cast<int>(scale));
  return result(scale < 0 ? moved.with_scale(0) : moved);
}

// clang-format off
constexpr std::array integers{
    JavaMethod{"abs", "", absolute},
    JavaMethod{"add", "G", add},
    JavaMethod{"and", "G", nullptr},
    JavaMethod{"andNot", "G", nullptr},
    JavaMethod{"bitCount", "", nullptr},
    JavaMethod{"bitLength", "", nullptr},
    JavaMethod{"byteValue", "", nullptr},
    JavaMethod{"byteValueExact", "", nullptr},
    JavaMethod{"clearBit", "i", nullptr},
    JavaMethod{"compareTo", "G", compare_to},
    JavaMethod{"compareTo", "O", class_mismatch},
    JavaMethod{"divide", "G", integer_divide},
    JavaMethod{"divideAndRemainder", "G", nullptr},
    JavaMethod{"doubleValue", "", double_value},
    JavaMethod{"flipBit", "i", nullptr},
    JavaMethod{"floatValue", "", nullptr},
    JavaMethod{"gcd", "G", nullptr},
    JavaMethod{"getLowestSetBit", "", nullptr},
    JavaMethod{"intValue", "", int_value},
    JavaMethod{"intValueExact", "", exact_value<'i'>},
    JavaMethod{"isProbablePrime", "i", nullptr},
    JavaMethod{"longValue", "", long_value},
    JavaMethod{"longValueExact", "", exact_value<'j'>},
    JavaMethod{"max", "G", max},
    JavaMethod{"min", "G", min},
    JavaMethod{"mod", "G", integer_mod},
    JavaMethod{"modInverse", "G", nullptr},
    JavaMethod{"modPow", "GG", nullptr},
    JavaMethod{"multiply", "G", multiply},
    JavaMethod{"negate", "", negate},
    JavaMethod{"nextProbablePrime", "", nullptr},
    JavaMethod{"not", "", nullptr},
    JavaMethod{"or", "G", nullptr},
    JavaMethod{"pow", "i", power},
    JavaMethod{"probablePrime", "iX", nullptr},
    JavaMethod{"remainder", "G", integer_remainder},
    JavaMethod{"setBit", "i", nullptr},
    JavaMethod{"shiftLeft", "i", nullptr},
    JavaMethod{"shiftRight", "i", nullptr},
    JavaMethod{"shortValue", "", nullptr},
    JavaMethod{"shortValueExact", "", nullptr},
    JavaMethod{"signum", "", signum},
    JavaMethod{"sqrt", "", nullptr},
    JavaMethod{"sqrtAndRemainder", "", nullptr},
    JavaMethod{"subtract", "G", subtract},
    JavaMethod{"testBit", "i", nullptr},
    JavaMethod{"toByteArray", "", nullptr},
    JavaMethod{"toString", "i", nullptr},
    JavaMethod{"valueOf", "j", [](const Value&, const Call& call) { return result(BigNumber(call[0].whole())); }},
    JavaMethod{"xor", "G", nullptr},
};

constexpr std::array decimals{
    JavaMethod{"abs", "", absolute},
    JavaMethod{"abs", "X", nullptr},
    JavaMethod{"add", "H", add},
    JavaMethod{"add", "HX", nullptr},
    JavaMethod{"byteValue", "", nullptr},
    JavaMethod{"byteValueExact", "", nullptr},
    JavaMethod{"compareTo", "H", compare_to},
    JavaMethod{"compareTo", "O", class_mismatch},
    JavaMethod{"divide", "H", nullptr},
    JavaMethod{"divide", "HR", divide},
    JavaMethod{"divide", "HX", nullptr},
    JavaMethod{"divide", "Hi", divide, true},
    JavaMethod{"divide", "HiR", divide},
    JavaMethod{"divide", "Hii", divide, true},
    JavaMethod{"divideAndRemainder", "H", nullptr},
    JavaMethod{"divideAndRemainder", "HX", nullptr},
    JavaMethod{"divideToIntegralValue", "H", nullptr},
    JavaMethod{"divideToIntegralValue", "HX", nullptr},
    JavaMethod{"doubleValue", "", double_value},
    JavaMethod{"floatValue", "", nullptr},
    JavaMethod{"intValue", "", int_value},
    JavaMethod{"intValueExact", "", exact_value<'i'>},
    JavaMethod{"longValue", "", long_value},
    JavaMethod{"longValueExact", "", exact_value<'j'>},
    JavaMethod{"max", "H", max},
    JavaMethod{"min", "H", min},
    JavaMethod{"movePointLeft", "i", [](const Value& self, const Call& call) { return move_point(self, call, 1); }},
    JavaMethod{"movePointRight", "i", [](const Value& self, const Call& call) { return move_point(self, call, -1); }},
    JavaMethod{"multiply", "H", multiply},
    JavaMethod{"multiply", "HX", nullptr},
    JavaMethod{"negate", "", negate},
    JavaMethod{"negate", "X", nullptr},
    JavaMethod{"plus", "", itself},
    JavaMethod{"plus", "X", nullptr},
    JavaMethod{"pow", "i", power},
    JavaMethod{"pow", "iX", nullptr},
    JavaMethod{"precision", "", [](const Value& self, const Call&) { return done(Value(static_cast<int>(big(self).unscaled().size()))); }},
    JavaMethod{"remainder", "H", nullptr},
    JavaMethod{"remainder", "HX", nullptr},
    JavaMethod{"round", "X", nullptr},
    JavaMethod{"scale", "", [](const Value& self, const Call&) { return done(Value(big(self).scale())); }},
    JavaMethod{"scaleByPowerOfTen", "i", nullptr},
    JavaMethod{"setScale", "i", set_scale},
    JavaMethod{"setScale", "iR", set_scale},
    JavaMethod{"setScale", "ii", set_scale},
    JavaMethod{"shortValue", "", nullptr},
    JavaMethod{"shortValueExact", "", nullptr},
    JavaMethod{"signum", "", signum},
    JavaMethod{"sqrt", "X", nullptr},
    JavaMethod{"stripTrailingZeros", "", strip_zeros},
    JavaMethod{"subtract", "H", subtract},
    JavaMethod{"subtract", "HX", nullptr},
    JavaMethod{"toBigInteger", "", to_big_integer},
    JavaMethod{"toBigIntegerExact", "", nullptr},
    JavaMethod{"toEngineeringString", "", nullptr},
    JavaMethod{"toPlainString", "", plain_text},
    JavaMethod{"ulp", "", nullptr},
    JavaMethod{"unscaledValue", "", [](const Value& self, const Call&) { return result(BigNumber::integer(big(self))); }},
    JavaMethod{"valueOf", "d", [](const Value&, const Call& call) { return convert(call[0], 'H'); }},
    JavaMethod{"valueOf", "j", decimal_of_whole},
    JavaMethod{"valueOf", "ji", decimal_of_whole},
};
// clang-format on

}  // namespace

JavaMethods big_integer_methods() {
  return integers;
}
JavaMethods big_decimal_methods() {
  return decimals;
}

}  // namespace patchcord::simulator
