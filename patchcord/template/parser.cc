#include "patchcord/template/parser.h"

#include <algorithm>

#include <fmt/format.h>

#include "patchcord/base/try.h"
#include "patchcord/template/java_text.h"

namespace patchcord::simulator {

namespace {

// What the engine lists when a statement was expected.
constexpr TokenKind statement_tokens[] = {
    TokenKind::lone_symbol,
    TokenKind::end_mark,
    TokenKind::logical_or_reference,
    TokenKind::pipe,
    TokenKind::left_parenthesis,
    TokenKind::right_parenthesis,
    TokenKind::escape_directive,
    TokenKind::text_block,
    TokenKind::whitespace,
    TokenKind::newline,
    TokenKind::suffix,
    TokenKind::string_literal,
    TokenKind::integer,
    TokenKind::floating,
    TokenKind::dot,
    TokenKind::reference_left_curly,
    TokenKind::reference_right_curly,
    TokenKind::double_escape,
    TokenKind::escape,
    TokenKind::text,
    TokenKind::inline_text,
    TokenKind::empty_index,
};

// Of signs that turned out not to begin anything the engine prints `$` and `#`, and backslashes
// before a `$`: not the `!` of
// `$!5`.
std::string printed_prefix(std::string_view prefix) {
  std::string out;
  for (std::size_t at = 0; at < prefix.size(); ++at) {
    const std::size_t end = std::min(prefix.find_first_not_of('\\', at), prefix.size());
    if (end != at && end < prefix.size() && prefix[end] == '$') {
      out += prefix.substr(at, end + 1 - at);
      at = end + 1;  // and the character behind it is lost
    } else if (prefix[at] == '$' || prefix[at] == '#') {
      out += prefix[at];
    }
  }
  return out;
}

bool is_plain_text(TokenKind kind) {
  return std::find(std::begin(statement_tokens), std::end(statement_tokens), kind) !=
         std::end(statement_tokens);
}

}  // namespace

Parser::Parser(Ast& ast, const Source& source, Dialect dialect, int depth)
    : ast_(ast),
      source_(source),
      dialect_(dialect),
      lexer_(source.text, dialect, source.outer.source != nullptr),
      depth_(depth) {}

Result<Block> Parser::parse() {
  Block block;
  while (!ahead(TokenKind::end_of_text)) {
    TRY(statement(block));
  }
  if (deferred_) return *std::move(deferred_);
  return block;
}

bool Parser::at(TokenKind kind) {
  expected_.set(static_cast<std::size_t>(kind));
  return lexer_.peek().kind == kind;
}

bool Parser::ahead(TokenKind kind, std::size_t n) {
  return lexer_.peek(n).kind == kind;
}

Token Parser::take() {
  expected_.reset();
  const Token token = lexer_.take();
  last_end_ = token.end;
  last_kind_ = token.kind;
  return token;
}

Result<Token> Parser::expect(TokenKind kind) {
  if (!at(kind)) return unexpected();
  return take();
}

void Parser::skip_blanks() {
  while (at(TokenKind::whitespace) || at(TokenKind::newline))
    take();
}

Place Parser::place(std::size_t offset) const {
  return {&source_, static_cast<std::uint32_t>(offset)};
}

std::string_view Parser::slice(std::size_t begin, std::size_t end) const {
  return std::string_view(source_.text).substr(begin, end - begin);
}

Result<void> Parser::descend() {
  if (++depth_ <= max_template_depth) return {};
  return wrong(fmt::format("Nested deeper than {} levels", max_template_depth),
               place(lexer_.peek().begin));
}

void Parser::append_text(Block& block, std::string_view text) const {
  if (text.empty()) return;
  if (block.nodes.empty() || block.nodes.back().kind != NodeKind::text) {
    block.nodes.emplace_back().kind = NodeKind::text;
    block.nodes.back().place = place(last_end_);
  }
  block.nodes.back().text += text;
}

// What stands before the `#` in a directive's image: `$` signs that turned out to be text.
std::string_view Parser::more_prefix(const Token& token) const {
  const std::string_view image = lexer_.image(token);
  const std::size_t hash = image.rfind('#');
  return hash == std::string_view::npos ? std::string_view{} : image.substr(0, hash);
}

bool Parser::blank_then(TokenKind kind) {
  return after_newline_ && ahead(TokenKind::whitespace) && ahead(kind, 2);
}

std::string Parser::line_rest() {
  const bool blank = ahead(TokenKind::whitespace);
  if (!ahead(TokenKind::newline, blank ? 2 : 1)) return {};
  const std::size_t begin = lexer_.peek().begin;
  if (blank) take();
  take();
  after_newline_ = true;
  return std::string(slice(begin, last_end_));
}

Result<void> Parser::statement(Block& block) {
  if (ahead(TokenKind::if_directive) || blank_then(TokenKind::if_directive))
    return conditional(block);
  if (dialect_ == Dialect::velocity_1_7 && ahead(TokenKind::whitespace) &&
      ahead(TokenKind::set_directive, 2)) {
    return set(block);
  }
  switch (lexer_.peek().kind) {
    case TokenKind::identifier:
      break;
    case TokenKind::reference_left_curly:
      if (!ahead(TokenKind::identifier, 2)) return text(block);
      break;
    case TokenKind::escape_directive:
      append_text(block, escaped_directive(lexer_.image(take())));
      after_newline_ = false;
      return {};
    case TokenKind::double_escape:
      escapes(block);
      return {};
    default:
      if (ahead(TokenKind::set_directive) || blank_then(TokenKind::set_directive))
        return set(block);
      if (ahead(TokenKind::word) || ahead(TokenKind::bracketed_word) ||
          blank_then(TokenKind::word) || blank_then(TokenKind::bracketed_word)) {
        return directive(block);
      }
      return text(block);
  }
  Node node;
  node.kind = NodeKind::reference;
  node.place = place(lexer_.peek().begin);
  TRY_ASSIGN(node.reference, reference());
  after_newline_ = false;
  block.nodes.push_back(std::move(node));
  return {};
}

Result<void> Parser::text(Block& block) {
  const TokenKind kind = lexer_.peek().kind;
  if (kind == TokenKind::line_comment_start) {
    append_text(block,
                more_prefix(lexer_.peek()).substr(0, lexer_.image(lexer_.peek()).find("##")));
    take();
    if (ahead(TokenKind::line_comment_end)) take();
    after_newline_ = true;
    return {};
  }
  if (kind == TokenKind::block_comment || kind == TokenKind::formal_comment) {
    const std::string_view image = lexer_.image(take());
    if (image.starts_with('$')) append_text(block, image.substr(0, image.find('#')));
    after_newline_ = false;
    return {};
  }
  if (!is_plain_text(kind)) {
    expected_.reset();
    for (const TokenKind known : statement_tokens)
      expected_.set(static_cast<std::size_t>(known));
    return unexpected();
  }
  const Token token = take();
  std::string_view image = lexer_.image(token);
  if (kind == TokenKind::text_block) image = image.substr(3, image.size() - 6);
  if (kind == TokenKind::end_mark)
    image = {};  // of a text block that is not closed nothing is printed
  append_text(block, printed_prefix(token.prefix));
  append_text(block, image);
  if (kind == TokenKind::newline || kind == TokenKind::text || kind == TokenKind::inline_text ||
      kind == TokenKind::suffix)
    text_end_ = token.end;
  if (kind != TokenKind::logical_or_reference && kind != TokenKind::end_mark) {
    after_newline_ =
        kind == TokenKind::text || kind == TokenKind::newline || kind == TokenKind::suffix;
  }
  return {};
}

// Pairs of backslashes: one of each pair escapes the other only before a directive.
void Parser::escapes(Block& block) {
  int pairs = 0;
  while (ahead(TokenKind::double_escape)) {
    take();
    ++pairs;
  }
  const Token& next = lexer_.peek();
  const std::string_view image = lexer_.image(next);
  const bool control =
      next.kind == TokenKind::if_directive || next.kind == TokenKind::else_directive ||
      next.kind == TokenKind::elseif_directive || next.kind == TokenKind::end_directive ||
      (!image.empty() && knows_directive(image.substr(1)));
  append_text(block, std::string(static_cast<std::size_t>(control ? pairs : 2 * pairs), '\\'));
  after_newline_ = false;
}

std::string Parser::escaped_directive(std::string_view image) const {
  const std::size_t backslash = image.rfind('\\');
  const std::string_view name_with_hash = image.substr(backslash + 1);
  std::string_view name = name_with_hash.substr(1);
  if (name.starts_with('{')) name = name.substr(1, name.size() - 2);
  const bool known = knows_directive(name) || name == "if" || name == "end" || name == "set" ||
                     name == "else" || name == "elseif";
  if (!known) return std::string(image);
  return std::string(image.substr(0, backslash / 2)).append(name_with_hash);
}

// The whitespace before #else, #elseif or #end on a line of its own vanishes, unless `$` signs
// stand between.
void Parser::take_blank_before(Block& block, std::string_view more, TokenKind directive) {
  std::string blank;
  if (after_newline_ && ahead(TokenKind::whitespace) && ahead(directive, 2)) {
    const Token token = take();
    blank = std::string(lexer_.image(token));
    more = more_prefix(lexer_.peek());
  }
  if (!more.empty() || dialect_ == Dialect::velocity_1_7) append_text(block, blank);
  append_text(block, more);
}

Result<void> Parser::body(Block& block, std::initializer_list<TokenKind> ends) {
  TRY(descend());
  const auto ended = [&] {
    return std::any_of(
        ends.begin(), ends.end(), [&](TokenKind end) { return ahead(end) || blank_then(end); });
  };
  while (!ended())
    TRY(statement(block));
  --depth_;
  for (const TokenKind end : ends) {
    if (ahead(end) || blank_then(end)) {
      take_blank_before(block, ahead(end) ? more_prefix(lexer_.peek()) : std::string_view{}, end);
      break;
    }
  }
  return {};
}

Result<void> Parser::branch(Node& node, bool with_condition) {
  if (with_condition) {
    skip_blanks();
    TRY(expect(TokenKind::left_parenthesis));
    TRY_ASSIGN(Expression condition, expression());
    node.expressions.push_back(std::move(condition));
    TRY(expect(TokenKind::right_parenthesis));
  }
  line_rest();
  Block block;
  if (with_condition) {
    TRY(body(block,
             {TokenKind::elseif_directive, TokenKind::else_directive, TokenKind::end_directive}));
  } else {
    TRY(body(block, {TokenKind::end_directive}));
  }
  node.blocks.push_back(std::move(block));
  return {};
}

Parser::Opening Parser::open_directive(Block& block, bool keeps_blanks) {
  Opening opening;
  opening.after_newline = after_newline_;
  std::string blank;
  if (ahead(TokenKind::whitespace)) blank = std::string(lexer_.image(take()));
  opening.more = std::string(more_prefix(lexer_.peek()));
  if (!opening.more.empty() || keeps_blanks) append_text(block, blank);
  append_text(block, opening.more);
  return opening;
}

void Parser::close_directive(const Opening& opening, Block& block) {
  after_newline_ = false;
  if (!opening.after_newline && dialect_ != Dialect::velocity_1_7) return;
  const std::string rest = line_rest();
  if (!opening.more.empty()) append_text(block, rest);
}

Result<void> Parser::conditional(Block& block) {
  const Opening opening = open_directive(block, dialect_ == Dialect::velocity_1_7);
  Node node;
  node.kind = NodeKind::conditional;
  node.place = place(take().begin);
  ++conditionals_;
  TRY(branch(node, true));
  while (ahead(TokenKind::elseif_directive)) {
    take();
    TRY(branch(node, true));
  }
  if (ahead(TokenKind::else_directive)) {
    take();
    TRY(branch(node, false));
  }
  --conditionals_;
  TRY(expect(TokenKind::end_directive));
  block.nodes.push_back(std::move(node));
  close_directive(opening, block);
  return {};
}

Result<void> Parser::set(Block& block) {
  // In 1.7 the blanks before it are part of it, unless they are part of a text before.
  const bool text_before = dialect_ == Dialect::velocity_1_7 && text_end_ == lexer_.peek().begin;
  const Opening opening = open_directive(block, text_before);
  Node node;
  node.kind = NodeKind::set;
  node.place = place(take().begin);
  skip_blanks();
  if (!at(TokenKind::identifier) && !at(TokenKind::reference_left_curly)) return unexpected();
  TRY_ASSIGN(node.reference, reference());
  skip_blanks();
  TRY(expect(TokenKind::assign));
  TRY_ASSIGN(Expression value, expression());
  node.expressions.push_back(std::move(value));
  TRY(expect(TokenKind::right_parenthesis));
  lexer_.leave_set();
  block.nodes.push_back(std::move(node));
  close_directive(opening, block);
  return {};
}

}  // namespace patchcord::simulator
