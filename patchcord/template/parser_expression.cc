// Literals and operators.
#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include "patchcord/base/try.h"
#include "patchcord/template/big_number.h"
#include "patchcord/template/java_text.h"
#include "patchcord/template/parser.h"

namespace patchcord::simulator {

namespace {

struct BinaryOperator {
  TokenKind token{};
  Operation operation{};
  int level{};
};

// Level 0 binds least.
constexpr std::array binary_operators{
    BinaryOperator{TokenKind::logical_or, Operation::logical_or, 0},
    BinaryOperator{TokenKind::logical_or_reference, Operation::logical_or, 0},
    BinaryOperator{TokenKind::logical_and, Operation::logical_and, 1},
    BinaryOperator{TokenKind::equal, Operation::equal, 2},
    BinaryOperator{TokenKind::not_equal, Operation::not_equal, 2},
    BinaryOperator{TokenKind::less, Operation::less, 3},
    BinaryOperator{TokenKind::greater, Operation::greater, 3},
    BinaryOperator{TokenKind::less_equal, Operation::less_equal, 3},
    BinaryOperator{TokenKind::greater_equal, Operation::greater_equal, 3},
    BinaryOperator{TokenKind::plus, Operation::add, 4},
    BinaryOperator{TokenKind::minus, Operation::subtract, 4},
    BinaryOperator{TokenKind::multiply, Operation::multiply, 5},
    BinaryOperator{TokenKind::divide, Operation::divide, 5},
    BinaryOperator{TokenKind::modulus, Operation::modulo, 5},
};
constexpr int unary_level = 6;

std::string without_unicode_escapes(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    std::uint32_t code = 0;
    const char* end = text.data() + std::min(at + 6, text.size());
    const bool escape = text.substr(at).starts_with("\\u") && at + 6 <= text.size() &&
                        std::from_chars(text.data() + at + 2, end, code, 16).ptr == end;
    if (escape) {
      append_utf8(code >= 0xD800 && code <= 0xDFFF ? '?' : code, out);
    } else {
      out += text[at];
    }
    at += escape ? 6 : 1;
  }
  return out;
}

// What only looks: a constant, or a reference without calls.
bool is_inert(const Expression& expression) {
  if (expression.operation == Operation::constant) return true;
  if (expression.operation != Operation::reference) return false;
  const Reference& reference = *expression.reference;
  return reference.alternate == nullptr &&
         std::all_of(reference.chain.begin(), reference.chain.end(), [](const Access& step) {
           return step.kind == AccessKind::property ||
                  (step.kind == AccessKind::index && step.inert);
         });
}

// \uXXXX is replaced anywhere, a doubled quote by one.
std::string unquoted(std::string_view image) {
  const char quote = image[0];
  std::string inner(image.substr(1, image.size() - 2));
  if (quote == '"') inner = without_unicode_escapes(inner);
  std::string out;
  out.reserve(inner.size());
  for (std::size_t at = 0; at < inner.size(); ++at) {
    out += inner[at];
    if (inner[at] == quote && at + 1 < inner.size() && inner[at + 1] == quote) ++at;
  }
  return out;
}

}  // namespace

Result<Expression> Parser::expression() {
  TRY(descend());
  TRY_ASSIGN(Expression made, binary(0));
  allow_unset(made);
  --depth_;
  return made;
}

// Strict mode lets a bare variable be unset where #if asks for its truth: alone, negated, or beside
// && and ||.
void Parser::allow_unset(Expression& expression) const {
  if (conditionals_ == 0 || expression.operation != Operation::reference) return;
  if (expression.reference->chain.empty()) expression.reference->may_be_unset = true;
}

Result<Expression> Parser::binary(int level) {
  if (level == unary_level) return unary();
  const std::size_t begin = lexer_.peek().begin;
  TRY_ASSIGN(Expression left, binary(level + 1));
  for (;;) {
    const BinaryOperator* found = nullptr;
    for (const auto& known : binary_operators) {
      if (known.level == level && at(known.token)) found = &known;
    }
    if (found == nullptr) return left;
    take();
    Expression made;
    made.operation = found->operation;
    made.place = place(lexer_.peek().begin);
    TRY_ASSIGN(Expression right, binary(level + 1));
    if (level < 2) {
      allow_unset(left);
      allow_unset(right);
    }
    made.operands.push_back(std::move(left));
    made.operands.push_back(std::move(right));
    made.literal = slice(begin, last_end_);
    left = std::move(made);
  }
}

