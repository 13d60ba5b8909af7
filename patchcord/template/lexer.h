// Velocity's tokens. What a character means depends on a state, a stack of states and counters of
// open brackets, as in the engine; the parser switches states too, so tokens are made one by one,
// when the parser asks.
//
// Source: Apache Velocity 2.3, behaviour of its parser; 1.7 differs only where Dialect says so.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace patchcord::simulator {

enum class Dialect : std::uint8_t { velocity_2, velocity_1_7 };

// The order is the engine's: lists of expected tokens in error texts follow it.
enum class TokenKind : std::uint8_t {
  end_of_text,
  lone_symbol,
  index_left_bracket,
  logical_or_reference,
  pipe,
  index_right_bracket,
  left_bracket,
  right_bracket,
  comma,
  double_dot,
  colon,
  left_curly,
  right_curly,
  left_parenthesis,
  right_parenthesis,
  method_right_parenthesis,
  escape_directive,
  set_directive,
  line_comment_start,
  line_comment_end,
  formal_comment,
  block_comment,
  text_block,
  whitespace,
  newline,
  suffix,
  string_literal,
  true_word,
  false_word,
  minus,
  plus,
  multiply,
  divide,
  modulus,
  logical_and,
  logical_or,
  less,
  less_equal,
  greater,
  greater_equal,
  equal,
  not_equal,
  logical_not,
  assign,
  end_directive,
  if_directive,
  elseif_directive,
  else_directive,
  integer,
  floating,
  word,
  bracketed_word,
  identifier,
  dot,
  reference_left_curly,
  reference_right_curly,
  double_escape,
  escape,
  text,
  inline_text,
  empty_index,
  end_mark,  // the engine ends every text with U+001C; so that a text may end in `$` or `#`
  error,     // no token begins here; what could have been one ends at Token::end
  count
};

// How the engine writes a kind in its lists of expected tokens.
std::string_view token_name(TokenKind kind);

struct Token {
  TokenKind kind{TokenKind::end_of_text};
  std::size_t begin{};        // offset of the image in the source
  std::size_t end{};          // offset behind it
  std::string_view prefix{};  // `$` or `#` signs right before it that turned out to be text
};

class Lexer {
 public:
  enum class State : std::uint8_t {
    text,
    pre_reference,
    reference,
    modifier,  // behind the dot
    method,    // between the parentheses of a method call
    after_method,
    index,
    alternate,  // behind the bar of ${a|b}
    pre_directive,
    directive,
    line_comment,
    block_comment,
    formal_comment,
    text_block
  };

  // `source` must outlive the lexer. `part`: it is a text inside another, a string literal; 1.7
  // does not mind when such a one ends in `$` or `#`.
  Lexer(std::string_view source, Dialect dialect, bool part = false);

  // The n-th token ahead, counted from 1, made on demand.
  const Token& peek(std::size_t n = 1);
  Token take();

  // For the parser: the engine's grammar changes states where it knows more than the lexer.
  void switch_to(State state) { state_ = state; }
  void pop_state();
  void leave_set() { in_set_ = false; }
  // Whether the next character that is not blank, behind all tokens made so far, is `expected`.
  [[nodiscard]] bool next_character_is(char expected) const;
  [[nodiscard]] State state() const { return state_; }

  [[nodiscard]] std::string_view image(const Token& token) const {
    return source_.substr(token.begin, token.end - token.begin);
  }

 private:
  struct Saved {
    State state{};
    int open{};
    int closed{};
    int curly{};
  };

  [[nodiscard]] char at(std::size_t position) const {
    return position < source_.size() ? source_[position] : '\0';
  }
  [[nodiscard]] bool ended(std::size_t position) const { return position >= source_.size(); }

  Token make();
  bool make_in_state(Token& token);
  void make_end(Token& token);
  bool make_in_text(Token& token);
  bool make_plain_text(Token& token);
  bool make_backslashes(Token& token);
  bool make_dollar(Token& token);
  bool make_hash(Token& token);
  bool make_set(Token& token);
  bool make_comment(Token& token);
  bool make_in_pre_reference(Token& token);
  bool make_in_pre_directive(Token& token);
  bool make_in_reference(Token& token);
  bool make_reference_sign(Token& token);
  bool make_pipe(Token& token);
  bool make_in_expression(Token& token);
  bool make_operator(Token& token);
  std::size_t stuck_length();
  bool make_string(Token& token);
  bool make_number(Token& token);
  [[nodiscard]] std::size_t digits_end(std::size_t position) const;
  [[nodiscard]] std::size_t exponent_end(std::size_t position) const;
  bool make_word_operator(Token& token);
  bool make_bracket(Token& token);
  bool make_blank(Token& token);
  void close_directive_parenthesis();
  void close_reference_curly();

  void push_state();
  void push_unless_pre();
  void start_reference();
  void start_directive();
  bool finish(Token& token, TokenKind kind, std::size_t length);
  [[nodiscard]] std::size_t backslashes_end(std::size_t position);
  [[nodiscard]] std::size_t word_length(std::size_t position) const;
  [[nodiscard]] std::size_t newline_length(std::size_t position) const;

  std::string_view source_;
  Dialect dialect_;
  bool part_;
  std::size_t position_{};
  State state_{State::text};
  std::vector<Saved> stack_{};
  int open_{};
  int closed_{};
  int curly_{};
  bool in_comment_{};
  bool in_set_{};
  std::size_t backslashes_from_{};
  std::size_t backslashes_to_{};
  bool end_mark_made_{};
  std::deque<Token> ahead_{};
};

}  // namespace patchcord::simulator
