// java.util.List and ArrayList: everything by position.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "patchcord/template/arithmetic.h"
#include "patchcord/template/containers.h"
#include "patchcord/template/java_method.h"
#include "patchcord/template/java_number.h"
#include "patchcord/template/java_string.h"
#include "patchcord/template/java_text.h"

namespace patchcord::simulator {

namespace {

Answer index_error(std::string_view message) {
  return thrown(fmt::format("java.lang.IndexOutOfBoundsException: {}", message));
}

// What is thrown for an index outside of the list, or nothing done.
Answer outside(const List& list, std::int32_t index) {
  if (is_array(list.type)) return thrown("java.lang.ArrayIndexOutOfBoundsException");
  return index_error(
      fmt::format("Index {} out of bounds for length {}", index, list.items().size()));
}

bool is_inside(const List& list, std::int32_t index) {
  return index >= 0 && static_cast<std::size_t>(index) < list.items().size();
}

Answer change_of_part() {
  return refused("patchcord does not change a list through subList()");
}

// Velocity's own list: it looks at one end only, and for numbers by their distance from the first.
std::int64_t step_of(const List& range) {
  return range.items().size() > 1 && range.items()[1].whole() > range.items()[0].whole() ? 1 : -1;
}

Answer range_get(const List& range, std::int32_t index) {
  if (index >= static_cast<std::int64_t>(range.items().size())) {
    return thrown("java.lang.IndexOutOfBoundsException");
  }
  return done(whole_of(range.items()[0].whole() + step_of(range) * index, Kind::integer));
}

Answer range_index_of(const List& range, const Value& wanted) {
  if (wanted.is_null()) return null_argument();
  Answer number = wanted.is_number() ? done(wanted) : parse_big(java_text(wanted), true);
  if (number.outcome != Called::done) return number;
  const std::int64_t at = (to_int(number.value) - range.items()[0].whole()) * step_of(range);
  const bool inside = at >= 0 && at < static_cast<std::int64_t>(range.items().size());
  return done(Value(inside ? static_cast<std::int32_t>(at) : -1));
}

Answer get(const Value& self, const Call& call) {
  const List& list = self.list();
  if (list.type == ListClass::range) return range_get(list, int_at(call, 0));
  const std::int32_t index = int_at(call, 0);
  return is_inside(list, index) ? done(list.items()[static_cast<std::size_t>(index)])
                                : outside(list, index);
}

// Whether an array takes the value; null is no char.
bool takes(ListClass type, const Value& value) {
  switch (type) {
    case ListClass::array:
      return value.is_text() || value.is_null();
    case ListClass::char_array:
      return value.kind() == Kind::character;
    case ListClass::byte_array:
      return false;  // there are no Bytes here
    default:
      return true;
  }
}

Answer set(const Value& self, const Call& call) {
  List& list = self.list();
  const std::int32_t index = int_at(call, 0);
  if (list.type == ListClass::sub_list) return change_of_part();
  if (list.type != ListClass::array_list && !is_array(list.type)) return unsupported();
  if (!is_inside(list, index)) return outside(list, index);
  if (!takes(list.type, call[1])) {
    return thrown("java.lang.IllegalArgumentException: array element type mismatch");
  }
  if (!may_hold(self, call[1], call)) return holds_itself();
  Value value = call[1];  // which may be the very element
  return done(std::exchange(list.change()[static_cast<std::size_t>(index)], std::move(value)));
}

bool may_insert(const List& list, std::int32_t index) {
  return index >= 0 && static_cast<std::size_t>(index) <= list.items().size();
}
Answer no_place(const List& list, std::int32_t index) {
  return index_error(fmt::format("Index: {}, Size: {}", index, list.items().size()));
}

Answer insert(const Value& self, const Call& call) {
  List& list = self.list();
  const std::int32_t index = int_at(call, 0);
  if (list.type == ListClass::sub_list) return change_of_part();
  if (list.type != ListClass::array_list) return unsupported();
  if (!may_hold(self, call[1], call)) return holds_itself();
  if (!may_insert(list, index)) return no_place(list, index);
  if (!may_grow(list, 1)) return grows_too_long();
  call.spend(list.items().size() / 16);
  Value item = call[1];  // which may be an element of the list
  list.change().insert(list.change().begin() + index, std::move(item));
  return done(Value(""));
}

Answer insert_all(const Value& self, const Call& call) {
  List& list = self.list();
  const std::int32_t index = int_at(call, 0);
  if (list.type == ListClass::sub_list) return change_of_part();
  if (!may_insert(list, index)) return no_place(list, index);
  if (list.type == ListClass::array_list && !may_grow(list, call[1].list().items().size()))
    return grows_too_long();
  const std::vector<Value> more = copy_of(call[1].list());
  if (list.type != ListClass::array_list) return more.empty() ? done(Value(false)) : unsupported();
  call.spend(list.items().size() / 16 + more.size());
  if (!may_hold(self, call[1], call)) return holds_itself();
  list.change().insert(list.change().begin() + index, more.begin(), more.end());
  return done(Value(!more.empty()));
}

Answer remove(const Value& self, const Call& call) {
  List& list = self.list();
  const std::int32_t index = int_at(call, 0);
  if (list.type == ListClass::sub_list) return change_of_part();
  if (list.type != ListClass::array_list) return unsupported();
  if (!is_inside(list, index)) return outside(list, index);
  call.spend(list.items().size() / 16);
  auto& items = list.change();
  const auto at = items.begin() + index;
  Value removed = std::move(*at);
  items.erase(at);
  return done(std::move(removed));
}

Answer index_of(const Value& self, const Call& call) {
  if (self.list().type == ListClass::range) return range_index_of(self.list(), call[0]);
  const std::size_t found = find_item(self.list(), call[0], call);
  return done(Value(found == self.list().items().size() ? -1 : static_cast<std::int32_t>(found)));
}

Answer last_index_of(const Value& self, const Call& call) {
  if (self.list().type == ListClass::range) return range_index_of(self.list(), call[0]);
  const auto items = self.list().items();
  call.spend(items.size());
  std::size_t at = items.size();
  while (at > 0 && !equals(items[at - 1], call[0], call.effort))
    --at;
  return done(Value(static_cast<std::int32_t>(at) - 1));
}

Answer sub_list(const Value& self, const Call& call) {
  const List& list = self.list();
  const std::int32_t from = int_at(call, 0);
  const std::int32_t to = int_at(call, 1);
  call.spend(list.items().size());
  if (from < 0) return index_error(fmt::format("fromIndex = {}", from));
  if (to > static_cast<std::int32_t>(list.items().size()))
    return index_error(fmt::format("toIndex = {}", to));
  if (from > to) {
    return thrown(
        fmt::format("java.lang.IllegalArgumentException: fromIndex({}) > toIndex({})", from, to));
  }
  return done(
      make_list({list.items().begin() + from, list.items().begin() + to}, ListClass::sub_list));
}

// sort(null): the natural order of one class. Java throws for others, which pair first is its own
// affair.
Answer sort(const Value& self, const Call& call) {
  List& list = self.list();
  if (!call[0].is_null()) return refused("patchcord has no Comparator to sort by");
  if (list.items().size() > 1) {
    for (std::size_t i = 1; i < list.items().size(); ++i) {
      const Value& left = list.items()[i];
      const Value& right = list.items()[i - 1];
      const bool comparable = left.kind() != Kind::null && left.kind() < Kind::list;
      if (left.is_null() || right.is_null()) return null_argument();
      if (!comparable || left.kind() != right.kind()) return not_comparable(right, left);
    }
  }
  if (list.type == ListClass::sub_list) return change_of_part();
  if (list.type == ListClass::range && !list.items().empty()) {
    return thrown("java.lang.UnsupportedOperationException: integer range is read only");
  }
  call.spend(list.items().size() * 4);
  auto& items = list.change();
  std::stable_sort(items.begin(), items.end(), [](const Value& left, const Value& right) {
    if (left.is_number()) return compare_numbers(left, right) < 0;
    if (left.kind() == Kind::boolean) return !left.boolean() && right.boolean();
    return compare_texts(left.text(), right.text()) < 0;
  });
  return done(Value(""));
}

constexpr std::array lists{
    JavaMethod{"add", "iO", insert},
    JavaMethod{"addAll", "iK", insert_all},
    JavaMethod{"get", "i", get},
    JavaMethod{"indexOf", "O", index_of},
    JavaMethod{"lastIndexOf", "O", last_index_of},
    JavaMethod{"listIterator", "", nullptr},
    JavaMethod{"listIterator", "i", nullptr},
    JavaMethod{"remove", "i", remove},
    JavaMethod{"replaceAll", "X", nullptr},
    JavaMethod{"set", "iO", set},
    JavaMethod{"sort", "X", sort, true},
    JavaMethod{"subList", "ii", sub_list},
};

Answer copy(const Value& self, const Call& call) {
  call.spend(self.list().items().size());
  return done(make_list(copy_of(self.list())));
}
Answer nothing(const Value&, const Call&) {
  return done(Value(""));
}

constexpr std::array array_lists{
    JavaMethod{"clone", "", copy},
    JavaMethod{"ensureCapacity", "i", nothing},
    JavaMethod{"trimToSize", "", nothing},
};

}  // namespace

JavaMethods list_methods() {
  return lists;
}
JavaMethods array_list_methods() {
  return array_lists;
}

}  // namespace patchcord::simulator
