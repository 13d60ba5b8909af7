// What the operators of filters mean.
#include <algorithm>

#include "patchcord/template/arithmetic.h"
#include "patchcord/template/big_number.h"
#include "patchcord/template/java_text.h"
#include "patchcord/template/jsonpath_filter.h"

namespace patchcord::simulator {

namespace {

// Numbers compare as BigDecimals made from their text.
BigNumber decimal(const Value& number) {
  if (number.kind() == Kind::big) return number.big().number.as_decimal();
  return BigNumber::parse(java_text(number)).value_or(BigNumber()).as_decimal();
}

bool is_number(const Operand& operand) {
  return operand.kind == OperandKind::literal && operand.value.is_number();
}
bool is_text(const Operand& operand) {
  return operand.kind == OperandKind::literal && operand.value.is_text();
}

std::string number_text(const Value& number) {
  return decimal(number).to_text();
}

// Not symmetric: the left side decides how numbers and texts meet.
bool equal_literals(const Operand& left, const Operand& right) {
  if (is_text(left)) {
    if (is_text(right)) return left.value.text() == right.value.text();
    return is_number(right) && left.value.text() == number_text(right.value);
  }
  if (is_number(left)) {
    if (is_number(right)) return compare(decimal(left.value), decimal(right.value)) == 0;
    const auto number = is_text(right) ? BigNumber::parse(right.value.text()) : std::nullopt;
    return number && compare(decimal(left.value), *number) == 0;
  }
  return equals(left.value, right.value);
}

bool equal(const Operand& left, const Operand& right) {
  if (left.kind == OperandKind::undefined || left.kind != right.kind) return false;
  if (left.kind == OperandKind::literal) return equal_literals(left, right);
  if (left.kind == OperandKind::pattern) return left.pattern == right.pattern;
  // The engine compares the text of a JSON literal on the left with a value: never equal.
  return !left.read && equals(left.value, right.value);
}

bool same_type(const Operand& left, const Operand& right) {
  if (left.kind != right.kind) return false;
  if (left.kind != OperandKind::literal) return true;
  if (is_number(left) || is_number(right)) return is_number(left) && is_number(right);
  return left.value.kind() == right.value.kind();
}

std::optional<int> order(const Operand& left, const Operand& right) {
  if (is_number(left) && is_number(right)) {
    const auto result = compare(decimal(left.value), decimal(right.value));
    return result < 0 ? -1 : result > 0 ? 1 : 0;
  }
  if (!is_text(left) || !is_text(right)) return std::nullopt;
  return to_utf16(left.value.text()).compare(to_utf16(right.value.text()));
}

Compared answer(bool yes) {
  return yes ? Compared::yes : Compared::no;
}

// The elements of a list operand; nothing for other JSON. Other operands cannot be lists.
enum class ListState { none, list, refused, failed };
ListState elements(const Operand& operand, std::vector<Operand>& out) {
  if (operand.kind != OperandKind::json) return ListState::refused;
  if (!operand.value.is_list()) return ListState::none;
  for (const auto& item : operand.value.list().items) {
    if (item.is_list() || item.is_map()) return ListState::failed;
    out.push_back(make_operand(item));
  }
  return ListState::list;
}

// What a comparison is when its list is none.
Compared without_list(ListState state) {
  if (state == ListState::failed) return Compared::failed;
  return state == ListState::refused ? Compared::refused : Compared::no;
}

bool holds(const std::vector<Operand>& list, const Operand& wanted) {
  return std::any_of(
      list.begin(), list.end(), [&](const Operand& item) { return equal(wanted, item); });
}

Compared is_in(const Operand& left, const Operand& right) {
  std::vector<Operand> list;
  const ListState state = elements(right, list);
  return state == ListState::list ? answer(holds(list, left)) : without_list(state);
}

Compared compare_sets(FilterOperator operation, const Operand& left, const Operand& right) {
  std::vector<Operand> left_items;
  std::vector<Operand> right_items;
  if (const ListState state = elements(right, right_items); state != ListState::list)
    return without_list(state);
  if (const ListState state = elements(left, left_items); state != ListState::list)
    return without_list(state);
  const auto in_right = [&](const Operand& item) { return holds(right_items, item); };
  if (operation == FilterOperator::subset_of) {
    return answer(std::all_of(left_items.begin(), left_items.end(), in_right));
  }
  const bool any = std::any_of(left_items.begin(), left_items.end(), in_right);
  return answer(any == (operation == FilterOperator::any_of));
}

std::string pattern_input(const Operand& operand) {
  if (operand.kind != OperandKind::literal || operand.value.is_null()) return {};
  return operand.value.is_number() ? number_text(operand.value) : java_text(operand.value);
}

Compared matches(const Operand& left, const Operand& right) {
  if ((left.kind == OperandKind::pattern) == (right.kind == OperandKind::pattern))
    return Compared::no;
  const JavaRegex& pattern = left.kind == OperandKind::pattern ? *left.pattern : *right.pattern;
  const Operand& input = left.kind == OperandKind::pattern ? right : left;
  std::vector<Operand> list;
  const ListState state = elements(input, list);
  if (state == ListState::failed) return Compared::failed;
  if (state != ListState::list) return answer(pattern.matches_all(pattern_input(input)));
  return answer(std::any_of(list.begin(), list.end(), [&](const Operand& item) {
    return pattern.matches_all(pattern_input(item));
  }));
}

bool has_size(const Operand& left, const Operand& right) {
  if (!is_number(right)) return false;
  const std::int32_t wanted = to_int(right.value);
  if (is_text(left)) return static_cast<std::int32_t>(utf16_length(left.value.text())) == wanted;
  if (left.kind != OperandKind::json) return false;
  return left.value.is_list() ? static_cast<std::int32_t>(left.value.list().items.size()) == wanted
                              : wanted == -1;
}

Compared is_empty(const Operand& left, const Operand& right) {
  if (!is_text(left) && left.kind != OperandKind::json) return Compared::no;
  if (right.kind != OperandKind::literal || right.value.kind() != Kind::boolean) {
    return Compared::refused;
  }
  const bool empty = is_text(left)          ? left.value.text().empty()
                     : left.value.is_list() ? left.value.list().items.empty()
                                            : left.value.map().size() == 0;
  return answer(empty == right.value.boolean());
}

Compared contains(const Operand& left, const Operand& right) {
  if (is_text(left) && is_text(right)) {
    return answer(left.value.text().find(right.value.text()) != std::string::npos);
  }
  std::vector<Operand> list;
  switch (elements(left, list)) {
    case ListState::list:
      return answer(holds(list, right));
    case ListState::failed:
      return Compared::failed;
    default:
      return Compared::no;
  }
}

Compared compare_order(FilterOperator operation, const Operand& left, const Operand& right) {
  const auto result = order(left, right);
  if (!result) return Compared::no;
  const bool less = operation == FilterOperator::less || operation == FilterOperator::less_equal;
  const bool with_equal =
      operation == FilterOperator::less_equal || operation == FilterOperator::greater_equal;
  return answer((*result == 0 && with_equal) || (less ? *result < 0 : *result > 0));
}

}  // namespace

Compared compare_operands(FilterOperator operation, const Operand& left, const Operand& right) {
  switch (operation) {
    case FilterOperator::equal:
      return answer(equal(left, right));
    case FilterOperator::not_equal:
      return answer(!equal(left, right));
    case FilterOperator::same_type_equal:
      return answer(same_type(left, right) && equal(left, right));
    case FilterOperator::same_type_not_equal:
      return answer(!(same_type(left, right) && equal(left, right)));
    case FilterOperator::less:
    case FilterOperator::less_equal:
    case FilterOperator::greater:
    case FilterOperator::greater_equal:
      return compare_order(operation, left, right);
    case FilterOperator::matches:
      return matches(left, right);
    case FilterOperator::in:
      return is_in(left, right);
    case FilterOperator::not_in: {
      const Compared found = is_in(left, right);
      if (found == Compared::refused || found == Compared::failed) return found;
      return answer(found == Compared::no);
    }
    case FilterOperator::contains:
      return contains(left, right);
    case FilterOperator::size:
      return answer(has_size(left, right));
    case FilterOperator::empty:
      return is_empty(left, right);
    case FilterOperator::subset_of:
    case FilterOperator::any_of:
    case FilterOperator::none_of:
      return compare_sets(operation, left, right);
    default:
      // ALL asks for a list that a filter's text cannot give; TYPE and MATCHES have no text form at
      // all.
      return Compared::refused;
  }
}

}  // namespace patchcord::simulator
