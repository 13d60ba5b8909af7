// The core schema of YAML 1.2: what unquoted words mean, and the same values as JSON.
#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/manifest/yaml.h"

namespace patchcord {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool is_octal(char c) {
  return c >= '0' && c <= '7';
}

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

bool is_run_of(std::string_view text, bool (*accepts)(char)) {
  return !text.empty() && std::all_of(text.begin(), text.end(), accepts);
}

std::string_view without_sign(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  return text;
}

// [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?
bool is_real(std::string_view text) {
  text = without_sign(text);
  if (const auto exponent = text.find_first_of("eE"); exponent != std::string_view::npos) {
    if (!is_run_of(without_sign(text.substr(exponent + 1)), is_digit)) return false;
    text = text.substr(0, exponent);
  }
  const auto point = text.find('.');
  if (point == std::string_view::npos) return is_run_of(text, is_digit);
  const auto whole = text.substr(0, point);
  const auto fraction = text.substr(point + 1);
  if (whole.empty()) return is_run_of(fraction, is_digit);
  return is_run_of(whole, is_digit) && (fraction.empty() || is_run_of(fraction, is_digit));
}

// How many bytes the UTF-8 sequence at the start of `text` has; 0 if there is none.
std::size_t sequence_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const auto lead = byte(0);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return 0;
  }
  const bool overlong = (lead == 0xE0 && byte(1) < 0xA0) || (lead == 0xF0 && byte(1) < 0x90);
  const bool surrogate = lead == 0xED && byte(1) > 0x9F;
  const bool too_large = lead == 0xF4 && byte(1) > 0x8F;
  return overlong || surrogate || too_large ? 0 : length;
}

class JsonMaker {
 public:
  JsonMaker(const std::string& file, Problems& problems) : file_(file), problems_(problems) {}

  // NOLINTNEXTLINE(misc-no-recursion): at most max_yaml_depth levels
  Json make(const YamlValue& value) {
    switch (value.kind) {
      case YamlKind::null:
        return nullptr;
      case YamlKind::boolean:
        return value.text[0] == 't' || value.text[0] == 'T';
      case YamlKind::integer:
        return integer(value);
      case YamlKind::real:
        return real(value);
      case YamlKind::text:
        return value.text;
      case YamlKind::list: {
        Json list = Json::array();
        for (const auto& item : value.items)
          list.push_back(make(item));
        return list;
      }
      case YamlKind::mapping: {
        Json object = Json::object();
        for (const auto& item : value.items)
          object[item.key] = make(item);
        return object;
      }
    }
    return nullptr;
  }

 private:
  Json refuse(const YamlValue& value, std::string_view reason) {
    problems_.error({.file = file_, .line = value.at.line, .column = value.at.column},
                    fmt::format("the number {} {}", printable(value.text, 60), reason),
                    fmt::format("Quote it if it is text: \"{}\"", printable(value.text, 60)));
    return nullptr;
  }

  Json integer(const YamlValue& value) {
    auto digits = std::string_view(value.text);
    int base = 10;
    if (digits.starts_with("0x") || digits.starts_with("0o")) {
      base = digits[1] == 'x' ? 16 : 8;
      digits.remove_prefix(2);
    } else if (const auto unsigned_digits = without_sign(digits);
               unsigned_digits.size() > 1 && unsigned_digits[0] == '0') {
      return refuse(value, "begins with a zero, which would be lost");
    }
    if (digits.starts_with('+')) digits.remove_prefix(1);
    long long number = 0;
    const auto* end = digits.data() + digits.size();
    const auto result = std::from_chars(digits.data(), end, number, base);
    if (result.ec != std::errc() || result.ptr != end) return refuse(value, "is too large");
    return number;
  }

  Json real(const YamlValue& value) {
    auto digits = std::string_view(value.text);
    if (digits.starts_with('+')) digits.remove_prefix(1);
    double number = 0;
    const auto* end = digits.data() + digits.size();
    const auto result = std::from_chars(digits.data(), end, number);
    if (result.ec != std::errc() || result.ptr != end || !std::isfinite(number))
      return refuse(value, "has no form in JSON");
    return number;
  }

  const std::string& file_;
  Problems& problems_;
};

}  // namespace

YamlKind core_kind(std::string_view plain) {
  if (is_one_of(plain, {"", "~", "null", "Null", "NULL"})) return YamlKind::null;
  if (is_one_of(plain, {"true", "True", "TRUE", "false", "False", "FALSE"}))
    return YamlKind::boolean;
  if (is_run_of(without_sign(plain), is_digit)) return YamlKind::integer;
  if ((plain.starts_with("0x") && is_run_of(plain.substr(2), is_hex)) ||
      (plain.starts_with("0o") && is_run_of(plain.substr(2), is_octal)))
    return YamlKind::integer;
  if (is_one_of(without_sign(plain), {".inf", ".Inf", ".INF"}) ||
      is_one_of(plain, {".nan", ".NaN", ".NAN"}))
    return YamlKind::real;
  return is_real(plain) ? YamlKind::real : YamlKind::text;
}

std::optional<std::size_t> find_invalid_utf8(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const auto length = sequence_length(text.substr(at));
    if (length == 0) return at;
    at += length;
  }
  return std::nullopt;
}

Json json_of(const YamlValue& value, const std::string& file, Problems& problems) {
  return JsonMaker(file, problems).make(value);
}

}  // namespace patchcord
