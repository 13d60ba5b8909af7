// String.format in English.
//
// Source: java.util.Formatter of JDK 17. Refused are %a, %g and %t, and BigIntegers and BigDecimals
// where Java has special rules for them.
#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "patchcord/template/arithmetic.h"
#include "patchcord/template/big_number.h"
#include "patchcord/template/java_character.h"
#include "patchcord/template/java_format_specifier.h"
#include "patchcord/template/java_method.h"
#include "patchcord/template/java_number.h"
#include "patchcord/template/java_string.h"
#include "patchcord/template/java_text.h"

namespace patchcord::simulator {

namespace {

// `+1` to decimal digits; one digit more where all were nines.
void increment(std::string& digits) {
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) {
    if (*digit != '9') {
      ++*digit;
      return;
    }
    *digit = '0';
  }
  digits.insert(0, 1, '1');
}

// Without its last digits, rounded half up.
void cut_digits(std::string& digits, std::size_t cut) {
  if (cut == 0) return;
  if (digits.size() <= cut) digits.insert(0, cut + 1 - digits.size(), '0');
  const bool up = digits[digits.size() - cut] >= '5';
  digits.resize(digits.size() - cut);
  if (up) increment(digits);
}

std::string with_point(const std::string& digits, std::size_t places) {
  return places == 0 ? digits
                     : digits.substr(0, digits.size() - places) + '.' +
                           digits.substr(digits.size() - places);
}

// `12.50`: the number without its sign, with so many places.
std::string fixed_text(const BigNumber& number, int places) {
  std::string digits(number.unscaled());
  const int more = places - number.scale();
  if (more >= 0) {
    digits.append(static_cast<std::size_t>(more), '0');
  } else {
    cut_digits(digits, static_cast<std::size_t>(-more));
  }
  const auto wanted = static_cast<std::size_t>(places) + 1;
  if (digits.size() < wanted) digits.insert(0, wanted - digits.size(), '0');
  const std::size_t first = std::min(digits.find_first_not_of('0'), digits.size() - wanted);
  return with_point(digits.substr(first), static_cast<std::size_t>(places));
}

struct Scientific {
  std::string mantissa{};
  std::string exponent{};  // `+05`
};

Scientific scientific_text(const BigNumber& number, int places) {
  std::string digits(number.unscaled());
  int exponent = number.is_zero() ? 0 : static_cast<int>(digits.size()) - 1 - number.scale();
  const auto wanted = static_cast<std::size_t>(places) + 1;
  if (number.is_zero()) digits = "0";
  if (digits.size() > wanted) {
    cut_digits(digits, digits.size() - wanted);
    if (digits.size() > wanted) {
      digits.pop_back();
      ++exponent;
    }
  }
  digits.append(wanted - digits.size(), '0');
  return {with_point(digits, static_cast<std::size_t>(places)),
          fmt::format("{}{:02}", exponent < 0 ? '-' : '+', std::abs(exponent))};
}

// Commas between groups of three digits before the point.
std::string grouped(const std::string& digits) {
  const std::size_t whole = std::min(digits.find('.'), digits.size());
  std::string out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && i < whole && (whole - i) % 3 == 0) out += ',';
    out += digits[i];
  }
  return out;
}

class Formatting {
 public:
  Formatting(const Value& arguments, std::size_t max_bytes)
      : arguments_(arguments), max_(max_bytes) {}

  Answer run(std::string_view format) {
    std::vector<FormatPiece> pieces;
    if (auto problem = parse_format(format, pieces)) return *std::move(problem);
    for (const FormatPiece& piece : pieces) {
      out_ += piece.text;
      if (!piece.specifier) continue;
      if (auto problem = print(*piece.specifier)) return *std::move(problem);
      if (out_.size() > max_) return too_long();
    }
    return done(Value(out_));
  }

 private:
  using Problem = std::optional<Answer>;

