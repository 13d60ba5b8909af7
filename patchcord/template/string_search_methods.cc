// java.lang.String: finding, comparing, replacing, splitting.
#include <algorithm>
#include <array>
#include <cstdint>

#include <fmt/format.h>

#include "patchcord/template/java_character.h"
#include "patchcord/template/java_method.h"
#include "patchcord/template/java_regex.h"
#include "patchcord/template/java_string.h"
#include "patchcord/template/java_text.h"

namespace patchcord::simulator {

namespace {

// Searches by a regular expression may look at each character several times.
constexpr std::size_t max_regex_text = 1 << 20;

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

std::string wanted_text(const Value& argument) {
  if (argument.is_text()) return std::string(argument.text());
  std::string made;
  append_utf8(static_cast<std::uint32_t>(argument.whole()) & 0x1FFFFF, made);
  return made;
}

Answer index_of(const Value& self, const Call& call) {
  const std::string_view text = self.text();
  const std::int32_t from = call.count() == 2 ? int_at(call, 1) : 0;
  return position(text, find_text(text, wanted_text(call[0]), offset_of(text, from)));
}

Answer last_index_of(const Value& self, const Call& call) {
  const std::string_view text = self.text();
  call.spend(text.size() * wanted_text(call[0]).size() / 32);
  if (call.count() == 1) return position(text, text.rfind(wanted_text(call[0])));
  if (int_at(call, 1) < 0) return done(Value(-1));
  return position(text, text.rfind(wanted_text(call[0]), offset_of(text, int_at(call, 1))));
}

Answer starts_with(const Value& self, const Call& call) {
  const std::string_view text = self.text();
  if (call.count() == 1) return done(Value(text.starts_with(call[0].text())));
  const std::int32_t from = int_at(call, 1);
  const bool inside = from >= 0 && from <= length_of(text);
  return done(Value(inside && text.substr(offset_of(text, from)).starts_with(call[0].text())));
}

// regionMatches(from, other, otherFrom, length), with ignoreCase before all of them or not.
Answer region_matches(const Value& self, const Call& call) {
  const std::size_t first = call.count() - 4;
  const std::int64_t from = int_at(call, first);
  const std::int64_t other_from = int_at(call, first + 2);
  const std::int64_t length = int_at(call, first + 3);
  const std::string_view other = call[first + 1].text();
  if (other_from < 0 || from < 0 || from > length_of(self.text()) - length ||
      other_from > length_of(other) - length) {
    return done(Value(false));
  }
  if (length <= 0) return done(Value(true));
  const auto count = static_cast<std::size_t>(length);
  std::string a = to_utf8(to_utf16(self.text()).substr(static_cast<std::size_t>(from), count));
  std::string b = to_utf8(to_utf16(other).substr(static_cast<std::size_t>(other_from), count));
  const bool any_case = first == 1 && call[0].boolean();
  return done(Value(any_case ? without_case(a) == without_case(b) : a == b));
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

Answer replace(const Value& self, const Call& call) {
  const std::string_view text = self.text();
  const std::string_view what = call[0].text();
  const std::string_view by = call[1].text();
  if (what.empty()) return done(Value(between_units(text, by, call.max_bytes)));
  std::string out;
  for (std::size_t at = 0;;) {
    const std::size_t found = find_text(text, what, at);
    if (found == std::string_view::npos || out.size() > call.max_bytes) {
      return done(Value(out.append(text.substr(at))));
    }
    out.append(text.substr(at, found - at)).append(by);
    at = found + what.size();
  }
}

// Calls `use` with the regular expression that the first argument is.
template <typename Use>
Answer with_regex(const Value& self, const Call& call, Use use) {
  if (self.text().size() > max_regex_text) {
    return refused(
        fmt::format("Regular expressions search in texts of at most {} bytes", max_regex_text));
  }
  // To read it and make a machine of it takes far longer than to look at a text.
  call.spend(200 + call[0].text().size() * 16 + self.text().size() / 2);
  const auto regex = JavaRegex::compile(call[0].text());
  if (!regex) return refused(regex.error().what);
  std::int64_t effort = 0;
  auto answer = use(*regex, self.text(), effort);
  call.spend(static_cast<std::size_t>(effort));
  return answer;
}

Answer matches(const Value& self, const Call& call) {
  return with_regex(
      self, call, [](const JavaRegex& regex, std::string_view text, std::int64_t& effort) {
        const auto matched = regex.matches_all(text, effort);
        return matched ? done(Value(*matched)) : refused(matched.error().what);
      });
}

Answer split(const Value& self, const Call& call) {
  const std::int32_t limit = call.count() == 2 ? int_at(call, 1) : 0;
  return with_regex(
      self, call, [limit](const JavaRegex& regex, std::string_view text, std::int64_t& effort) {
        auto made = regex.split(text, limit, effort);
        if (!made) return refused(made.error().what);
        std::vector<Value> parts;
        for (auto& part : *made)
          parts.emplace_back(std::move(part));
        return done(make_list(std::move(parts), ListClass::array));
      });
}

Answer replace_by_regex(const Value& self, const Call& call, bool all) {
  return with_regex(
      self, call, [&](const JavaRegex& regex, std::string_view text, std::int64_t& effort) {
        auto replaced = regex.replace(
            text, {.text = call[1].text(), .all = all, .max_bytes = call.max_bytes}, effort);
        if (replaced) return done(Value(*std::move(replaced)));
        const Error& error = replaced.error();
        return error.code == Code::deadline ? refused(error.what) : thrown(error.what);
      });
}

Answer replace_all(const Value& self, const Call& call) {
  return replace_by_regex(self, call, true);
}
Answer replace_first(const Value& self, const Call& call) {
  return replace_by_regex(self, call, false);
}

Answer equals_ignore_case(const Value& self, const Call& call) {
  return done(
      Value(!call[0].is_null() && without_case(self.text()) == without_case(call[0].text())));
}

// clang-format off
constexpr std::array methods{
    JavaMethod{"compare", "QQ", [](const Value&, const Call& call) { return done(Value(compare_texts(call[0].text(), call[1].text()))); }},
    JavaMethod{"compareTo", "O", [](const Value& self, const Call& call) { return not_comparable(self, call[0]); }},
    JavaMethod{"compareTo", "T", [](const Value& self, const Call& call) { return done(Value(compare_texts(self.text(), call[0].text()))); }},
    JavaMethod{"compareToIgnoreCase", "T", [](const Value& self, const Call& call) { return done(Value(compare_texts(without_case(self.text()), without_case(call[0].text())))); }},
    JavaMethod{"contains", "Q", [](const Value& self, const Call& call) { return done(Value(find_text(self.text(), call[0].text()) != std::string::npos)); }},
    JavaMethod{"contentEquals", "Q", [](const Value& self, const Call& call) { return done(Value(self.text() == call[0].text())); }},
    JavaMethod{"contentEquals", "X", nullptr},
    JavaMethod{"endsWith", "T", [](const Value& self, const Call& call) { return done(Value(self.text().ends_with(call[0].text()))); }},
    JavaMethod{"equalsIgnoreCase", "T", equals_ignore_case, true},
    JavaMethod{"indexOf", "T", index_of},
    JavaMethod{"indexOf", "Ti", index_of},
    JavaMethod{"indexOf", "i", index_of},
    JavaMethod{"indexOf", "ii", index_of},
    JavaMethod{"lastIndexOf", "T", last_index_of},
    JavaMethod{"lastIndexOf", "Ti", last_index_of},
    JavaMethod{"lastIndexOf", "i", last_index_of},
    JavaMethod{"lastIndexOf", "ii", last_index_of},
    JavaMethod{"matches", "T", matches},
    JavaMethod{"regionMatches", "iTii", region_matches},
    JavaMethod{"regionMatches", "ziTii", region_matches},
    JavaMethod{"replace", "QQ", replace},
    JavaMethod{"replace", "cc", replace},
    JavaMethod{"replaceAll", "TT", replace_all},
    JavaMethod{"replaceFirst", "TT", replace_first},
    JavaMethod{"split", "T", split},
    JavaMethod{"split", "Ti", split},
    JavaMethod{"startsWith", "T", starts_with},
    JavaMethod{"startsWith", "Ti", starts_with},
};
// clang-format on

}  // namespace

// Character.toUpperCase and toLowerCase: a letter that becomes several, as ß, stays what it is.
std::string without_case(std::string_view text) {
  if (is_ascii(text)) return with_case(text, Case::lower);
  const auto of_one = [](const std::string& letter, Case wanted) {
    std::string changed = with_case(letter, wanted);
    return to_code_points(changed).size() == 1 ? changed : letter;
  };
  std::string out;
  for (const char32_t code : to_code_points(text)) {
    std::string letter;
    append_utf8(code, letter);
    out += of_one(of_one(letter, Case::upper), Case::lower);
  }
  return out;
}

JavaMethods string_search_methods() {
  return methods;
}

}  // namespace patchcord::simulator
