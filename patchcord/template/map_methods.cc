// java.util.LinkedHashMap and its entries.
#include <algorithm>
#include <array>

#include "patchcord/template/containers.h"
#include "patchcord/template/java_method.h"
#include "patchcord/template/objects.h"

namespace patchcord::simulator {

namespace {

Value found_or(const Value* found, const Value& otherwise) {
  return found == nullptr ? otherwise : *found;
}

Answer get(const Value& self, const Call& call) {
  return done(found_or(self.map().find_key(call[0]), call.count() == 2 ? call[1] : Value()));
}
Answer contains_key(const Value& self, const Call& call) {
  return done(Value(self.map().find_key(call[0]) != nullptr));
}
Answer contains_value(const Value& self, const Call& call) {
  const auto& entries = self.map().entries();
  call.spend(entries.size());
  return done(Value(std::any_of(entries.begin(), entries.end(), [&](const auto& entry) {
    return equals(entry.value, call[0]);
  })));
}

bool may_take(const Value& self, const Call& call) {
  return std::all_of(call.arguments.begin(), call.arguments.end(), [&](const Value* argument) {
    return may_hold(self, *argument, call);
  });
}

enum class Writes { always, if_absent, if_present };

// put, putIfAbsent and replace: what was there before.
template <Writes writes>
Answer change(const Value& self, const Call& call) {
  Map& map = self.map();
  if (!may_take(self, call)) return holds_itself();
  const Value* found = map.find_key(call[0]);
  Value old = found_or(found, Value());
  const bool may =
      writes == Writes::always || (writes == Writes::if_absent ? old.is_null() : found != nullptr);
  if (may) map.set(call[0], call[1]);
  return done(std::move(old));
}

Answer put_all(const Value& self, const Call& call) {
  Map& map = self.map();
  call.spend(call[0].map().size());
  if (call[0].shared() == self.shared()) return done(Value(""));
  if (!may_take(self, call)) return holds_itself();
  for (const auto& entry : call[0].map().entries())
    map.set(entry.key, entry.value);
  return done(Value(""));
}

Answer remove(const Value& self, const Call& call) {
  Map& map = self.map();
  call.spend(map.size());
  const Value* found = map.find_key(call[0]);
  if (call.count() == 1) {
    Value old = found_or(found, Value());
    map.remove(call[0]);
    return done(std::move(old));
  }
  const bool same = found != nullptr && equals(*found, call[1]);
  if (same) map.remove(call[0]);
  return done(Value(same));
}

Answer replace_value(const Value& self, const Call& call) {
  if (!may_take(self, call)) return holds_itself();
  const Value* found = self.map().find_key(call[0]);
  const bool same = found != nullptr && equals(*found, call[1]);
  if (same) self.map().set(call[0], call[2]);
  return done(Value(same));
}

Answer clear(const Value& self, const Call&) {
  self.map().clear();
  return done(Value(""));
}

Answer copy(const Value& self, const Call& call) {
  call.spend(self.map().size());
  Value made = make_map();
  for (const auto& entry : self.map().entries())
    made.map().set(entry.key, entry.value);
  return done(std::move(made));
}

template <ListClass view>
Answer view_of(const Value& self, const Call&) {
  std::vector<Value> items;
  items.reserve(self.map().size());
  for (const auto& entry : self.map().entries()) {
    items.push_back(view == ListClass::keys     ? entry.key
                    : view == ListClass::values ? entry.value
                                                : Value::adopt(new EntryObject(self, entry.key)));
  }
  return done(make_list(std::move(items), view));
}

Answer size(const Value& self, const Call&) {
  return done(Value::whole(static_cast<std::int64_t>(self.map().size())));
}
Answer is_empty(const Value& self, const Call&) {
  return done(Value(self.map().size() == 0));
}

constexpr std::array maps{
    JavaMethod{"clear", "", clear},
    JavaMethod{"clone", "", copy},
    JavaMethod{"compute", "OX", nullptr},
    JavaMethod{"computeIfAbsent", "OX", nullptr},
    JavaMethod{"computeIfPresent", "OX", nullptr},
    JavaMethod{"containsKey", "O", contains_key},
    JavaMethod{"containsValue", "O", contains_value},
    JavaMethod{"copyOf", "M", nullptr},
    JavaMethod{"entry", "OO", nullptr},
    JavaMethod{"entrySet", "", view_of<ListClass::entries>},
    JavaMethod{"forEach", "X", nullptr},
    JavaMethod{"get", "O", get},
    JavaMethod{"getOrDefault", "OO", get},
    JavaMethod{"isEmpty", "", is_empty},
    JavaMethod{"keySet", "", view_of<ListClass::keys>},
    JavaMethod{"merge", "OOX", nullptr},
    JavaMethod{"of", "", nullptr},
    JavaMethod{"of", "OO", nullptr},
    JavaMethod{"of", "OOOO", nullptr},
    JavaMethod{"of", "OOOOOO", nullptr},
    JavaMethod{"of", "OOOOOOOO", nullptr},
    JavaMethod{"of", "OOOOOOOOOO", nullptr},
    JavaMethod{"of", "OOOOOOOOOOOO", nullptr},
    JavaMethod{"of", "OOOOOOOOOOOOOO", nullptr},
    JavaMethod{"of", "OOOOOOOOOOOOOOOO", nullptr},
    JavaMethod{"of", "OOOOOOOOOOOOOOOOOO", nullptr},
    JavaMethod{"of", "OOOOOOOOOOOOOOOOOOOO", nullptr},
    JavaMethod{"ofEntries", "X", nullptr},
    JavaMethod{"put", "OO", change<Writes::always>},
    JavaMethod{"putAll", "M", put_all},
    JavaMethod{"putIfAbsent", "OO", change<Writes::if_absent>},
    JavaMethod{"remove", "O", remove},
    JavaMethod{"remove", "OO", remove},
    JavaMethod{"replace", "OO", change<Writes::if_present>},
    JavaMethod{"replace", "OOO", replace_value},
    JavaMethod{"replaceAll", "X", nullptr},
    JavaMethod{"size", "", size},
    JavaMethod{"values", "", view_of<ListClass::values>},
};

const EntryObject& entry_of(const Value& self) {
  return static_cast<const EntryObject&>(self.object());
}

Answer get_key(const Value& self, const Call&) {
  return done(entry_of(self).key());
}
Answer get_value(const Value& self, const Call&) {
  return done(entry_of(self).value());
}

Answer set_value(const Value& self, const Call& call) {
  const EntryObject& entry = entry_of(self);
  if (!may_hold(entry.map(), call[0], call)) return holds_itself();
  Value old = entry.value();
  entry.map().map().set(entry.key(), call[0]);
  return done(std::move(old));
}

Answer entry_equals(const Value& self, const Call& call) {
  if (call[0].kind() != Kind::object || type_of(call[0]) != ObjectType::entry)
    return done(Value(false));
  const EntryObject& left = entry_of(self);
  const EntryObject& right = entry_of(call[0]);
  return done(Value(equals(left.key(), right.key()) && equals(left.value(), right.value())));
}

constexpr std::array entries{
    JavaMethod{"comparingByKey", "", nullptr},
    JavaMethod{"comparingByKey", "X", nullptr},
    JavaMethod{"comparingByValue", "", nullptr},
    JavaMethod{"comparingByValue", "X", nullptr},
    JavaMethod{"copyOf", "X", nullptr},
    JavaMethod{"equals", "O", entry_equals},
    JavaMethod{"getKey", "", get_key},
    JavaMethod{"getValue", "", get_value},
    JavaMethod{"setValue", "O", set_value},
};

}  // namespace

JavaMethods map_methods() {
  return maps;
}
JavaMethods entry_methods() {
  return entries;
}

}  // namespace patchcord::simulator
