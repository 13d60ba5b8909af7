// The states, and which token wins where: always the longest, of equally long ones the one listed
// first by the engine.
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
bool is_pre(Lexer::State state) {
  return state == Lexer::State::pre_reference || state == Lexer::State::pre_directive;
}

}  // namespace

Lexer::Lexer(std::string_view source, Dialect dialect, bool part)
    : source_(source), dialect_(dialect), part_(part) {}

const Token& Lexer::peek(std::size_t n) {
  while (ahead_.size() < n)
    ahead_.push_back(make());
  return ahead_[n - 1];
}

Token Lexer::take() {
  peek();
  const Token token = ahead_.front();
  ahead_.pop_front();
  return token;
}

bool Lexer::next_character_is(char expected) const {
  std::size_t position = position_;
  while (is_blank(at(position)) || at(position) == '\n' || at(position) == '\r')
    ++position;
  return !ended(position) && at(position) == expected;
}

void Lexer::pop_state() {
  if (stack_.empty()) {
    open_ = 0;
    state_ = State::text;
    return;
  }
  const Saved saved = stack_.back();
  stack_.pop_back();
  open_ = saved.open;
  closed_ = saved.closed;
  curly_ = saved.curly;
  state_ = saved.state;
}

void Lexer::push_state() {
  stack_.push_back({state_, open_, closed_, curly_});
  open_ = 0;
  curly_ = 0;
}

void Lexer::push_unless_pre() {
  if (!is_pre(state_)) push_state();
}

bool Lexer::finish(Token& token, TokenKind kind, std::size_t length) {
  token.kind = kind;
  position_ += length;
  token.end = position_;
  return true;
}

std::size_t Lexer::newline_length(std::size_t position) const {
  if (at(position) == '\n') return 1;
  if (at(position) != '\r') return 0;
  return at(position + 1) == '\n' ? 2 : 1;
}

// Runs of backslashes are measured once: measuring at each of them would be quadratic.
std::size_t Lexer::backslashes_end(std::size_t position) {
  if (position >= backslashes_from_ && position < backslashes_to_) return backslashes_to_;
  std::size_t end = position;
  while (at(end) == '\\')
    ++end;
  backslashes_from_ = position;
  backslashes_to_ = end;
  return end;
}

// Length of `name` or `{name}` as directives are called; 0 if there is none.
std::size_t Lexer::word_length(std::size_t position) const {
  const bool bracketed = at(position) == '{';
  std::size_t end = position + (bracketed ? 1 : 0);
  if (!is_letter(at(end)) && at(end) != '@') return 0;
  ++end;
  while (is_letter(at(end)) || is_digit(at(end)))
    ++end;
  if (!bracketed) return end - position;
  return at(end) == '}' ? end + 1 - position : 0;
}

Token Lexer::make() {
  Token token;
  token.begin = position_;
  while (!make_comment(token) && !make_in_state(token)) {
  }
  return token;
}

void Lexer::make_end(Token& token) {
  // NOLINTNEXTLINE(bugprone-branch-clone): the order of the conditions is the meaning
  if (is_pre(state_) && dialect_ == Dialect::velocity_1_7 && !part_) {
    finish(token, TokenKind::error, 0);
  } else if (is_pre(state_)) {
    pop_state();
    finish(token, TokenKind::lone_symbol, 0);
  } else if (state_ == State::alternate) {
    finish(token, TokenKind::error, 0);
  } else {
    finish(token, end_mark_made_ ? TokenKind::end_of_text : TokenKind::end_mark, 0);
    end_mark_made_ = true;
  }
}

// Makes a token and answers true, or moves on (a state changed, something was skipped) and answers
// false; so does each make_… below.
bool Lexer::make_in_state(Token& token) {
  if (ended(position_)) {
    make_end(token);
    return true;
  }
  switch (state_) {
    case State::text:
      return make_in_text(token);
    case State::pre_reference:
      return make_in_pre_reference(token);
    case State::pre_directive:
      return make_in_pre_directive(token);
    case State::reference:
    case State::modifier:
    case State::after_method:
      return make_in_reference(token);
    default:
      return make_in_expression(token);
  }
}

bool Lexer::make_in_text(Token& token) {
  switch (at(position_)) {
    case '\\':
      return make_backslashes(token);
    case '$':
      return make_dollar(token);
    case '#':
      return make_hash(token);
    default:
      return make_plain_text(token);
  }
}

// The rest of the line up to `$`, `#` or a backslash; a line of more than blanks takes its end and
// the whole lines after it with it.
bool Lexer::make_plain_text(Token& token) {
  if (const std::size_t newline = newline_length(position_); newline != 0) {
    in_set_ = false;
    return finish(token, TokenKind::newline, newline);
  }
  std::size_t end = position_;
  bool blank = true;
  const auto plain = [&] {
    return !ended(end) && at(end) != '$' && at(end) != '#' && at(end) != '\\';
  };
  while (plain() && newline_length(end) == 0) {
    blank = blank && is_blank(at(end));
    ++end;
  }
  if (blank) return finish(token, TokenKind::whitespace, end - position_);
  const std::size_t line = end;
  std::size_t whole_lines = 0;
  for (; plain(); ++end) {
    if (const std::size_t newline = newline_length(end); newline != 0) {
      end += newline - 1;
      whole_lines = end + 1;
    }
  }
  if (whole_lines != 0) return finish(token, TokenKind::text, whole_lines - position_);
  return finish(token, TokenKind::inline_text, line - position_);
}

