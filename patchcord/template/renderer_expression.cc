// Operators, literals and truth.
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "patchcord/template/arithmetic.h"
#include "patchcord/template/java_text.h"
#include "patchcord/template/renderer.h"

namespace patchcord::simulator {

namespace {

constexpr std::size_t max_range = 1'000'000;
constexpr std::size_t typical_text = 48;

std::string_view operator_text(Operation operation) {
  switch (operation) {
    case Operation::logical_or:
      return "||";
    case Operation::logical_and:
      return "&&";
    case Operation::equal:
    case Operation::not_equal:
      return "==";
    case Operation::less:
      return "<";
    case Operation::greater:
      return ">";
    case Operation::less_equal:
      return "<=";
    case Operation::greater_equal:
      return ">=";
    case Operation::add:
      return "+";
    case Operation::subtract:
      return "-";
    case Operation::multiply:
      return "*";
    case Operation::divide:
      return "/";
    case Operation::modulo:
      return "%";
    default:
      return {};
  }
}

// As the engine names an operand in an error: of an operation only the left half.
std::string literal_of(const Expression& expression) {
  if (expression.operation == Operation::parenthesis) return literal_of(expression.operands[0]);
  if (expression.operation == Operation::negate) return "-" + literal_of(expression.operands[0]);
  if (expression.operation == Operation::logical_not)
    return "!" + literal_of(expression.operands[0]);
  const std::string_view sign = operator_text(expression.operation);
  if (sign.empty()) return std::string(expression.literal);
  return fmt::format("{} {} ", literal_of(expression.operands[0]), sign);
}

bool is_math(Operation operation) {
  return operation >= Operation::add && operation <= Operation::modulo;
}

bool is_comparison(Operation operation) {
  return operation >= Operation::equal && operation <= Operation::greater_equal;
}

}  // namespace

bool Renderer::interpolate(const Expression& expression, Value& out) {
  std::string text;
  text.reserve(typical_text);
  flow_ = render(*expression.text, text);
  if (flow_ != Flow::next || !spend(1 + text.size() / 16, expression.place)) return false;
  out = Value(text);
  return true;
}

const Value* Renderer::evaluate(const Expression& expression, Value& scratch) {
  switch (expression.operation) {
    case Operation::constant:
      return &expression.constant;
    case Operation::reference:
      return expression.reference->text_only ? &null_ : resolve(*expression.reference, scratch);
    case Operation::interpolation:
      return interpolate(expression, scratch) ? &scratch : nullptr;
    default:
      break;
  }
  if (++depth_ > options_.limits.max_depth) {
    fail(fmt::format("The template nests deeper than {} levels", options_.limits.max_depth),
         expression.place);
    return nullptr;
  }
  const Value* value =
      spend(1, expression.place) ? evaluate_operator(expression, scratch) : nullptr;
  --depth_;
  return value;
}

bool Renderer::take(const Expression& expression, Value& out) {
  const Value* value = evaluate(expression, out);
  if (value != nullptr && value != &out) out = *value;
  return value != nullptr;
}

const Value* Renderer::evaluate_operator(const Expression& expression, Value& scratch) {
  switch (expression.operation) {
    case Operation::list:
      return make_list_of(expression, scratch) ? &scratch : nullptr;
    case Operation::map:
      return make_map_of(expression, scratch) ? &scratch : nullptr;
    case Operation::range:
      return make_range(expression, scratch) ? &scratch : nullptr;
    case Operation::parenthesis:
      return evaluate(expression.operands[0], scratch);
    case Operation::logical_or:
    case Operation::logical_and:
    case Operation::logical_not: {
      bool holds = false;
      if (!evaluate_logical(expression, holds)) return nullptr;
      scratch = Value(holds);
      return &scratch;
    }
    case Operation::negate: {
      Value operand;
      if (!take(expression.operands[0], operand)) return nullptr;
      const std::array<const Value*, 1> operands{&operand};
      if (!spend(work_of_numbers(operands), expression.place)) return nullptr;
      const auto number = as_number(operand);
      scratch = number ? negated(*number) : Value();
      return &scratch;
    }
    default:
      return evaluate_both(expression, scratch);
  }
}

const Value* Renderer::evaluate_both(const Expression& expression, Value& scratch) {
  Value left_made;
  Value right_made;
  const Value* left = evaluate(expression.operands[0], left_made);
  if (left == nullptr) return nullptr;
  if (!expression.operands[1].inert && left != &left_made) {
    left_made = *left;
    left = &left_made;
  }
  const Value* right = evaluate(expression.operands[1], right_made);
  if (right == nullptr) return nullptr;
  const std::array<const Value*, 2> operands{left, right};
  if (!spend(work_of_numbers(operands), expression.place)) return nullptr;
  if (is_math(expression.operation)) {
    return arithmetic(expression, *left, *right, scratch) ? &scratch : nullptr;
  }
  bool holds = false;
  if (!compare(expression, *left, *right, holds)) return nullptr;
  scratch = Value(holds);
  return &scratch;
}

bool Renderer::evaluate_logical(const Expression& expression, bool& out) {
  if (!truth(expression.operands[0], out)) return false;
  switch (expression.operation) {
    case Operation::logical_not:
      out = !out;
      return true;
    case Operation::logical_or:
      return out || truth(expression.operands[1], out);
    default:
      return !out || truth(expression.operands[1], out);
  }
}

bool Renderer::compare_equal(const Value& left, const Value& right) {
  if (left.is_whole() && right.is_whole()) return left.whole() == right.whole();
  if (left.is_text() && right.is_text() && left.text() == right.text()) return true;
  const bool duck = dialect_ == Dialect::velocity_2;
  if (duck || (left.is_number() && right.is_number())) {
    const auto left_number = as_number(left);
    const auto right_number = left_number ? as_number(right) : std::nullopt;
    if (right_number) return compare_numbers(*left_number, *right_number) == 0;
  }
  if (left.kind() == right.kind() && (!left.is_list() || left.list().type == right.list().type)) {
    return equals(left, right, &steps_);
  }
  std::string left_text;
  std::string right_text;
  append_java_text(left, left_text, options_.limits.max_output);
  append_java_text(right, right_text, options_.limits.max_output);
  steps_ += static_cast<std::int64_t>((left_text.size() + right_text.size()) / 16);
  return left_text == right_text;
}

bool Renderer::compare(const Expression& expression,
                       const Value& left,
                       const Value& right,
                       bool& out) {
  const Operation operation = expression.operation;
  if (operation == Operation::equal || operation == Operation::not_equal) {
    const bool null = left.is_null() || right.is_null();
    const bool same = null ? left.is_null() && right.is_null() : compare_equal(left, right);
    out = same == (operation == Operation::equal);
    return true;
  }
  out = false;
  if (left.is_null() || right.is_null()) {
    if (!strict()) return true;
    return fail(fmt::format("{} side ({}) of comparison operation has null value",
                            left.is_null() ? "Left" : "Right",
                            literal_of(expression.operands[left.is_null() ? 0 : 1])),
                expression.place);
  }
  const bool duck = dialect_ == Dialect::velocity_2;
  const auto left_number = duck || left.is_number() ? as_number(left) : std::nullopt;
  const auto right_number = duck || right.is_number() ? as_number(right) : std::nullopt;
  if (!left_number || !right_number) {
    if (!strict()) return true;
    return fail(fmt::format("{} side of comparison operation is not a number",
                            right.is_number() ? "Left" : "Right"),
                expression.place);
  }
  const int order = compare_numbers(*left_number, *right_number);
  out = operation == Operation::less         ? order < 0
        : operation == Operation::greater    ? order > 0
        : operation == Operation::less_equal ? order <= 0
                                             : order >= 0;
  return true;
}

// `+` with a text on either side; a null on the other side gives its source text.
bool Renderer::add_texts(const Expression& expression,
                         const Value& left,
                         const Value& right,
                         Value& out) {
  std::string text;
  if (left.is_null()) {
    text = literal_of(expression.operands[0]);
  } else if (!text_of(left, text)) {
    return false;
  }
  if (right.is_null()) {
    text += literal_of(expression.operands[1]);
  } else if (!text_of(right, text)) {
    return false;
  }
  if (!check_size(text.size(), expression.place) || !spend(text.size() / 16, expression.place))
    return false;
  out = Value(text);
  return true;
}

bool Renderer::arithmetic(const Expression& expression,
                          const Value& left,
                          const Value& right,
                          Value& out) {
  if (expression.operation == Operation::add && (left.is_text() || right.is_text())) {
    return add_texts(expression, left, right, out);
  }
  if (calculate_quickly(expression.operation, left, right, out)) return true;
  out = Value();
  const bool numbers = left.is_number() && right.is_number();
  if (dialect_ == Dialect::velocity_1_7 && !numbers) return true;
  const auto left_number = as_number(left);
  const auto right_number = as_number(right);
  if (!left_number || !right_number) return true;
  auto result = calculate(expression.operation, *left_number, *right_number);
  if (!result) {
    // The engine has no place for its own errors here; our limit has.
    const bool limit = result.error().code == Code::deadline;
    auto problem = std::move(result).error().what;
    return limit ? fail(std::move(problem), expression.place) : fail_at(std::move(problem));
  }
  out = *std::move(result);
  return true;
}

bool Renderer::make_list_of(const Expression& expression, Value& out) {
  std::vector<Value> items(expression.operands.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!take(expression.operands[i], items[i])) return false;
  }
  out = make_list(std::move(items));
  return true;
}