  Problem print(const FormatSpecifier& spec) {
    if (spec.conversion == 'n') {
      out_ += '\n';
      return {};
    }
    if (spec.conversion == '%') return justify(spec, "%");
    const Value* argument = pick(spec);
    if (argument == nullptr)
      return format_error("MissingFormatArgument", "Format specifier '" + spec.text() + "'");
    return print_argument(spec, *argument);
  }

  // Null for an argument that is missing.
  const Value* pick(const FormatSpecifier& spec) {
    if (spec.has('<')) {
      if (last_ < 0) return nullptr;
    } else if (spec.index > 0) {
      last_ = spec.index - 1;
    } else {
      last_ = ordinary_++;
    }
    if (arguments_.is_null()) return &null_;
    const auto items = arguments_.list().items();
    return static_cast<std::size_t>(last_) < items.size() ? &items[static_cast<std::size_t>(last_)]
                                                          : nullptr;
  }

  Problem print_argument(const FormatSpecifier& spec, const Value& argument) {
    switch (spec.conversion) {
      case 's':
        if (spec.has('#')) return flag_mismatch(spec, "#");
        return print_text(spec, java_text(argument));
      case 'b':
        return print_text(spec,
                          argument.kind() == Kind::boolean ? java_text(argument)
                          : argument.is_null()             ? "false"
                                                           : "true");
      case 'h':
        return print_hash(spec, argument);
      case 'c':
        return print_character(spec, argument);
      case 'd':
      case 'o':
      case 'x':
        return print_whole(spec, argument);
      default:
        return print_real(spec, argument);
    }
  }

  Problem print_text(const FormatSpecifier& spec, std::string_view text) {
    std::string cut;
    std::string_view shown = text;
    if (spec.precision >= 0 && spec.precision < length_of(text))
      shown = slice(text, 0, spec.precision, cut);
    return justify(spec, spec.upper ? with_case(shown, Case::upper) : std::string(shown));
  }

  Problem print_hash(const FormatSpecifier& spec, const Value& argument) {
    if (argument.is_null()) return print_text(spec, "null");
    const auto hash = java_hash(argument);
    if (!hash)
      return refused(fmt::format("patchcord does not run {}.hashCode()", class_name(argument)));
    return print_text(spec, digits_of(*hash, false, 16));
  }

  Problem print_character(const FormatSpecifier& spec, const Value& argument) {
    if (argument.is_null() || argument.kind() == Kind::character)
      return print_text(spec, java_text(argument));
    if (argument.kind() != Kind::integer) return wrong_class(spec, argument);
    const std::int64_t code = argument.whole();
    if (code < 0 || code > 0x10FFFF) {
      const auto bits = static_cast<std::uint32_t>(code);
      return format_error("IllegalFormatCodePoint", fmt::format("Code point = 0x{:x}", bits));
    }
    std::string text;
    append_utf8(static_cast<std::uint32_t>(code), text);
    return print_text(spec, text);
  }

  Problem print_whole(const FormatSpecifier& spec, const Value& argument) {
    if (argument.is_null()) return print_text(spec, "null");
    const bool big = argument.kind() == Kind::big && !argument.big().number.decimal();
    if (!argument.is_whole() && !big) return wrong_class(spec, argument);
    if (spec.conversion == 'd') {
      const std::string text = java_text(argument);
      const bool negative = text[0] == '-';
      return print_number(spec, negative, text.substr(negative ? 1 : 0), spec.width);
    }
    if (big) return refused("patchcord formats no BigInteger with %x or %o");
    const std::string bad = spec.flags_among("+ (");
    if (!bad.empty()) return flag_mismatch(spec, bad);
    const auto bits = static_cast<std::uint64_t>(argument.whole());
    const std::uint64_t value = argument.kind() == Kind::integer ? bits & 0xFFFFFFFF : bits;
    std::string text = digits_of(value, false, spec.conversion == 'x' ? 16 : 8);
    const std::string_view prefix = !spec.has('#') ? "" : spec.conversion == 'x' ? "0x" : "0";
    const std::size_t size = text.size() + prefix.size();
    if (spec.has('0') && static_cast<std::size_t>(spec.width) > size) {
      text.insert(0, static_cast<std::size_t>(spec.width) - size, '0');
    }
    text.insert(0, prefix);
    return justify(spec, spec.upper ? with_case(text, Case::upper) : text);
  }

