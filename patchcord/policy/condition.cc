#include "patchcord/policy/condition.h"

#include <array>
#include <cmath>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/policy/arn.h"
#include "patchcord/policy/comparison.h"

namespace patchcord::policy {
namespace {

using Kind = Operator::Kind;
using Order = Operator::Order;
using Quantifier = Operator::Quantifier;

struct Named {
  std::string_view name{};
  Kind kind{};
  bool negated{};
  Order order{Order::equal};
};

constexpr std::array named_operators{
    Named{"StringEquals", Kind::string, false},
    Named{"StringNotEquals", Kind::string, true},
    Named{"StringEqualsIgnoreCase", Kind::string_ignore_case, false},
    Named{"StringNotEqualsIgnoreCase", Kind::string_ignore_case, true},
    Named{"StringLike", Kind::like, false},
    Named{"StringNotLike", Kind::like, true},
    Named{"ArnEquals", Kind::arn, false},
    Named{"ArnLike", Kind::arn, false},
    Named{"ArnNotEquals", Kind::arn, true},
    Named{"ArnNotLike", Kind::arn, true},
    Named{"Bool", Kind::boolean, false},
    Named{"BinaryEquals", Kind::binary, false},
    Named{"IpAddress", Kind::ip_address, false},
    Named{"NotIpAddress", Kind::ip_address, true},
    Named{"NumericEquals", Kind::number, false},
    Named{"NumericNotEquals", Kind::number, true},
    Named{"NumericLessThan", Kind::number, false, Order::less},
    Named{"NumericLessThanEquals", Kind::number, false, Order::less_or_equal},
    Named{"NumericGreaterThan", Kind::number, false, Order::greater},
    Named{"NumericGreaterThanEquals", Kind::number, false, Order::greater_or_equal},
    Named{"DateEquals", Kind::date, false},
    Named{"DateNotEquals", Kind::date, true},
    Named{"DateLessThan", Kind::date, false, Order::less},
    Named{"DateLessThanEquals", Kind::date, false, Order::less_or_equal},
    Named{"DateGreaterThan", Kind::date, false, Order::greater},
    Named{"DateGreaterThanEquals", Kind::date, false, Order::greater_or_equal},
    Named{"Null", Kind::null, false},
};

bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

bool take_suffix(std::string_view& text, std::string_view suffix) {
  if (!text.ends_with(suffix)) return false;
  text.remove_suffix(suffix.size());
  return true;
}

Truth compare(std::optional<double> found, std::optional<double> wanted, Order order) {
  if (!found || !wanted) return Truth::unknown;
  switch (order) {
    case Order::equal:
      return truth_of(!(*found < *wanted) && !(*found > *wanted));
    case Order::less:
      return truth_of(*found < *wanted);
    case Order::less_or_equal:
      return truth_of(*found <= *wanted);
    case Order::greater:
      return truth_of(*found > *wanted);
    case Order::greater_or_equal:
      return truth_of(*found >= *wanted);
  }
  return Truth::unknown;
}

Truth same_boolean(std::string_view found, std::string_view wanted) {
  const auto a = lower_case(found);
  const auto b = lower_case(wanted);
  const auto is_boolean = [](const std::string& text) { return text == "true" || text == "false"; };
  return is_boolean(a) && is_boolean(b) ? truth_of(a == b) : Truth::unknown;
}

Truth same_bytes(std::string_view found, std::string_view wanted) {
  const auto a = base64_decode(found);
  const auto b = base64_decode(wanted);
  return a && b ? truth_of(*a == *b) : Truth::unknown;
}

// The positive form of the operator, for one value of the request. `wanted` is a Resolved::pattern.
Truth matches(const Operator& op, std::string_view found, std::string_view wanted) {
  switch (op.kind) {
    case Kind::string:
      return truth_of(literal(found) == literal(wanted));
    case Kind::string_ignore_case:
      return same_ignoring_case(literal(found), literal(wanted));
    case Kind::like:
      return truth_of(is_like(wanted, found));
    case Kind::arn:
      return arn_is_like(wanted, found);
    case Kind::boolean:
      return same_boolean(found, wanted);
    case Kind::binary:
      return same_bytes(found, wanted);
    case Kind::ip_address:
      return is_in_block(found, wanted);
    case Kind::number:
      return compare(number_of(found), number_of(wanted), op.order);
    case Kind::date:
      return compare(time_of(found), time_of(wanted), op.order);
    case Kind::null:
      break;
  }
  return Truth::unknown;
}

bool has_variables(Kind kind) {
  return kind == Kind::string || kind == Kind::string_ignore_case || kind == Kind::like ||
         kind == Kind::arn || kind == Kind::boolean;
}

std::string name_of(const Condition& condition) {
  return fmt::format("{} {}", condition.operation, condition.key);
}

Trial not_met(const Condition& condition) {
  return {.truth = Truth::no,
          .why = fmt::format("the condition {} is not met", name_of(condition))};
}

Trial not_known(const Condition& condition, std::string_view because) {
  return {
      .truth = Truth::unknown,
      .why = fmt::format("the condition {} cannot be decided: {}", name_of(condition), because)};
}

Trial trial_of(const Condition& condition, Truth truth, std::string_view because) {
  if (truth == Truth::yes) return {.truth = truth};
  return truth == Truth::no ? not_met(condition) : not_known(condition, because);
}

// The values of the policy, their variables replaced.
struct Wanted {
  Strings patterns{};
  bool valueless{};       // a variable without a value: equal to nothing
  std::string unknown{};  // why a value is not known; empty when all are
};

Wanted resolve_all(const Condition& condition,
                   const Operator& op,
                   const Context& context,
                   bool variables) {
  Wanted out;
  for (const auto& value : condition.values) {
    auto resolved = resolve(value, context, variables && has_variables(op.kind));
    if (resolved.truth == Truth::yes) out.patterns.push_back(std::move(resolved.pattern));
    if (resolved.truth == Truth::no) out.valueless = true;
    if (resolved.truth == Truth::unknown) out.unknown = std::move(resolved.why);
  }
  return out;
}

// The operator, negated or not, for one value of the request.
Truth value_holds(const Operator& op, std::string_view found, const Wanted& wanted) {
  auto any = wanted.unknown.empty() ? Truth::no : Truth::unknown;
  for (const auto& pattern : wanted.patterns) {
    any = either(any, matches(op, found, pattern));
    if (any == Truth::yes) break;
  }
  if (!op.negated) return any;
  // "Is not equal to something without a value": IAM's documentation says both that the condition
  // is true and that the statement becomes invalid.
  if (any == Truth::no && wanted.valueless) return Truth::unknown;
  return opposite(any);
}

Truth quantified(const Operator& op, const Strings& found, const Wanted& wanted) {
  const bool all = op.quantifier == Quantifier::for_all_values;
  auto out = truth_of(all);
  for (const auto& value : found) {
    const auto one = value_holds(op, value, wanted);
    out = all ? both(out, one) : either(out, one);
  }
  return out;
}

Truth absent_holds(const Operator& op) {
  if (op.if_exists || op.quantifier == Quantifier::for_all_values) return Truth::yes;
  return truth_of(op.negated && op.quantifier == Quantifier::none);
}

Trial null_holds(const Condition& condition, const Known& known) {
  auto out = Truth::no;
  for (const auto& value : condition.values) {
    out = either(out, same_boolean(value, known.state == Known::State::absent ? "true" : "false"));
  }
  return trial_of(condition, out, "its value is neither true nor false");
}

}  // namespace

std::optional<Operator> parse_operator(std::string_view name) {
  Operator out;
  if (take_prefix(name, "ForAllValues:")) {
    out.quantifier = Quantifier::for_all_values;
  } else if (take_prefix(name, "ForAnyValue:")) {
    out.quantifier = Quantifier::for_any_value;
  }
  out.if_exists = take_suffix(name, "IfExists");
  for (const auto& named : named_operators) {
    if (named.name != name) continue;
    const bool decorated = out.if_exists || out.quantifier != Quantifier::none;
    if (named.kind == Kind::null && decorated) return std::nullopt;
    out.kind = named.kind;
    out.negated = named.negated;
    out.order = named.order;
    return out;
  }
  return std::nullopt;
}

Trial holds(const Condition& condition, const Context& context, bool variables) {
  const auto op = parse_operator(condition.operation);
  if (!op) return not_known(condition, "this operator is not known");
  const auto known = context.look_up(condition.key);
  if (known.state == Known::State::unknown) {
    return not_known(condition, fmt::format("the value of {} is not known", condition.key));
  }
  if (op->kind == Kind::null) return null_holds(condition, known);
  if (known.state == Known::State::absent) {
    if (absent_holds(*op) == Truth::yes) return {.truth = Truth::yes};
    return {.truth = Truth::no,
            .why = fmt::format("the condition {} is not met, because the request has no {}",
                               name_of(condition),
                               condition.key)};
  }
  if (known.values.size() > 1 && op->quantifier == Quantifier::none) {
    return not_known(condition, fmt::format("{} has several values", condition.key));
  }
  const auto wanted = resolve_all(condition, *op, context, variables);
  return trial_of(condition,
                  quantified(*op, known.values, wanted),
                  wanted.unknown.empty() ? "a value does not fit the operator" : wanted.unknown);
}

}  // namespace patchcord::policy
