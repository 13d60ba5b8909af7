// java.lang.String: characters, parts, case and blanks.
#include <algorithm>
#include <array>
#include <cstdint>

#include <fmt/format.h>

#include "patchcord/template/java_character.h"
#include "patchcord/template/java_method.h"
#include "patchcord/template/java_string.h"
#include "patchcord/template/java_text.h"

namespace patchcord::simulator {

namespace {

Answer substring(const Value& self, const Call& call) {
  const std::int32_t length = length_of(self);
  const std::int32_t begin = int_at(call, 0);
  const std::int32_t end = call.count() == 2 ? int_at(call, 1) : length;
  if (begin < 0 || begin > end || end > length) {
    return out_of_bounds(fmt::format("begin {}, end {}, length {}", begin, end, length));
  }
  std::string made;
  return done(Value(slice(self, begin, end, made)));
}

Answer char_at(const Value& self, const Call& call) {
  const std::int32_t index = int_at(call, 0);
  if (index < 0 || index >= length_of(self)) {
    // Java holds texts beyond Latin-1 in another class, which has its own words.
    const auto units = to_utf16(self.text());
    const bool latin =
        std::all_of(units.begin(), units.end(), [](char16_t unit) { return unit <= 0xFF; });
    return out_of_bounds(latin ? fmt::format("String index out of range: {}", index)
                               : fmt::format("index {}, length {}", index, units.size()));
  }
  std::string made;
  return done(Value::character(slice(self, index, index + 1, made)));
}

// The code point that begins at a unit, which is half of one where the other half is not beside it.
std::int32_t code_point(const std::u16string& units, std::size_t at) {
  const char16_t unit = units[at];
  const bool pair = unit >= 0xD800 && unit < 0xDC00 && at + 1 < units.size() &&
                    units[at + 1] >= 0xDC00 && units[at + 1] < 0xE000;
  return pair ? 0x10000 + ((unit - 0xD800) << 10) + (units[at + 1] - 0xDC00) : unit;
}

Answer code_point_at(const Value& self, const Call& call) {
  const std::u16string units = to_utf16(self.text());
  const std::int32_t index = int_at(call, 0);
  if (index < 0 || static_cast<std::size_t>(index) >= units.size()) {
    return out_of_bounds(fmt::format("index {}, length {}", index, units.size()));
  }
  return done(Value(code_point(units, static_cast<std::size_t>(index))));
}

Answer code_point_before(const Value& self, const Call& call) {
  const std::u16string units = to_utf16(self.text());
  const std::int32_t index = int_at(call, 0);
  if (index < 1 || static_cast<std::size_t>(index) > units.size()) {
    return out_of_bounds(fmt::format("String index out of range: {}", index));
  }
  const auto at = static_cast<std::size_t>(index);
  const bool second = at >= 2 && units[at - 1] >= 0xDC00 && units[at - 1] < 0xE000;
  const std::int32_t wide = second ? code_point(units, at - 2) : 0;
  return done(Value(wide >= 0x10000 ? wide : static_cast<std::int32_t>(units[at - 1])));
}

Answer code_point_count(const Value& self, const Call& call) {
  const std::u16string units = to_utf16(self.text());
  const std::int32_t begin = int_at(call, 0);
  const std::int32_t end = int_at(call, 1);
  if (begin < 0 || begin > end || static_cast<std::size_t>(end) > units.size()) {
    return thrown("java.lang.IndexOutOfBoundsException");
  }
  std::int32_t count = 0;
  for (auto at = static_cast<std::size_t>(begin); at < static_cast<std::size_t>(end); ++count)
    at += code_point(units, at) >= 0x10000 ? 2 : 1;
  return done(Value(count));
}

Answer offset_by_code_points(const Value& self, const Call& call) {
  const std::u16string units = to_utf16(self.text());
  const auto size = static_cast<std::int64_t>(units.size());
  std::int64_t at = int_at(call, 0);
  std::int32_t left = int_at(call, 1);
  const auto beyond = [] { return thrown("java.lang.IndexOutOfBoundsException"); };
  if (at < 0 || at > size) return beyond();
  const auto wide = [&](std::int64_t i) {
    return i >= 0 && i < size && code_point(units, static_cast<std::size_t>(i)) >= 0x10000;
  };
  for (; left > 0; --left) {
    if (at >= size) return beyond();
    at += wide(at) ? 2 : 1;
  }
  for (; left < 0; ++left) {
    if (at <= 0) return beyond();
    at -= wide(at - 2) ? 2 : 1;
  }
  return done(Value(static_cast<std::int32_t>(at)));
}

// Of white space, which is more than ASCII's here; trim() cuts everything up to the blank.
std::string stripped(std::string_view text, bool front, bool back) {
  std::u32string wide = to_code_points(text);
  auto first = wide.begin();
  auto last = wide.end();
  while (front && first != last && is_java_whitespace(*first))
    ++first;
  while (back && first != last && is_java_whitespace(*(last - 1)))
    --last;
  std::string out;
  for (; first != last; ++first)
    append_utf8(*first, out);
  return out;
}

std::string trimmed(std::string_view text) {
  const auto keeps = [](char c) { return static_cast<unsigned char>(c) > ' '; };
  const auto* const first = std::find_if(text.begin(), text.end(), keeps);
  const auto last = std::find_if(text.rbegin(), text.rend(), keeps).base();
  return first < last ? std::string(first, last) : std::string{};
}

Answer repeat(const Value& self, const Call& call) {
  const std::string_view text = self.text();
  const std::int32_t count = int_at(call, 0);
  if (count < 0) {
    return thrown(fmt::format("java.lang.IllegalArgumentException: count is negative: {}", count));
  }
  if (text.size() * static_cast<std::size_t>(count) > call.max_bytes) return too_long();
  std::string out;
  for (std::int32_t i = 0; i < count; ++i)
    out += text;
  return done(Value(out));
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
    lines.push_back(text.substr(0, end));
    const std::size_t skip = text.substr(end).starts_with("\r\n") ? 2 : 1;
    text.remove_prefix(std::min(end + skip, text.size()));
  }
  return lines;
}

std::size_t leading_blanks(const std::u32string& line) {
  return static_cast<std::size_t>(
      std::find_if(line.begin(), line.end(), [](char32_t c) { return !is_java_whitespace(c); }) -
      line.begin());
}

Answer indent(const Value& self, const Call& call) {
  const std::int32_t by = int_at(call, 0);
  const std::vector<std::string_view> lines = lines_of(self.text());
  if (by > 0 && lines.size() * static_cast<std::size_t>(by) > call.max_bytes) return too_long();
  std::string out;
  for (const std::string_view line : lines) {
    std::u32string wide = to_code_points(line);
    if (by > 0) out.append(static_cast<std::size_t>(by), ' ');
    if (by < 0)
      wide.erase(0, std::min(leading_blanks(wide), static_cast<std::size_t>(-std::int64_t{by})));
    for (const char32_t c : wide)
      append_utf8(c, out);
    out += '\n';
  }
  return done(Value(out));
}

Answer strip_indent(const Value& self, const Call&) {
  const std::string_view text = self.text();
  const bool open = text.ends_with('\n') || text.ends_with('\r');
  std::size_t least = open ? 0 : text.size();
  const std::vector<std::string_view> lines = lines_of(text);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::u32string wide = to_code_points(lines[i]);
    const std::size_t blanks = leading_blanks(wide);
    if (blanks < wide.size() || i + 1 == lines.size()) least = std::min(least, blanks);
  }
  std::string out;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    std::u32string wide = to_code_points(stripped(lines[i], false, true));
    if (i > 0) out += '\n';
    wide.erase(0, std::min(least, wide.size()));
    for (const char32_t c : wide)
      append_utf8(c, out);
  }
  return done(Value(open ? out + '\n' : out));
}

