#include "patchcord/template/big_number.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include <openssl/bn.h>

#include "patchcord/base/check.h"
#include "patchcord/template/java_text.h"

namespace patchcord::simulator {

namespace {

struct FreeBignum {
  void operator()(BIGNUM* number) const { BN_free(number); }
};
struct FreeContext {
  void operator()(BN_CTX* context) const { BN_CTX_free(context); }
};
using Bignum = std::unique_ptr<BIGNUM, FreeBignum>;
using BignumContext = std::unique_ptr<BN_CTX, FreeContext>;

Bignum read(const std::string& digits) {
  BIGNUM* number = nullptr;
  PATCHCORD_CHECK(BN_dec2bn(&number, digits.c_str()) != 0, "out of memory");
  return Bignum(number);
}

std::string write(const Bignum& number) {
  char* text = BN_bn2dec(number.get());
  PATCHCORD_CHECK(text != nullptr, "out of memory");
  std::string digits(text);
  OPENSSL_free(text);
  return digits == "-0" ? "0" : digits;
}

Bignum make() {
  Bignum number(BN_new());
  PATCHCORD_CHECK(number != nullptr, "out of memory");
  return number;
}

BignumContext make_context() {
  BignumContext context(BN_CTX_new());
  PATCHCORD_CHECK(context != nullptr, "out of memory");
  return context;
}

// The same number with `zeros` more decimal places.
std::string scaled(const std::string& digits, int zeros) {
  if (digits == "0") return digits;
  return digits + std::string(static_cast<std::size_t>(std::max(zeros, 0)), '0');
}

// `e-12`
std::optional<int> parse_exponent(std::string_view text) {
  if (text[0] != 'e' && text[0] != 'E') return std::nullopt;
  const std::string digits(text.substr(1));
  const std::size_t sign = !digits.empty() && (digits[0] == '-' || digits[0] == '+') ? 1 : 0;
  if (digits.size() == sign || digits.size() > sign + 6 ||
      digits.find_first_not_of("0123456789", sign) != std::string::npos) {
    return std::nullopt;
  }
  return std::atoi(digits.c_str());
}

std::string plain(std::string digits) {
  const bool negative = !digits.empty() && digits[0] == '-';
  const std::size_t first = digits.find_first_not_of('0', negative ? 1 : 0);
  if (first == std::string::npos) return "0";
  return (negative ? "-" : "") + digits.substr(first);
}

}  // namespace

BigNumber::BigNumber(std::int64_t value) : digits_(std::to_string(value)) {}

BigNumber::BigNumber(double value) : digits_("0") {
  if (auto parsed = parse(java_text(value))) *this = *std::move(parsed);
  decimal_ = true;
}

std::optional<BigNumber> BigNumber::parse(std::string_view text) {
  std::string digits;
  std::size_t at = 0;
  if (at < text.size() && (text[at] == '-' || text[at] == '+')) {
    if (text[at] == '-') digits = "-";
    ++at;
  }
  int scale = 0;
  bool point = false;
  std::size_t count = 0;
  for (; at < text.size(); ++at) {
    if (text[at] == '.' && !point) {
      point = true;
    } else if (text[at] >= '0' && text[at] <= '9') {
      digits += text[at];
      ++count;
      if (point) ++scale;
    } else {
      break;
    }
    if (count > max_digits) return std::nullopt;
  }
  if (count == 0) return std::nullopt;
  if (at < text.size()) {
    const auto exponent = parse_exponent(text.substr(at));
    if (!exponent) return std::nullopt;
    scale -= *exponent;
    if (std::abs(scale) > 2 * max_digits) return std::nullopt;
  }
  return BigNumber(plain(std::move(digits)), scale, true);
}

BigNumber BigNumber::as_decimal() const {
  return {digits_, scale_, true};
}
BigNumber BigNumber::with_scale(int scale) const {
  if (scale >= scale_) return {scaled(digits_, scale - scale_), scale, true};
  std::string kept = digits_;
  const auto cut = static_cast<std::size_t>(scale_ - scale);
  kept.resize(kept.size() - std::min(kept.size(), cut));
  return {kept.empty() || kept == "-" ? "0" : kept, scale, true};
}
bool BigNumber::is_zero() const {
  return digits_ == "0";
}
bool BigNumber::negative() const {
  return digits_[0] == '-';
}
std::size_t BigNumber::digits() const {
  return digits_.size() + static_cast<std::size_t>(std::abs(scale_));
}

double BigNumber::to_real() const {
  return std::strtod((digits_ + "e" + std::to_string(-scale_)).c_str(), nullptr);
}

std::int64_t BigNumber::to_long() const {
  std::string integer = digits_;
  if (scale_ > 0) {
    const std::size_t keep =
        integer.size() - std::min(integer.size(), static_cast<std::size_t>(scale_));
    integer.resize(keep);
    if (integer.empty() || integer == "-") integer = "0";
  } else {
    integer = scaled(integer, -scale_);
  }
  std::uint64_t low = 0;
  for (const char digit : integer) {
    if (digit != '-') low = low * 10 + static_cast<std::uint64_t>(digit - '0');
  }
  return static_cast<std::int64_t>(integer[0] == '-' ? ~low + 1 : low);
}

std::string BigNumber::to_text() const {
  if (!decimal_ || scale_ == 0) return digits_;
  const std::string sign = negative() ? "-" : "";
  std::string digits = digits_.substr(sign.size());
  const int adjusted = static_cast<int>(digits.size()) - 1 - scale_;
  if (scale_ > 0 && adjusted >= -6) return to_plain_text();
  if (digits.size() > 1) digits.insert(1, 1, '.');
  if (adjusted == 0) return sign + digits;
  return sign + digits + "E" + (adjusted > 0 ? "+" : "") + std::to_string(adjusted);
}

std::string BigNumber::to_plain_text() const {
  std::string digits(unscaled());
  const auto places = static_cast<std::size_t>(scale_);
  if (digits.size() <= places) digits.insert(0, places - digits.size() + 1, '0');
  if (places > 0) digits.insert(digits.size() - places, 1, '.');
  return (negative() ? "-" : "") + digits;
}

BigNumber operator+(const BigNumber& left, const BigNumber& right) {
  const int scale = std::max(left.scale_, right.scale_);
  const Bignum sum = make();
  BN_add(sum.get(),
         read(scaled(left.digits_, scale - left.scale_)).get(),
         read(scaled(right.digits_, scale - right.scale_)).get());
  return {write(sum), scale, left.decimal_ || right.decimal_};
}

BigNumber operator-(const BigNumber& left, const BigNumber& right) {
  BigNumber negated = right;
  if (right.negative()) {
    negated.digits_.erase(0, 1);
  } else if (!right.is_zero()) {
    negated.digits_.insert(0, 1, '-');
  }
  return left + negated;
}

BigNumber operator*(const BigNumber& left, const BigNumber& right) {
  const Bignum product = make();
  BN_mul(product.get(), read(left.digits_).get(), read(right.digits_).get(), make_context().get());
  return {write(product), left.scale_ + right.scale_, left.decimal_ || right.decimal_};
}

BigNumber operator/(const BigNumber& left, const BigNumber& right) {
  const bool decimal = left.decimal_ || right.decimal_;
  const int scale = decimal ? left.scale_ : 0;
  // quotient × 10^-scale = left × 10^-left.scale ÷ (right × 10^-right.scale); left.scale == scale.
  const Bignum dividend = read(scaled(left.digits_, right.scale_));
  const Bignum divisor = read(scaled(right.digits_, -right.scale_));
  const Bignum quotient = make();
  const Bignum remainder = make();
  BN_div(quotient.get(), remainder.get(), dividend.get(), divisor.get(), make_context().get());
  if (decimal) {
    const bool negative = left.negative() != right.negative();
    BN_lshift1(remainder.get(), remainder.get());
    const bool up = BN_ucmp(remainder.get(), divisor.get()) > 0;
    if (up && negative) BN_sub_word(quotient.get(), 1);
    if (up && !negative) BN_add_word(quotient.get(), 1);
  }
  return {write(quotient), scale, decimal};
}

BigNumber operator%(const BigNumber& left, const BigNumber& right) {
  const Bignum result = make();
  BN_nnmod(result.get(), read(left.digits_).get(), read(right.digits_).get(), make_context().get());
  return {write(result), 0, false};
}

bool is_multiple(const BigNumber& number, const BigNumber& unit) {
  const int scale = std::max(number.scale_, unit.scale_);
  const Bignum remainder = make();
  BN_nnmod(remainder.get(),
           read(scaled(number.digits_, scale - number.scale_)).get(),
           read(scaled(unit.digits_, scale - unit.scale_)).get(),
           make_context().get());
  return BN_is_zero(remainder.get()) == 1;
}

std::strong_ordering compare(const BigNumber& left, const BigNumber& right) {
  const int scale = std::max(left.scale_, right.scale_);
  const int order = BN_cmp(read(scaled(left.digits_, scale - left.scale_)).get(),
                           read(scaled(right.digits_, scale - right.scale_)).get());
  return order <=> 0;
}

bool operator==(const BigNumber& left, const BigNumber& right) {
  return left.digits_ == right.digits_ && left.scale_ == right.scale_ &&
         left.decimal_ == right.decimal_;
}

Value make_big(BigNumber number) {
  return Value::adopt(new Big(std::move(number)));
}

}  // namespace patchcord::simulator
