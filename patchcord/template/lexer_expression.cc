// The tokens of expressions: inside directives, method calls, indexes and alternate values.
#include <algorithm>
#include <array>

#include "patchcord/template/lexer.h"

namespace patchcord::simulator {

namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

struct WordOperator {
  std::string_view word{};
  TokenKind kind{};
};

constexpr WordOperator word_operators[] = {
    {"true", TokenKind::true_word},
    {"false", TokenKind::false_word},
    {"and", TokenKind::logical_and},
    {"or", TokenKind::logical_or},
    {"lt", TokenKind::less},
    {"le", TokenKind::less_equal},
    {"gt", TokenKind::greater},
    {"ge", TokenKind::greater_equal},
    {"eq", TokenKind::equal},
    {"ne", TokenKind::not_equal},
    {"not", TokenKind::logical_not},
};

struct SymbolOperator {
  std::string_view symbol{};
  TokenKind kind{};
};

// Longer ones first.
constexpr SymbolOperator symbol_operators[] = {
    {"&&", TokenKind::logical_and},
    {"||", TokenKind::logical_or},
    {"<=", TokenKind::less_equal},
    {">=", TokenKind::greater_equal},
    {"==", TokenKind::equal},
    {"!=", TokenKind::not_equal},
    {"<", TokenKind::less},
    {">", TokenKind::greater},
    {"!", TokenKind::logical_not},
    {"=", TokenKind::assign},
    {"-", TokenKind::minus},
    {"+", TokenKind::plus},
    {"*", TokenKind::multiply},
    {"/", TokenKind::divide},
    {"%", TokenKind::modulus},
};

// In the order of TokenKind.
constexpr std::array<std::string_view, static_cast<std::size_t>(TokenKind::count)> token_names{
    "<EOF>",                     // end_of_text
    "\"\\u001c\"",               // lone_symbol
    "\"[\"",                     // index_left_bracket
    "\"||\"",                    // logical_or_reference
    "\"|\"",                     // pipe
    "\"]\"",                     // index_right_bracket
    "\"[\"",                     // left_bracket
    "\"]\"",                     // right_bracket
    "\",\"",                     // comma
    "\"..\"",                    // double_dot
    "\":\"",                     // colon
    "\"{\"",                     // left_curly
    "\"}\"",                     // right_curly
    "\"(\"",                     // left_parenthesis
    "\")\"",                     // right_parenthesis
    "\")\"",                     // method_right_parenthesis
    "<ESCAPE_DIRECTIVE>",        // escape_directive
    "<SET_DIRECTIVE>",           // set_directive
    "\"##\"",                    // line_comment_start
    "<SINGLE_LINE_COMMENT>",     // line_comment_end
    "\"*#\"",                    // formal_comment
    "\"*#\"",                    // block_comment
    "\"]]#\"",                   // text_block
    "<WHITESPACE>",              // whitespace
    "<NEWLINE>",                 // newline
    "<SUFFIX>",                  // suffix
    "<STRING_LITERAL>",          // string_literal
    "\"true\"",                  // true_word
    "\"false\"",                 // false_word
    "\"-\"",                     // minus
    "\"+\"",                     // plus
    "\"*\"",                     // multiply
    "\"/\"",                     // divide
    "\"%\"",                     // modulus
    "<LOGICAL_AND>",             // logical_and
    "<LOGICAL_OR>",              // logical_or
    "<LOGICAL_LT>",              // less
    "<LOGICAL_LE>",              // less_equal
    "<LOGICAL_GT>",              // greater
    "<LOGICAL_GE>",              // greater_equal
    "<LOGICAL_EQUALS>",          // equal
    "<LOGICAL_NOT_EQUALS>",      // not_equal
    "<LOGICAL_NOT>",             // logical_not
    "\"=\"",                     // assign
    "<END>",                     // end_directive
    "<IF_DIRECTIVE>",            // if_directive
    "<ELSEIF>",                  // elseif_directive
    "<ELSE>",                    // else_directive
    "<INTEGER_LITERAL>",         // integer
    "<FLOATING_POINT_LITERAL>",  // floating
    "<WORD>",                    // word
    "<BRACKETED_WORD>",          // bracketed_word
    "<IDENTIFIER>",              // identifier
    "<DOT>",                     // dot
    "\"{\"",                     // reference_left_curly
    "\"}\"",                     // reference_right_curly
    "\"\\\\\\\\\"",              // double_escape
    "\"\\\\\"",                  // escape
    "<TEXT>",                    // text
    "<INLINE_TEXT>",             // inline_text
    "<EMPTY_INDEX>",             // empty_index
    "\"\\u001c\"",               // end_mark
    "<error>",                   // error
};

}  // namespace

