#include "patchcord/template/json_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

#include <fmt/format.h>

#include "patchcord/base/try.h"
#include "patchcord/template/big_number.h"
#include "patchcord/template/java_text.h"

namespace patchcord::simulator {

namespace {

class Reader {
 public:
  Reader(std::string_view text, std::string_view subject) : text_(text), subject_(subject) {
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
  }

  Result<Value> document() {
    TRY_ASSIGN(Value value, element(0));
    skip_blanks();
    if (at_ != text_.size()) return wrong("text after the end of the document");
    return value;
  }

 private:
  [[nodiscard]] Error wrong(std::string_view reason) const {
    const std::string_view before = text_.substr(0, std::min(at_, text_.size()));
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const std::size_t line_start = before.rfind('\n') + 1;
    const std::string at =
        fmt::format("line {}, column {}", line, utf16_length(before.substr(line_start)) + 1);
    return {.code = Code::protocol,
            .what = fmt::format("{} is not JSON: {} at {}", subject_, reason, at),
            .at = at};
  }

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

  bool take_word(std::string_view word) {
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }

  // NOLINTNEXTLINE(misc-no-recursion): depth is bounded
  Result<Value> element(int depth) {
    skip_blanks();
    if (at_ >= text_.size()) return wrong("the text ends");
    if (depth > max_value_depth) return wrong("nested too deeply");
    switch (text_[at_]) {
      case '{':
        return object(depth);
      case '[':
        return array(depth);
      case '"': {
        TRY_ASSIGN(std::string text, string());
        return Value(std::move(text));
      }
      case 't':
        if (take_word("true")) return Value(true);
        break;
      case 'f':
        if (take_word("false")) return Value(false);
        break;
      case 'n':
        if (take_word("null")) return Value();
        break;
      default:
        if (text_[at_] == '-' || (text_[at_] >= '0' && text_[at_] <= '9')) return number();
    }
    return wrong("a value was expected");
  }

  Result<Value> object(int depth) {
    ++at_;
    Value made = make_map();
    if (take('}')) return made;
    do {
      skip_blanks();
      if (at_ >= text_.size() || text_[at_] != '"') return wrong("a name in quotes was expected");
      TRY_ASSIGN(std::string key, string());
      if (!take(':')) return wrong("':' was expected");
      TRY_ASSIGN(Value value, element(depth + 1));
      made.map().set(Value(std::move(key)), std::move(value));
    } while (take(','));
    if (!take('}')) return wrong("',' or '}' was expected");
    return made;
  }

  Result<Value> array(int depth) {
    ++at_;
    std::vector<Value> items;
    if (take(']')) return make_list({});
    do {
      TRY_ASSIGN(Value value, element(depth + 1));
      items.push_back(std::move(value));
    } while (take(','));
    if (!take(']')) return wrong("',' or ']' was expected");
    return make_list(std::move(items));
  }

  std::size_t digits() {
    const std::size_t start = at_;
    while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9')
      ++at_;
    return at_ - start;
  }

  Result<Value> number() {
    const std::size_t start = at_;
    if (text_[at_] == '-') ++at_;
    const std::size_t first = at_;
    const std::size_t whole_digits = digits();
    if (whole_digits == 0 || (whole_digits > 1 && text_[first] == '0'))
      return wrong("a number is malformed");
    bool whole = true;
    if (at_ < text_.size() && text_[at_] == '.') {
      whole = false;
      ++at_;
      if (digits() == 0) return wrong("a number is malformed");
    }
    if (at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
      whole = false;
      ++at_;
      if (at_ < text_.size() && (text_[at_] == '+' || text_[at_] == '-')) ++at_;
      if (digits() == 0) return wrong("a number is malformed");
    }
    return make_number(text_.substr(start, at_ - start), whole);
  }

  [[nodiscard]] Result<Value> make_number(std::string_view digits, bool whole) const {
    const char* end = digits.data() + digits.size();
    if (whole) {
      std::int64_t integer = 0;
      if (std::from_chars(digits.data(), end, integer).ec == std::errc{})
        return Value::whole(integer);
      if (auto big = BigNumber::parse(digits)) return make_big(BigNumber::integer(*big));
      return wrong("a number is too long");
    }
    double real = 0;
    if (std::from_chars(digits.data(), end, real).ec == std::errc::result_out_of_range) {
      real =
          digits.find("e-") != std::string_view::npos || digits.find("E-") != std::string_view::npos
              ? 0.0
              : std::numeric_limits<double>::infinity();
      if (digits[0] == '-') real = -real;
    }
    return Value(real);
  }

  Result<std::string> string() {
    ++at_;
    std::string out;
    while (at_ < text_.size()) {
      const std::size_t start = at_;
      while (at_ < text_.size() && text_[at_] != '"' && text_[at_] != '\\' &&
             static_cast<unsigned char>(text_[at_]) >= 0x20) {
        ++at_;
      }
      out.append(text_.substr(start, at_ - start));
      if (at_ >= text_.size()) break;
      if (text_[at_] == '"') {
        ++at_;
        return valid_utf8(out);
      }
      if (text_[at_] != '\\') return wrong("a control character stands in a string");
      if (!escape(out)) return wrong("an escape sequence is malformed");
    }
    return wrong("a string does not end");
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
};

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
      out += '"';
      append_json_escaped(java_text(entry.key), out);
      out += "\":";
      append(entry.value, out, depth - 1);
    }
    out += '}';
  } else if (value.kind() == Kind::real && !std::isfinite(value.real())) {
    out += "null";
  } else if (value.is_number() || value.is_null() || value.kind() == Kind::boolean) {
    append_java_text(value, out);
  } else {
    out += '"';
    append_json_escaped(java_text(value), out);
    out += '"';
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
    const auto c = static_cast<unsigned char>(text[at]);
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    out.append(text.substr(start, at - start));
    start = at + 1;
    constexpr std::string_view plain = "\"\\\b\f\n\r\t";
    constexpr std::string_view names = "\"\\bfnrt";
    out += '\\';
    if (const std::size_t known = plain.find(static_cast<char>(c));
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
