// What all values share: conversion of arguments, properties, and the way to the right kind.
#include "patchcord/template/invocation.h"

#include <bit>
#include <charconv>
#include <limits>

#include <fmt/format.h>

#include "patchcord/template/arithmetic.h"
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
      if (method != Method::name && method != Method::get_name) return unknown();
      return done(Value(static_cast<const ClassObject&>(object).name()));
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

Answer invoke_boolean(const Value& target, const Call& call) {
  if (call.method == Method::compare_to && call.count() == 1 && call[0].kind() == Kind::boolean) {
    return done(Value(static_cast<int>(target.boolean()) - static_cast<int>(call[0].boolean())));
  }
  if (call.method == Method::compare_to && call.count() == 1)
    return not_comparable(target, call[0]);
  return unknown();
}

std::uint32_t fold_bits(std::uint64_t bits) {
  return static_cast<std::uint32_t>(bits ^ bits >> 32);
}

// Object.hashCode as Java's classes define it.
// NOLINTNEXTLINE(misc-no-recursion): depth is bounded
std::optional<std::uint32_t> hash_code(const Value& value, int depth) {
  std::uint32_t hash = 0;
  switch (value.kind()) {
    case Kind::null:
      return 0;
    case Kind::boolean:
      return value.boolean() ? 1231 : 1237;
    case Kind::integer:
      return static_cast<std::uint32_t>(value.whole());
    case Kind::long_integer:
      return fold_bits(static_cast<std::uint64_t>(value.whole()));
    case Kind::real:
      return fold_bits(std::bit_cast<std::uint64_t>(value.real()));
    case Kind::text:
    case Kind::character:
      for (const char16_t unit : to_utf16(value.text()))
        hash = hash * 31 + unit;
      return hash;
    case Kind::list:
      hash = 1;
      for (const auto& item : value.list().items()) {
        const auto part = depth == 0 ? std::nullopt : hash_code(item, depth - 1);
        if (!part) return std::nullopt;
        hash = hash * 31 + *part;
      }
      return hash;
    case Kind::map:
      for (const auto& entry : value.map().entries()) {
        const auto key = depth == 0 ? std::nullopt : hash_code(entry.key, depth - 1);
        const auto part = key ? hash_code(entry.value, depth - 1) : std::nullopt;
        if (!part) return std::nullopt;
        hash += *key ^ *part;
      }
      return hash;
    default:
      return std::nullopt;
  }
}

// Object's own methods, which every value has.
Answer invoke_any(const Value& target, const Call& call) {
  if (call.method == Method::to_string && call.count() == 0) return done(Value(java_text(target)));
  if (call.method == Method::hash_code && call.count() == 0) {
    const auto hash = hash_code(target, 8);
    return hash ? done(Value(static_cast<std::int32_t>(*hash))) : unknown();
  }
  if (call.method == Method::get_class && call.count() == 0) return done(class_of(target));
  if (call.method == Method::equals && call.count() == 1)
    return done(Value(equals(target, call[0])));
  return unknown();
}

Answer invoke_own(const Value& target, const Call& call) {
  switch (target.kind()) {
    case Kind::boolean:
      return invoke_boolean(target, call);
    case Kind::integer:
    case Kind::long_integer:
    case Kind::real:
    case Kind::big:
      return invoke_number(target, call);
    case Kind::text:
      return invoke_text(target, call);
    case Kind::list:
      return invoke_list(target, call);
    case Kind::map:
      return invoke_map(target, call);
    case Kind::object:
      return invoke_object(target, call);
    default:
      return unknown();
  }
}

}  // namespace

Answer invoke(const Value& target, const Call& call) {
  Answer answer = invoke_own(target, call);
  return answer.outcome == Called::unknown ? invoke_any(target, call) : answer;
}

Answer property(const Value& target, Method method, std::string_view name) {
  if (method == Method::java_class) return done(class_of(target));
  switch (target.kind()) {
    case Kind::map: {
      const Value* found = target.map().find(name);
      return done(found == nullptr ? Value() : *found);
    }
    case Kind::text:
    case Kind::list:
      if (method == Method::empty) return invoke(target, {Method::is_empty, {}, 0});
      return unknown();
    case Kind::object:
      return object_property(target, method);
    default:
      return unknown();
  }
}

std::optional<std::int32_t> as_int(const Value& argument) {
  if (argument.is_number()) {
    const double real = to_real(argument);
    constexpr double beyond = 2147483648.0;
    return real >= -beyond && real < beyond ? std::optional(to_int(argument)) : std::nullopt;
  }
  if (argument.kind() == Kind::boolean) return argument.boolean() ? 1 : 0;
  if (!argument.is_text()) return std::nullopt;
  const std::string_view text = argument.text();
  std::int32_t parsed = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), parsed);
  if (result.ec != std::errc{} || result.ptr != text.data() + text.size()) return std::nullopt;
  return parsed;
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

Answer not_an_int(const Value& argument) {
  if (argument.kind() == Kind::big) {
    return thrown(
        "java.lang.IllegalArgumentException: java.lang.ArithmeticException: BigInteger out of int "
        "range");
  }
  if (argument.is_number()) {
    return thrown("java.lang.NumberFormatException: value out of range: " + java_text(argument));
  }
  if (!argument.is_text()) return unknown();
  return thrown(
      fmt::format("java.lang.NumberFormatException: For input string: \"{}\"", argument.text()));
}

std::optional<std::string> as_text(const Value& argument) {
  if (argument.is_null()) return std::nullopt;
  return java_text(argument);
}

}  // namespace patchcord::simulator
