// Does one condition of a statement hold for a request?
#pragma once

#include "patchcord/policy/context.h"
#include "patchcord/policy/document.h"
#include "patchcord/policy/truth.h"

namespace patchcord::policy {

// What the name of an operator says: "ForAnyValue:StringNotLikeIfExists".
struct Operator {
  enum class Kind {
    string,
    string_ignore_case,
    like,
    arn,
    boolean,
    binary,
    ip_address,
    number,
    date,
    null
  };
  enum class Order { equal, less, less_or_equal, greater, greater_or_equal };
  enum class Quantifier { none, for_any_value, for_all_values };
  Kind kind{Kind::string};
  Order order{Order::equal};
  Quantifier quantifier{Quantifier::none};
  bool negated{};
  bool if_exists{};

  friend bool operator==(const Operator&, const Operator&) = default;
};

// Nothing for a name that IAM does not document, a different case included.
// Source: IAM User Guide, JSON policy elements: Condition operators
std::optional<Operator> parse_operator(std::string_view name);

// A key that the request does not have makes a positive operator false, a negated one, …IfExists
// and ForAllValues true, ForAnyValue false, and Null says which. A multivalued key without
// ForAnyValue or ForAllValues, a value that is not of the operator's kind, an unknown operator and
// an unknown key are `unknown`. `variables` as in resolve(); they work in string, ARN and Bool
// operators.
//
// Source  IAM User Guide, Condition operators; Creating a condition with multiple keys or values
Trial holds(const Condition& condition, const Context& context, bool variables);

}  // namespace patchcord::policy
