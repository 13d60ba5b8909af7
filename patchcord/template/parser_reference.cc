// References: their signs, their chains of names, calls and indexes.
#include <algorithm>

#include <fmt/format.h>

#include "patchcord/base/try.h"
#include "patchcord/template/invocation.h"
#include "patchcord/template/parser.h"

namespace patchcord::simulator {

// `$x`, `$!x`, `\$x`, … up to the name or the brace: what the signs before a reference mean.
void Parser::read_sigil(Reference& made, std::string_view image, bool curly) const {
  if (const std::size_t bang = image.find("\\!"); bang != std::string_view::npos) {
    // `$\!x` is text, and one of its backslashes is an escape.
    const std::size_t first = image.find('\\', image.find('$'));
    made.text_only = true;
    made.literal = std::string(image).erase(first, 1);  // what follows the name is lost
    made.root = made.literal;
    return;
  }
  std::size_t backslashes = 0;
  if (image.starts_with('\\')) {
    backslashes = image.find_first_not_of('\\');
    if (backslashes == std::string_view::npos) backslashes = image.size();
    made.escaped = backslashes % 2 == 1;
    made.backslashes = std::string(image.substr(0, backslashes / 2));
    image.remove_prefix(backslashes);
  }
  const std::size_t dollar = image.rfind('$');
  if (dollar == std::string_view::npos) {
    made.text_only = true;
    return;
  }
  made.before = std::string(image.substr(0, dollar));
  made.literal.erase(0, backslashes + dollar);
  image.remove_prefix(dollar);
  made.quiet = image.starts_with("$!");
  if (!curly) made.root = std::string(image.substr(made.quiet ? 2 : 1));
}

Result<std::unique_ptr<Reference>> Parser::reference() {
  const Token first = take();
  auto made = std::make_unique<Reference>();
  made->place = place(first.begin);
  const bool curly = first.kind == TokenKind::reference_left_curly;
  std::string root;
  if (curly) {
    TRY_ASSIGN(const Token name, expect(TokenKind::identifier));
    root = std::string(lexer_.image(name));
  }
  TRY(descend());
  TRY(chain(*made));
  if (curly) {
    if (at(TokenKind::pipe)) {
      if (dialect_ == Dialect::velocity_1_7) return unexpected();
      take();
      TRY_ASSIGN(Expression alternate, expression());
      made->alternate = std::make_unique<Expression>(std::move(alternate));
    }
    if (!at(TokenKind::reference_right_curly) && !at(TokenKind::right_curly)) return unexpected();
    take();
  }
  --depth_;
  made->literal = slice(first.begin, last_end_);
  read_sigil(*made, lexer_.image(first), curly);
  // Without its `$` it is text, behind a reference that took no brace.
  if (curly && lexer_.image(first).find('$') != std::string_view::npos)
    made->root = std::move(root);
  made->variable = ast_.names.number(made->root);
  made->tool = find_tool(made->root);
  note_unconfirmed(*made);
  return made;
}

void Parser::note_unconfirmed(const Reference& made) {
  if (!made.tool || made.chain.empty() || !is_unconfirmed(made.chain.front().method)) return;
  Place outermost = made.place;
  while (outermost.source->outer.source != nullptr)
    outermost = outermost.source->outer;
  ast_.unconfirmed.push_back(
      {fmt::format("${}.{}", made.root, made.chain.front().name), outermost.offset});
}

Result<void> Parser::chain(Reference& made) {
  TRY(indexes(made));
  while (ahead(TokenKind::dot) && ahead(TokenKind::identifier, 2)) {
    take();
    TRY_ASSIGN(Access step, access());
    made.chain.push_back(std::move(step));
    TRY(indexes(made));
  }
  return {};
}

Result<void> Parser::indexes(Reference& made) {
  while (at(TokenKind::index_left_bracket)) {
    Access step;
    step.kind = AccessKind::index;
    step.java_name = find_java_name("get");
    step.place = place(take().begin);
    skip_blanks();
    TRY_ASSIGN(Expression index, argument_expression());
    skip_blanks();
    TRY(expect(TokenKind::index_right_bracket));
    step.inert = index.inert;
    step.arguments.push_back(std::move(index));
    made.chain.push_back(std::move(step));
  }
  return {};
}

// Whether the name that is next is followed by `(` and by what may begin an argument, or by `)`.
bool Parser::is_method() {
  if (!ahead(TokenKind::left_parenthesis, 2)) return false;
  if (ahead(TokenKind::error, 3) && !broken_) broken_ = lexer_.peek(3);
  switch (lexer_.peek(3).kind) {
    case TokenKind::whitespace:
    case TokenKind::newline:
    case TokenKind::string_literal:
    case TokenKind::integer:
    case TokenKind::floating:
    case TokenKind::left_bracket:
    case TokenKind::left_curly:
    case TokenKind::true_word:
    case TokenKind::false_word:
    case TokenKind::logical_not:
    case TokenKind::minus:
    case TokenKind::identifier:
    case TokenKind::reference_left_curly:
    case TokenKind::method_right_parenthesis:
      return true;
    default:
      return false;
  }
}

// Of a method or an index: 1.7 has no operators there.
Result<Expression> Parser::argument_expression() {
  return dialect_ == Dialect::velocity_1_7 ? parameter() : expression();
}

Result<Access> Parser::access() {
  Access made;
  made.kind = is_method() ? AccessKind::method : AccessKind::property;
  const Token name = take();
  made.name = std::string(lexer_.image(name));
  made.key = Value(made.name);
  made.method = find_method(made.name);
  made.place = place(name.begin);
  if (made.kind == AccessKind::property) {
    made.java_name = find_getter(made.name);
    return made;
  }
  made.java_name = find_java_name(made.name);
  take();
  if (!at(TokenKind::method_right_parenthesis)) {
    for (;;) {
      TRY_ASSIGN(Expression argument, argument_expression());
      made.arguments.push_back(std::move(argument));
      if (!at(TokenKind::comma)) break;
      take();
    }
  }
  TRY(expect(TokenKind::method_right_parenthesis));
  made.inert = std::all_of(made.arguments.begin(),
                           made.arguments.end(),
                           [](const Expression& argument) { return argument.inert; });
  return made;
}

}  // namespace patchcord::simulator
