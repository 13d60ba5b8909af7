// java.lang.Integer, Long, Double and Boolean.
#include <array>
#include <bit>
#include <cmath>
#include <limits>

#include "patchcord/template/arithmetic.h"
#include "patchcord/template/java_method.h"
#include "patchcord/template/java_number.h"
#include "patchcord/template/java_string.h"
#include "patchcord/template/java_text.h"

namespace patchcord::simulator {

namespace {

Answer int_value(const Value& self, const Call&) {
  return done(Value(to_int(self)));
}
Answer long_value(const Value& self, const Call&) {
  return done(Value::long_integer(to_long(self)));
}
Answer double_value(const Value& self, const Call&) {
  return done(Value(to_real(self)));
}
Answer class_mismatch(const Value& self, const Call& call) {
  return not_comparable(self, call[0]);
}
Answer first_argument(const Value&, const Call& call) {
  return done(call[0]);
}
Answer text_of(const Value&, const Call& call) {
  return done(Value(java_text(call[0])));
}
Answer hash_of(const Value&, const Call& call) {
  return done(Value(static_cast<std::int32_t>(java_hash(call[0]).value_or(0))));
}

// Integer and Long, whose methods differ in their width.

template <Kind kind>
Answer parse(const Value&, const Call& call) {
  if (call[0].is_null()) return number_format_error("Cannot parse null string");
  return parse_whole(call[0].text(), call.count() == 2 ? int_at(call, 1) : 10, kind);
}

// The bits of a negative number count as those of a large one.
std::uint64_t bits_of(const Value& value) {
  const auto bits = static_cast<std::uint64_t>(value.whole());
  return value.kind() == Kind::integer ? bits & 0xFFFFFFFF : bits;
}

template <int radix>
Answer to_unsigned_text(const Value&, const Call& call) {
  return done(Value(digits_of(bits_of(call[0]), false, radix)));
}

Answer to_text_in(const Value&, const Call& call) {
  const std::int64_t value = call[0].whole();
  const auto bits = static_cast<std::uint64_t>(value);
  return done(Value(digits_of(value < 0 ? ~bits + 1 : bits, value < 0, int_at(call, 1))));
}

int sign_of(const Value& left, const Value& right) {
  return left.whole() < right.whole() ? -1 : left.whole() > right.whole() ? 1 : 0;
}
Answer compare_whole(const Value&, const Call& call) {
  return done(Value(sign_of(call[0], call[1])));
}
Answer compare_whole_to(const Value& self, const Call& call) {
  return done(Value(sign_of(self, call[0])));
}
Answer max_whole(const Value&, const Call& call) {
  return done(sign_of(call[0], call[1]) < 0 ? call[1] : call[0]);
}
Answer min_whole(const Value&, const Call& call) {
  return done(sign_of(call[0], call[1]) < 0 ? call[0] : call[1]);
}
Answer sum_whole(const Value&, const Call& call) {
  const auto sum =
      static_cast<std::uint64_t>(call[0].whole()) + static_cast<std::uint64_t>(call[1].whole());
  return done(whole_of(static_cast<std::int64_t>(sum), call[0].kind()));
}
Answer signum(const Value&, const Call& call) {
  return done(Value(call[0].whole() < 0 ? -1 : call[0].whole() > 0 ? 1 : 0));
}
Answer bit_count(const Value&, const Call& call) {
  return done(Value(std::popcount(bits_of(call[0]))));
}

// clang-format off
constexpr std::array integers{
    JavaMethod{"bitCount", "i", bit_count},
    JavaMethod{"byteValue", "", nullptr},
    JavaMethod{"compare", "ii", compare_whole},
    JavaMethod{"compareTo", "I", compare_whole_to},
    JavaMethod{"compareTo", "O", class_mismatch},
    JavaMethod{"compareUnsigned", "ii", nullptr},
    JavaMethod{"decode", "T", nullptr},
    JavaMethod{"describeConstable", "", nullptr},
    JavaMethod{"divideUnsigned", "ii", nullptr},
    JavaMethod{"doubleValue", "", double_value},
    JavaMethod{"floatValue", "", nullptr},
    JavaMethod{"getInteger", "T", nullptr},
    JavaMethod{"getInteger", "TI", nullptr},
    JavaMethod{"getInteger", "Ti", nullptr},
    JavaMethod{"hashCode", "i", hash_of},
    JavaMethod{"highestOneBit", "i", nullptr},
    JavaMethod{"intValue", "", int_value},
    JavaMethod{"longValue", "", long_value},
    JavaMethod{"lowestOneBit", "i", nullptr},
    JavaMethod{"max", "ii", max_whole},
    JavaMethod{"min", "ii", min_whole},
    JavaMethod{"numberOfLeadingZeros", "i", nullptr},
    JavaMethod{"numberOfTrailingZeros", "i", nullptr},
    JavaMethod{"parseInt", "Qiii", nullptr},
    JavaMethod{"parseInt", "T", parse<Kind::integer>, true},
    JavaMethod{"parseInt", "Ti", parse<Kind::integer>, true},
    JavaMethod{"parseUnsignedInt", "Qiii", nullptr},
    JavaMethod{"parseUnsignedInt", "T", nullptr},
    JavaMethod{"parseUnsignedInt", "Ti", nullptr},
    JavaMethod{"remainderUnsigned", "ii", nullptr},
    JavaMethod{"resolveConstantDesc", "X", nullptr},
    JavaMethod{"reverse", "i", nullptr},
    JavaMethod{"reverseBytes", "i", nullptr},
    JavaMethod{"rotateLeft", "ii", nullptr},
    JavaMethod{"rotateRight", "ii", nullptr},
    JavaMethod{"shortValue", "", nullptr},
    JavaMethod{"signum", "i", signum},
    JavaMethod{"sum", "ii", sum_whole},
    JavaMethod{"toBinaryString", "i", to_unsigned_text<2>},
    JavaMethod{"toHexString", "i", to_unsigned_text<16>},
    JavaMethod{"toOctalString", "i", to_unsigned_text<8>},
    JavaMethod{"toString", "i", text_of},
    JavaMethod{"toString", "ii", to_text_in},
    JavaMethod{"toUnsignedLong", "i", nullptr},
    JavaMethod{"toUnsignedString", "i", nullptr},
    JavaMethod{"toUnsignedString", "ii", nullptr},
    JavaMethod{"valueOf", "T", parse<Kind::integer>, true},
    JavaMethod{"valueOf", "Ti", parse<Kind::integer>, true},
    JavaMethod{"valueOf", "i", first_argument},
};

constexpr std::array longs{
    JavaMethod{"bitCount", "j", bit_count},
    JavaMethod{"byteValue", "", nullptr},
    JavaMethod{"compare", "jj", compare_whole},
    JavaMethod{"compareTo", "J", compare_whole_to},
    JavaMethod{"compareTo", "O", class_mismatch},
    JavaMethod{"compareUnsigned", "jj", nullptr},
    JavaMethod{"decode", "T", nullptr},
    JavaMethod{"describeConstable", "", nullptr},
    JavaMethod{"divideUnsigned", "jj", nullptr},
    JavaMethod{"doubleValue", "", double_value},
    JavaMethod{"floatValue", "", nullptr},
    JavaMethod{"getLong", "T", nullptr},
    JavaMethod{"getLong", "TJ", nullptr},
    JavaMethod{"getLong", "Tj", nullptr},
    JavaMethod{"hashCode", "j", hash_of},
    JavaMethod{"highestOneBit", "j", nullptr},
    JavaMethod{"intValue", "", int_value},
    JavaMethod{"longValue", "", long_value},
    JavaMethod{"lowestOneBit", "j", nullptr},
    JavaMethod{"max", "jj", max_whole},
    JavaMethod{"min", "jj", min_whole},
    JavaMethod{"numberOfLeadingZeros", "j", nullptr},
    JavaMethod{"numberOfTrailingZeros", "j", nullptr},
    JavaMethod{"parseLong", "Qiii", nullptr},
    JavaMethod{"parseLong", "T", parse<Kind::long_integer>, true},
    JavaMethod{"parseLong", "Ti", parse<Kind::long_integer>, true},
    JavaMethod{"parseUnsignedLong", "Qiii", nullptr},
    JavaMethod{"parseUnsignedLong", "T", nullptr},
    JavaMethod{"parseUnsignedLong", "Ti", nullptr},
    JavaMethod{"remainderUnsigned", "jj", nullptr},
    JavaMethod{"resolveConstantDesc", "X", nullptr},
    JavaMethod{"reverse", "j", nullptr},
    JavaMethod{"reverseBytes", "j", nullptr},
    JavaMethod{"rotateLeft", "ji", nullptr},
    JavaMethod{"rotateRight", "ji", nullptr},
    JavaMethod{"shortValue", "", nullptr},
    JavaMethod{"signum", "j", signum},
    JavaMethod{"sum", "jj", sum_whole},
    JavaMethod{"toBinaryString", "j", to_unsigned_text<2>},
    JavaMethod{"toHexString", "j", to_unsigned_text<16>},
    JavaMethod{"toOctalString", "j", to_unsigned_text<8>},
    JavaMethod{"toString", "j", text_of},
    JavaMethod{"toString", "ji", to_text_in},
    JavaMethod{"toUnsignedString", "j", nullptr},
    JavaMethod{"toUnsignedString", "ji", nullptr},
    JavaMethod{"valueOf", "T", parse<Kind::long_integer>, true},
    JavaMethod{"valueOf", "Ti", parse<Kind::long_integer>, true},
    JavaMethod{"valueOf", "j", first_argument},
};
// clang-format on

// Double.compare: a NaN is larger than all, 0.0 larger than -0.0.
int order_of(double left, double right) {
  if (left < right) return -1;
  if (left > right) return 1;
  const int a = std::isnan(left) ? 2 : std::signbit(left) ? 0 : 1;
  const int b = std::isnan(right) ? 2 : std::signbit(right) ? 0 : 1;
  if (left == right && left != 0) return 0;
  return a < b ? -1 : a > b ? 1 : 0;
}
Answer compare_real(const Value&, const Call& call) {
  return done(Value(order_of(call[0].real(), call[1].real())));
}
Answer compare_real_to(const Value& self, const Call& call) {
  return done(Value(order_of(self.real(), call[0].real())));
}
template <bool greater>
Answer extreme_real(const Value&, const Call& call) {
  if (std::isnan(call[0].real()) || std::isnan(call[1].real())) return done(Value(std::nan("")));
  return done(order_of(call[0].real(), call[1].real()) > 0 ? call[greater ? 0 : 1]
                                                           : call[greater ? 1 : 0]);
}
Answer sum_real(const Value&, const Call& call) {
  return done(Value(call[0].real() + call[1].real()));
}

// The number itself, or the argument of a static method.
double subject(const Value& self, const Call& call) {
  return call.count() == 0 ? self.real() : call[0].real();
}
Answer is_nan(const Value& self, const Call& call) {
  return done(Value(std::isnan(subject(self, call))));
}
Answer is_infinite(const Value& self, const Call& call) {
  return done(Value(std::isinf(subject(self, call))));
}
Answer is_finite(const Value& self, const Call& call) {
  return done(Value(std::isfinite(subject(self, call))));
}
Answer parse_text(const Value&, const Call& call) {
  return parse_real(call[0].text());
}

constexpr std::array doubles{
    JavaMethod{"byteValue", "", nullptr},
    JavaMethod{"compare", "dd", compare_real},
    JavaMethod{"compareTo", "D", compare_real_to},
    JavaMethod{"compareTo", "O", class_mismatch},
    JavaMethod{"describeConstable", "", nullptr},
    JavaMethod{"doubleToLongBits", "d", nullptr},
    JavaMethod{"doubleToRawLongBits", "d", nullptr},
    JavaMethod{"doubleValue", "", double_value},
    JavaMethod{"floatValue", "", nullptr},
    JavaMethod{"hashCode", "d", hash_of},
    JavaMethod{"intValue", "", int_value},
    JavaMethod{"isFinite", "d", is_finite},
    JavaMethod{"isInfinite", "", is_infinite},
    JavaMethod{"isInfinite", "d", is_infinite},
    JavaMethod{"isNaN", "", is_nan},
    JavaMethod{"isNaN", "d", is_nan},
    JavaMethod{"longBitsToDouble", "j", nullptr},
    JavaMethod{"longValue", "", long_value},
    JavaMethod{"max", "dd", extreme_real<true>},
    JavaMethod{"min", "dd", extreme_real<false>},
    JavaMethod{"parseDouble", "T", parse_text},
    JavaMethod{"resolveConstantDesc", "X", nullptr},
    JavaMethod{"shortValue", "", nullptr},
    JavaMethod{"sum", "dd", sum_real},
    JavaMethod{"toHexString", "d", nullptr},
    JavaMethod{"toString", "d", text_of},
    JavaMethod{"valueOf", "T", parse_text},
    JavaMethod{"valueOf", "d", first_argument},
};

Answer compare_boolean(const Value& left, const Value& right) {
  return done(Value(static_cast<int>(left.boolean()) - static_cast<int>(right.boolean())));
}
Answer parse_boolean(const Value&, const Call& call) {
  return call[0].is_null() ? done(Value(false)) : convert(call[0], 'z');
}

// clang-format off
constexpr std::array booleans{
    JavaMethod{"booleanValue", "", [](const Value& self, const Call&) { return done(self); }},
    JavaMethod{"compare", "zz", [](const Value&, const Call& call) { return compare_boolean(call[0], call[1]); }},
    JavaMethod{"compareTo", "O", class_mismatch},
    JavaMethod{"compareTo", "Z", [](const Value& self, const Call& call) { return compare_boolean(self, call[0]); }},
    JavaMethod{"describeConstable", "", nullptr},
    JavaMethod{"getBoolean", "T", nullptr},
    JavaMethod{"hashCode", "z", hash_of},
    JavaMethod{"logicalAnd", "zz", [](const Value&, const Call& call) { return done(Value(call[0].boolean() && call[1].boolean())); }},
    JavaMethod{"logicalOr", "zz", [](const Value&, const Call& call) { return done(Value(call[0].boolean() || call[1].boolean())); }},
    JavaMethod{"logicalXor", "zz", [](const Value&, const Call& call) { return done(Value(call[0].boolean() != call[1].boolean())); }},
    JavaMethod{"parseBoolean", "T", parse_boolean, true},
    JavaMethod{"toString", "z", text_of},
    JavaMethod{"valueOf", "T", parse_boolean, true},
    JavaMethod{"valueOf", "z", first_argument},
};
// clang-format on

}  // namespace

JavaMethods integer_methods() {
  return integers;
}
JavaMethods long_methods() {
  return longs;
}
JavaMethods double_methods() {
  return doubles;
}
JavaMethods boolean_methods() {
  return booleans;
}

}  // namespace patchcord::simulator