bool Lexer::make_backslashes(Token& token) {
  const std::size_t end = backslashes_end(position_);
  const std::size_t count = end - position_;
  if (at(end) == '$') return make_dollar(token);
  if (at(end) == '#' && count % 2 == 1) {
    if (const std::size_t word = word_length(end + 1); word != 0) {
      return finish(token, TokenKind::escape_directive, count + 1 + word);
    }
  }
  return count >= 2 ? finish(token, TokenKind::double_escape, 2)
                    : finish(token, TokenKind::escape, 1);
}

// At `$`, or at backslashes before one.
bool Lexer::make_dollar(Token& token) {
  const std::size_t dollar = backslashes_end(position_);
  if (dollar == position_ && (state_ == State::text || state_ == State::pre_reference)) {
    const std::string_view rest = source_.substr(position_);
    for (const std::string_view empty : {"$[", "$![", "$\\![", "$."}) {
      if (rest.starts_with(empty)) return finish(token, TokenKind::empty_index, empty.size());
    }
  }
  const std::size_t behind = at(dollar + 1) == '\\' ? backslashes_end(dollar + 1) : dollar + 1;
  position_ = at(behind) == '!' ? behind + 1 : dollar + 1;
  start_reference();
  return false;
}

void Lexer::start_reference() {
  if (state_ == State::reference || state_ == State::pre_reference) pop_state();
  push_unless_pre();
  state_ = State::pre_reference;
}

bool Lexer::make_in_pre_reference(Token& token) {
  const char c = at(position_);
  std::size_t blanks = position_;
  while (is_blank(at(blanks)))
    ++blanks;
  if (const std::size_t newline = newline_length(blanks); newline != 0) {
    pop_state();
    return finish(token, TokenKind::suffix, blanks + newline - position_);
  }
  if (c == '$' || (c == '\\' && at(backslashes_end(position_)) == '$')) return make_dollar(token);
  if (c == '#') return make_hash(token);
  if (c == '{') {
    ++curly_;
    return finish(token, TokenKind::reference_left_curly, 1);
  }
  if (c == '}') {
    finish(token, TokenKind::reference_right_curly, 1);
    close_reference_curly();
    return true;
  }
  if (is_letter(c)) {
    std::size_t end = position_;
    const bool hyphen = dialect_ == Dialect::velocity_1_7;
    while (is_letter(at(end)) || is_digit(at(end)) || (hyphen && at(end) == '-'))
      ++end;
    state_ = State::reference;
    return finish(token, TokenKind::identifier, end - position_);
  }
  token.prefix = source_.substr(token.begin, position_ - token.begin);
  token.begin = position_;
  pop_state();
  return false;
}

bool Lexer::make_in_pre_directive(Token& token) {
  std::size_t blanks = position_;
  while (is_blank(at(blanks)))
    ++blanks;
  if (const std::size_t newline = newline_length(blanks); newline != 0) {
    pop_state();
    return finish(token, TokenKind::suffix, blanks + newline - position_);
  }
  const char c = at(position_);
  if (c == '$' || (c == '\\' && at(backslashes_end(position_)) == '$')) return make_dollar(token);
  if (c == '#') return make_hash(token);
  if (const std::size_t length = word_length(position_); length != 0) {
    std::string_view word = source_.substr(position_, length);
    const bool bracketed = word[0] == '{';
    if (bracketed) word = word.substr(1, length - 2);
    if (word == "end" || word == "else") {
      pop_state();
      return finish(
          token, word == "end" ? TokenKind::end_directive : TokenKind::else_directive, length);
    }
    if (word == "if" || word == "elseif") {
      state_ = State::directive;
      return finish(
          token, word == "if" ? TokenKind::if_directive : TokenKind::elseif_directive, length);
    }
    return finish(token, bracketed ? TokenKind::bracketed_word : TokenKind::word, length);
  }
  if (make_number(token)) return true;
  token.prefix = source_.substr(token.begin, position_ - token.begin);
  token.begin = position_;
  pop_state();
  return false;
}

bool Lexer::make_pipe(Token& token) {
  if (at(position_ + 1) == '|') {
    pop_state();
    return finish(token, TokenKind::logical_or_reference, 2);
  }
  if (curly_ == 1) {
    state_ = State::alternate;
  } else {
    pop_state();
  }
  return finish(token, TokenKind::pipe, 1);
}

// What continues a reference, or closes it.
bool Lexer::make_reference_sign(Token& token) {
  const char c = at(position_);
  if (c == '[') {
    push_state();
    state_ = State::index;
    return finish(token, TokenKind::index_left_bracket, 1);
  }
  // To 1.7, which has no alternates, a single one is text.
  if (c == '|' && (dialect_ == Dialect::velocity_2 || at(position_ + 1) == '|'))
    return make_pipe(token);
  if (c == '.' && is_letter(at(position_ + 1))) {
    state_ = State::modifier;
    return finish(token, TokenKind::dot, 1);
  }
  if (c == '{') {
    ++curly_;
    return finish(token, TokenKind::reference_left_curly, 1);
  }
  if (c == '}') {
    finish(token, TokenKind::reference_right_curly, 1);
    close_reference_curly();
    return true;
  }
  if (state_ == State::modifier && c == '(') {
    ++open_;
    state_ = State::method;
    return finish(token, TokenKind::left_parenthesis, 1);
  }
  return false;
}

bool Lexer::make_in_reference(Token& token) {
  const char c = at(position_);
  if (c == '$' || (c == '\\' && at(backslashes_end(position_)) == '$')) return make_dollar(token);
  if (c == '#') return make_hash(token);
  if (make_reference_sign(token)) return true;
  if (is_letter(c) && state_ != State::after_method && make_word_operator(token)) return true;
  token.begin = position_;
  pop_state();
  return false;
}

}  // namespace patchcord::simulator
