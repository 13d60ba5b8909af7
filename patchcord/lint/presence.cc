#include "patchcord/lint/presence.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "patchcord/base/text.h"
#include "patchcord/lint/names.h"

namespace patchcord::lint {
namespace {

using simulator::AccessKind;
using simulator::Expression;
using simulator::Operation;
using simulator::Reference;

using Names = std::set<std::string>;

Names both(const Names& one, const Names& other) {
  Names out = one;
  out.insert(other.begin(), other.end());
  return out;
}

Names common(const Names& one, const Names& other) {
  Names out;
  std::set_intersection(
      one.begin(), one.end(), other.begin(), other.end(), std::inserter(out, out.end()));
  return out;
}

// All references of a value that is null without any of them.
// NOLINTNEXTLINE(misc-no-recursion): the parser bounds the depth
void add_references(const Expression& value, Names& names) {
  if (value.reference != nullptr) {
    names.insert(name_of(*value.reference));
    for (const auto& access : value.reference->chain) {
      for (const auto& argument : access.arguments)
        add_references(argument, names);
    }
  }
  for (const auto& operand : value.operands)
    add_references(operand, names);
}

// `$input.containsKey("x")`
std::optional<std::string> key_asked_for(const Reference& reference) {
  if (reference.chain.empty() || reference.chain.back().name != "containsKey" ||
      reference.chain.back().arguments.size() != 1 ||
      !reference.chain.back().arguments[0].constant.is_text())
    return std::nullopt;
  return name_of(reference) + "." +
         std::string(reference.chain.back().arguments[0].constant.text());
}

bool is_null(const Expression& value) {
  return value.reference != nullptr && lower_case(value.reference->root) == "null";
}

// What one side of an equality says, by what stands on the other side.
Presence of_equality(const Expression& one, const Expression& other) {
  const auto* reference = only_reference(one);
  if (reference == nullptr || is_null(one)) return {};
  const Names name = {name_of(*reference)};
  if (one.reference != nullptr)
    return is_null(other) ? Presence{.when_false = name} : Presence{.when_true = name};
  // A text with the reference in it is made also when the reference has no value.
  if (other.operation != Operation::constant || !other.constant.is_text()) return {};
  const auto absent = reference->quiet ? std::string() : reference->literal;
  return other.constant.text() == absent ? Presence{.when_false = name}
                                         : Presence{.when_true = name};
}

Presence swapped(Presence made) {
  std::swap(made.when_true, made.when_false);
  return made;
}

Presence of_reference(const Expression& condition) {
  Presence out;
  add_references(condition, out.when_true);
  if (auto key = key_asked_for(*condition.reference)) out.when_true.insert(*std::move(key));
  return out;
}

// NOLINTNEXTLINE(misc-no-recursion): the parser bounds the depth
Presence of_pair(const Expression& condition) {
  const auto& left = condition.operands[0];
  const auto& right = condition.operands[1];
  switch (condition.operation) {
    case Operation::logical_and:
    case Operation::logical_or: {
      const auto one = presence_of(left);
      const auto other = presence_of(right);
      if (condition.operation == Operation::logical_and)
        return {both(one.when_true, other.when_true), common(one.when_false, other.when_false)};
      return {common(one.when_true, other.when_true), both(one.when_false, other.when_false)};
    }
    case Operation::equal:
    case Operation::not_equal: {
      const auto one = of_equality(left, right);
      const auto other = of_equality(right, left);
      Presence out{both(one.when_true, other.when_true), both(one.when_false, other.when_false)};
      return condition.operation == Operation::equal ? out : swapped(std::move(out));
    }
    case Operation::less:
    case Operation::greater:
    case Operation::less_equal:
    case Operation::greater_equal: {
      // Nothing is less or more than null.
      Presence out;
      add_references(condition, out.when_true);
      return out;
    }
    default:
      return {};
  }
}

}  // namespace

// NOLINTNEXTLINE(misc-no-recursion): the parser bounds the depth
Presence presence_of(const Expression& condition) {
  if (condition.reference != nullptr) return of_reference(condition);
  if (only_reference(condition) != nullptr && only_reference(condition)->quiet)
    return {.when_true = {name_of(*only_reference(condition))}};
  if (condition.operands.size() == 1 && condition.operation == Operation::parenthesis)
    return presence_of(condition.operands[0]);
  if (condition.operands.size() == 1 && condition.operation == Operation::logical_not)
    return swapped(presence_of(condition.operands[0]));
  return condition.operands.size() == 2 ? of_pair(condition) : Presence{};
}

const Reference* only_reference(const Expression& expression) {
  if (expression.reference != nullptr) return expression.reference.get();
  if (expression.text == nullptr || expression.text->nodes.size() != 1) return nullptr;
  const auto& node = expression.text->nodes.front();
  const bool printed = node.kind == simulator::NodeKind::reference && !node.reference->text_only &&
                       !node.reference->escaped && node.reference->before.empty();
  return printed ? node.reference.get() : nullptr;
}

}  // namespace patchcord::lint
