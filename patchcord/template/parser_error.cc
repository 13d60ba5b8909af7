// Error texts as the engine writes them.
#include <fmt/format.h>

#include "patchcord/template/java_text.h"
#include "patchcord/template/parser.h"

namespace patchcord::simulator {

namespace {

// As the engine shows text in errors.
std::string shown(std::string_view text) {
  std::string out;
  for (const char16_t unit : to_utf16(text)) {
    constexpr std::u16string_view plain = u"\b\t\n\f\r\"'\\";
    constexpr std::string_view names = "btnfr\"'\\";
    if (const std::size_t known = plain.find(unit); known != std::u16string_view::npos) {
      out += '\\';
      out += names[known];
    } else if (unit < 0x20 || unit > 0x7E) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(unit));
    } else {
      out += static_cast<char>(unit);
    }
  }
  return out;
}

}  // namespace

Error Parser::wrong(std::string text, const Place& where) const {
  const std::string at_place = describe(where);
  return {.code = Code::invalid, .what = std::move(text) + " at " + at_place, .at = at_place};
}

// The engine counts the mark at the end of the text as a character here.
Error Parser::unreadable(const Token& token) const {
  const std::string_view text = source_.text;
  std::string after = shown(lexer_.image(token));
  if (token.end < text.size()) {
    const std::u16string next = to_utf16(text.substr(token.end, 4));
    std::string first = shown(to_utf8(next.substr(0, 1)));
    return wrong(fmt::format("Lexical error,   Encountered: \"{}\" ({}), after : \"{}\"",
                             first,
                             static_cast<unsigned>(next[0]),
                             after),
                 place(token.end));
  }
  if (!after.empty()) after += "\\u001c";
  return wrong(fmt::format("Lexical error,   Encountered: <EOF> after : \"{}\"", after),
               place(text.size() + 1));
}

Error Parser::unexpected() {
  const Token& token = broken_ ? *broken_ : lexer_.peek();
  if (token.kind == TokenKind::error) return unreadable(token);
  const Place where = place(token.begin);
  std::string image = shown(lexer_.image(token));
  if (token.kind == TokenKind::end_of_text) image = "<EOF>";
  if (token.kind == TokenKind::end_mark || token.kind == TokenKind::lone_symbol) image += "\\u001c";
  Error error = wrong(fmt::format("Encountered \"{}\"", image), where);
  error.what += expected_.count() == 1 ? "\nWas expecting:" : "\nWas expecting one of:";
  for (std::size_t kind = 0; kind < expected_.size(); ++kind) {
    if (expected_.test(kind)) {
      error.what += fmt::format("\n    {} ...", token_name(static_cast<TokenKind>(kind)));
    }
  }
  return error;
}

}  // namespace patchcord::simulator