  Problem print_real(const FormatSpecifier& spec, const Value& argument) {
    if (argument.is_null()) return print_text(spec, "null");
    const bool big = argument.kind() == Kind::big && argument.big().number.decimal();
    if (argument.kind() != Kind::real && !big) return wrong_class(spec, argument);
    if (big && spec.conversion == 'e') return refused("patchcord formats no BigDecimal with %e");
    const double real = big ? 0 : argument.real();
    if (std::isnan(real)) return justify(spec, spec.upper ? "NAN" : "NaN");
    const bool negative = big ? argument.big().number.negative() : std::signbit(real);
    if (std::isinf(real)) {
      return justify(spec,
                     sign_before(spec, negative) + (spec.upper ? "INFINITY" : "Infinity") +
                         sign_behind(spec, negative));
    }
    const int places = spec.precision < 0 ? 6 : spec.precision;
    if (static_cast<std::size_t>(places) > max_) return too_long();
    const BigNumber number = big ? argument.big().number : BigNumber(real);
    const std::string_view point = spec.has('#') && places == 0 ? "." : "";
    if (spec.conversion == 'f') {
      return print_number(spec, negative, fixed_text(number, places).append(point), spec.width);
    }
    const Scientific made = scientific_text(number, places);
    const int width = spec.width < 0 ? -1 : spec.width - static_cast<int>(made.exponent.size()) - 1;
    return print_number(spec,
                        negative,
                        made.mantissa + std::string(point),
                        width,
                        (spec.upper ? "E" : "e") + made.exponent);
  }

  static std::string sign_before(const FormatSpecifier& spec, bool negative) {
    if (negative) return spec.has('(') ? "(" : "-";
    return spec.has('+') ? "+" : spec.has(' ') ? " " : "";
  }
  static std::string sign_behind(const FormatSpecifier& spec, bool negative) {
    return negative && spec.has('(') ? ")" : "";
  }

  // Sign, zeros up to `width`, digits; what stands behind the digits is not counted in it.
  Problem print_number(const FormatSpecifier& spec,
                       bool negative,
                       const std::string& digits,
                       int width,
                       const std::string& behind = "") {
    const std::string sign = sign_before(spec, negative);
    const std::string closing = sign_behind(spec, negative);
    std::string body = spec.has(',') ? grouped(digits) : digits;
    const auto wanted = static_cast<std::size_t>(std::max(width, 0));
    const std::size_t size = sign.size() + body.size() + closing.size();
    if (wanted > max_) return too_long();
    if (spec.has('0') && wanted > size) body.insert(0, wanted - size, '0');
    return justify(spec, sign + body + behind + closing);
  }

  Problem justify(const FormatSpecifier& spec, const std::string& text) {
    const std::size_t size = utf16_length(text);
    const auto width = static_cast<std::size_t>(std::max(spec.width, 0));
    if (width > max_) return too_long();
    const std::string blanks(width > size ? width - size : 0, ' ');
    out_ += spec.has('-') ? text + blanks : blanks + text;
    return {};
  }

  static Answer wrong_class(const FormatSpecifier& spec, const Value& argument) {
    return format_error("IllegalFormatConversion",
                        fmt::format("{} != {}", spec.conversion, class_name(argument)));
  }

  const Value& arguments_;
  std::size_t max_;
  std::string out_{};
  int last_{-1};
  int ordinary_{};
  Value null_{};
};

}  // namespace

Answer format_text(std::string_view format, const Value& arguments, std::size_t max_bytes) {
  return Formatting(arguments, max_bytes).run(format);
}

}  // namespace patchcord::simulator