Result<Expression> Parser::unary() {
  skip_blanks();
  const bool negation = at(TokenKind::logical_not);
  if (!negation && (dialect_ == Dialect::velocity_1_7 || !at(TokenKind::minus)))
    return primary(false);
  Expression made;
  made.operation = negation ? Operation::logical_not : Operation::negate;
  const std::size_t begin = take().begin;
  made.place = place(begin);
  TRY(descend());
  TRY_ASSIGN(Expression operand, negation ? unary() : primary(false));
  --depth_;
  if (negation) allow_unset(operand);
  made.operands.push_back(std::move(operand));
  made.literal = slice(begin, last_end_);
  return made;
}

// `parameter`: an element of a list or map, which may not be in parentheses.
Result<Expression> Parser::primary(bool parameter) {
  skip_blanks();
  if (!parameter && at(TokenKind::left_parenthesis)) {
    const std::size_t begin = take().begin;
    Expression made;
    made.operation = Operation::parenthesis;
    made.place = place(begin);
    TRY_ASSIGN(Expression inner, expression());
    made.operands.push_back(std::move(inner));
    TRY(expect(TokenKind::right_parenthesis));
    made.literal = made.operands[0].literal;
    made.inert = made.operands[0].inert;
    skip_blanks();
    return made;
  }
  const std::size_t begin = lexer_.peek().begin;
  TRY_ASSIGN(Expression made, primary_token());
  made.place = place(begin);
  made.literal =
      made.operation == Operation::reference ? made.reference->literal : slice(begin, last_end_);
  made.inert = is_inert(made);
  skip_blanks();
  return made;
}

Result<Expression> Parser::primary_token() {
  if (at(TokenKind::string_literal)) return string();
  if (at(TokenKind::identifier) || at(TokenKind::reference_left_curly)) {
    Expression made;
    made.operation = Operation::reference;
    TRY_ASSIGN(made.reference, reference());
    return made;
  }
  if (at(TokenKind::integer) || at(TokenKind::floating)) return number();
  if (at(TokenKind::left_bracket)) return list_or_range();
  if (at(TokenKind::left_curly)) return map();
  if (at(TokenKind::true_word) || at(TokenKind::false_word)) {
    Expression made;
    made.constant = Value(take().kind == TokenKind::true_word);
    return made;
  }
  return unexpected();
}

Result<Expression> Parser::number() {
  const Token token = take();
  std::string_view image = lexer_.image(token);
  Expression made;
  const char* end = image.data() + image.size();
  if (token.kind == TokenKind::integer) {
    std::int64_t integer = 0;
    if (std::from_chars(image.data(), end, integer).ec == std::errc{}) {
      made.constant = Value::whole(integer);
      return made;
    }
    if (image.find('#') != std::string_view::npos)
      return made;  // `#5` is text that cannot be a value
    const auto big = BigNumber::parse(image);
    if (!big) return wrong("A number is too long", place(token.begin));
    made.constant = make_big(BigNumber::integer(*big));
    return made;
  }
  double real = 0;
  const auto result = std::from_chars(image.data(), end, real);
  if (result.ec == std::errc::result_out_of_range) {
    const bool tiny =
        image.find("e-") != std::string_view::npos || image.find("E-") != std::string_view::npos;
    real = tiny ? 0.0 : std::numeric_limits<double>::infinity();
    if (image[0] == '-') real = -real;
  }
  made.constant = Value(real);
  return made;
}

Result<Expression> Parser::string() {
  const Token token = take();
  const std::string_view image = lexer_.image(token);
  std::string content = unquoted(image);
  Expression made;
  if (image[0] == '\'' || image.find_first_of("$#") == std::string_view::npos) {
    made.constant = Value(content);
    return made;
  }
  ast_.sources.push_back({std::move(content), "StringLiteral", place(token.begin)});
  TRY(descend());
  Parser inner(ast_, ast_.sources.back(), dialect_, depth_);
  auto block = inner.parse();
  --depth_;
  if (!block) {
    const bool syntax = !inner.deferred_;
    Error error = std::move(block).error();
    if (syntax) {
      error.detail = std::exchange(
          error.what,
          "Failed to parse String literal at " + describe(place(token.begin), "StringLiteral"));
    }
    defer(std::move(error));
    return made;
  }
  made.operation = Operation::interpolation;
  made.text = std::make_unique<Block>(*std::move(block));
  return made;
}

