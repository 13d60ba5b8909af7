// The tokens of expressions: inside directives, method calls, indexes and alternate values.
#include <algorithm>

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

}  // namespace

bool Lexer::make_in_expression(Token& token) {
  const char c = at(position_);
  if (c == '$' || (c == '\\' && at(backslashes_end(position_)) == '$')) return make_dollar(token);
  if (c == '#') return make_hash(token);
  if (make_blank(token) || make_bracket(token)) return true;
  if (c == '"' || c == '\'') {
    if (make_string(token)) return true;
  } else if (make_number(token) || make_word_operator(token)) {
    return true;
  } else if (state_ == State::method && c == '.' && is_letter(at(position_ + 1))) {
    state_ = State::modifier;
    return finish(token, TokenKind::dot, 1);
  } else if (make_operator(token)) {
    return true;
  }
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

bool Lexer::make_number(Token& token) {
  std::size_t end = position_ + (at(position_) == '-' ? 1 : 0);
  const auto digits = [&] {
    const std::size_t start = end;
    while (is_digit(at(end)))
      ++end;
    return end - start;
  };
  const auto exponent = [&] {
    if (at(end) != 'e' && at(end) != 'E') return false;
    const std::size_t back = end++;
    if (at(end) == '+' || at(end) == '-') ++end;
    if (digits() != 0) return true;
    end = back;
    return false;
  };
  const bool whole = digits() != 0;
  bool floating = false;
  if (!whole) {
    if (at(end) != '.' || !is_digit(at(end + 1))) return false;
    ++end;
    digits();
    exponent();
    floating = true;
  } else if (at(end) == '.' && at(end + 1) != '.') {
    ++end;
    digits();
    exponent();
    floating = true;
  } else {
    floating = exponent();
  }
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
  switch (kind) {
    case TokenKind::end_of_text:
      return "<EOF>";
    case TokenKind::lone_symbol:
    case TokenKind::end_mark:
      return "\"\\u001c\"";
    case TokenKind::index_left_bracket:
    case TokenKind::left_bracket:
      return "\"[\"";
    case TokenKind::logical_or_reference:
      return "\"||\"";
    case TokenKind::pipe:
      return "\"|\"";
    case TokenKind::index_right_bracket:
    case TokenKind::right_bracket:
      return "\"]\"";
    case TokenKind::comma:
      return "\",\"";
    case TokenKind::double_dot:
      return "\"..\"";
    case TokenKind::colon:
      return "\":\"";
    case TokenKind::left_curly:
    case TokenKind::reference_left_curly:
      return "\"{\"";
    case TokenKind::right_curly:
    case TokenKind::reference_right_curly:
      return "\"}\"";
    case TokenKind::left_parenthesis:
      return "\"(\"";
    case TokenKind::right_parenthesis:
    case TokenKind::method_right_parenthesis:
      return "\")\"";
    case TokenKind::text_block:
      return "\"]]#\"";
    case TokenKind::formal_comment:
    case TokenKind::block_comment:
      return "\"*#\"";
    case TokenKind::line_comment_start:
      return "\"##\"";
    case TokenKind::true_word:
      return "\"true\"";
    case TokenKind::false_word:
      return "\"false\"";
    case TokenKind::minus:
      return "\"-\"";
    case TokenKind::plus:
      return "\"+\"";
    case TokenKind::multiply:
      return "\"*\"";
    case TokenKind::divide:
      return "\"/\"";
    case TokenKind::modulus:
      return "\"%\"";
    case TokenKind::assign:
      return "\"=\"";
    case TokenKind::double_escape:
      return "\"\\\\\\\\\"";
    case TokenKind::escape:
      return "\"\\\\\"";
    case TokenKind::escape_directive:
      return "<ESCAPE_DIRECTIVE>";
    case TokenKind::set_directive:
      return "<SET_DIRECTIVE>";
    case TokenKind::line_comment_end:
      return "<SINGLE_LINE_COMMENT>";
    case TokenKind::whitespace:
      return "<WHITESPACE>";
    case TokenKind::newline:
      return "<NEWLINE>";
    case TokenKind::suffix:
      return "<SUFFIX>";
    case TokenKind::string_literal:
      return "<STRING_LITERAL>";
    case TokenKind::logical_and:
      return "<LOGICAL_AND>";
    case TokenKind::logical_or:
      return "<LOGICAL_OR>";
    case TokenKind::less:
      return "<LOGICAL_LT>";
    case TokenKind::less_equal:
      return "<LOGICAL_LE>";
    case TokenKind::greater:
      return "<LOGICAL_GT>";
    case TokenKind::greater_equal:
      return "<LOGICAL_GE>";
    case TokenKind::equal:
      return "<LOGICAL_EQUALS>";
    case TokenKind::not_equal:
      return "<LOGICAL_NOT_EQUALS>";
    case TokenKind::logical_not:
      return "<LOGICAL_NOT>";
    case TokenKind::end_directive:
      return "<END>";
    case TokenKind::if_directive:
      return "<IF_DIRECTIVE>";
    case TokenKind::elseif_directive:
      return "<ELSEIF>";
    case TokenKind::else_directive:
      return "<ELSE>";
    case TokenKind::integer:
      return "<INTEGER_LITERAL>";
    case TokenKind::floating:
      return "<FLOATING_POINT_LITERAL>";
    case TokenKind::word:
      return "<WORD>";
    case TokenKind::bracketed_word:
      return "<BRACKETED_WORD>";
    case TokenKind::identifier:
      return "<IDENTIFIER>";
    case TokenKind::dot:
      return "<DOT>";
    case TokenKind::text:
      return "<TEXT>";
    case TokenKind::inline_text:
      return "<INLINE_TEXT>";
    case TokenKind::empty_index:
      return "<EMPTY_INDEX>";
    default:
      return "<error>";
  }
}

}  // namespace patchcord::simulator
