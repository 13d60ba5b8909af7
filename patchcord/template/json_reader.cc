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

constexpr std::size_t typical_string = 120;
constexpr std::size_t least_arena = 256;
constexpr std::size_t largest_arena = std::size_t{16} << 20U;  // to begin with

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_blank(char c) {
  return c <= ' ' && (c == ' ' || c == '\n' || c == '\r' || c == '\t');
}

// Of a letter behind a backslash; NUL when it has none.
char meaning_of(char letter) {
  switch (letter) {
    case '"':
    case '\\':
    case '/':
      return letter;
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return '\0';
  }
}

// Each reading function takes the place where something begins and gives the one behind it; null
// after an error, which problem_ keeps. What was read is the last value of open_, unless the text
// is only checked.
template <bool keeps_values>
class Reader {
 public:
  Reader(std::string_view text, std::string_view subject)
      : begin_(text.data()), end_(begin_ + text.size()), subject_(subject) {}
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  Reader(Reader&&) = delete;
  Reader& operator=(Reader&&) = delete;
  ~Reader() {
    if (arena_ != nullptr) arena_->release_first();
  }

  bool read() {
    const char* at = element(rest(begin_).starts_with("\xEF\xBB\xBF") ? begin_ + 3 : begin_, 0);
    if (at == nullptr) return false;
    at = skip_blanks(at);
    return at == end_ || wrong(at, "text after the end of the document") != nullptr;
  }

  // After reading.
  Value&& document() {
    if (arena_ != nullptr) arena_->close();
    return std::move(open_[0]);
  }
  Error& problem() { return *problem_; }
  [[nodiscard]] int deepest() const { return deepest_; }

 private:
  [[gnu::noinline]] const char* wrong(const char* at, std::string_view reason) {
    const std::string_view before(begin_, static_cast<std::size_t>(at - begin_));
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const std::size_t line_start = before.rfind('\n') + 1;
    const std::string where =
        fmt::format("line {}, column {}", line, utf16_length(before.substr(line_start)) + 1);
    problem_ = Error{.code = Code::protocol,
                     .what = fmt::format("{} is not JSON: {} at {}", subject_, reason, where),
                     .at = where};
    return nullptr;
  }

  [[nodiscard]] std::string_view rest(const char* at) const {
    return {at, static_cast<std::size_t>(end_ - at)};
  }

  // What stands at the place, NUL at the end.
  [[nodiscard]] char current(const char* at) const { return at != end_ ? *at : '\0'; }

  [[nodiscard]] const char* skip_blanks(const char* at) const {
    while (at != end_ && is_blank(*at))
      ++at;
    return at;
  }

  // The values of a document take about six times the room of its text.
  Arena& arena() {
    if (arena_ == nullptr) {
      const auto bytes = 6 * static_cast<std::size_t>(end_ - begin_);
      arena_ = Arena::make(std::clamp(bytes, least_arena, largest_arena));
    }
    return *arena_;
  }

  const char* word(const char* at, std::string_view word, Value value) {
    if (!rest(at).starts_with(word)) return wrong(at, "a value was expected");
    keep(std::move(value));
    return at + word.size();
  }

  // NOLINTNEXTLINE(misc-no-recursion): depth is bounded
  const char* element(const char* at, int depth) {
    at = skip_blanks(at);
    if (at == end_) return wrong(at, "the text ends");
    if (depth > max_value_depth) return wrong(at, "nested too deeply");
    switch (*at) {
      case '{':
        return object(at + 1, depth);
      case '[':
        return array(at + 1, depth);
      case '"':
        return string(at + 1);
      case 't':
        return word(at, "true", Value(true));
      case 'f':
        return word(at, "false", Value(false));
      case 'n':
        return word(at, "null", Value());
      default:
        if (*at == '-' || is_digit(*at)) return number(at);
    }
    return wrong(at, "a value was expected");
  }

