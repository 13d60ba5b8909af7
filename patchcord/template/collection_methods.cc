// java.util.Collection, Set and Iterator. Arrays answer as lists, as Velocity wraps them. Only an
// ArrayList grows and shrinks; what Java would do to a map through its views, or to a list through
// a part of it, is refused.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "patchcord/template/containers.h"
#include "patchcord/template/java_method.h"
#include "patchcord/template/java_string.h"
#include "patchcord/template/java_text.h"
#include "patchcord/template/objects.h"

namespace patchcord::simulator {

namespace {

// How what is no ArrayList answers to a change: Java throws for ranges, arrays and additions to a
// map's views; it changes what stands behind sub-lists and views, which is refused.
Answer fixed(const List& list) {
  if (list.type == ListClass::range) {
    return thrown("java.lang.UnsupportedOperationException: integer range is read only");
  }
  if (is_array(list.type)) return thrown("java.lang.UnsupportedOperationException");
  return refused(list.type == ListClass::sub_list
                     ? "patchcord does not change a list through subList()"
                     : "patchcord does not change a map through keySet(), values() or entrySet()");
}

Answer size(const Value& self, const Call&) {
  return done(Value::whole(static_cast<std::int64_t>(self.list().items().size())));
}
Answer is_empty(const Value& self, const Call&) {
  return done(Value(self.list().items().empty()));
}
Answer contains(const Value& self, const Call& call) {
  return done(Value(find_item(self.list(), call[0], call) != self.list().items().size()));
}
Answer contains_all(const Value& self, const Call& call) {
  for (const Value& item : call[0].list().items()) {
    if (find_item(self.list(), item, call) == self.list().items().size()) return done(Value(false));
  }
  return done(Value(true));
}

Answer add(const Value& self, const Call& call) {
  List& list = self.list();
  if (list.type == ListClass::sub_list) return fixed(list);
  if (list.type != ListClass::array_list) return unsupported();
  if (!may_hold(self, call[0], call)) return holds_itself();
  if (!may_grow(list, 1)) return grows_too_long();
  Value item = call[0];  // which may be an element of the list
  list.change().push_back(std::move(item));
  return done(Value(true));
}

Answer add_all(const Value& self, const Call& call) {
  List& list = self.list();
  if (list.type == ListClass::sub_list) return fixed(list);
  if (list.type == ListClass::array_list && !may_grow(list, call[0].list().items().size()))
    return grows_too_long();
  const std::vector<Value> more = copy_of(call[0].list());
  if (list.type != ListClass::array_list) return more.empty() ? done(Value(false)) : unsupported();
  call.spend(more.size());
  if (call[0].shared() != self.shared() && !may_hold(self, call[0], call)) return holds_itself();
  list.change().insert(list.change().end(), more.begin(), more.end());
  return done(Value(!more.empty()));
}

Answer remove(const Value& self, const Call& call) {
  List& list = self.list();
  const std::size_t found = find_item(list, call[0], call);
  if (found == list.items().size()) return done(Value(false));
  if (list.type != ListClass::array_list) return fixed(list);
  list.change().erase(list.change().begin() + static_cast<std::ptrdiff_t>(found));
  return done(Value(true));
}

// removeAll and retainAll.
Answer keep(const Value& self, const Call& call, bool when_contained) {
  List& list = self.list();
  const List& other = call[0].list();
  const auto stays = [&](const Value& item) {
    return (find_item(other, item, call) != other.items().size()) == when_contained;
  };
  std::vector<Value> kept;
  const auto items = list.items();
  std::copy_if(items.begin(), items.end(), std::back_inserter(kept), stays);
  if (kept.size() == list.items().size()) return done(Value(false));
  if (list.type != ListClass::array_list) return fixed(list);
  list.change() = std::move(kept);
  return done(Value(true));
}
Answer remove_all(const Value& self, const Call& call) {
  return keep(self, call, false);
}
Answer retain_all(const Value& self, const Call& call) {
  return keep(self, call, true);
}

Answer clear(const Value& self, const Call&) {
  List& list = self.list();
  if (list.type != ListClass::array_list && !list.items().empty()) return fixed(list);
  list.change().clear();
  return done(Value(""));
}

Answer iterator(const Value& self, const Call&) {
  return done(Value::adopt(new IteratorObject(self)));
}

Answer to_array(const Value& self, const Call& call) {
  call.spend(self.list().items().size());
  return done(make_java_array('1', copy_of(self.list())));
}

constexpr std::array collections{
    JavaMethod{"add", "O", add},
    JavaMethod{"addAll", "K", add_all},
    JavaMethod{"clear", "", clear},
    JavaMethod{"contains", "O", contains},
    JavaMethod{"containsAll", "K", contains_all},
    JavaMethod{"forEach", "X", nullptr},
    JavaMethod{"isEmpty", "", is_empty},
    JavaMethod{"iterator", "", iterator},
    JavaMethod{"parallelStream", "", nullptr},
    JavaMethod{"remove", "O", remove},
    JavaMethod{"removeAll", "K", remove_all},
    JavaMethod{"removeIf", "X", nullptr},
    JavaMethod{"retainAll", "K", retain_all},
    JavaMethod{"size", "", size},
    JavaMethod{"spliterator", "", nullptr},
    JavaMethod{"stream", "", nullptr},
    JavaMethod{"toArray", "", to_array},
    JavaMethod{"toArray", "1", nullptr},
    JavaMethod{"toArray", "X", nullptr},
};

// The factories of List and Set.
constexpr std::array sets{
    JavaMethod{"copyOf", "K", nullptr},
    JavaMethod{"of", "", nullptr},
    JavaMethod{"of", "1", nullptr},
    JavaMethod{"of", "O", nullptr},
    JavaMethod{"of", "OO", nullptr},
    JavaMethod{"of", "OOO", nullptr},
    JavaMethod{"of", "OOOO", nullptr},
    JavaMethod{"of", "OOOOO", nullptr},
    JavaMethod{"of", "OOOOOO", nullptr},
    JavaMethod{"of", "OOOOOOO", nullptr},
    JavaMethod{"of", "OOOOOOOO", nullptr},
    JavaMethod{"of", "OOOOOOOOO", nullptr},
    JavaMethod{"of", "OOOOOOOOOO", nullptr},
};

IteratorObject& iterator_of(const Value& self) {
  return static_cast<IteratorObject&>(self.object());
}

Answer has_next(const Value& self, const Call&) {
  const IteratorObject& at = iterator_of(self);
  return done(Value(at.next != at.list().list().items().size()));
}

Answer next(const Value& self, const Call&) {
  IteratorObject& at = iterator_of(self);
  const List& list = at.list().list();
  if (list.items().size() != at.size) return thrown("java.util.ConcurrentModificationException");
  if (at.next >= at.size && list.type != ListClass::range)
    return thrown("java.util.NoSuchElementException");
  if (at.next >= at.size) return refused("patchcord does not go beyond the end of a range");
  at.removable = true;
  return done(list.items()[at.next++]);
}

Answer remove_last(const Value& self, const Call&) {
  IteratorObject& at = iterator_of(self);
  List& list = at.list().list();
  if (list.type == ListClass::range) return fixed(list);
  if (!at.removable) return thrown("java.lang.IllegalStateException");
  if (list.items().size() != at.size) return thrown("java.util.ConcurrentModificationException");
  if (list.type != ListClass::array_list) return fixed(list);
  at.removable = false;
  list.change().erase(list.change().begin() + static_cast<std::ptrdiff_t>(--at.next));
  --at.size;
  return done(Value(""));
}

constexpr std::array iterators{
    JavaMethod{"forEachRemaining", "X", nullptr},
    JavaMethod{"hasNext", "", has_next},
    JavaMethod{"next", "", next},
    JavaMethod{"remove", "", remove_last},
};

}  // namespace

JavaMethods collection_methods() {
  return collections;
}
JavaMethods set_methods() {
  return sets;
}
JavaMethods iterator_methods() {
  return iterators;
}

}  // namespace patchcord::simulator
