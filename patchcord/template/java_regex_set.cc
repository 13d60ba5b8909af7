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

// Letters, and the vowel signs and symbols that Unicode counts as such.
// Source: Unicode 13, DerivedCoreProperties.txt.
// clang-format off
constexpr std::string_view alphabetic =
    R"(\p{L}\p{Nl})"
    R"(\x{345}\x{5B0}-\x{5BD}\x{5BF}\x{5C1}\x{5C2}\x{5C4}\x{5C5}\x{5C7}\x{610}-\x{61A})"
    R"(\x{64B}-\x{657}\x{659}-\x{65F}\x{670}\x{6D6}-\x{6DC}\x{6E1}-\x{6E4}\x{6E7}\x{6E8}\x{6ED})"
    R"(\x{711}\x{730}-\x{73F}\x{7A6}-\x{7B0}\x{816}\x{817}\x{81B}-\x{823}\x{825}-\x{827})"
    R"(\x{829}-\x{82C}\x{8D4}-\x{8DF}\x{8E3}-\x{8E9}\x{8F0}-\x{903}\x{93A}\x{93B})"
    R"(\x{93E}-\x{94C}\x{94E}\x{94F}\x{955}-\x{957}\x{962}\x{963}\x{981}-\x{983}\x{9BE}-\x{9C4})"
    R"(\x{9C7}\x{9C8}\x{9CB}\x{9CC}\x{9D7}\x{9E2}\x{9E3}\x{A01}-\x{A03}\x{A3E}-\x{A42})"
    R"(\x{A47}\x{A48}\x{A4B}\x{A4C}\x{A51}\x{A70}\x{A71}\x{A75}\x{A81}-\x{A83}\x{ABE}-\x{AC5})"
    R"(\x{AC7}-\x{AC9}\x{ACB}\x{ACC}\x{AE2}\x{AE3}\x{AFA}-\x{AFC}\x{B01}-\x{B03}\x{B3E}-\x{B44})"
    R"(\x{B47}\x{B48}\x{B4B}\x{B4C}\x{B56}\x{B57}\x{B62}\x{B63}\x{B82}\x{BBE}-\x{BC2})"
    R"(\x{BC6}-\x{BC8}\x{BCA}-\x{BCC}\x{BD7}\x{C00}-\x{C03}\x{C3E}-\x{C44}\x{C46}-\x{C48})"
    R"(\x{C4A}-\x{C4C}\x{C55}\x{C56}\x{C62}\x{C63}\x{C81}-\x{C83}\x{CBE}-\x{CC4}\x{CC6}-\x{CC8})"
    R"(\x{CCA}-\x{CCC}\x{CD5}\x{CD6}\x{CE2}\x{CE3}\x{D00}-\x{D03}\x{D3E}-\x{D44}\x{D46}-\x{D48})"
    R"(\x{D4A}-\x{D4C}\x{D57}\x{D62}\x{D63}\x{D81}-\x{D83}\x{DCF}-\x{DD4}\x{DD6}\x{DD8}-\x{DDF})"
    R"(\x{DF2}\x{DF3}\x{E31}\x{E34}-\x{E3A}\x{E4D}\x{EB1}\x{EB4}-\x{EB9}\x{EBB}\x{EBC}\x{ECD})"
    R"(\x{F71}-\x{F81}\x{F8D}-\x{F97}\x{F99}-\x{FBC}\x{102B}-\x{1036}\x{1038}\x{103B}-\x{103E})"
    R"(\x{1056}-\x{1059}\x{105E}-\x{1060}\x{1062}-\x{1064}\x{1067}-\x{106D}\x{1071}-\x{1074})"
    R"(\x{1082}-\x{108D}\x{108F}\x{109A}-\x{109D}\x{1712}\x{1713}\x{1732}\x{1733})"
    R"(\x{1752}\x{1753}\x{1772}\x{1773}\x{17B6}-\x{17C8}\x{1885}\x{1886}\x{18A9})"
    R"(\x{1920}-\x{192B}\x{1930}-\x{1938}\x{1A17}-\x{1A1B}\x{1A55}-\x{1A5E}\x{1A61}-\x{1A74})"
    R"(\x{1ABF}\x{1AC0}\x{1B00}-\x{1B04}\x{1B35}-\x{1B43}\x{1B80}-\x{1B82}\x{1BA1}-\x{1BA9})"
    R"(\x{1BAC}\x{1BAD}\x{1BE7}-\x{1BF1}\x{1C24}-\x{1C36}\x{1DE7}-\x{1DF4}\x{24B6}-\x{24E9})"
    R"(\x{2DE0}-\x{2DFF}\x{A674}-\x{A67B}\x{A69E}\x{A69F}\x{A802}\x{A80B}\x{A823}-\x{A827})"
    R"(\x{A880}\x{A881}\x{A8B4}-\x{A8C3}\x{A8C5}\x{A8FF}\x{A926}-\x{A92A}\x{A947}-\x{A952})"
    R"(\x{A980}-\x{A983}\x{A9B4}-\x{A9BF}\x{A9E5}\x{AA29}-\x{AA36}\x{AA43}\x{AA4C}\x{AA4D})"
    R"(\x{AA7B}-\x{AA7D}\x{AAB0}\x{AAB2}-\x{AAB4}\x{AAB7}\x{AAB8}\x{AABE}\x{AAEB}-\x{AAEF})"
    R"(\x{AAF5}\x{ABE3}-\x{ABEA}\x{FB1E}\x{10376}-\x{1037A}\x{10A01}-\x{10A03})"
    R"(\x{10A05}\x{10A06}\x{10A0C}-\x{10A0F}\x{10D24}-\x{10D27}\x{10EAB}\x{10EAC})"
    R"(\x{11000}-\x{11002}\x{11038}-\x{11045}\x{11082}\x{110B0}-\x{110B8}\x{11100}-\x{11102})"
    R"(\x{11127}-\x{11132}\x{11145}\x{11146}\x{11180}-\x{11182}\x{111B3}-\x{111BF})"
    R"(\x{111CE}\x{111CF}\x{1122C}-\x{11234}\x{11237}\x{1123E}\x{112DF}-\x{112E8})"
    R"(\x{11300}-\x{11303}\x{1133E}-\x{11344}\x{11347}\x{11348}\x{1134B}\x{1134C}\x{11357})"
    R"(\x{11362}\x{11363}\x{11435}-\x{11441}\x{11443}-\x{11445}\x{114B0}-\x{114C1})"
    R"(\x{115AF}-\x{115B5}\x{115B8}-\x{115BE}\x{115DC}\x{115DD}\x{11630}-\x{1163E}\x{11640})"
    R"(\x{116AB}-\x{116B5}\x{1171D}-\x{1172A}\x{1182C}-\x{11838}\x{11930}-\x{11935})"
    R"(\x{11937}\x{11938}\x{1193B}\x{1193C}\x{11940}\x{11942}\x{119D1}-\x{119D7})"
    R"(\x{119DA}-\x{119DF}\x{119E4}\x{11A01}-\x{11A0A}\x{11A35}-\x{11A39}\x{11A3B}-\x{11A3E})"
    R"(\x{11A51}-\x{11A5B}\x{11A8A}-\x{11A97}\x{11C2F}-\x{11C36}\x{11C38}-\x{11C3E})"
    R"(\x{11C92}-\x{11CA7}\x{11CA9}-\x{11CB6}\x{11D31}-\x{11D36}\x{11D3A}\x{11D3C}\x{11D3D})"
    R"(\x{11D3F}-\x{11D41}\x{11D43}\x{11D47}\x{11D8A}-\x{11D8E}\x{11D90}\x{11D91})"
    R"(\x{11D93}-\x{11D96}\x{11EF3}-\x{11EF6}\x{16F4F}\x{16F51}-\x{16F87}\x{16F8F}-\x{16F92})"
    R"(\x{16FF0}\x{16FF1}\x{1BC9E}\x{1E000}-\x{1E006}\x{1E008}-\x{1E018}\x{1E01B}-\x{1E021})"
    R"(\x{1E023}\x{1E024}\x{1E026}-\x{1E02A}\x{1E947}\x{1F130}-\x{1F149}\x{1F150}-\x{1F169})"
    R"(\x{1F170}-\x{1F189})";