  // Members and elements wait in open_ until their number is known.
  const char* object(const char* at, int depth) {
    deepest_ = std::max(deepest_, depth + 1);
    const std::size_t first = open_.size();
    at = skip_blanks(at);
    bool more = current(at) != '}';
    if (!more) ++at;
    while (more) {
      at = skip_blanks(at);
      if (current(at) != '"') return wrong(at, "a name in quotes was expected");
      at = string(at + 1);
      if (at == nullptr) return nullptr;
      at = skip_blanks(at);
      if (current(at) != ':') return wrong(at, "':' was expected");
      at = element(at + 1, depth + 1);
      if (at == nullptr) return nullptr;
      at = skip_blanks(at);
      more = current(at) == ',';
      if (!more && current(at) != '}') return wrong(at, "',' or '}' was expected");
      ++at;
    }
    make<Map>(first);
    return at;
  }

  const char* array(const char* at, int depth) {
    deepest_ = std::max(deepest_, depth + 1);
    const std::size_t first = open_.size();
    at = skip_blanks(at);
    bool more = current(at) != ']';
    if (!more) ++at;
    while (more) {
      at = element(at, depth + 1);
      if (at == nullptr) return nullptr;
      at = skip_blanks(at);
      more = current(at) == ',';
      if (!more && current(at) != ']') return wrong(at, "',' or ']' was expected");
      ++at;
    }
    make<List>(first);
    return at;
  }

  void keep(Value&& value) {
    if constexpr (keeps_values) open_.push(std::move(value));
  }

  template <typename Container>
  void make(std::size_t first) {
    if constexpr (!keeps_values) return;
    Arena& in = arena();
    auto* made = new (in.take(sizeof(Container))) Container(open_.from(first), in);
    open_.forget_from(first);
    open_.push(Value::adopt(made));
  }

  const char* digits(const char* at, std::uint64_t& number) const {
    std::uint64_t made = number;
    for (; at != end_ && is_digit(*at); ++at)
      made = made * 10 + static_cast<std::uint64_t>(*at - '0');
    number = made;
    return at;
  }

  const char* number(const char* const start) {
    const bool negative = *start == '-';
    const char* const first = negative ? start + 1 : start;
    std::uint64_t number = 0;  // meaningless when there are too many digits
    const char* at = digits(first, number);
    const std::ptrdiff_t whole = at - first;
    if (whole == 0 || (whole > 1 && *first == '0')) return wrong(at, "a number is malformed");
    std::ptrdiff_t fraction = 0;
    if (current(at) == '.') {
      const char* const point = at;
      at = digits(at + 1, number);
      fraction = at - point - 1;
      if (fraction == 0) return wrong(at, "a number is malformed");
    }
    if (current(at) == 'e' || current(at) == 'E') return exponent(start, at);
    if (fraction == 0 && whole <= whole_digits) {
      const auto magnitude = static_cast<std::int64_t>(number);
      keep(Value::whole(negative ? -magnitude : magnitude));
      return at;
    }
    if (fraction > 0 && whole + fraction <= exact_digits) {
      const double real =
          static_cast<double>(number) / powers_of_ten[static_cast<std::size_t>(fraction)];
      keep(Value(negative ? -real : real));
      return at;
    }
    return long_number(start, at, fraction == 0);
  }

  const char* exponent(const char* start, const char* at) {
    ++at;
    if (current(at) == '+' || current(at) == '-') ++at;
    std::uint64_t power = 0;
    const char* const end = digits(at, power);
    return end == at ? wrong(at, "a number is malformed") : long_number(start, end, false);
  }

  const char* long_number(const char* start, const char* end, bool whole) {
    const std::string_view digits(start, static_cast<std::size_t>(end - start));
    if (whole) {
      std::int64_t integer = 0;
      if (std::from_chars(start, end, integer).ec == std::errc{}) {
        keep(Value::whole(integer));
        return end;
      }
      const auto big = BigNumber::parse(digits);
      if (!big) return wrong(end, "a number is too long");
      if constexpr (keeps_values) {
        arena().has_own_memory();
        open_.push(make_big(BigNumber::integer(*big)));
      }
      return end;
    }
    double real = 0;
    if (std::from_chars(start, end, real).ec == std::errc::result_out_of_range) {
      real =
          digits.find("e-") != std::string_view::npos || digits.find("E-") != std::string_view::npos
              ? 0.0
              : std::numeric_limits<double>::infinity();
      if (digits[0] == '-') real = -real;
    }
    keep(Value(real));
    return end;
  }

