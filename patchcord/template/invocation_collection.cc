// java.util.List and java.util.Map, and numbers. Arrays of split answer as lists, as Velocity wraps
// them.
#include <algorithm>
#include <unordered_set>

#include <fmt/format.h>

#include "patchcord/template/arithmetic.h"
#include "patchcord/template/big_number.h"
#include "patchcord/template/invocation.h"
#include "patchcord/template/java_text.h"

namespace patchcord::simulator {

namespace {

constexpr std::size_t max_reachable = 1'000'000;

void push_children(const Value& value, std::vector<const Value*>& open) {
  if (value.is_list()) {
    for (const auto& item : value.list().items()) {
      if (item.kind() >= Kind::list) open.push_back(&item);
    }
  } else if (value.is_map()) {
    for (const auto& entry : value.map().entries()) {
      if (entry.value.kind() >= Kind::list) open.push_back(&entry.value);
      if (entry.key.kind() >= Kind::list) open.push_back(&entry.key);
    }
  } else if (type_of(value) == ObjectType::entry) {
    open.push_back(&static_cast<const EntryObject&>(value.object()).map());
  }
}

std::size_t size_of(const Value& value) {
  return value.is_list() ? value.list().items().size() : value.is_map() ? value.map().size() : 1;
}

// Nothing may hold itself: it could neither be printed nor freed. Also not what is too large to be
// sure.
bool may_hold(const Value& container, const Value& item, const Call& call) {
  if (item.kind() < Kind::list) return true;
  std::vector<const Value*> open{&item};
  std::unordered_set<const Shared*> seen;
  for (std::size_t looked = 0; !open.empty();) {
    const Value* next = open.back();
    open.pop_back();
    if (!seen.insert(next->shared()).second) continue;
    looked += size_of(*next);
    call.spend(size_of(*next));
    if (next->shared() == container.shared() || looked > max_reachable) return false;
    push_children(*next, open);
  }
  return true;
}

Answer holds_itself() {
  return refused("A list or map may not hold itself");
}

Answer list_index_error(std::int32_t index, std::size_t size) {
  return thrown(fmt::format(
      "java.lang.IndexOutOfBoundsException: Index {} out of bounds for length {}", index, size));
}

Answer list_get(const List& list, const Value& argument) {
  const auto index = as_int(argument);
  if (!index) return not_an_int(argument);
  if (*index < 0 || static_cast<std::size_t>(*index) >= list.items().size()) {
    return list.type == ListClass::array ? thrown("java.lang.ArrayIndexOutOfBoundsException")
                                         : list_index_error(*index, list.items().size());
  }
  return done(list.items()[static_cast<std::size_t>(*index)]);
}

Answer list_remove(List& list, const Value& argument) {
  if (argument.kind() == Kind::integer) {
    const auto index = static_cast<std::int32_t>(argument.whole());
    if (index < 0 || static_cast<std::size_t>(index) >= list.items().size()) {
      return list_index_error(index, list.items().size());
    }
    auto& items = list.change();
    const auto at = items.begin() + index;
    Value removed = std::move(*at);
    items.erase(at);
    return done(std::move(removed));
  }
  const auto items = list.items();
  const auto found = std::find_if(
      items.begin(), items.end(), [&](const Value& item) { return equals(item, argument); });
  if (found == items.end()) return done(Value(false));
  const auto at = found - items.begin();
  list.change().erase(list.change().begin() + at);
  return done(Value(true));
}

Answer list_search(const List& list, Method method, const Value& wanted) {
  std::int32_t found = -1;
  for (std::size_t i = 0; i < list.items().size(); ++i) {
    if (!equals(list.items()[i], wanted)) continue;
    found = static_cast<std::int32_t>(i);
    if (method != Method::last_index_of) break;
  }
  return method == Method::contains ? done(Value(found >= 0)) : done(Value(found));
}

Answer list_add(List& list, const Call& call) {
  if (call.count() == 1) {
    Value item = call[0];  // which may be an element of the list
    list.change().push_back(std::move(item));
    return done(Value(true));
  }
  const auto index = as_int(call[0]);
  if (!index) return not_an_int(call[0]);
  if (*index < 0 || static_cast<std::size_t>(*index) > list.items().size()) {
    return thrown(fmt::format(
        "java.lang.IndexOutOfBoundsException: Index: {}, Size: {}", *index, list.items().size()));
  }
  call.spend(list.items().size() / 16);
  Value item = call[1];
  list.change().insert(list.change().begin() + *index, std::move(item));
  return done(Value(""));
}

Answer list_set(List& list, const Call& call) {
  if (call.count() != 2) return unknown();
  const auto index = as_int(call[0]);
  if (!index) return not_an_int(call[0]);
  if (*index < 0 || static_cast<std::size_t>(*index) >= list.items().size()) {
    return list_index_error(*index, list.items().size());
  }
  Value value = call[1];  // which may be the very element
  return done(std::exchange(list.change()[static_cast<std::size_t>(*index)], std::move(value)));
}

Answer list_change(const Value& target, const Call& call) {
  List& list = target.list();
  const bool fixed = list.type != ListClass::array_list;
  if (call.method == Method::remove && list.type >= ListClass::keys && call.count() == 1 &&
      !list_search(list, Method::contains, call[0]).value.boolean()) {
    return done(Value(false));
  }
  if (fixed && !(call.method == Method::set && list.type == ListClass::array)) {
    return thrown("java.lang.UnsupportedOperationException");
  }
  for (const Value* argument : call.arguments) {
    if (!may_hold(target, *argument, call)) return holds_itself();
  }
  switch (call.method) {
    case Method::add:
      return list_add(list, call);
    case Method::add_all: {
      if (call.count() != 1 || !call[0].is_list()) return unknown();
      const auto more = call[0].list().items();  // of another list: none holds itself
      list.change().insert(list.change().end(), more.begin(), more.end());
      return done(Value(!more.empty()));
    }
    case Method::set:
      return list_set(list, call);
    default:
      return call.count() == 1 ? list_remove(list, call[0]) : unknown();
  }
}

Answer sub_list(const List& list, const Call& call) {
  const auto from = as_int(call[0]);
  const auto to = as_int(call[1]);
  if (!from || !to) return not_an_int(from ? call[1] : call[0]);
  const auto size = static_cast<std::int32_t>(list.items().size());
  if (*from < 0)
    return thrown(fmt::format("java.lang.IndexOutOfBoundsException: fromIndex = {}", *from));
  if (*to > size)
    return thrown(fmt::format("java.lang.IndexOutOfBoundsException: toIndex = {}", *to));
  if (*from > *to) {
    return thrown(
        fmt::format("java.lang.IllegalArgumentException: fromIndex({}) > toIndex({})", *from, *to));
  }
  return done(
      make_list({list.items().begin() + *from, list.items().begin() + *to}, ListClass::sub_list));
}

Answer map_change(const Value& target, const Call& call) {
  Map& map = target.map();
  for (const Value* argument : call.arguments) {
    if (!may_hold(target, *argument, call)) return holds_itself();
  }
  const bool pair = call.count() == 2;
  if (call.method == Method::put_all && call.count() == 1 && call[0].is_map()) {
    const auto entries = call[0].map().entries();
    for (const auto& entry : entries)
      map.set(entry.key, entry.value);
    return done(Value(""));
  }
  if (!pair && call.method != Method::remove) return unknown();
  const Value* found = call.count() == 0 ? nullptr : map.find_key(call[0]);
  Value old = found == nullptr ? Value() : *found;
  if (call.method == Method::put) map.set(call[0], call[1]);
  if (call.method == Method::replace && found != nullptr) map.set(call[0], call[1]);
  if (call.method == Method::put_if_absent && old.is_null()) map.set(call[0], call[1]);
  if (call.method == Method::remove) {
    if (call.count() != 1) return unknown();
    map.remove(call[0]);
  }
  return done(std::move(old));
}

Answer map_views(const Value& target, Method method) {
  const Map& map = target.map();
  std::vector<Value> items;
  for (const auto& entry : map.entries()) {
    if (method == Method::key_set) {
      items.push_back(entry.key);
    } else if (method == Method::values) {
      items.push_back(entry.value);
    } else {
      items.push_back(Value::adopt(new EntryObject(target, entry.key)));
    }
  }
  const ListClass type = method == Method::key_set  ? ListClass::keys
                         : method == Method::values ? ListClass::values
                                                    : ListClass::entries;
  return done(make_list(std::move(items), type));
}

Answer map_without_arguments(const Value& target, Method method) {
  Map& map = target.map();
  switch (method) {
    case Method::size:
      return done(Value::whole(static_cast<std::int64_t>(map.size())));
    case Method::is_empty:
      return done(Value(map.size() == 0));
    case Method::key_set:
    case Method::values:
    case Method::entry_set:
      return map_views(target, method);
    case Method::clear:
      map.clear();
      return done(Value(""));
    default:
      return unknown();
  }
}

}  // namespace

Answer invoke_list(const Value& target, const Call& call) {
  List& list = target.list();
  const bool searches =
      call.method != Method::get && call.method != Method::size && call.method != Method::add;
  if (searches) call.spend(list.items().size());
  switch (call.method) {
    case Method::size:
      return call.count() == 0 ? done(Value::whole(static_cast<std::int64_t>(list.items().size())))
                               : unknown();
    case Method::is_empty:
      return call.count() == 0 ? done(Value(list.items().empty())) : unknown();
    case Method::get:
      if (call.count() != 1 || list.type >= ListClass::keys) return unknown();
      return list_get(list, call[0]);
    case Method::index_of:
    case Method::last_index_of:
      if (list.type >= ListClass::keys) return unknown();
      [[fallthrough]];
    case Method::contains:
      return call.count() == 1 ? list_search(list, call.method, call[0]) : unknown();
    case Method::contains_all:
      if (call.count() != 1 || !call[0].is_list()) return unknown();
      return done(Value(std::all_of(
          call[0].list().items().begin(), call[0].list().items().end(), [&](const Value& item) {
            return list_search(list, Method::contains, item).value.boolean();
          })));
    case Method::sub_list:
      return call.count() == 2 && list.type < ListClass::keys ? sub_list(list, call) : unknown();
    case Method::clear:
      if (call.count() != 0) return unknown();
      if (list.type != ListClass::array_list)
        return thrown("java.lang.UnsupportedOperationException");
      list.change().clear();
      return done(Value(""));
    case Method::add:
      return call.count() == 1 || call.count() == 2 ? list_change(target, call) : unknown();
    case Method::add_all:
    case Method::set:
    case Method::remove:
      return list_change(target, call);
    default:
      return unknown();
  }
}

Answer invoke_map(const Value& target, const Call& call) {
  Map& map = target.map();
  if (call.method == Method::remove || call.method == Method::contains_value)
    call.spend(map.size());
  if (call.count() == 0) return map_without_arguments(target, call.method);
  switch (call.method) {
    case Method::get: {
      if (call.count() != 1) return unknown();
      const Value* found = map.find_key(call[0]);
      return done(found == nullptr ? Value() : *found);
    }
    case Method::get_or_default: {
      if (call.count() != 2) return unknown();
      const Value* found = map.find_key(call[0]);
      return done(found == nullptr ? call[1] : *found);
    }
    case Method::contains_key:
      return call.count() == 1 ? done(Value(map.find_key(call[0]) != nullptr)) : unknown();
    case Method::contains_value:
      if (call.count() != 1) return unknown();
      return done(
          Value(std::any_of(map.entries().begin(), map.entries().end(), [&](const auto& entry) {
            return equals(entry.value, call[0]);
          })));
    case Method::put:
    case Method::put_all:
    case Method::put_if_absent:
    case Method::remove:
    case Method::replace:
      return map_change(target, call);
    default:
      return unknown();
  }
}

Answer invoke_number(const Value& target, const Call& call) {
  if (call.count() == 1 && call.method == Method::compare_to && target.kind() == call[0].kind()) {
    return done(Value(compare_numbers(target, call[0])));
  }
  if (call.count() == 1 && call.method == Method::compare_to)
    return not_comparable(target, call[0]);
  if (call.count() != 0) return unknown();
  switch (call.method) {
    case Method::int_value:
      return done(Value(to_int(target)));
    case Method::long_value:
      return done(Value::long_integer(to_long(target)));
    case Method::double_value:
      return done(Value(to_real(target)));
    case Method::abs:
      if (target.kind() != Kind::big) return unknown();
      return done(target.big().number.negative() ? negated(target) : target);
    default:
      return unknown();
  }
}

}  // namespace patchcord::simulator