bool Lexer::make_in_expression(Token& token) {
  const char c = at(position_);
  if (c == '$' || (c == '\\' && at(backslashes_end(position_)) == '$')) return make_dollar(token);
  if (c == '#') return make_hash(token);
  if (make_blank(token) || make_bracket(token)) return true;
  if (make_string(token) || make_number(token) || make_word_operator(token)) return true;
  if (state_ == State::method && c == '.' && is_letter(at(position_ + 1))) {
    state_ = State::modifier;
    return finish(token, TokenKind::dot, 1);
  }
  if (make_operator(token)) return true;
  return finish(token, TokenKind::error, stuck_length());
}

// How far the start of some token reaches here before no token can go on.
std::size_t Lexer::stuck_length() {
  const char c = at(position_);
  if (c == '"' || c == '\'') return source_.size() - position_;
  if (c == '\\') return backslashes_end(position_) - position_;
  if (c == '.' || c == '&' || c == '|') return 1;
  std::size_t length = 0;
  const std::string_view rest = source_.substr(position_);
  for (const auto& known : word_operators) {
    const auto differ =
        std::mismatch(rest.begin(), rest.end(), known.word.begin(), known.word.end());
    length = std::max(length, static_cast<std::size_t>(differ.first - rest.begin()));
  }
  return length;
}

bool Lexer::make_blank(Token& token) {
  if (const std::size_t newline = newline_length(position_); newline != 0) {
    in_set_ = false;
    return finish(token, TokenKind::newline, newline);
  }
  std::size_t end = position_;
  while (is_blank(at(end)))
    ++end;
  return end != position_ && finish(token, TokenKind::whitespace, end - position_);
}

bool Lexer::make_bracket(Token& token) {
  const char c = at(position_);
  if (state_ == State::index) {
    if (c != ']') return false;
    pop_state();
    return finish(token, TokenKind::index_right_bracket, 1);
  }
  switch (c) {
    case '[':
      return finish(token, TokenKind::left_bracket, 1);
    case ']':
      return finish(token, TokenKind::right_bracket, 1);
    case ',':
      return finish(token, TokenKind::comma, 1);
    case ':':
      return finish(token, TokenKind::colon, 1);
    case '.':
      return at(position_ + 1) == '.' && finish(token, TokenKind::double_dot, 2);
    case '{':
      if (state_ == State::directive && word_length(position_) != 0) {
        return finish(token, TokenKind::bracketed_word, word_length(position_));
      }
      ++curly_;
      return finish(token, TokenKind::left_curly, 1);
    case '}':
      --curly_;
      if (state_ == State::alternate && curly_ == 0) pop_state();
      return finish(token, TokenKind::right_curly, 1);
    case '(':
      if (state_ != State::directive) return false;
      ++open_;
      return finish(token, TokenKind::left_parenthesis, 1);
    case ')':
      if (state_ == State::directive) {
        close_directive_parenthesis();
        return finish(token, TokenKind::right_parenthesis, 1);
      }
      if (state_ != State::method) return false;
      state_ = State::after_method;
      return finish(token, TokenKind::method_right_parenthesis, 1);
    default:
      return false;
  }
}

