// What a template says, read off its syntax tree: which references it has, where they stand in the
// JSON that it makes, and which values that JSON has.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "patchcord/base/result.h"
#include "patchcord/lint/names.h"
#include "patchcord/template/ast.h"

namespace patchcord::lint {

enum class Role : std::uint8_t {
  printed,
  argument,      // of a method, or of #foreach and macros
  interpolated,  // in a string literal
  condition,     // or a part of one
  assigned       // to a variable
};

struct Use {
  const simulator::Reference* reference{};
  Role role{};
  // As name_of gives it; where a variable is set once, and to a reference, that reference's:
  // "input.ref" of `$v` behind `#set($v = $input.ref)`.
  std::string name{};
  bool bare{};                         // the reference has no step beyond its name
  const simulator::Reference* call{};  // the reference whose argument it is, the outermost one
  std::string path{};                  // of the JSON value: "order.lines[].sku"
  std::vector<std::string> guards{};   // names that have a value here: a condition saw to that
  std::uint32_t offset{};              // in the template
  bool in_string{};                    // printed between the quotes of a JSON text
  bool whole{};  // printed, and nothing else is the value, except the quotes around it
  bool alone{};  // a condition that is nothing but this reference
};

enum class Shape : std::uint8_t { object, array, text, number, boolean, null, reference };

// A JSON value of the template's own text.
struct Produced {
  std::string path{};
  Shape shape{};
  bool certain{true};  // not only under some condition
  std::uint32_t offset{};
};

// `$x == "OPEN"`, also with `"$x"`
struct Comparison {
  const simulator::Reference* reference{};
  std::string name{};  // as of a use
  bool bare{};
  std::string text{};
  std::uint32_t offset{};
};

struct Facts {
  std::shared_ptr<simulator::Ast> ast{};
  std::vector<Use> uses{};  // in the order of the template, conditions before what they guard
  std::vector<Produced> produced{};
  std::vector<Comparison> comparisons{};
  std::map<std::string, simulator::Operation> assigned{};  // by #set, #foreach, #define, #macro
  std::map<std::string, std::string> aliases{};  // of them: set once, to a reference of this name
  std::vector<std::uint32_t> conditionals{};     // where #if stands
  std::vector<std::uint32_t> directives_in_text{};  // #stop and #break between quotes of JSON
  bool opaque{};  // macros, #evaluate, or members that references print: the JSON is not known

  [[nodiscard]] bool is_assigned(std::string_view name) const;
};

// Errors   invalid: not a template; `at` has the place
Result<Facts> facts_of(std::string_view text, std::string_view name);

// `$input.ref`, and no more
bool is_plain_property(const Use& use);

// Line and column of the engine, as in "requestTemplate[line 1, column 5]" in `error_text`, to an
// offset. 0 when there is none.
std::uint32_t offset_in_error(std::string_view text, std::string_view error_text);

}  // namespace patchcord::lint
