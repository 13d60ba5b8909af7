// Tools, loop states and other things of the engine itself; everything else has the methods of a
// Java class.
#include "patchcord/template/invocation.h"

#include <fmt/format.h>

#include "patchcord/template/java_method.h"
#include "patchcord/template/java_text.h"

namespace patchcord::simulator {

namespace {

Value class_of(const Value& target) {
  return Value::adopt(new ClassObject(class_name(target)));
}

Answer loop_property(const LoopState& loop, Method method) {
  switch (method) {
    case Method::index:
      return done(Value(loop.index()));
    case Method::count:
      return done(Value(loop.index() + 1));
    case Method::has_next:
      return done(Value(loop.has_next()));
    case Method::first:
      return done(Value(loop.index() < 1));
    case Method::last:
      return done(Value(!loop.has_next()));
    case Method::parent:
      return done(loop.parent());
    case Method::topmost: {
      const LoopState* top = &loop;
      while (!top->parent().is_null())
        top = static_cast<const LoopState*>(&top->parent().object());
      return done(Value::share(const_cast<LoopState&>(*top)));
    }
    default:
      return unknown();
  }
}

Answer class_property(const ClassObject& of, Method method) {
  if (method == Method::name || method == Method::get_name) return done(Value(of.name()));
  const bool simple = method == Method::simple_name || method == Method::get_simple_name;
  return simple ? done(Value(of.simple_name())) : unknown();
}

Answer object_property(const Value& target, Method method) {
  const auto& object = static_cast<const TypedObject&>(target.object());
  switch (object.type()) {
    case ObjectType::loop:
      return loop_property(static_cast<const LoopState&>(object), method);
    case ObjectType::entry: {
      const auto& entry = static_cast<const EntryObject&>(object);
      if (method == Method::key || method == Method::get_key) return done(entry.key());
      if (method == Method::value || method == Method::get_value) return done(entry.value());
      return unknown();
    }
    case ObjectType::java_class:
      return class_property(static_cast<const ClassObject&>(object), method);
    case ObjectType::tool:
      return static_cast<const ToolObject&>(object).tool() == Tool::esc ? escape_property(method)
                                                                        : unknown();
    default:
      return unknown();
  }
}

Answer invoke_object(const Value& target, const Call& call) {
  const auto& object = static_cast<const TypedObject&>(target.object());
  if (object.type() != ObjectType::tool) {
    return call.count() == 0 ? object_property(target, call.method) : unknown();
  }
  switch (static_cast<const ToolObject&>(object).tool()) {
    case Tool::esc:
      return invoke_escape_tool(call);
    case Tool::math:
      return invoke_math_tool(call);
    case Tool::encoding:
      return invoke_encoding_tool(call);
    case Tool::success_template_utils:
      return invoke_success_template_utils(call);
    case Tool::url_tool:
      return invoke_url_tool(call);
  }
  return unknown();
}

}  // namespace

Answer invoke(const Value& target, const Call& call) {
  if (target.kind() != Kind::object) return invoke_java(target, call);
  Answer answer = invoke_object(target, call);
  return answer.outcome == Called::unknown ? invoke_java(target, call) : answer;
}

Answer property(const Value& target, const Getter& getter) {
  if (getter.method == Method::java_class) return done(class_of(target));
  switch (target.kind()) {
    case Kind::map: {
      const Value* found = target.map().find(getter.name);
      return done(found == nullptr ? Value() : *found);
    }
    case Kind::object: {
      Answer answer = object_property(target, getter.method);
      if (answer.outcome != Called::unknown) return answer;
      break;
    }
    default:
      break;
  }
  if (getter.getter == 0) return unknown();
  return read_java(target, getter.getter);
}

Answer not_comparable(const Value& target, const Value& argument) {
  if (argument.is_null()) return thrown("java.lang.NullPointerException");
  return thrown(
      fmt::format("java.lang.ClassCastException: class {0} cannot be cast to class {1} ({0} and "
                  "{1} are in module java.base of "
                  "loader 'bootstrap')",
                  class_name(argument),
                  class_name(target)));
}

}  // namespace patchcord::simulator
