// What `#` begins: directives, comments, text blocks.
#include <algorithm>

#include "patchcord/template/lexer.h"

namespace patchcord::simulator {

namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

}  // namespace

bool Lexer::make_set(Token& token) {
  const std::string_view rest = source_.substr(position_);
  std::size_t length = rest.starts_with("#set") ? 4 : rest.starts_with("#{set}") ? 6 : 0;
  if (length == 0) return false;
  while (is_blank(at(position_ + length)))
    ++length;
  if (at(position_ + length) != '(') return false;
  push_state();
  in_set_ = true;
  state_ = State::directive;
  ++open_;
  return finish(token, TokenKind::set_directive, length + 1);
}

bool Lexer::make_hash(Token& token) {
  const bool in_plain = state_ != State::pre_directive && state_ != State::directive &&
                        state_ != State::index && state_ != State::alternate;
  if (in_plain && make_set(token)) return true;
  const char next = at(position_ + 1);
  // Behind `.name` 1.7 takes it for text.
  if (next == '#' && state_ == State::modifier && dialect_ == Dialect::velocity_1_7 &&
      std::string_view("#*[").find(at(position_ + 2)) == std::string_view::npos) {
    pop_state();
    return finish(token, TokenKind::text, 2);
  }
  if (next == '#' && state_ != State::index && state_ != State::alternate) {
    if (state_ == State::reference || state_ == State::pre_reference) pop_state();
    in_comment_ = true;
    push_state();
    state_ = State::line_comment;
    return finish(token, TokenKind::line_comment_start, 2);
  }
  if (next == '[' && at(position_ + 2) == '[') {
    push_unless_pre();
    state_ = State::text_block;
    position_ += 3;
    in_comment_ = true;
    return false;
  }
  if (next == '*') {
    const bool formal =
        at(position_ + 2) == '*' && !ended(position_ + 3) && at(position_ + 3) != '#';
    push_unless_pre();
    state_ = formal ? State::formal_comment : State::block_comment;
    position_ += formal ? 3 : 2;
    in_comment_ = true;
    return false;
  }
  ++position_;
  start_directive();
  return false;
}

void Lexer::start_directive() {
  if (state_ == State::reference || state_ == State::pre_reference || state_ == State::modifier) {
    pop_state();
  }
  push_unless_pre();
  state_ = State::pre_directive;
}

// Inside comments and text blocks: up to what ends them.
bool Lexer::make_comment(Token& token) {
  if (!in_comment_) return false;
  const bool block = state_ == State::text_block;
  while (!ended(position_)) {
    const std::string_view rest = source_.substr(position_, 4);
    const std::size_t newline = state_ == State::line_comment ? newline_length(position_) : 0;
    const std::size_t length = newline != 0 ? newline : block && rest.starts_with("]]#") ? 3 : 0;
    const bool comment_end = !block && state_ != State::line_comment && rest.starts_with("*#");
    if (length != 0 || comment_end) {
      const TokenKind kind = block                             ? TokenKind::text_block
                             : newline != 0                    ? TokenKind::line_comment_end
                             : state_ == State::formal_comment ? TokenKind::formal_comment
                                                               : TokenKind::block_comment;
      in_comment_ = false;
      pop_state();
      if (!block && (state_ == State::reference || state_ == State::after_method)) pop_state();
      return finish(token, kind, comment_end ? 2 : length);
    }
    // What would begin a comment elsewhere is passed as a whole here: `#*#` does not end a comment.
    const bool formal = rest.size() == 4 && rest.starts_with("#**") && rest[3] != '#';
    position_ += formal ? 4 : rest.starts_with("#[[") ? 3 : rest.starts_with("#*") ? 2 : 1;
    position_ = std::min(position_, source_.size());
    if (!block) token.begin = position_;
  }
  const bool mark = state_ != State::block_comment && !end_mark_made_;
  if (!block) token.begin = position_;
  in_comment_ = false;
  end_mark_made_ = true;
  return finish(token, mark ? TokenKind::end_mark : TokenKind::end_of_text, 0);
}

}  // namespace patchcord::simulator
