// Reading JSON text: one pass, each container made once, in its size.
#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <optional>

#include <fmt/format.h>

#include "patchcord/template/big_number.h"
#include "patchcord/template/java_text.h"
#include "patchcord/template/json_scan.h"
#include "patchcord/template/json_text.h"
#include "patchcord/template/value_stack.h"

namespace patchcord::simulator {

namespace {

// Powers that are exact as double; so is the quotient of a number below 2^53 and one of them.
constexpr std::array<double, 16> powers_of_ten{
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
constexpr std::ptrdiff_t exact_digits = 15;
constexpr std::ptrdiff_t whole_digits = 18;  // fit into 64 bits

constexpr std::size_t least_arena = 256;
constexpr std::size_t largest_arena = std::size_t{16} << 20U;  // to begin with

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_blank(char c) {
  return c <= ' ' && (c == ' ' || c == '\n' || c == '\r' || c == '\t');
}

// Each reading function answers false after an error, which problem_ keeps.
class Reader {
 public:
  Reader(std::string_view text, std::string_view subject)
      : begin_(text.data()), at_(begin_), end_(begin_ + text.size()), subject_(subject) {
    if (text.starts_with("\xEF\xBB\xBF")) at_ += 3;
  }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  Reader(Reader&&) = delete;
  Reader& operator=(Reader&&) = delete;
  ~Reader() {
    if (arena_ != nullptr) arena_->release(1);
  }

  Result<Value> document() {
    if (!element(0)) return *std::move(problem_);
    skip_blanks();
    if (at_ != end_) {
      wrong("text after the end of the document");
      return *std::move(problem_);
    }
    return std::move(open_[0]);
  }

  [[nodiscard]] int deepest() const { return deepest_; }

 private:
  bool wrong(std::string_view reason) {
    const std::string_view before(begin_, static_cast<std::size_t>(at_ - begin_));
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const std::size_t line_start = before.rfind('\n') + 1;
    const std::string at =
        fmt::format("line {}, column {}", line, utf16_length(before.substr(line_start)) + 1);
    problem_ = Error{.code = Code::protocol,
                     .what = fmt::format("{} is not JSON: {} at {}", subject_, reason, at),
                     .at = at};
    return false;
  }

  [[nodiscard]] std::string_view rest() const {
    return {at_, static_cast<std::size_t>(end_ - at_)};
  }

  // What stands at the place, NUL at the end.
  [[nodiscard]] char current() const { return at_ != end_ ? *at_ : '\0'; }

  void skip_blanks() {
    const char* at = at_;
    while (at != end_ && is_blank(*at))
      ++at;
    at_ = at;
  }

  bool take(char c) {
    if (at_ == end_ || *at_ != c) {
      skip_blanks();
      if (at_ == end_ || *at_ != c) return false;
    }
    ++at_;
    return true;
  }

  // The values of a document take about six times the room of its text.
  Arena& arena() {
    if (arena_ == nullptr) {
      const auto bytes = 6 * static_cast<std::size_t>(end_ - begin_);
      arena_ = Arena::make(std::clamp(bytes, least_arena, largest_arena));
    }
    return *arena_;
  }

  bool word(std::string_view word, Value value) {
    if (!rest().starts_with(word)) return wrong("a value was expected");
    at_ += word.size();
    open_.push(std::move(value));
    return true;
  }

  // What was read is the last value of open_.
  // NOLINTNEXTLINE(misc-no-recursion): depth is bounded
  bool element(int depth) {
    skip_blanks();
    if (at_ == end_) return wrong("the text ends");
    if (depth > max_value_depth) return wrong("nested too deeply");
    switch (*at_) {
      case '{':
        return object(depth);
      case '[':
        return array(depth);
      case '"':
        return string();
      case 't':
        return word("true", Value(true));
      case 'f':
        return word("false", Value(false));
      case 'n':
        return word("null", Value());
      default:
        if (*at_ == '-' || is_digit(*at_)) return number();
    }
    return wrong("a value was expected");
  }

  // Members and elements wait in open_ until their number is known.
  bool object(int depth) {
    ++at_;
    deepest_ = std::max(deepest_, depth + 1);
    const std::size_t first = open_.size();
    if (!take('}')) {
      do {
        skip_blanks();
        if (current() != '"') return wrong("a name in quotes was expected");
        if (!string()) return false;
        if (!take(':')) return wrong("':' was expected");
        if (!element(depth + 1)) return false;
      } while (take(','));
      if (!take('}')) return wrong("',' or '}' was expected");
    }
    make<Map>(first);
    return true;
  }

  bool array(int depth) {
    ++at_;
    deepest_ = std::max(deepest_, depth + 1);
    const std::size_t first = open_.size();
    if (!take(']')) {
      do {
        if (!element(depth + 1)) return false;
      } while (take(','));
      if (!take(']')) return wrong("',' or ']' was expected");
    }
    make<List>(first);
    return true;
  }

  template <typename Container>
  void make(std::size_t first) {
    Arena& in = arena();
    const std::span<Value> parts(&open_[first], open_.size() - first);
    auto* made = new (in.take(sizeof(Container))) Container(parts, in);
    open_.forget_from(first);
    open_.push(Value::adopt(made));
  }

  std::ptrdiff_t digits(std::uint64_t& number) {
    const char* const start = at_;
    const char* at = start;
    std::uint64_t made = number;
    for (; at != end_ && is_digit(*at); ++at)
      made = made * 10 + static_cast<std::uint64_t>(*at - '0');
    number = made;
    at_ = at;
    return at - start;
  }

  bool number() {
    const char* const start = at_;
    const bool negative = *at_ == '-';
    if (negative) ++at_;
    const char* const first = at_;
    std::uint64_t number = 0;  // meaningless when there are too many digits
    const auto whole = digits(number);
    if (whole == 0 || (whole > 1 && *first == '0')) return wrong("a number is malformed");
    std::ptrdiff_t fraction = 0;
    if (current() == '.') {
      ++at_;
      fraction = digits(number);
      if (fraction == 0) return wrong("a number is malformed");
    }
    const bool exponent = current() == 'e' || current() == 'E';
    if (exponent) {
      ++at_;
      if (current() == '+' || current() == '-') ++at_;
      std::uint64_t power = 0;
      if (digits(power) == 0) return wrong("a number is malformed");
    }
    if (!exponent && fraction == 0 && whole <= whole_digits) {
      const auto magnitude = static_cast<std::int64_t>(number);
      open_.push(Value::whole(negative ? -magnitude : magnitude));
      return true;
    }
    if (!exponent && fraction > 0 && whole + fraction <= exact_digits) {
      const double real =
          static_cast<double>(number) / powers_of_ten[static_cast<std::size_t>(fraction)];
      open_.push(Value(negative ? -real : real));
      return true;
    }
    return long_number({start, static_cast<std::size_t>(at_ - start)}, !exponent && fraction == 0);
  }

  bool long_number(std::string_view digits, bool whole) {
    const char* end = digits.data() + digits.size();
    if (whole) {
      std::int64_t integer = 0;
      if (std::from_chars(digits.data(), end, integer).ec == std::errc{}) {
        open_.push(Value::whole(integer));
        return true;
      }
      const auto big = BigNumber::parse(digits);
      if (!big) return wrong("a number is too long");
      open_.push(make_big(BigNumber::integer(*big)));
      return true;
    }
    double real = 0;
    if (std::from_chars(digits.data(), end, real).ec == std::errc::result_out_of_range) {
      real =
          digits.find("e-") != std::string_view::npos || digits.find("E-") != std::string_view::npos
              ? 0.0
              : std::numeric_limits<double>::infinity();
      if (digits[0] == '-') real = -real;
    }
    open_.push(Value(real));
    return true;
  }

  bool string() {
    ++at_;
    return short_string() || any_string();
  }

  // Apart, so that short ones are not slowed down by what this one needs.
  [[gnu::noinline]] bool any_string() {
    const std::string_view plain = rest().substr(0, plain_length(rest()));
    at_ += plain.size();
    if (at_ == end_) return wrong("a string does not end");
    if (*at_ == '"' && is_ascii(plain)) {
      ++at_;
      open_.push(text(plain));
      return true;
    }
    return string_with_escapes(plain);
  }

  // A string that fits into the value, and is plain ASCII: false, and nothing read, when it is not.
  bool short_string() {
    if (end_ - at_ < 16) return false;
    const std::uint64_t first = load_word(at_);
    const std::uint64_t second = load_word(at_ + 8);
    std::size_t size = 0;
    if (const std::uint64_t stop = special_bytes(first) | (first & top_bits); stop != 0) {
      size = lowest_byte(stop);
    } else if (const std::uint64_t later = special_bytes(second) | (second & top_bits);
               later != 0) {
      size = 8 + lowest_byte(later);
    } else {
      return false;
    }
    if (size > Value::max_short || at_[size] != '"') return false;
    open_.push(Value::short_text(first, second, size));
    at_ += size + 1;
    return true;
  }

  bool string_with_escapes(std::string_view plain) {
    decoded_.assign(plain);
    while (*at_ != '"') {
      if (*at_ != '\\') return wrong("a control character stands in a string");
      if (!escape(decoded_)) return wrong("an escape sequence is malformed");
      const std::string_view more = rest().substr(0, plain_length(rest()));
      at_ += more.size();
      if (at_ == end_) return wrong("a string does not end");
      decoded_.append(more);
    }
    ++at_;
    open_.push(text(is_ascii(decoded_) ? decoded_ : valid_utf8(decoded_)));
    return true;
  }

  Value text(std::string_view text) {
    return text.size() <= Value::max_short ? Value(text) : Value::text_in(arena(), text);
  }

  bool escape(std::string& out) {
    if (end_ - at_ < 2) return false;
    const char kind = at_[1];
    constexpr std::string_view names = "\"\\/bfnrt";
    constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    at_ += 2;
    if (const std::size_t known = names.find(kind); known != std::string_view::npos) {
      out += meanings[known];
      return true;
    }
    if (kind != 'u') return false;
    auto code = hexadecimal();
    if (!code) return false;
    if (*code >= 0xD800 && *code < 0xDC00 && rest().starts_with("\\u")) {
      const char* const before = at_;
      at_ += 2;
      const auto low = hexadecimal();
      if (low && *low >= 0xDC00 && *low <= 0xDFFF) {
        code = 0x10000 + ((*code - 0xD800) << 10) + (*low - 0xDC00);
      } else {
        at_ = before;
      }
    }
    if (*code >= 0xD800 && *code <= 0xDFFF) {
      out += '?';  // half a surrogate pair: what Java writes for it
    } else {
      append_utf8(*code, out);
    }
    return true;
  }

  std::optional<std::uint32_t> hexadecimal() {
    std::uint32_t code = 0;
    if (end_ - at_ < 4) return std::nullopt;
    const auto result = std::from_chars(at_, at_ + 4, code, 16);
    if (result.ptr != at_ + 4) return std::nullopt;
    at_ += 4;
    return code;
  }

  const char* begin_;
  const char* at_;
  const char* end_;
  std::string_view subject_;
  Arena* arena_{};  // made when something needs it
  ValueStack open_{};
  std::string decoded_{};  // of the string at hand
  int deepest_{};
  std::optional<Error> problem_{};
};

}  // namespace

Result<Value> read_json(std::string_view text, std::string_view subject, int* depth) {
  Reader reader(text, subject);
  auto value = reader.document();
  if (depth != nullptr) *depth = reader.deepest();
  return value;
}

}  // namespace patchcord::simulator