bool Renderer::make_map_of(const Expression& expression, Value& out) {
  Value made = make_map();
  for (std::size_t i = 0; i < expression.operands.size(); i += 2) {
    Value key;
    Value value;
    if (!take(expression.operands[i], key) || !take(expression.operands[i + 1], value))
      return false;
    made.map().set(std::move(key), std::move(value));
  }
  out = std::move(made);
  return true;
}

bool Renderer::make_range(const Expression& expression, Value& out) {
  Value left;
  Value right;
  if (!take(expression.operands[0], left) || !take(expression.operands[1], right)) return false;
  out = Value();
  const bool old = dialect_ == Dialect::velocity_1_7;
  if (old && !(left.is_number() && right.is_number())) return true;
  const auto first = as_number(left);
  const auto last = as_number(right);
  if (!first || !last) return true;
  const std::int64_t from = to_int(*first);
  const std::int64_t to = to_int(*last);
  const auto size = static_cast<std::size_t>(std::abs(to - from)) + 1;
  if (size > max_range) {
    return fail(fmt::format("A range may have at most {} elements", max_range), expression.place);
  }
  if (!spend(size, expression.place)) return false;
  std::vector<Value> items;
  items.reserve(size);
  const std::int64_t delta = from >= to ? -1 : 1;
  for (std::size_t i = 0; i < size; ++i) {
    items.push_back(Value::whole(from + delta * static_cast<std::int64_t>(i)));
  }
  out = make_list(std::move(items), old ? ListClass::array_list : ListClass::range);
  return true;
}

