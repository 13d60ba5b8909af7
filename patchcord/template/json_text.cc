#include "patchcord/template/json_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <iterator>
#include <limits>
#include <optional>

#include <fmt/format.h>

#include "patchcord/template/big_number.h"
#include "patchcord/template/java_text.h"

namespace patchcord::simulator {

namespace {

// What a byte means inside a string: most stand for themselves.
constexpr std::array<bool, 256> make_plain() {
  std::array<bool, 256> plain{};
  for (std::size_t byte = 0x20; byte < 256; ++byte)
    plain[byte] = byte != '"' && byte != '\\';
  return plain;
}
constexpr std::array<bool, 256> plain = make_plain();

bool is_plain(char c) {
  return plain[static_cast<unsigned char>(c)];
}

// Where the run of plain bytes ends that begins at `at`; `ascii` becomes false when it has others.
std::size_t plain_end(std::string_view text, std::size_t at, bool& ascii) {
  constexpr std::uint64_t ones = 0x0101010101010101U;
  constexpr std::uint64_t tops = 0x8080808080808080U;
  // Eight at a time: the top bit of each byte that is `byte`, or less than it.
  const auto equal = [](std::uint64_t word, std::uint64_t byte) {
    const std::uint64_t zero = word ^ byte * ones;
    return (zero - ones) & ~zero & tops;
  };
  const auto less = [](std::uint64_t word, std::uint64_t byte) {
    return (word - byte * ones) & ~word & tops;
  };
  for (std::uint64_t word = 0; at + sizeof word <= text.size(); at += sizeof word) {
    std::memcpy(&word, text.data() + at, sizeof word);
    if ((equal(word, '"') | equal(word, '\\') | less(word, 0x20)) != 0) break;
    if ((word & tops) != 0) ascii = false;
  }
  while (at < text.size() && is_plain(text[at]))
    if (static_cast<unsigned char>(text[at++]) >= 0x80) ascii = false;
  return at;
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Each reading function answers false after an error, which problem_ keeps.
class Reader {
 public:
  Reader(std::string_view text, std::string_view subject) : text_(text), subject_(subject) {
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
    open_.reserve(std::min<std::size_t>(text.size() / 8, 64));
  }

  Result<Value> document() {
    Value value;
    if (!element(value, 0)) return *std::move(problem_);
    skip_blanks();
    if (at_ != text_.size()) {
      wrong("text after the end of the document");
      return *std::move(problem_);
    }
    return value;
  }

 private:
  bool wrong(std::string_view reason) {
    const std::string_view before = text_.substr(0, std::min(at_, text_.size()));
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const std::size_t line_start = before.rfind('\n') + 1;
    const std::string at =
        fmt::format("line {}, column {}", line, utf16_length(before.substr(line_start)) + 1);
    problem_ = Error{.code = Code::protocol,
                     .what = fmt::format("{} is not JSON: {} at {}", subject_, reason, at),
                     .at = at};
    return false;
  }

  // What stands at the place, NUL at the end.
  [[nodiscard]] char current() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  void skip_blanks() {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\r' || text_[at_] == '\t')) {
      ++at_;
    }
  }

  bool take(char c) {
    skip_blanks();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  bool word(std::string_view word, Value value, Value& out) {
    if (!text_.substr(at_).starts_with(word)) return wrong("a value was expected");
    at_ += word.size();
    out = std::move(value);
    return true;
  }

  // NOLINTNEXTLINE(misc-no-recursion): depth is bounded
  bool element(Value& out, int depth) {
    skip_blanks();
    if (at_ >= text_.size()) return wrong("the text ends");
    if (depth > max_value_depth) return wrong("nested too deeply");
    switch (text_[at_]) {
      case '{':
        return object(out, depth);
      case '[':
        return array(out, depth);
      case '"':
        return string(out);
      case 't':
        return word("true", Value(true), out);
      case 'f':
        return word("false", Value(false), out);
      case 'n':
        return word("null", Value(), out);
      default:
        if (text_[at_] == '-' || is_digit(text_[at_])) return number(out);
    }
    return wrong("a value was expected");
  }

  // Members and elements wait in open_ until their number is known: containers are made once, in
  // their size.
  bool object(Value& out, int depth) {
    ++at_;
    const std::size_t first = open_.size();
    if (!take('}')) {
      do {
        Value key;
        Value value;
        skip_blanks();
        if (current() != '"') return wrong("a name in quotes was expected");
        if (!string(key)) return false;
        if (!take(':')) return wrong("':' was expected");
        if (!element(value, depth + 1)) return false;
        open_.push_back(std::move(key));
        open_.push_back(std::move(value));
      } while (take(','));
      if (!take('}')) return wrong("',' or '}' was expected");
    }
    out = make_map();
    out.map().reserve((open_.size() - first) / 2);
    for (std::size_t i = first; i < open_.size(); i += 2)
      out.map().set(std::move(open_[i]), std::move(open_[i + 1]));
    open_.resize(first);
    return true;
  }

  bool array(Value& out, int depth) {
    ++at_;
    const std::size_t first = open_.size();
    if (!take(']')) {
      do {
        Value value;
        if (!element(value, depth + 1)) return false;
        open_.push_back(std::move(value));
      } while (take(','));
      if (!take(']')) return wrong("',' or ']' was expected");
    }
    const auto begin = open_.begin() + static_cast<std::ptrdiff_t>(first);
    out = make_list({std::move_iterator(begin), std::move_iterator(open_.end())});
    open_.resize(first);
    return true;
  }

  std::size_t digits() {
    const std::size_t start = at_;
    while (is_digit(current()))
      ++at_;
    return at_ - start;
  }

  bool number(Value& out) {
    const std::size_t start = at_;
    if (text_[at_] == '-') ++at_;
    const std::size_t first = at_;
    const std::size_t whole_digits = digits();
    if (whole_digits == 0 || (whole_digits > 1 && text_[first] == '0'))
      return wrong("a number is malformed");
    bool whole = true;
    if (current() == '.') {
      whole = false;
      ++at_;
      if (digits() == 0) return wrong("a number is malformed");
    }
    if (current() == 'e' || current() == 'E') {
      whole = false;
      ++at_;
      if (current() == '+' || current() == '-') ++at_;
      if (digits() == 0) return wrong("a number is malformed");
    }
    return make_number(text_.substr(start, at_ - start), whole, out);
  }

  bool make_number(std::string_view digits, bool whole, Value& out) {
    const char* end = digits.data() + digits.size();
    if (whole) {
      std::int64_t integer = 0;
      if (std::from_chars(digits.data(), end, integer).ec == std::errc{}) {
        out = Value::whole(integer);
        return true;
      }
      const auto big = BigNumber::parse(digits);
      if (!big) return wrong("a number is too long");
      out = make_big(BigNumber::integer(*big));
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
    out = Value(real);
    return true;
  }

  bool string(Value& out) {
    const std::size_t start = ++at_;
    bool ascii = true;
    at_ = plain_end(text_, at_, ascii);
    if (at_ >= text_.size()) return wrong("a string does not end");
    if (ascii && text_[at_] == '"') {
      out = Value(text_.substr(start, at_++ - start));
      return true;
    }
    std::string made(text_.substr(start, at_ - start));
    while (text_[at_] != '"') {
      if (text_[at_] != '\\') return wrong("a control character stands in a string");
      if (!escape(made)) return wrong("an escape sequence is malformed");
      const std::size_t more = at_;
      at_ = plain_end(text_, at_, ascii);
      if (at_ >= text_.size()) return wrong("a string does not end");
      made.append(text_.substr(more, at_ - more));
    }
    ++at_;
    out = ascii ? Value(made) : Value(valid_utf8(made));
    return true;
  }

  bool escape(std::string& out) {
    if (at_ + 1 >= text_.size()) return false;
    const char kind = text_[at_ + 1];
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
    if (*code >= 0xD800 && *code < 0xDC00 && text_.substr(at_).starts_with("\\u")) {
      const std::size_t before = at_;
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
    if (at_ + 4 > text_.size()) return std::nullopt;
    const auto result = std::from_chars(text_.data() + at_, text_.data() + at_ + 4, code, 16);
    if (result.ptr != text_.data() + at_ + 4) return std::nullopt;
    at_ += 4;
    return code;
  }

  std::string_view text_;
  std::string_view subject_;
  std::size_t at_{};
  std::vector<Value> open_{};
  std::optional<Error> problem_{};
};

void append_quoted(const Value& value, std::string& out) {
  out += '"';
  if (value.is_text()) {
    append_json_escaped(value.text(), out);
  } else {
    append_json_escaped(java_text(value), out);
  }
  out += '"';
}

// NOLINTNEXTLINE(misc-no-recursion): depth is bounded
void append(const Value& value, std::string& out, int depth) {
  if (depth == 0) {
    out += "null";
    return;
  }
  if (value.is_list()) {
    out += '[';
    bool first = true;
    for (const auto& item : value.list().items) {
      if (!std::exchange(first, false)) out += ',';
      append(item, out, depth - 1);
    }
    out += ']';
  } else if (value.is_map()) {
    out += '{';
    bool first = true;
    for (const auto& entry : value.map().entries()) {
      if (!std::exchange(first, false)) out += ',';
      append_quoted(entry.key, out);
      out += ':';
      append(entry.value, out, depth - 1);
    }
    out += '}';
  } else if (value.kind() == Kind::real && !std::isfinite(value.real())) {
    out += "null";
  } else if (value.is_number() || value.is_null() || value.kind() == Kind::boolean) {
    append_java_text(value, out);
  } else {
    append_quoted(value, out);
  }
}

}  // namespace

Result<Value> read_json(std::string_view text, std::string_view subject) {
  return Reader(text, subject).document();
}

std::string write_json(const Value& value) {
  std::string out;
  append(value, out, max_value_depth + 2);
  return out;
}

void append_json_escaped(std::string_view text, std::string& out) {
  constexpr std::string_view hex = "0123456789abcdef";
  std::size_t start = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (is_plain(text[at])) continue;
    const auto c = static_cast<unsigned char>(text[at]);
    out.append(text.substr(start, at - start));
    start = at + 1;
    constexpr std::string_view meanings = "\"\\\b\f\n\r\t";
    constexpr std::string_view names = "\"\\bfnrt";
    out += '\\';
    if (const std::size_t known = meanings.find(static_cast<char>(c));
        known != std::string_view::npos) {
      out += names[known];
    } else {
      out += "u00";
      out += hex[c >> 4];
      out += hex[c & 15];
    }
  }
  out.append(text.substr(start));
}

}  // namespace patchcord::simulator