Answer to_char_array(const Value& self, const Call& call) {
  call.spend(self.text().size());
  std::vector<Value> items;
  for (const char16_t unit : to_utf16(self.text()))
    items.push_back(Value::character(to_utf8({&unit, 1})));
  return done(make_java_array('3', std::move(items)));
}

Value bytes_of(std::string_view text) {
  std::vector<Value> items;
  for (const char byte : text)
    items.emplace_back(static_cast<std::int32_t>(static_cast<signed char>(byte)));
  return make_java_array('4', std::move(items));
}

Answer get_bytes(const Value& self, const Call& call) {
  call.spend(self.text().size());
  if (call.count() == 0) return done(bytes_of(self.text()));
  const std::string name = with_case(call[0].text(), Case::upper);
  if (name == "UTF-8" || name == "UTF8") return done(bytes_of(self.text()));
  const bool ascii = name == "US-ASCII" || name == "ASCII";
  if (!ascii && name != "ISO-8859-1" && name != "LATIN1") {
    return refused(
        fmt::format("patchcord knows the character sets UTF-8, ISO-8859-1 and US-ASCII, not {}",
                    call[0].text()));
  }
  std::string out;
  for (const char32_t c : to_code_points(self.text()))
    out += c < (ascii ? 0x80U : 0x100U) ? static_cast<char>(c) : '?';
  return done(bytes_of(out));
}