// Whether `[` is followed by one reference or integer and `..`; the parser looks without taking.
bool Parser::is_range() {
  std::size_t n = 2;
  while (ahead(TokenKind::whitespace, n) || ahead(TokenKind::newline, n))
    ++n;
  if (ahead(TokenKind::integer, n)) {
    ++n;
  } else if (ahead(TokenKind::identifier, n) || ahead(TokenKind::reference_left_curly, n)) {
    // The reference ends where its brackets are closed and no further step follows.
    int open = 0;
    for (;; ++n) {
      const TokenKind kind = lexer_.peek(n).kind;
      const bool opens = kind == TokenKind::index_left_bracket ||
                         kind == TokenKind::left_parenthesis ||
                         kind == TokenKind::reference_left_curly;
      const bool closes = kind == TokenKind::index_right_bracket ||
                          kind == TokenKind::reference_right_curly ||
                          kind == TokenKind::method_right_parenthesis;
      if (kind == TokenKind::end_of_text || kind == TokenKind::error) return false;
      if (opens) ++open;
      if (closes) --open;
      if (open == 0 && !opens && !closes && kind != TokenKind::identifier && kind != TokenKind::dot)
        break;
    }
  } else {
    return false;
  }
  while (ahead(TokenKind::whitespace, n) || ahead(TokenKind::newline, n))
    ++n;
  return ahead(TokenKind::double_dot, n);
}

Result<Expression> Parser::list_or_range() {
  if (is_range()) return range();
  take();
  Expression made;
  made.operation = Operation::list;
  if (at(TokenKind::right_bracket)) {
    take();
    return made;
  }
  TRY(descend());
  for (;;) {
    TRY_ASSIGN(Expression item, parameter());
    made.operands.push_back(std::move(item));
    if (!at(TokenKind::comma)) break;
    take();
  }
  --depth_;
  TRY(expect(TokenKind::right_bracket));
  return made;
}

Result<Expression> Parser::range_end() {
  skip_blanks();
  Expression made;
  const std::size_t begin = lexer_.peek().begin;
  if (at(TokenKind::integer)) {
    TRY_ASSIGN(made, number());
  } else if (at(TokenKind::identifier) || at(TokenKind::reference_left_curly)) {
    made.operation = Operation::reference;
    TRY_ASSIGN(made.reference, reference());
  } else {
    return unexpected();
  }
  made.place = place(begin);
  skip_blanks();
  return made;
}

Result<Expression> Parser::range() {
  take();
  Expression made;
  made.operation = Operation::range;
  TRY_ASSIGN(Expression first, range_end());
  TRY(expect(TokenKind::double_dot));
  TRY_ASSIGN(Expression last, range_end());
  TRY(expect(TokenKind::right_bracket));
  made.operands.push_back(std::move(first));
  made.operands.push_back(std::move(last));
  return made;
}

// The engine looks at the first key and its colon before it decides that this is a map.
Result<Expression> Parser::map_key(bool first) {
  const Token start = lexer_.peek();
  auto key = parameter();
  const bool unreadable = broken_ && broken_->kind == TokenKind::error;
  if (first && (!key || !at(TokenKind::colon)) && !unreadable && !ahead(TokenKind::error)) {
    broken_ = start;
    expected_.reset();
    at(TokenKind::right_curly);
    return unexpected();
  }
  return key;
}

Result<void> Parser::map_entries(Expression& made) {
  TRY(descend());
  for (;;) {
    TRY_ASSIGN(Expression key, map_key(made.operands.empty()));
    TRY(expect(TokenKind::colon));
    TRY_ASSIGN(Expression value, parameter());
    made.operands.push_back(std::move(key));
    made.operands.push_back(std::move(value));
    if (!at(TokenKind::comma)) break;
    take();
  }
  --depth_;
  return {};
}

Result<Expression> Parser::map() {
  take();
  Expression made;
  made.operation = Operation::map;
  skip_blanks();
  const bool empty = at(TokenKind::right_curly) || at(TokenKind::reference_right_curly);
  if (!empty) TRY(map_entries(made));
  if (!at(TokenKind::right_curly) && !at(TokenKind::reference_right_curly)) return unexpected();
  take();
  return made;
}

}  // namespace patchcord::simulator
