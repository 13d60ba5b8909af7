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

// The number of a name that methods of Java's classes have; 0 is none.
using JavaName = std::uint16_t;
JavaName find_java_name(std::string_view name);
// Of getName() or isName().
JavaName find_getter(std::string_view property);

struct Call {
  Method method{};
  std::span<const Value* const> arguments{};
  std::size_t max_bytes{};  // of a text that it makes
  std::int64_t* effort{};   // grows by what had to be looked at, for the limit on steps
  JavaName name{};
  bool converts{true};  // arguments; Velocity 1.7 does not

  void spend(std::size_t looked) const {
    if (effort != nullptr) *effort += static_cast<std::int64_t>(looked);
  }
  [[nodiscard]] std::size_t count() const { return arguments.size(); }
  [[nodiscard]] const Value& operator[](std::size_t i) const { return *arguments[i]; }
};

Answer invoke(const Value& target, const Call& call);
// `$x.name`, which Java finds as a getter, a map's entry or an is-method.
struct Getter {
  Method method{};
  JavaName getter{};  // getName() or isName(), if a class has it
  std::string_view name{};
};
Answer property(const Value& target, const Getter& getter);

// What compareTo answers for an argument of another class.
Answer not_comparable(const Value& target, const Value& argument);

// The tools, each in a file of its own; java_method.h has the rest.
Answer invoke_escape_tool(const Call& call);
// $esc.q is its getQ(), and no method q().
Answer escape_property(Method name);
Answer invoke_math_tool(const Call& call);
Answer invoke_encoding_tool(const Call& call);
Answer invoke_success_template_utils(const Call& call);
Answer invoke_url_tool(const Call& call);

}  // namespace patchcord::simulator
