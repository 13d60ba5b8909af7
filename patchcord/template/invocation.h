// Calling a method, or reading a property, of a value.
//
// Source: java.lang.String, java.lang.Integer, java.util.List and java.util.Map of JDK 17, as
// Velocity 2.3 finds their methods and converts arguments; EscapeTool and MathTool of Velocity
// Tools 3.1; Genesys Cloud Resource Center, "Velocity macros for data actions".
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "patchcord/template/method.h"
#include "patchcord/template/objects.h"
#include "patchcord/template/value.h"

namespace patchcord::simulator {

enum class Called : std::uint8_t {
  done,
  unknown,  // no such method for these arguments
  thrown,   // the method threw: `value` is the text of the exception, `java.lang.X: message`
  refused   // we cannot do what Java does: `value` says why, for the user
};

struct Answer {
  Called outcome{Called::done};
  Value value{};
};

inline Answer done(Value value) {
  return {Called::done, std::move(value)};
}
inline Answer unknown() {
  return {Called::unknown, {}};
}
inline Answer thrown(std::string_view exception) {
  return {Called::thrown, Value(exception)};
}
inline Answer refused(std::string_view reason) {
  return {Called::refused, Value(reason)};
}

struct Call {
  Method method{};
  std::span<const Value* const> arguments{};
  std::size_t max_bytes{};  // of a text that it makes
  std::int64_t* effort{};   // grows by what had to be looked at, for the limit on steps

  void spend(std::size_t looked) const {
    if (effort != nullptr) *effort += static_cast<std::int64_t>(looked);
  }
  [[nodiscard]] std::size_t count() const { return arguments.size(); }
  [[nodiscard]] const Value& operator[](std::size_t i) const { return *arguments[i]; }
};

Answer invoke(const Value& target, const Call& call);
// `$x.name`, which Java finds as a getter, a map's entry or an is-method.
Answer property(const Value& target, Method method, std::string_view name);

// What compareTo answers for an argument of another class.
Answer not_comparable(const Value& target, const Value& argument);

// The parts of invoke, each in a file of its own.
Answer invoke_text(const Value& target, const Call& call);
Answer invoke_number(const Value& target, const Call& call);
Answer invoke_list(const Value& target, const Call& call);
Answer invoke_map(const Value& target, const Call& call);
Answer invoke_escape_tool(const Call& call);
// $esc.q is its getQ(), and no method q().
Answer escape_property(Method name);
Answer invoke_math_tool(const Call& call);
Answer invoke_encoding_tool(const Call& call);
Answer invoke_success_template_utils(const Call& call);
Answer invoke_url_tool(const Call& call);

// As Velocity converts arguments: to int from any number and from numeric text.
std::optional<std::int32_t> as_int(const Value& argument);
// What a method with an int parameter answers when as_int gave nothing.
Answer not_an_int(const Value& argument);
// To String from anything but null.
std::optional<std::string> as_text(const Value& argument);

}  // namespace patchcord::simulator
