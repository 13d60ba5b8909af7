// java.lang.String. Positions count UTF-16 units; texts without characters beyond ASCII are not
// converted for that.
#include <algorithm>
#include <cstdint>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/template/arithmetic.h"
#include "patchcord/template/invocation.h"
#include "patchcord/template/java_regex.h"
#include "patchcord/template/java_text.h"

namespace patchcord::simulator {

namespace {

// Searches by a regular expression may look at each character several times.
constexpr std::size_t max_regex_text = 1 << 20;

std::int32_t length_of(std::string_view text) {
  return static_cast<std::int32_t>(utf16_length(text));
}

// A CharSequence: numbers are not converted to it, as they are to String.
bool is_sequence(const Value& value) {
  return value.is_text() || value.kind() == Kind::character;
}

Answer null_argument() {
  return thrown("java.lang.NullPointerException");
}

Answer out_of_bounds(std::string_view message) {
  return thrown(fmt::format("java.lang.StringIndexOutOfBoundsException: {}", message));
}

Answer substring(std::string_view text, std::int32_t begin, std::int32_t end) {
  const std::int32_t length = length_of(text);
  if (begin < 0 || begin > end || end > length) {
    return out_of_bounds(fmt::format("begin {}, end {}, length {}", begin, end, length));
  }
  const auto from = static_cast<std::size_t>(begin);
  const auto count = static_cast<std::size_t>(end - begin);
  if (is_ascii(text)) return done(Value(text.substr(from, count)));
  return done(Value(to_utf8(to_utf16(text).substr(from, count))));
}

Answer char_at(std::string_view text, std::int32_t index, bool code_point) {
  const std::int32_t length = length_of(text);
  if (index < 0 || index >= length) {
    return out_of_bounds(code_point ? fmt::format("index {}, length {}", index, length)
                                    : fmt::format("String index out of range: {}", index));
  }
  const auto at = static_cast<std::size_t>(index);
  if (code_point) {
    const std::u32string rest = to_code_points(to_utf8(to_utf16(text).substr(at, 2)));
    return done(Value(static_cast<std::int32_t>(rest[0])));
  }
  if (is_ascii(text)) return done(Value::character(std::string(1, text[at])));
  return done(Value::character(to_utf8(to_utf16(text).substr(at, 1))));
}

// Byte offsets and UTF-16 positions are the same while everything before is ASCII.
Answer position(std::string_view text, std::size_t found) {
  if (found == std::string::npos) return done(Value(-1));
  return done(Value(static_cast<std::int32_t>(utf16_length(text.substr(0, found)))));
}

// The byte offset of a UTF-16 position, clamped to the text.
std::size_t offset_of(std::string_view text, std::int32_t wanted) {
  if (wanted <= 0) return 0;
  std::size_t at = 0;
  for (std::int32_t units = 0; at < text.size() && units < wanted;) {
    const auto byte = static_cast<unsigned char>(text[at]);
    units += byte >= 0xF0 ? 2 : 1;
    at += byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
  }
  return std::min(at, text.size());
}

Answer search(std::string_view text, const Call& call) {
  // Anything else is as good an int as a String: ambiguous.
  const bool clear =
      call[0].kind() == Kind::integer || !(call[0].is_number() || call[0].kind() == Kind::boolean);
  if (!clear || (call.count() == 2 && call[1].kind() != Kind::integer)) return unknown();
  auto wanted = as_text(call[0]);
  if (!wanted) return null_argument();
  if (call[0].is_whole()) {
    wanted->clear();
    append_utf8(static_cast<std::uint32_t>(call[0].whole()) & 0x1FFFFF, *wanted);
  }
  const std::int32_t from = call.count() == 2 ? to_int(call[1]) : 0;
  if (call.method == Method::index_of)
    return position(text, find_text(text, *wanted, offset_of(text, from)));
  if (call.count() == 2 && from < 0) return done(Value(-1));
  return position(
      text, text.rfind(*wanted, call.count() == 2 ? offset_of(text, from) : std::string::npos));
}

// `by` before, between and behind all UTF-16 units.
std::string between_units(std::string_view text, std::string_view by, std::size_t max) {
  const std::u16string separator = to_utf16(by);
  std::u16string out = separator;
  for (const char16_t unit : to_utf16(text)) {
    if (out.size() > max) break;
    (out += unit) += separator;
  }
  return to_utf8(out);
}

std::string replace_literal(std::string_view text,
                            std::string_view what,
                            std::string_view by,
                            std::size_t max) {
  std::string out;
  if (what.empty()) return between_units(text, by, max);
  for (std::size_t at = 0;;) {
    const std::size_t found = find_text(text, what, at);
    if (found == std::string_view::npos || out.size() > max) return out.append(text.substr(at));
    out.append(text.substr(at, found - at)).append(by);
    at = found + what.size();
  }
}

Answer by_regex(std::string_view text, const Call& call) {
  const auto pattern = as_text(call[0]);
  if (!pattern) return null_argument();
  if (text.size() > max_regex_text) {
    return refused(
        fmt::format("Regular expressions search in texts of at most {} bytes", max_regex_text));
  }
  const auto regex = JavaRegex::compile(*pattern);
  if (!regex) return refused(regex.error().what);
  if (call.method == Method::matches) return done(Value(regex->matches_all(text)));
  if (call.method == Method::split) {
    const auto limit = call.count() == 2 ? as_int(call[1]) : std::optional<std::int32_t>(0);
    if (!limit) return unknown();
    std::vector<Value> parts;
    for (auto& part : regex->split(text, *limit))
      parts.emplace_back(std::move(part));
    return done(make_list(std::move(parts), ListClass::array));
  }
  const auto replacement = as_text(call[1]);
  if (!replacement) return null_argument();
  auto replaced =
      regex->replace(text, *replacement, call.method == Method::replace_all, call.max_bytes);
  if (!replaced) return thrown("java.lang.IllegalArgumentException: " + replaced.error().what);
  return done(Value(*std::move(replaced)));
}

std::int32_t compare(std::string_view left, std::string_view right) {
  const std::u16string a = to_utf16(left);
  const std::u16string b = to_utf16(right);
  const std::size_t shared = std::min(a.size(), b.size());
  for (std::size_t i = 0; i < shared; ++i) {
    if (a[i] != b[i]) return static_cast<std::int32_t>(a[i]) - static_cast<std::int32_t>(b[i]);
  }
  return static_cast<std::int32_t>(a.size()) - static_cast<std::int32_t>(b.size());
}

// String.trim cuts everything up to the blank, String.strip white space only; ASCII here.
std::string trimmed(std::string_view text) {
  const auto keeps = [](char c) { return static_cast<unsigned char>(c) > ' '; };
  const auto first = std::find_if(text.begin(), text.end(), keeps);
  const auto last = std::find_if(text.rbegin(), text.rend(), keeps).base();
  return first < last ? std::string(first, last) : std::string{};
}

// Letters of Latin-1, Greek and Cyrillic change case by fixed distances; others stay as they are.
std::string with_case(std::string_view text, bool upper) {
  std::string out(text);
  if (is_ascii(text)) {
    for (char& c : out) {
      if (upper ? (c >= 'a' && c <= 'z') : (c >= 'A' && c <= 'Z')) c = static_cast<char>(c ^ 0x20);
    }
    return out;
  }
  std::u16string wide = to_utf16(text);
  std::u16string changed;
  for (const char16_t c : wide) {
    if (upper && c == 0xDF) {
      changed += u"SS";
      continue;
    }
    const bool lower_latin = (c >= 'a' && c <= 'z') || (c >= 0xE0 && c <= 0xFE && c != 0xF7);
    const bool upper_latin = (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7);
    const bool pairs = (c >= 0x100 && c <= 0x137) || (c >= 0x14A && c <= 0x177);
    char16_t made = c;
    if (upper ? lower_latin : upper_latin) made = static_cast<char16_t>(c ^ 0x20);
    if (pairs) made = static_cast<char16_t>(upper ? c & ~1 : c | 1);
    const bool greek =
        upper ? (c >= 0x3B1 && c <= 0x3C9 && c != 0x3C2) : (c >= 0x391 && c <= 0x3A9);
    const bool cyrillic = upper ? (c >= 0x430 && c <= 0x44F) : (c >= 0x410 && c <= 0x42F);
    if (greek || cyrillic) made = static_cast<char16_t>(upper ? c - 0x20 : c + 0x20);
    changed += made;
  }
  return to_utf8(changed);
}

Answer without_arguments(std::string_view text, Method method) {
  switch (method) {
    case Method::length:
      return done(Value(length_of(text)));
    case Method::is_empty:
      return done(Value(text.empty()));
    case Method::is_blank:
      return done(Value(trimmed(text).empty()));
    case Method::trim:
    case Method::strip:
      return done(Value(trimmed(text)));
    case Method::to_lower_case:
      return done(Value(with_case(text, false)));
    case Method::to_upper_case:
      return done(Value(with_case(text, true)));
    default:
      return unknown();
  }
}

Answer with_one_text(std::string_view text, Method method, std::string_view other) {
  switch (method) {
    case Method::contains:
      return done(Value(find_text(text, other) != std::string::npos));
    case Method::starts_with:
      return done(Value(text.starts_with(other)));
    case Method::ends_with:
      return done(Value(text.ends_with(other)));
    case Method::equals_ignore_case:
      return done(Value(with_case(with_case(text, true), false) ==
                        with_case(with_case(other, true), false)));
    case Method::compare_to:
      return done(Value(compare(text, other)));
    case Method::compare_to_ignore_case:
      return done(Value(compare(with_case(with_case(text, true), false),
                                with_case(with_case(other, true), false))));
    case Method::concat:
      return done(Value(std::string(text).append(other)));
    default:
      return unknown();
  }
}

Answer with_numbers(std::string_view text, const Call& call) {
  const auto first = as_int(call[0]);
  if (!first) return not_an_int(call[0]);
  if (call.method == Method::char_at || call.method == Method::code_point_at) {
    return call.count() == 1 ? char_at(text, *first, call.method == Method::code_point_at)
                             : unknown();
  }
  if (call.method == Method::repeat) {
    if (*first < 0)
      return thrown(
          fmt::format("java.lang.IllegalArgumentException: count is negative: {}", *first));
    if (text.size() * static_cast<std::size_t>(*first) > call.max_bytes)
      return refused("A text grows too long");
    std::string out;
    for (std::int32_t i = 0; i < *first; ++i)
      out += text;
    return done(Value(out));
  }
  const auto end =
      call.count() == 2 ? as_int(call[1]) : std::optional<std::int32_t>(length_of(text));
  return end ? substring(text, *first, *end) : not_an_int(call[1]);
}

}  // namespace

Answer invoke_text(const Value& target, const Call& call) {
  const std::string_view text = target.text();
  if (call.count() == 0) return without_arguments(text, call.method);
  if (call.count() > 2) return unknown();
  switch (call.method) {
    case Method::char_at:
    case Method::code_point_at:
    case Method::repeat:
    case Method::substring:
      return with_numbers(text, call);
    case Method::index_of:
    case Method::last_index_of:
      return search(text, call);
    case Method::matches:
      return call.count() == 1 ? by_regex(text, call) : unknown();
    case Method::split:
      return by_regex(text, call);
    case Method::replace_all:
    case Method::replace_first:
      return call.count() == 2 ? by_regex(text, call) : unknown();
    case Method::replace: {
      if (call.count() != 2 || !is_sequence(call[0]) || !is_sequence(call[1])) return unknown();
      return done(Value(replace_literal(text, call[0].text(), call[1].text(), call.max_bytes)));
    }
    default:
      break;
  }
  if (call.count() != 1) return unknown();
  if (call.method == Method::contains && !call[0].is_null() && !is_sequence(call[0]))
    return unknown();
  const auto other = as_text(call[0]);
  Answer answer =
      with_one_text(text, call.method, other ? std::string_view(*other) : std::string_view());
  if (answer.outcome == Called::done && !other) {
    return call.method == Method::equals_ignore_case ? done(Value(false)) : null_argument();
  }
  return answer;
}

}  // namespace patchcord::simulator
