// What the operators of filters mean.
#include <algorithm>
#include <cmath>

#include "patchcord/template/arithmetic.h"
#include "patchcord/template/big_number.h"
#include "patchcord/template/java_text.h"
#include "patchcord/template/jsonpath_filter.h"

namespace patchcord::simulator {

namespace {

constexpr std::int64_t too_much_effort = 1LL << 40;  // ends the evaluation

// Numbers compare as BigDecimals made from their text.
BigNumber decimal(const Value& number) {
  if (number.kind() == Kind::big) return number.big().number.as_decimal();
  return BigNumber::parse(java_text(number)).value_or(BigNumber()).as_decimal();
}

// Whether comparing as doubles gives what comparing the texts would: doubles have different texts
// in the same order, and whole numbers are doubles up to 2^53.
bool is_exact(const Value& number) {
  constexpr double limit = 9007199254740992.0;
  if (number.kind() == Kind::real) return std::fabs(number.real()) <= limit;
  return number.is_whole() && std::fabs(static_cast<double>(number.whole())) <= limit;
}

int order_numbers(const Value& left, const Value& right) {
  if ((left.is_whole() && right.is_whole()) || (is_exact(left) && is_exact(right))) {
    return compare_numbers(left, right);
  }
  const auto result = compare(decimal(left), decimal(right));
  return result < 0 ? -1 : result > 0 ? 1 : 0;
}

bool is_number(const Side& side) {
  return side.kind == OperandKind::literal && side.value->is_number();
}
bool is_text(const Side& side) {
  return side.kind == OperandKind::literal && side.value->is_text();
}

std::string number_text(const Value& number) {
  return number.is_whole() ? java_text(number) : decimal(number).to_text();
}

// Not symmetric: the left side decides how numbers and texts meet.
bool equal_literals(const Side& left, const Side& right) {
  if (is_text(left)) {
    if (is_text(right)) return left.value->text() == right.value->text();
    return is_number(right) && left.value->text() == number_text(*right.value);
  }
  if (is_number(left)) {
    if (is_number(right)) return order_numbers(*left.value, *right.value) == 0;
    const auto number = is_text(right) ? BigNumber::parse(right.value->text()) : std::nullopt;
    return number && compare(decimal(*left.value), *number) == 0;
  }
  return equals(*left.value, *right.value);
}

bool equal(const Side& left, const Side& right) {
  if (left.kind == OperandKind::undefined || left.kind != right.kind) return false;
  if (left.kind == OperandKind::literal) return equal_literals(left, right);
  if (left.kind == OperandKind::pattern) return left.pattern == right.pattern;
  // The engine compares the text of a JSON literal on the left with a value: never equal.
  return !left.read && equals(*left.value, *right.value);
}

bool same_type(const Side& left, const Side& right) {
  if (left.kind != right.kind) return false;
  if (left.kind != OperandKind::literal) return true;
  if (is_number(left) || is_number(right)) return is_number(left) && is_number(right);
  return left.value->kind() == right.value->kind();
}

std::optional<int> order(const Side& left, const Side& right) {
  if (is_number(left) && is_number(right)) return order_numbers(*left.value, *right.value);
  if (!is_text(left) || !is_text(right)) return std::nullopt;
  return to_utf16(left.value->text()).compare(to_utf16(right.value->text()));
}

Compared answer(bool yes) {
  return yes ? Compared::yes : Compared::no;
}

// Whether a side is a list of simple values. Sides that are no JSON cannot be lists.
enum class ListState : std::uint8_t { none, list, refused, failed };
ListState state_of(const Side& side) {
  if (side.kind != OperandKind::json) return ListState::refused;
  if (!side.value->is_list()) return ListState::none;
  const auto items = side.value->list().items();
  const bool simple = std::none_of(items.begin(), items.end(), [](const Value& item) {
    return item.is_list() || item.is_map();
  });
  return simple ? ListState::list : ListState::failed;
}

std::span<const Value> items_of(const Side& side) {
  return side.value->list().items();
}

// What a comparison is when its list is none.
Compared without_list(ListState state) {
  if (state == ListState::failed) return Compared::failed;
  return state == ListState::refused ? Compared::refused : Compared::no;
}

bool holds(const Side& list, const Side& wanted) {
  return std::any_of(items_of(list).begin(), items_of(list).end(), [&](const Value& item) {
    return equal(wanted, side_of(item));
  });
}

Compared is_in(const Side& left, const Side& right) {
  const ListState state = state_of(right);
  return state == ListState::list ? answer(holds(right, left)) : without_list(state);
}

Compared compare_sets(FilterOperator operation, const Side& left, const Side& right) {
  if (const ListState state = state_of(right); state != ListState::list) return without_list(state);
  if (const ListState state = state_of(left); state != ListState::list) return without_list(state);
  const auto in_right = [&](const Value& item) { return holds(right, side_of(item)); };
  const auto& items = items_of(left);
  if (operation == FilterOperator::subset_of) {
    return answer(std::all_of(items.begin(), items.end(), in_right));
  }
  const bool any = std::any_of(items.begin(), items.end(), in_right);
  return answer(any == (operation == FilterOperator::any_of));
}

std::string pattern_input(const Side& side) {
  if (side.kind != OperandKind::literal || side.value->is_null()) return {};
  return side.value->is_number() ? number_text(*side.value) : java_text(*side.value);
}

Compared matches(const Side& left, const Side& right, std::int64_t& effort) {
  if ((left.kind == OperandKind::pattern) == (right.kind == OperandKind::pattern))
    return Compared::no;
  const JavaRegex& pattern = left.kind == OperandKind::pattern ? *left.pattern : *right.pattern;
  const Side& input = left.kind == OperandKind::pattern ? right : left;
  const ListState state = state_of(input);
  if (state == ListState::failed) return Compared::failed;
  const auto matched = [&](const Side& side) {
    const auto found = pattern.matches_all(pattern_input(side), effort);
    if (!found) effort += too_much_effort;
    return found.ok() && *found;
  };
  if (state != ListState::list) return answer(matched(input));
  return answer(std::any_of(items_of(input).begin(), items_of(input).end(), [&](const Value& item) {
    return matched(side_of(item));
  }));
}

bool has_size(const Side& left, const Side& right) {
  if (!is_number(right)) return false;
  const std::int32_t wanted = to_int(*right.value);
  if (is_text(left)) return static_cast<std::int32_t>(utf16_length(left.value->text())) == wanted;
  if (left.kind != OperandKind::json) return false;
  return left.value->is_list() ? static_cast<std::int32_t>(items_of(left).size()) == wanted
                               : wanted == -1;
}

Compared is_empty(const Side& left, const Side& right) {
  if (!is_text(left) && left.kind != OperandKind::json) return Compared::no;
  if (right.kind != OperandKind::literal || right.value->kind() != Kind::boolean) {
    return Compared::refused;
  }
  const bool empty = is_text(left)           ? left.value->text().empty()
                     : left.value->is_list() ? items_of(left).empty()
                                             : left.value->map().size() == 0;
  return answer(empty == right.value->boolean());
}

Compared contains(const Side& left, const Side& right) {
  if (is_text(left) && is_text(right)) {
    return answer(find_text(left.value->text(), right.value->text()) != std::string::npos);
  }
  switch (state_of(left)) {
    case ListState::list:
      return answer(holds(left, right));
    case ListState::failed:
      return Compared::failed;
    default:
      return Compared::no;
  }
}

Compared compare_order(FilterOperator operation, const Side& left, const Side& right) {
  const auto result = order(left, right);
  if (!result) return Compared::no;
  const bool less = operation == FilterOperator::less || operation == FilterOperator::less_equal;
  const bool with_equal =
      operation == FilterOperator::less_equal || operation == FilterOperator::greater_equal;
  return answer((*result == 0 && with_equal) || (less ? *result < 0 : *result > 0));
}

std::int64_t length_of(const Side& side) {
  const bool list = side.kind == OperandKind::json && side.value->is_list();
  return list ? static_cast<std::int64_t>(items_of(side).size()) : 1;
}

}  // namespace

Compared compare_sides(FilterOperator operation,
                       const Side& left,
                       const Side& right,
                       std::int64_t& effort) {
  if (left.kind == OperandKind::json || right.kind == OperandKind::json) {
    effort += length_of(left) * length_of(right);
  }
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
      return matches(left, right, effort);
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
