// java.lang.Character. What it says about characters comes from RE2's Unicode tables.
#include <algorithm>
#include <array>
#include <optional>

#include <re2/re2.h>

#include "patchcord/template/java_character.h"
#include "patchcord/template/java_method.h"
#include "patchcord/template/java_number.h"
#include "patchcord/template/java_string.h"
#include "patchcord/template/java_text.h"

namespace patchcord::simulator {

namespace {

// Of a Character, or of an int that is a code point.
std::uint32_t code_of(const Value& value) {
  if (value.kind() != Kind::character) return static_cast<std::uint32_t>(value.whole());
  const std::u32string wide = to_code_points(value.text());
  return wide.empty() ? 0 : wide[0];
}

bool is_code_point(std::uint32_t code) {
  return code <= 0x10FFFF;
}

std::string text_of(std::uint32_t code) {
  std::string out;
  append_utf8(code, out);
  return out;
}

// Whether the first argument is in the class, as RE2 writes it.
bool is_in(const Call& call, const re2::RE2& characters) {
  const std::uint32_t code = code_of(call[0]);
  const bool surrogate = code >= 0xD800 && code < 0xE000;
  return is_code_point(code) && !surrogate && re2::RE2::FullMatch(text_of(code), characters);
}

Answer is_digit(const Value&, const Call& call) {
  static const re2::RE2 digits("\\p{Nd}");
  return done(Value(is_in(call, digits)));
}
Answer is_letter(const Value&, const Call& call) {
  static const re2::RE2 letters("\\p{L}");
  return done(Value(is_in(call, letters)));
}
Answer is_letter_or_digit(const Value&, const Call& call) {
  static const re2::RE2 both("[\\p{L}\\p{Nd}]");
  return done(Value(is_in(call, both)));
}
Answer is_upper_case(const Value&, const Call& call) {
  static const re2::RE2 upper("[\\p{Lu}\\x{2160}-\\x{216F}\\x{24B6}-\\x{24CF}]");
  return done(Value(is_in(call, upper)));
}
Answer is_lower_case(const Value&, const Call& call) {
  static const re2::RE2 lower("[\\p{Ll}ªº\\x{2170}-\\x{217F}\\x{24D0}-\\x{24E9}]");
  return done(Value(is_in(call, lower)));
}
Answer is_space_character(const Value&, const Call& call) {
  static const re2::RE2 spaces("[\\p{Zs}\\p{Zl}\\p{Zp}]");
  return done(Value(is_in(call, spaces)));
}
Answer is_whitespace(const Value&, const Call& call) {
  return done(Value(is_java_whitespace(code_of(call[0]))));
}
Answer is_control(const Value&, const Call& call) {
  const std::uint32_t code = code_of(call[0]);
  return done(Value(code < 0x20 || (code >= 0x7F && code < 0xA0)));
}

// A Character stays one, an int an int.
Answer cased(const Call& call, Case wanted) {
  const std::uint32_t code = code_of(call[0]);
  const std::string changed =
      is_code_point(code) ? with_case(text_of(code), wanted) : std::string{};
  const std::u32string wide = to_code_points(changed);
  if (wide.size() != 1) return done(call[0]);
  return call[0].is_whole() ? done(Value(static_cast<std::int32_t>(wide[0])))
                            : done(Value::character(changed));
}
Answer to_lower_case(const Value&, const Call& call) {
  return cased(call, Case::lower);
}
Answer to_upper_case(const Value&, const Call& call) {
  return cased(call, Case::upper);
}

// Of ASCII digits and letters; -1 for others.
std::int32_t numeric_value(std::uint32_t code) {
  if (code >= '0' && code <= '9') return static_cast<std::int32_t>(code - '0');
  if (code >= 'a' && code <= 'z') return static_cast<std::int32_t>(code - 'a') + 10;
  if (code >= 'A' && code <= 'Z') return static_cast<std::int32_t>(code - 'A') + 10;
  return -1;
}
constexpr std::string_view beyond_ascii =
    "patchcord knows the numeric values of ASCII characters only";

Answer get_numeric_value(const Value&, const Call& call) {
  const std::uint32_t code = code_of(call[0]);
  return code < 0x80 ? done(Value(numeric_value(code))) : refused(beyond_ascii);
}

Answer digit(const Value&, const Call& call) {
  const std::uint32_t code = code_of(call[0]);
  if (code >= 0x80) return refused(beyond_ascii);
  const std::int32_t value = numeric_value(code);
  const std::int32_t radix = int_at(call, 1);
  return done(Value(radix >= 2 && radix <= 36 && value < radix ? value : -1));
}

Answer for_digit(const Value&, const Call& call) {
  const std::int32_t value = int_at(call, 0);
  const std::int32_t radix = int_at(call, 1);
  if (radix < 2 || radix > 36 || value < 0 || value >= radix) {
    return done(Value::character(std::string(1, '\0')));
  }
  return done(Value::character(digits_of(static_cast<std::uint64_t>(value), false, radix)));
}

Answer to_text(const Value&, const Call& call) {
  const std::uint32_t code = code_of(call[0]);
  if (is_code_point(code)) return done(Value(text_of(code)));
  return refused("patchcord makes no text of what is no code point");
}

Answer compare(const Value& left, const Value& right) {
  return done(
      Value(static_cast<std::int32_t>(code_of(left)) - static_cast<std::int32_t>(code_of(right))));
}

// clang-format off
constexpr std::array methods{
    JavaMethod{"charCount", "i", [](const Value&, const Call& call) { return done(Value(int_at(call, 0) >= 0x10000 ? 2 : 1)); }},
    JavaMethod{"charValue", "", [](const Value& self, const Call&) { return done(self); }},
    JavaMethod{"codePointAt", "3i", nullptr},
    JavaMethod{"codePointAt", "3ii", nullptr},
    JavaMethod{"codePointAt", "Qi", nullptr},
    JavaMethod{"codePointBefore", "3i", nullptr},
    JavaMethod{"codePointBefore", "3ii", nullptr},
    JavaMethod{"codePointBefore", "Qi", nullptr},
    JavaMethod{"codePointCount", "3ii", nullptr},
    JavaMethod{"codePointCount", "Qii", nullptr},
    JavaMethod{"codePointOf", "T", nullptr},
    JavaMethod{"compare", "cc", [](const Value&, const Call& call) { return compare(call[0], call[1]); }},
    JavaMethod{"compareTo", "C", [](const Value& self, const Call& call) { return compare(self, call[0]); }},
    JavaMethod{"compareTo", "O", [](const Value& self, const Call& call) { return not_comparable(self, call[0]); }},
    JavaMethod{"describeConstable", "", nullptr},
    JavaMethod{"digit", "ci", digit},
    JavaMethod{"digit", "ii", digit},
    JavaMethod{"forDigit", "ii", for_digit},
    JavaMethod{"getDirectionality", "c", nullptr},
    JavaMethod{"getDirectionality", "i", nullptr},
    JavaMethod{"getName", "i", nullptr},
    JavaMethod{"getNumericValue", "c", get_numeric_value},
    JavaMethod{"getNumericValue", "i", get_numeric_value},
    JavaMethod{"getType", "c", nullptr},
    JavaMethod{"getType", "i", nullptr},
    JavaMethod{"hashCode", "c", [](const Value&, const Call& call) { return done(Value(static_cast<std::int32_t>(code_of(call[0])))); }},
    JavaMethod{"highSurrogate", "i", nullptr},
    JavaMethod{"isAlphabetic", "i", nullptr},
    JavaMethod{"isBmpCodePoint", "i", nullptr},
    JavaMethod{"isDefined", "c", nullptr},
    JavaMethod{"isDefined", "i", nullptr},
    JavaMethod{"isDigit", "c", is_digit},
    JavaMethod{"isDigit", "i", is_digit},
    JavaMethod{"isHighSurrogate", "c", nullptr},
    JavaMethod{"isISOControl", "c", is_control},
    JavaMethod{"isISOControl", "i", is_control},
    JavaMethod{"isIdentifierIgnorable", "c", nullptr},
    JavaMethod{"isIdentifierIgnorable", "i", nullptr},
    JavaMethod{"isIdeographic", "i", nullptr},
    JavaMethod{"isJavaIdentifierPart", "c", nullptr},
    JavaMethod{"isJavaIdentifierPart", "i", nullptr},
    JavaMethod{"isJavaIdentifierStart", "c", nullptr},
    JavaMethod{"isJavaIdentifierStart", "i", nullptr},
    JavaMethod{"isJavaLetter", "c", nullptr},
    JavaMethod{"isJavaLetterOrDigit", "c", nullptr},
    JavaMethod{"isLetter", "c", is_letter},
    JavaMethod{"isLetter", "i", is_letter},
    JavaMethod{"isLetterOrDigit", "c", is_letter_or_digit},
    JavaMethod{"isLetterOrDigit", "i", is_letter_or_digit},
    JavaMethod{"isLowSurrogate", "c", nullptr},
    JavaMethod{"isLowerCase", "c", is_lower_case},
    JavaMethod{"isLowerCase", "i", is_lower_case},
    JavaMethod{"isMirrored", "c", nullptr},
    JavaMethod{"isMirrored", "i", nullptr},
    JavaMethod{"isSpace", "c", nullptr},
    JavaMethod{"isSpaceChar", "c", is_space_character},
    JavaMethod{"isSpaceChar", "i", is_space_character},
    JavaMethod{"isSupplementaryCodePoint", "i", nullptr},
    JavaMethod{"isSurrogate", "c", nullptr},
    JavaMethod{"isSurrogatePair", "cc", nullptr},
    JavaMethod{"isTitleCase", "c", nullptr},
    JavaMethod{"isTitleCase", "i", nullptr},
    JavaMethod{"isUnicodeIdentifierPart", "c", nullptr},
    JavaMethod{"isUnicodeIdentifierPart", "i", nullptr},
    JavaMethod{"isUnicodeIdentifierStart", "c", nullptr},
    JavaMethod{"isUnicodeIdentifierStart", "i", nullptr},
    JavaMethod{"isUpperCase", "c", is_upper_case},
    JavaMethod{"isUpperCase", "i", is_upper_case},
    JavaMethod{"isValidCodePoint", "i", nullptr},
    JavaMethod{"isWhitespace", "c", is_whitespace},
    JavaMethod{"isWhitespace", "i", is_whitespace},
    JavaMethod{"lowSurrogate", "i", nullptr},
    JavaMethod{"offsetByCodePoints", "3iiii", nullptr},
    JavaMethod{"offsetByCodePoints", "Qii", nullptr},
    JavaMethod{"reverseBytes", "c", nullptr},
    JavaMethod{"toChars", "i", nullptr},
    JavaMethod{"toChars", "i3i", nullptr},
    JavaMethod{"toCodePoint", "cc", nullptr},
    JavaMethod{"toLowerCase", "c", to_lower_case},
    JavaMethod{"toLowerCase", "i", to_lower_case},
    JavaMethod{"toString", "c", to_text},
    JavaMethod{"toString", "i", to_text},
    JavaMethod{"toTitleCase", "c", nullptr},
    JavaMethod{"toTitleCase", "i", nullptr},
    JavaMethod{"toUpperCase", "c", to_upper_case},
    JavaMethod{"toUpperCase", "i", to_upper_case},
    JavaMethod{"valueOf", "c", [](const Value&, const Call& call) { return done(call[0]); }},
};
// clang-format on

}  // namespace

bool is_java_whitespace(std::uint32_t code) {
  return (code >= 0x9 && code <= 0xD) || (code >= 0x1C && code <= 0x20) || code == 0x1680 ||
         (code >= 0x2000 && code <= 0x200A && code != 0x2007) || code == 0x2028 || code == 0x2029 ||
         code == 0x205F || code == 0x3000;
}

std::string with_case(std::string_view text, Case wanted) {
  const bool upper = wanted == Case::upper;
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

JavaMethods character_methods() {
  return methods;
}

}  // namespace patchcord::simulator