// Back to the state that has an open parenthesis, and out of it if this was its last one.
void Lexer::close_directive_parenthesis() {
  while (open_ <= 0) {
    if (stack_.empty()) {
      pop_state();
      return;
    }
    pop_state();
  }
  if (open_ == closed_ + 1) {
    pop_state();
  } else {
    ++closed_;
  }
}

void Lexer::close_reference_curly() {
  while (curly_ == 0 && state_ != State::text)
    pop_state();
  if (state_ != State::text && state_ != State::directive && state_ != State::method) pop_state();
}

// A quote inside a string is written twice; everything else, line ends too, stands for itself.
bool Lexer::make_string(Token& token) {
  const char quote = at(position_);
  if (quote != '"' && quote != '\'') return false;
  std::size_t end = position_ + 1;
  std::size_t closed = 0;
  for (;;) {
    end = source_.find(quote, end);
    if (end == std::string_view::npos) break;
    closed = end + 1;
    if (at(closed) != quote) break;
    end = closed + 1;
  }
  if (closed == 0) return false;
  if (state_ == State::directive && !in_set_ && open_ == 0) pop_state();
  return finish(token, TokenKind::string_literal, closed - position_);
}

std::size_t Lexer::digits_end(std::size_t position) const {
  while (is_digit(at(position)))
    ++position;
  return position;
}

// Behind the exponent that stands here; the same place if there is none.
std::size_t Lexer::exponent_end(std::size_t position) const {
  if (at(position) != 'e' && at(position) != 'E') return position;
  const std::size_t digits =
      position + (at(position + 1) == '+' || at(position + 1) == '-' ? 2 : 1);
  return is_digit(at(digits)) ? digits_end(digits) : position;
}

bool Lexer::make_number(Token& token) {
  const std::size_t start = position_ + (at(position_) == '-' ? 1 : 0);
  const std::size_t whole_end = digits_end(start);
  const bool whole = whole_end != start;
  const bool point =
      at(whole_end) == '.' && (whole ? at(whole_end + 1) != '.' : is_digit(at(whole_end + 1)));
  if (!whole && !point) return false;
  const std::size_t end = exponent_end(point ? digits_end(whole_end + 1) : whole_end);
  const bool floating = end != whole_end;
  if (open_ == 0 && !in_set_ && state_ != State::method && state_ != State::alternate &&
      (floating || state_ != State::index)) {
    pop_state();
  }
  return finish(token, floating ? TokenKind::floating : TokenKind::integer, end - position_);
}

bool Lexer::make_word_operator(Token& token) {
  const bool in_reference = state_ == State::reference || state_ == State::modifier;
  const bool has_words = state_ == State::directive;
  const bool has_identifiers = state_ == State::modifier || state_ == State::method;
  std::size_t end = position_;
  if (!is_letter(at(end)) && !(has_words && at(end) == '@')) return false;
  if (has_words || has_identifiers) {
    const bool hyphen = dialect_ == Dialect::velocity_1_7 && has_identifiers;
    ++end;
    while (is_letter(at(end)) || is_digit(at(end)) || (hyphen && at(end) == '-'))
      ++end;
  }
  const std::string_view rest = source_.substr(position_);
  for (const auto& known : word_operators) {
    const bool boolean = known.kind == TokenKind::true_word || known.kind == TokenKind::false_word;
    if (in_reference && !boolean) continue;
    if (has_words || has_identifiers ? rest.substr(0, end - position_) == known.word
                                     : rest.starts_with(known.word)) {
      return finish(token, known.kind, known.word.size());
    }
  }
  if (end == position_) return false;
  return finish(token, has_words ? TokenKind::word : TokenKind::identifier, end - position_);
}

bool Lexer::make_operator(Token& token) {
  const std::string_view rest = source_.substr(position_, 2);
  for (const auto& known : symbol_operators) {
    if (rest.starts_with(known.symbol)) return finish(token, known.kind, known.symbol.size());
  }
  return false;
}

std::string_view token_name(TokenKind kind) {
  return token_names[static_cast<std::size_t>(kind)];
}

}  // namespace patchcord::simulator