// In 1.7 everything but null and false is true; 2.x has empty text and collections and zero false,
// too.
bool Renderer::truth_of(const Value& value) const {
  if (value.is_null()) return false;
  if (value.kind() == Kind::boolean) return value.boolean();
  if (dialect_ == Dialect::velocity_1_7) return true;
  if (value.is_text()) return !value.text().empty();
  if (value.is_number()) return !is_zero(value);
  if (value.is_list()) return !value.list().items().empty();
  if (value.is_map()) return value.map().size() != 0;
  if (value.kind() == Kind::object) return type_of(value) != ObjectType::loop;
  return true;
}

bool Renderer::truth(const Expression& expression, bool& out) {
  switch (expression.operation) {
    case Operation::parenthesis:
    case Operation::negate:
      return truth(expression.operands[0], out);
    case Operation::constant:
    case Operation::interpolation:
      if (dialect_ == Dialect::velocity_2 || expression.constant.kind() == Kind::boolean) break;
      out = false;  // 1.7 asks no literal but true and false
      return true;
    case Operation::reference:
    case Operation::logical_or:
    case Operation::logical_and:
    case Operation::logical_not:
      break;
    case Operation::list:
    case Operation::map:
      // Written-out collections are judged by their length alone: their elements are not evaluated.
      out = dialect_ == Dialect::velocity_2 && !expression.operands.empty();
      return true;
    default:
      if (is_comparison(expression.operation)) break;
      // The engine never asks for the truth of a sum or a range: it answers false.
      out = false;
      return true;
  }
  Value scratch;
  const Value* value = evaluate(expression, scratch);
  if (value == nullptr) return false;
  out = truth_of(*value);
  return true;
}

}  // namespace patchcord::simulator
