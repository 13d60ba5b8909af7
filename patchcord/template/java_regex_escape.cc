// What stands behind a backslash.
#include <array>
#include <utility>

#include <fmt/format.h>

#include "patchcord/base/try.h"
#include "patchcord/template/java_regex_parser.h"
#include "patchcord/template/java_text.h"

namespace patchcord::simulator {

namespace {

constexpr char32_t last_code_point = 0x10FFFF;

std::optional<std::uint32_t> hex_value(char32_t code) {
  if (code >= '0' && code <= '9') return code - '0';
  if (code >= 'a' && code <= 'f') return code - 'a' + 10;
  if (code >= 'A' && code <= 'F') return code - 'A' + 10;
  return std::nullopt;
}

bool is_octal(char32_t code) {
  return code >= '0' && code <= '7';
}

bool is_ascii_letter_or_digit(char32_t code) {
  return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z') ||
         (code >= '0' && code <= '9');
}

CharacterSet blanks() {
  CharacterSet made;
  for (const unsigned code : {0x09U, 0x20U, 0xA0U, 0x1680U, 0x180EU, 0x202FU, 0x205FU, 0x3000U})
    made.add(code);
  made.add(0x2000, 0x200A);
  return made;
}

CharacterSet line_ends() {
  CharacterSet made;
  made.add('\n', '\r');
  made.add(0x85);
  made.add(0x2028, 0x2029);
  return made;
}

RegexNode character_node(char32_t code) {
  RegexNode made;
  made.kind = RegexNodeKind::character;
  made.character = code;
  return made;
}

}  // namespace

RegexNode regex_assertion(RegexAssertion what) {
  RegexNode made;
  made.kind = RegexNodeKind::assertion;
  made.assertion = what;
  return made;
}

Result<RegexParser::Escape> RegexParser::escape(bool in_class, bool ends_range) {
  if (at_end()) return wrong("a backslash at the end");
  const char32_t code = signs_[at_++].code;
  if (!is_ascii_letter_or_digit(code)) return Escape{.code = code};
  if (code == 'p' || code == 'P') return property(code == 'P');
  // In a range \v is the vertical tab alone.
  if (code == 'v' && ends_range) return Escape{.code = U'\v'};
  if (auto set = predefined(code)) return Escape{.set = std::move(set)};
  if (const auto control = control_escape(code)) return Escape{.code = control};
  if (code == '0' || code == 'x' || code == 'u') {
    TRY_ASSIGN(const char32_t value,
               code == '0'   ? octal()
               : code == 'x' ? hexadecimal()
                             : unicode());
    return Escape{.code = value};
  }
  if (code == 'c') {
    if (at_end()) return wrong("Illegal control escape sequence");
    return Escape{.code = signs_[at_++].code ^ 64U};
  }
  if (code == 'N') return lacks("a character's name (\\N)");
  if (in_class) return wrong("Illegal/unsupported escape sequence");
  return special_escape(code);
}

Result<RegexParser::Escape> RegexParser::special_escape(char32_t code) {
  if (code == 'k' || (code >= '1' && code <= '9')) return lacks_on_purpose("a back-reference");
  if (code == 'X' || (code == 'b' && sign() == '{')) return lacks("grapheme clusters (\\X)");
  constexpr std::array assertions{std::pair{U'A', RegexAssertion::text_begin},
                                  std::pair{U'z', RegexAssertion::text_end},
                                  std::pair{U'Z', RegexAssertion::last_line_end},
                                  std::pair{U'b', RegexAssertion::word_edge},
                                  std::pair{U'B', RegexAssertion::no_word_edge},
                                  std::pair{U'G', RegexAssertion::last_match}};
  for (const auto& [sign, meaning] : assertions) {
    if (sign == code) return Escape{.node = regex_assertion(meaning)};
  }
  if (code != 'R') return wrong("Illegal/unsupported escape sequence");
  RegexNode both;
  both.parts.push_back(character_node('\r'));
  both.parts.push_back(character_node('\n'));
  RegexNode made;
  made.kind = RegexNodeKind::alternatives;
  made.line_end = true;
  made.parts.push_back(std::move(both));
  made.parts.push_back(set_node(line_ends()));
  return Escape{.node = std::move(made)};
}

Result<RegexParser::Escape> RegexParser::property(bool others) {
  std::u32string name;
  if (take('{')) {
    while (!at_end() && sign() != '}')
      name += signs_[at_++].code;
    if (!take('}')) return wrong("Unclosed character family");
    if (name.empty()) return wrong("Empty character family");
  } else if (!at_end()) {
    name = signs_[at_++].code;
  }
  std::string text;
  for (const char32_t code : name)
    append_utf8(code, text);
  const std::size_t equals = text.find('=');
  const bool keyed = equals != std::string::npos;
  auto set = java_property(keyed ? text.substr(0, equals) : "",
                           keyed ? text.substr(equals + 1) : text,
                           flags_.ignore_case);
  if (!set) return lacks(fmt::format("the characters \\p{{{}}}", text));
  if (others) set->negate();
  return Escape{.set = std::move(set)};
}

std::optional<char32_t> RegexParser::control_escape(char32_t code) {
  switch (code) {
    case 'a':
      return U'\a';
    case 'e':
      return U'\x1B';
    case 'f':
      return U'\f';
    case 'n':
      return U'\n';
    case 'r':
      return U'\r';
    case 't':
      return U'\t';
    default:
      return std::nullopt;
  }
}

std::optional<CharacterSet> RegexParser::predefined(char32_t code) {
  CharacterSet made;
  switch (code | 0x20U) {
    case 'd':
      made.add('0', '9');
      break;
    case 'h':
      made = blanks();
      break;
    case 's':
      made.add('\t', '\r');
      made.add(' ');
      break;
    case 'v':
      made = line_ends();
      break;
    case 'w':
      made.add('0', '9');
      made.add('A', 'Z');
      made.add('a', 'z');
      made.add('_');
      break;
    default:
      return std::nullopt;
  }
  if (code < 'a') made.negate();
  return made;
}

// One to three digits, no more than \0377.
Result<char32_t> RegexParser::octal() {
  if (!is_octal(sign())) return wrong("Illegal octal escape sequence");
  char32_t value = 0;
  const std::size_t most = sign() <= '3' ? 3 : 2;
  for (std::size_t count = 0; count < most && is_octal(sign()); ++count)
    value = value * 8 + (signs_[at_++].code - '0');
  return value;
}

std::optional<char32_t> RegexParser::hex_digits(std::size_t count) {
  char32_t value = 0;
  for (; count > 0; --count, ++at_) {
    const auto digit = hex_value(sign());
    if (!digit) return std::nullopt;
    value = value * 16 + *digit;
  }
  return value;
}

Result<char32_t> RegexParser::hexadecimal() {
  if (!take('{')) {
    if (const auto value = hex_digits(2)) return *value;
    return wrong("Illegal hexadecimal escape sequence");
  }
  if (!hex_value(sign())) return wrong("Illegal hexadecimal escape sequence");
  char32_t value = 0;
  for (; hex_value(sign()); ++at_) {
    value = value * 16 + *hex_value(sign());
    if (value > last_code_point) return wrong("Hexadecimal codepoint is too big");
  }
  if (!take('}')) return wrong("Unclosed hexadecimal escape sequence");
  return value;
}

// Four digits; two of them may be the halves of a character beyond the basic plane.
Result<char32_t> RegexParser::unicode() {
  const auto first = hex_digits(4);
  if (!first) return wrong("Illegal Unicode escape sequence");
  if (*first < 0xD800 || *first > 0xDBFF || sign() != '\\' || sign(1) != 'u') return *first;
  const std::size_t before = at_;
  at_ += 2;
  const auto second = hex_digits(4);
  if (!second) return wrong("Illegal Unicode escape sequence");
  if (*second >= 0xDC00 && *second <= 0xDFFF)
    return 0x10000 + ((*first - 0xD800) << 10U) + (*second - 0xDC00);
  at_ = before;
  return *first;
}

}  // namespace patchcord::simulator
