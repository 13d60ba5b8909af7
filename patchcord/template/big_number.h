// Java's BigInteger and BigDecimal: an integer of any length, and the number of its digits that
// stand behind the point. They arise from overflow, from very long literals, and from arithmetic on
// numeric text.
#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "patchcord/template/value.h"

namespace patchcord::simulator {

class BigNumber {
 public:
  explicit BigNumber(std::int64_t value = 0);
  // Java's BigDecimal.valueOf(double): the digits of Double.toString. The value must be finite.
  explicit BigNumber(double value);
  // The text forms of Java's BigDecimal(String): `-12.5e3`; no blanks. Nothing if it is not a
  // number, or has more than max_digits digits or an exponent beyond ±max_digits.
  static std::optional<BigNumber> parse(std::string_view text);

  // Beyond this a number is not a number here: arithmetic on long numbers is quadratic.
  static constexpr int max_digits = 1000;

  // BigInteger or BigDecimal: the class decides about division and about text.
  [[nodiscard]] bool decimal() const { return decimal_; }
  [[nodiscard]] BigNumber as_decimal() const;
  // The same digits as a BigInteger; the number must have no decimal places.
  static BigNumber integer(const BigNumber& number) { return {number.digits_, 0, false}; }
  [[nodiscard]] bool is_zero() const;
  [[nodiscard]] double to_real() const;
  // The low 64 bits of the integer part, as Java's longValue.
  [[nodiscard]] std::int64_t to_long() const;
  // As Java's toString: `123`, `1.50`, `1E+3`.
  [[nodiscard]] std::string to_text() const;
  // The same without an exponent, as toPlainString. The scale must not be negative.
  [[nodiscard]] std::string to_plain_text() const;

  friend BigNumber operator+(const BigNumber& left, const BigNumber& right);
  friend BigNumber operator-(const BigNumber& left, const BigNumber& right);
  friend BigNumber operator*(const BigNumber& left, const BigNumber& right);
  // Integers truncate; decimals keep the left scale and round half down. The divisor is not zero.
  friend BigNumber operator/(const BigNumber& left, const BigNumber& right);
  // Of integers only: never negative, as BigInteger.mod. The divisor is positive.
  friend BigNumber operator%(const BigNumber& left, const BigNumber& right);
  // Whether the number is a whole multiple of the other, exactly; `unit` is not zero.
  friend bool is_multiple(const BigNumber& number, const BigNumber& unit);
  // By value: 1.0 and 1.00 are equivalent.
  friend std::strong_ordering compare(const BigNumber& left, const BigNumber& right);
  // Java's equals: 1.0 does not equal 1.00.
  friend bool operator==(const BigNumber& left, const BigNumber& right);

  // A decimal with so many decimal places: zeros are added, or places cut off.
  [[nodiscard]] BigNumber with_scale(int scale) const;
  // The same digits, with the point elsewhere.
  [[nodiscard]] BigNumber at_scale(int scale) const { return {digits_, scale, true}; }
  [[nodiscard]] int scale() const { return scale_; }
  // The digits without sign and point.
  [[nodiscard]] std::string_view unscaled() const {
    return std::string_view(digits_).substr(negative() ? 1 : 0);
  }
  [[nodiscard]] bool negative() const;
  [[nodiscard]] std::size_t digits() const;

 private:
  BigNumber(std::string digits, int scale, bool decimal)
      : digits_(std::move(digits)), scale_(scale), decimal_(decimal) {}

  std::string digits_;  // decimal, with a leading minus when negative; no leading zeros
  int scale_{};
  bool decimal_{};
};

struct Big final : Shared {
  BigNumber number;
  explicit Big(BigNumber value) : Shared(Kind::big), number(std::move(value)) {}
};

Value make_big(BigNumber number);

}  // namespace patchcord::simulator
