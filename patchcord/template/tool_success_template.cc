// $successTemplateUtils, which only Genesys has: there is no engine to measure it on.
#include "patchcord/template/invocation.h"
#include "patchcord/template/java_text.h"
#include "patchcord/template/json_text.h"

namespace patchcord::simulator {

namespace {

// Mapped variables are JSON text; a variable that is a list already counts, too.
Value parsed(const Value& argument) {
  if (!argument.is_text()) return argument;
  auto value = read_json(argument.text(), "the argument of firstFromArray");
  return value ? *std::move(value) : Value();
}

// The first element as JSON text, so a string keeps its quotes. Of an empty array or of something
// else the default, as it is; without one null, which the success template refuses to print.
Answer first_from_array(const Call& call) {
  const Value array = parsed(call[0]);
  if (array.is_list() && !array.list().items().empty()) {
    return done(Value(write_json(array.list().items()[0])));
  }
  return done(call.count() == 2 ? call[1] : Value());
}

// Our reading: {"a": {…}, "b": {…}} becomes [{"key": "a", …}, {"key": "b", …}]; a second argument
// names the key.
Answer move_keys(const Call& call) {
  const Value object = parsed(call[0]);
  if (!object.is_map()) return done(Value());
  const std::string name = call.count() == 2 ? java_text(call[1]) : "key";
  std::vector<Value> items;
  for (const auto& entry : object.map().entries()) {
    Value item = make_map();
    item.map().set(name, entry.key);
    if (entry.value.is_map()) {
      for (const auto& member : entry.value.map().entries())
        item.map().set(member.key, member.value);
    } else {
      item.map().set("value", entry.value);
    }
    items.push_back(std::move(item));
  }
  return done(Value(write_json(make_list(std::move(items)))));
}

}  // namespace

Answer invoke_success_template_utils(const Call& call) {
  if (call.count() != 1 && call.count() != 2) return unknown();
  if (call.method == Method::first_from_array) return first_from_array(call);
  if (call.method == Method::move_keys_into_array_of_objects) return move_keys(call);
  return unknown();
}

}  // namespace patchcord::simulator
