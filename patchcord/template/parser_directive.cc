// #foreach, #define, #macro, #evaluate, #break, #stop, and calls of macros.
#include <algorithm>

#include <fmt/format.h>

#include "patchcord/base/try.h"
#include "patchcord/template/parser.h"

namespace patchcord::simulator {

namespace {

enum class Known : std::uint8_t {
  none,
  foreach,
  include,
  parse,
  macro,
  evaluate,
  interrupt,
  stop,
  define
};

Known find_directive(std::string_view name) {
  constexpr std::pair<std::string_view, Known> directives[] = {
      {"foreach", Known::foreach},
      {"include", Known::include},
      {"parse", Known::parse},
      {"macro", Known::macro},
      {"evaluate", Known::evaluate},
      {"break", Known::interrupt},
      {"stop", Known::stop},
      {"define", Known::define},
  };
  for (const auto& [known, meaning] : directives) {
    if (known == name) return meaning;
  }
  return Known::none;
}

NodeKind node_kind(Known directive) {
  switch (directive) {
    case Known::foreach:
      return NodeKind::foreach;
    case Known::evaluate:
      return NodeKind::evaluate;
    case Known::interrupt:
      return NodeKind::interrupt;
    case Known::stop:
      return NodeKind::stop;
    case Known::define:
      return NodeKind::define;
    case Known::include:
    case Known::parse:
      return NodeKind::include;
    default:
      return NodeKind::macro_call;
  }
}

// What the engine remembers of an argument's type.
enum class ArgumentType : std::uint8_t { reference, word, other, assignment };

const char* problem_of_foreach(const std::vector<ArgumentType>& types) {
  if (types.size() < 3) return "Too few arguments to the #foreach directive";
  if (types[0] != ArgumentType::reference)
    return "Expected argument 1 of #foreach to be a reference";
  if (types[1] != ArgumentType::word)
    return "Expected word 'in' at argument position 2 in #foreach";
  return types[2] == ArgumentType::word ? "Argument 3 of #foreach is of the wrong type" : nullptr;
}

// The engine's words, or null when the arguments are fine.
const char* problem_of(Known directive, const std::vector<ArgumentType>& types) {
  switch (directive) {
    case Known::foreach:
      return problem_of_foreach(types);
    case Known::define:
      if (types.size() != 1) return "The #define directive requires one argument";
      return types[0] != ArgumentType::reference ? "The argument to #define is of the wrong type"
                                                 : nullptr;
    case Known::macro:
      if (types.empty()) return "A macro definition requires at least a macro name";
      return types[0] != ArgumentType::word
                 ? "Macro argument 1 must be a token without surrounding ' or \""
                 : nullptr;
    case Known::interrupt:
      return types.size() > 1 ? "The #break directive takes only a single, optional Scope argument"
                              : nullptr;
    case Known::stop:
      return types.size() > 1 ? "The #stop directive only accepts a single message parameter"
                              : nullptr;
    default:
      return nullptr;
  }
}

// The engine does not name the place here.
Error misused(std::string text, const Place& place) {
  return {.code = Code::invalid, .what = std::move(text), .at = describe(place)};
}

}  // namespace

struct Parser::DirectiveCall {
  Known directive{};
  std::string name{};
  bool block{};
  bool newline_at_start{};
  bool parentheses{};
  std::size_t begin{};  // of the source text it covers
  std::size_t name_end{};
  std::size_t body{};  // where its block begins
  std::string more{};
  std::vector<ArgumentType> types{};
  std::vector<Expression> arguments{};  // of an assignment: the reference, then the value
};

bool Parser::knows_directive(std::string_view name) const {
  return find_directive(name) != Known::none || macro_names_.contains(name);
}

Result<void> Parser::directive(Block& block) {
  DirectiveCall call;
  call.newline_at_start = after_newline_;
  call.begin = lexer_.peek().begin;
  const std::size_t start = lexer_.peek().begin;
  std::string blank;
  if (ahead(TokenKind::whitespace)) blank = std::string(lexer_.image(take()));
  const Token id = take();
  call.more = std::string(more_prefix(id));
  call.name = std::string(lexer_.image(id).substr(call.more.size() + 1));
  if (id.kind == TokenKind::bracketed_word) call.name = call.name.substr(1, call.name.size() - 2);
  call.name_end = id.end;
  call.directive = find_directive(call.name);
  call.block = call.name[0] == '@' || call.directive == Known::foreach ||
               call.directive == Known::macro || call.directive == Known::define;
  if (!call.more.empty() || dialect_ == Dialect::velocity_1_7) append_text(block, blank);
  append_text(block, call.more);
  if (!call.more.empty() || dialect_ == Dialect::velocity_1_7)
    call.begin = id.begin + call.more.size();
  lexer_.switch_to(Lexer::State::directive);
  if (lexer_.next_character_is('(')) {
    TRY(directive_arguments(call));
  } else {
    lexer_.pop_state();
  }
  Node node;
  node.kind = node_kind(call.directive);
  node.place = place(node.kind == NodeKind::macro_call ? start : id.begin);
  // The engine takes a call for one that must succeed by the first characters of its last token.
  node.strict = last_kind_ == TokenKind::right_parenthesis || lexer_.image(id).starts_with("#end");
  return finish_directive(call, node, block);
}

bool Parser::arguments_end() {
  if (ahead(TokenKind::right_parenthesis)) return true;
  return (ahead(TokenKind::whitespace) || ahead(TokenKind::newline)) &&
         lexer_.next_character_is(')');
}

Result<void> Parser::argument_comment(const DirectiveCall& call) {
  if (call.directive != Known::macro) {
    return wrong(fmt::format("A Line comment is not allowed in #{} arguments", call.name),
                 place(call.name_end));
  }
  take();
  if (ahead(TokenKind::line_comment_end)) take();
  return {};
}

// `$a =` of a parameter with a default; nothing else is taken.
Result<void> Parser::macro_parameter(DirectiveCall& call) {
  const bool reference_next =
      ahead(TokenKind::identifier) || ahead(TokenKind::reference_left_curly);
  if (call.directive != Known::macro || !reference_next || dialect_ == Dialect::velocity_1_7 ||
      lexer_.state() != Lexer::State::reference || !lexer_.next_character_is('=')) {
    return {};
  }
  Expression parameter;
  parameter.operation = Operation::reference;
  TRY_ASSIGN(parameter.reference, reference());
  skip_blanks();
  TRY(expect(TokenKind::assign));
  skip_blanks();
  call.types.push_back(ArgumentType::assignment);
  call.arguments.push_back(std::move(parameter));
  return {};
}

Result<void> Parser::next_argument(DirectiveCall& call) {
  skip_blanks();
  if (at(TokenKind::comma)) {
    take();
    skip_blanks();
  }
  if (at(TokenKind::line_comment_start)) return argument_comment(call);
  TRY(macro_parameter(call));
  return directive_argument(call);
}

Result<void> Parser::directive_arguments(DirectiveCall& call) {
  skip_blanks();
  TRY(expect(TokenKind::left_parenthesis));
  while (!arguments_end()) {
    TRY(next_argument(call));
  }
  skip_blanks();
  TRY(expect(TokenKind::right_parenthesis));
  call.parentheses = true;
  return {};
}

Result<void> Parser::directive_argument(DirectiveCall& call) {
  if (ahead(TokenKind::word)) {
    const Token token = take();
    Expression word;
    word.place = place(token.begin);
    word.literal = lexer_.image(token);
    word.constant = Value(word.literal);
    call.types.push_back(ArgumentType::word);
    call.arguments.push_back(std::move(word));
    return {};
  }
  const std::size_t begin = lexer_.peek().begin;
  TRY_ASSIGN(Expression made, primary_token());
  made.place = place(begin);
  made.literal =
      made.operation == Operation::reference ? made.reference->literal : slice(begin, last_end_);
  call.types.push_back(made.operation == Operation::reference ? ArgumentType::reference
                                                              : ArgumentType::other);
  call.arguments.push_back(std::move(made));
  return {};
}

Result<void> Parser::check_arguments(const DirectiveCall& call) const {
  const char* problem = problem_of(call.directive, call.types);
  if (problem != nullptr) return wrong(problem, place(call.name_end));
  return {};
}

Result<void> Parser::directive_body(DirectiveCall& call, Node& node) {
  call.body = lexer_.peek().begin;
  Block body_block;
  TRY(body(body_block, {TokenKind::end_directive, TokenKind::else_directive}));
  node.blocks.push_back(std::move(body_block));
  const bool loop = call.directive == Known::foreach && dialect_ == Dialect::velocity_2;
  if (loop && ahead(TokenKind::else_directive)) {
    take();
    line_rest();
    Block otherwise;
    TRY(body(otherwise, {TokenKind::end_directive}));
    node.blocks.push_back(std::move(otherwise));
  }
  TRY_ASSIGN(const Token end, expect(TokenKind::end_directive));
  node.strict = lexer_.image(end).starts_with("#end");
  after_newline_ = false;
  return {};
}

// The engine finds these only after it has read the whole template.
void Parser::check_evaluate(const DirectiveCall& call, const Node& node) {
  if (node.expressions.size() != 1) {
    defer(misused("#evaluate() requires exactly one argument", node.place));
    return;
  }
  const std::string_view literal = node.expressions[0].literal;
  if (call.types[0] != ArgumentType::reference && !literal.starts_with('"') &&
      !literal.starts_with('\'')) {
    defer(misused("#evaluate()  argument must be a string literal or reference", node.place));
  }
}

void Parser::keep_arguments(DirectiveCall& call, Node& node) {
  if (call.directive == Known::foreach || call.directive == Known::define) {
    node.text = call.arguments[0].reference->root;
    node.variable = call.arguments[0].reference->variable;
  }
  if (call.directive == Known::foreach) {
    node.expressions.push_back(std::move(call.arguments[2]));
  } else {
    node.expressions = std::move(call.arguments);
  }
  if (call.directive == Known::evaluate) check_evaluate(call, node);
}

// Takes the body, if there is one, and what vanishes of the line: `rest`.
Result<void> Parser::finish_lines(DirectiveCall& call, Node& node, std::string& rest) {
  const bool old = dialect_ == Dialect::velocity_1_7;
  after_newline_ = false;
  if (call.block || (call.newline_at_start && !old) || (old && call.parentheses) ||
      node.kind == NodeKind::include) {
    rest = line_rest();
    if (!rest.empty() && !old) node.strict = false;
  }
  TRY(check_arguments(call));
  if (!call.block) return {};
  TRY(directive_body(call, node));
  rest.clear();
  if (call.newline_at_start || old) rest = line_rest();
  node.strict = node.strict && (rest.empty() || old);
  return {};
}

Result<void> Parser::finish_directive(DirectiveCall& call, Node& node, Block& block) {
  std::string rest;
  TRY(finish_lines(call, node, rest));
  node.text = call.name[0] == '@' ? call.name.substr(1) : call.name;
  node.literal = slice(call.begin, last_end_ - (call.more.empty() ? 0 : rest.size()));
  if (call.directive == Known::macro) {
    TRY(define_macro(call, node));
  } else {
    keep_arguments(call, node);
    block.nodes.push_back(std::move(node));
  }
  if (!call.more.empty()) append_text(block, rest);
  return {};
}

// The first definition of a name counts, wherever it stands.
Result<void> Parser::define_macro(DirectiveCall& call, Node& node) {
  Macro macro;
  macro.name = call.arguments[0].literal;
  macro.place = place(call.body);
  for (std::size_t i = 1; i < call.arguments.size(); ++i) {
    if (call.arguments[i].operation != Operation::reference) {
      return wrong(fmt::format("Macro argument {} must be a reference", i + 1),
                   place(call.name_end));
    }
    macro.parameters.push_back(call.arguments[i].reference->root);
    macro.variables.push_back(call.arguments[i].reference->variable);
    if (call.types[i] == ArgumentType::assignment) {
      macro.defaults.push_back(std::move(call.arguments[++i]));
    } else if (!macro.defaults.empty()) {
      return wrong("Macro non-default argument follows a default argument", place(call.name_end));
    }
  }
  macro.body = std::move(node.blocks[0]);
  macro_names_.insert(macro.name);
  std::string name = macro.name;
  ast_.macros.try_emplace(std::move(name), std::move(macro));
  return {};
}

}  // namespace patchcord::simulator
