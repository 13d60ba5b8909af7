#include "patchcord/template/java_regex_set.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <utility>

#include <fmt/format.h>
#include <re2/re2.h>

#include "patchcord/base/text.h"
#include "patchcord/template/java_text.h"

namespace patchcord::simulator {

namespace {

constexpr std::int64_t max_memory = 1 << 20;

struct Property {
  std::string_view name{};
  std::string_view class_text{};
  std::string_view any_case{};  // what `(?i)` makes of it; empty: the same
};

constexpr std::string_view cased = R"(\p{Lu}\p{Ll}\p{Lt})";

// Categories and the names of POSIX, which mean ASCII.
constexpr std::array properties{
    Property{"Lu", R"(\p{Lu})", cased},
    Property{"Ll", R"(\p{Ll})", cased},
    Property{"Lt", R"(\p{Lt})", cased},
    Property{"LC", cased},
    Property{"LD", R"(\p{L}\p{Nd})"},
    Property{"L1", R"(\x00-\xFF)"},
    Property{"all", R"(\x00-\x{10FFFF})"},
    Property{"C", R"(^\p{L}\p{M}\p{N}\p{Z}\p{P}\p{S})"},
    Property{"Cn", R"(^\p{L}\p{M}\p{N}\p{Z}\p{P}\p{S}\p{Cc}\p{Cf}\p{Co})"},
    Property{"ASCII", R"(\x00-\x7F)"},
    Property{"Alnum", "0-9A-Za-z"},
    Property{"Alpha", "A-Za-z"},
    Property{"Blank", R"(\t )"},
    Property{"Cntrl", R"(\x00-\x1F\x7F)"},
    Property{"Digit", "0-9"},
    Property{"Graph", "!-~"},
    Property{"Lower", "a-z", "A-Za-z"},
    Property{"Print", " -~"},
    Property{"Punct", R"(!-/:-@\[-`{-~)"},
    Property{"Space", R"(\t-\r )"},
    Property{"Upper", "A-Z", "A-Za-z"},
    Property{"XDigit", "0-9A-Fa-f"},
};

constexpr std::array categories{"L",  "Lm", "Lo", "M",  "Mn", "Me", "Mc", "N",  "Nd", "Nl", "No",
                                "Z",  "Zs", "Zl", "Zp", "Cc", "Cf", "Co", "P",  "Pd", "Ps", "Pe",
                                "Pc", "Po", "Pi", "Pf", "S",  "Sm", "Sc", "Sk", "So"};

constexpr std::string_view lowercase =
    R"(\p{Ll}\xAA\xBA\x{2B0}-\x{2B8}\x{2C0}\x{2C1}\x{2E0}-\x{2E4}\x{345}\x{37A}\x{1D2C}-\x{1D6A})"
    R"(\x{1D78}\x{1D9B}-\x{1DBF}\x{2071}\x{207F}\x{2090}-\x{209C}\x{2170}-\x{217F})"
    R"(\x{24D0}-\x{24E9}\x{2C7C}\x{2C7D}\x{A69C}\x{A69D}\x{A770}\x{A7F8}\x{A7F9}\x{AB5C}-\x{AB5F})";
constexpr std::string_view uppercase =
    R"(\p{Lu}\x{2160}-\x{216F}\x{24B6}-\x{24CF}\x{1F130}-\x{1F149}\x{1F150}-\x{1F169})"
    R"(\x{1F170}-\x{1F189})";

// Unicode's binary properties, in lower case: `\p{IsAlphabetic}`.
constexpr std::array binary_properties{
    Property{"alphabetic", R"(\p{L}\p{Nl})"},
    Property{"assigned", R"(\p{L}\p{M}\p{N}\p{Z}\p{P}\p{S}\p{Cc}\p{Cf}\p{Co})"},
    Property{"control", R"(\p{Cc})"},
    Property{"digit", R"(\p{Nd})"},
    Property{"letter", R"(\p{L})"},
    Property{"punctuation", R"(\p{P})"},
    Property{"titlecase", R"(\p{Lt})"},
    Property{"lowercase", lowercase},
    Property{"uppercase", uppercase},
    Property{"white_space",
             R"(\t-\r \x85\xA0\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000})"},
    Property{"whitespace",
             R"(\t-\r \x85\xA0\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000})"},
};

// ISO 15924's names of the scripts that are met most.
constexpr std::array<std::pair<std::string_view, std::string_view>, 12> script_codes{
    {{"arab", "Arabic"},
     {"cyrl", "Cyrillic"},
     {"deva", "Devanagari"},
     {"grek", "Greek"},
     {"hang", "Hangul"},
     {"hani", "Han"},
     {"hebr", "Hebrew"},
     {"hira", "Hiragana"},
     {"kana", "Katakana"},
     {"latn", "Latin"},
     {"thai", "Thai"},
     {"zyyy", "Common"}}};

std::optional<CharacterSet> named_set(std::string_view class_text) {
  auto named = UnicodeClass::make(class_text);
  if (!named) return std::nullopt;
  CharacterSet made;
  made.add(*std::move(named));
  return made;
}

std::optional<CharacterSet> category(std::string_view name, bool ignore_case) {
  for (const Property& known : properties) {
    if (known.name != name) continue;
    return named_set(ignore_case && !known.any_case.empty() ? known.any_case : known.class_text);
  }
  if (std::find(categories.begin(), categories.end(), name) == categories.end())
    return std::nullopt;
  return named_set(fmt::format("\\p{{{}}}", name));
}

std::optional<CharacterSet> binary_property(std::string_view name, bool ignore_case) {
  const std::string wanted = lower_case(name);
  if (ignore_case && wanted.ends_with("case")) {
    return named_set(fmt::format(R"({}{}\p{{Lt}})", lowercase, uppercase));
  }
  for (const Property& known : binary_properties) {
    if (known.name == wanted) return named_set(known.class_text);
  }
  return std::nullopt;
}

// RE2 writes scripts as Old_Italic; Java takes any case, and the four letters of ISO 15924.
std::optional<CharacterSet> script(std::string_view name) {
  std::string wanted = lower_case(name);
  for (const auto& [code, full] : script_codes) {
    if (wanted == code) wanted = lower_case(full);
  }
  bool first = true;
  for (char& c : wanted) {
    if (first && c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c != '_' && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z')) return std::nullopt;
    first = c == '_';
  }
  if (wanted.size() < 3 || wanted == "Any") return std::nullopt;  // RE2's, and no scripts
  return named_set(fmt::format("\\p{{{}}}", wanted));
}

}  // namespace

std::optional<UnicodeClass> UnicodeClass::make(std::string_view class_text) {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(max_memory);
  auto regex = std::make_shared<const RE2>(fmt::format("[{}]", class_text), options);
  if (!regex->ok()) return std::nullopt;
  return UnicodeClass(std::move(regex));
}

bool UnicodeClass::contains(char32_t code) const {
  std::string text;
  append_utf8(code, text);
  return RE2::FullMatch(text, *regex_);
}

void CharacterSet::begin_union() {
  if (!negated_) return;
  CharacterSet before = std::move(*this);
  *this = CharacterSet();
  parts_.push_back(std::move(before));
}

void CharacterSet::add(char32_t low, char32_t high) {
  begin_union();
  ranges_.push_back({low, high});
}

void CharacterSet::add(UnicodeClass named) {
  begin_union();
  named_.push_back(std::move(named));
}

void CharacterSet::add(CharacterSet other) {
  begin_union();
  if (other.negated_) {
    parts_.push_back(std::move(other));
    return;
  }
  ranges_.insert(ranges_.end(), other.ranges_.begin(), other.ranges_.end());
  std::move(other.named_.begin(), other.named_.end(), std::back_inserter(named_));
  std::move(other.parts_.begin(), other.parts_.end(), std::back_inserter(parts_));
}

void CharacterSet::intersect(CharacterSet other) {
  negate();
  other.negate();
  add(std::move(other));
  negate();
}

bool CharacterSet::contains(char32_t code) const {
  const bool found =
      std::any_of(ranges_.begin(),
                  ranges_.end(),
                  [code](const Range& range) { return code >= range.low && code <= range.high; }) ||
      std::any_of(parts_.begin(),
                  parts_.end(),
                  [code](const CharacterSet& part) { return part.contains(code); }) ||
      std::any_of(named_.begin(), named_.end(), [code](const UnicodeClass& named) {
        return named.contains(code);
      });
  return found != negated_;
}

std::optional<CharacterSet> java_property(std::string_view key,
                                          std::string_view name,
                                          bool ignore_case) {
  const std::string kind = lower_case(key);
  if (kind == "sc" || kind == "script") return script(name);
  if (kind == "gc" || kind == "general_category") return category(name, ignore_case);
  if (!kind.empty()) return std::nullopt;
  if (!name.starts_with("Is")) return category(name, ignore_case);
  name.remove_prefix(2);
  if (auto found = binary_property(name, ignore_case)) return found;
  if (auto found = category(name, ignore_case)) return found;
  return script(name);
}

}  // namespace patchcord::simulator
