#include "patchcord/template/containers.h"

#include <unordered_set>

#include <fmt/format.h>

#include "patchcord/template/objects.h"

namespace patchcord::simulator {

namespace {

constexpr std::size_t max_reachable = 1'000'000;
constexpr std::size_t max_items = 1'000'000;

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
  } else if (type_of(value) == ObjectType::iterator) {
    open.push_back(&static_cast<const IteratorObject&>(value.object()).list());
  }
}

std::size_t size_of(const Value& value) {
  return value.is_list() ? value.list().items().size() : value.is_map() ? value.map().size() : 1;
}

}  // namespace

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

bool may_grow(const List& list, std::size_t more) {
  return list.items().size() + more <= max_items;
}

Answer grows_too_long() {
  return refused(fmt::format("A list may have at most {} elements", max_items));
}

Answer unsupported() {
  return thrown("java.lang.UnsupportedOperationException");
}

std::vector<Value> copy_of(const List& list) {
  const auto items = list.items();
  return {items.begin(), items.end()};
}

std::size_t find_item(const List& list, const Value& wanted, const Call& call) {
  call.spend(list.items().size());
  std::size_t at = 0;
  while (at < list.items().size() && !equals(list.items()[at], wanted, call.effort))
    ++at;
  return at;
}

}  // namespace patchcord::simulator