  // From behind its first quote on. Most are plain ASCII and fit into the value.
  const char* string(const char* at) {
    if (end_ - at < 16) return any_string(at);
    const std::size_t size = plain_of_16(at);
    if (size > Value::max_short || at[size] != '"') return any_string(at);
    keep(Value::short_text(load_word(at), load_word(at + 8), size));
    return at + size + 1;
  }

  // Apart, so that short ones are not slowed down by what this one needs.
  [[gnu::noinline]] const char* any_string(const char* at) {
    const char* const end = plain_end(at, end_);
    if (current(end) != '"') return unusual_string(at, end);
    keep_text({at, static_cast<std::size_t>(end - at)});
    return end + 1;
  }

  // One with escapes, or not ASCII; all from `first` to `at` is plain.
  const char* unusual_string(const char* first, const char* at) {
    decoded_.clear();
    decoded_.reserve(std::min(static_cast<std::size_t>(end_ - first), typical_string));
    decoded_.append(first, static_cast<std::size_t>(at - first));
    bool ascii = true;
    while (at != end_ && *at != '"') {
      if (*at == '\\') {
        const char* const behind = escape(at, decoded_);
        if (behind == nullptr) return wrong(at, "an escape sequence is malformed");
        at = behind;
      } else if (static_cast<unsigned char>(*at) < 0x20) {
        return wrong(at, "a control character stands in a string");
      } else {
        ascii = false;
      }
      const char* const more = at;
      while (at != end_ && static_cast<signed char>(*at) < 0)
        ++at;
      ascii = ascii && at == more;
      at = plain_end(at, end_);
      decoded_.append(more, static_cast<std::size_t>(at - more));
    }
    if (at == end_) return wrong(at, "a string does not end");
    if (!ascii) decoded_ = valid_utf8(decoded_);  // escapes give valid UTF-8
    keep_text(decoded_);
    return at + 1;
  }

  void keep_text(std::string_view text) {
    if constexpr (keeps_values) {
      open_.push(text.size() <= Value::max_short ? Value(text) : Value::text_in(arena(), text));
    }
  }

  // Null, without an error of its own, when it is none.
  const char* escape(const char* at, std::string& out) const {
    if (end_ - at < 2) return nullptr;
    if (const char meaning = meaning_of(at[1]); meaning != '\0') {
      out += meaning;
      return at + 2;
    }
    if (at[1] != 'u') return nullptr;
    auto code = hexadecimal(at + 2);
    if (!code) return nullptr;
    at += 6;
    if (*code >= 0xD800 && *code < 0xDC00 && rest(at).starts_with("\\u")) {
      const auto low = hexadecimal(at + 2);
      if (low && *low >= 0xDC00 && *low <= 0xDFFF) {
        code = 0x10000 + ((*code - 0xD800) << 10) + (*low - 0xDC00);
        at += 6;
      }
    }
    if (*code >= 0xD800 && *code <= 0xDFFF) {
      out += '?';  // half a surrogate pair: what Java writes for it
    } else {
      append_utf8(*code, out);
    }
    return at;
  }

  [[nodiscard]] std::optional<std::uint32_t> hexadecimal(const char* at) const {
    std::uint32_t code = 0;
    if (end_ - at < 4) return std::nullopt;
    const auto result = std::from_chars(at, at + 4, code, 16);
    return result.ptr == at + 4 ? std::optional(code) : std::nullopt;
  }

  const char* begin_;
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
  Reader<true> reader(text, subject);
  if (!reader.read()) return std::move(reader.problem());
  if (depth != nullptr) *depth = reader.deepest();
  return reader.document();
}

Result<int> check_json(std::string_view text, std::string_view subject) {
  Reader<false> reader(text, subject);
  if (!reader.read()) return std::move(reader.problem());
  return reader.deepest();
}

}  // namespace patchcord::simulator