// clang-format on

// Unicode's binary properties, and what it makes of the names of POSIX, in lower case:
// `\p{IsAlphabetic}`.
constexpr std::string_view white_space =
    R"(\t-\r \x85\xA0\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000})";
constexpr std::array binary_properties{
    Property{"alphabetic", alphabetic},
    Property{"alpha", alphabetic},
    Property{"assigned", R"(\p{L}\p{M}\p{N}\p{Z}\p{P}\p{S}\p{Cc}\p{Cf}\p{Co})"},
    Property{"blank", R"(\p{Zs}\t)"},
    Property{"control", R"(\p{Cc})"},
    Property{"cntrl", R"(\p{Cc})"},
    Property{"digit", R"(\p{Nd})"},
    Property{"letter", R"(\p{L})"},
    Property{"punctuation", R"(\p{P})"},
    Property{"punct", R"(\p{P})"},
    Property{"titlecase", R"(\p{Lt})"},
    Property{"lowercase", lowercase},
    Property{"lower", lowercase},
    Property{"uppercase", uppercase},
    Property{"upper", uppercase},
    Property{"white_space", white_space},
    Property{"whitespace", white_space},
    Property{"space", white_space},
};
// Known to Java and not to RE2.
constexpr std::array missing_properties{"graph", "print", "xdigit"};

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
  if (ignore_case && (wanted.ends_with("case") || wanted == "lower" || wanted == "upper")) {
    return named_set(fmt::format(R"({}{}\p{{Lt}})", lowercase, uppercase));
  }
  if (wanted == "alnum") return named_set(fmt::format(R"({}\p{{Nd}})", alphabetic));
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
  const std::string posix = lower_case(name);
  if (std::find(missing_properties.begin(), missing_properties.end(), posix) !=
      missing_properties.end()) {
    return std::nullopt;
  }
  if (auto found = category(name, ignore_case)) return found;
  return script(name);
}

}  // namespace patchcord::simulator