// clang-format off
constexpr std::array methods{
    JavaMethod{"charAt", "i", char_at},
    JavaMethod{"chars", "", nullptr},
    JavaMethod{"codePointAt", "i", code_point_at},
    JavaMethod{"codePointBefore", "i", code_point_before},
    JavaMethod{"codePointCount", "ii", code_point_count},
    JavaMethod{"codePoints", "", nullptr},
    JavaMethod{"describeConstable", "", nullptr},
    JavaMethod{"getBytes", "", get_bytes},
    JavaMethod{"getBytes", "T", get_bytes},
    JavaMethod{"getBytes", "X", nullptr},
    JavaMethod{"getBytes", "ii4i", nullptr},
    JavaMethod{"getChars", "ii3i", nullptr},
    JavaMethod{"indent", "i", indent},
    JavaMethod{"intern", "", [](const Value& self, const Call&) { return done(self); }},
    JavaMethod{"isBlank", "", [](const Value& self, const Call&) { return done(Value(stripped(self.text(), true, true).empty())); }},
    JavaMethod{"isEmpty", "", [](const Value& self, const Call&) { return done(Value(self.text().empty())); }},
    JavaMethod{"length", "", [](const Value& self, const Call&) { return done(Value(length_of(self))); }},
    JavaMethod{"lines", "", nullptr},
    JavaMethod{"offsetByCodePoints", "ii", offset_by_code_points},
    JavaMethod{"repeat", "i", repeat},
    JavaMethod{"resolveConstantDesc", "X", nullptr},
    JavaMethod{"strip", "", [](const Value& self, const Call&) { return done(Value(stripped(self.text(), true, true))); }},
    JavaMethod{"stripIndent", "", strip_indent},
    JavaMethod{"stripLeading", "", [](const Value& self, const Call&) { return done(Value(stripped(self.text(), true, false))); }},
    JavaMethod{"stripTrailing", "", [](const Value& self, const Call&) { return done(Value(stripped(self.text(), false, true))); }},
    JavaMethod{"subSequence", "ii", substring},
    JavaMethod{"substring", "i", substring},
    JavaMethod{"substring", "ii", substring},
    JavaMethod{"toCharArray", "", to_char_array},
    JavaMethod{"toLowerCase", "", [](const Value& self, const Call&) { return done(Value(with_case(self.text(), Case::lower))); }},
    JavaMethod{"toLowerCase", "W", nullptr},
    JavaMethod{"toUpperCase", "", [](const Value& self, const Call&) { return done(Value(with_case(self.text(), Case::upper))); }},
    JavaMethod{"toUpperCase", "W", nullptr},
    JavaMethod{"transform", "X", nullptr},
    JavaMethod{"translateEscapes", "", nullptr},
    JavaMethod{"trim", "", [](const Value& self, const Call&) { return done(Value(trimmed(self.text()))); }},
};
// clang-format on

}  // namespace

std::int32_t length_of(std::string_view text) {
  return static_cast<std::int32_t>(utf16_length(text));
}

std::int32_t length_of(const Value& text) {
  if (text.is_short_text()) return length_of(text.text());
  const auto& units = static_cast<const Text*>(text.shared())->units;
  std::uint32_t known = units.load(std::memory_order_relaxed);
  if (known == Text::not_counted) {
    known = static_cast<std::uint32_t>(length_of(text.text()));
    static_cast<const Text*>(text.shared())->units.store(known, std::memory_order_relaxed);
  }
  return static_cast<std::int32_t>(known);
}

std::string_view slice(const Value& text, std::int32_t begin, std::int32_t end, std::string& made) {
  const std::string_view all = text.text();
  if (static_cast<std::size_t>(length_of(text)) != all.size()) return slice(all, begin, end, made);
  return all.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin));
}

std::string_view slice(std::string_view text,
                       std::int32_t begin,
                       std::int32_t end,
                       std::string& made) {
  const auto from = static_cast<std::size_t>(begin);
  const auto count = static_cast<std::size_t>(end - begin);
  if (is_ascii(text)) return text.substr(from, count);
  made = to_utf8(to_utf16(text).substr(from, count));
  return made;
}

std::int32_t compare_texts(std::string_view left, std::string_view right) {
  const std::u16string a = to_utf16(left);
  const std::u16string b = to_utf16(right);
  const std::size_t shared = std::min(a.size(), b.size());
  for (std::size_t i = 0; i < shared; ++i) {
    if (a[i] != b[i]) return static_cast<std::int32_t>(a[i]) - static_cast<std::int32_t>(b[i]);
  }
  return static_cast<std::int32_t>(a.size()) - static_cast<std::int32_t>(b.size());
}

Answer null_argument() {
  return thrown("java.lang.NullPointerException");
}

Answer out_of_bounds(std::string_view message) {
  return thrown(fmt::format("java.lang.StringIndexOutOfBoundsException: {}", message));
}

Answer too_long() {
  return refused("A text grows too long");
}

JavaMethods string_methods() {
  return methods;
}

}  // namespace patchcord::simulator
