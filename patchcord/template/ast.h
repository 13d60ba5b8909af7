// What a template means once parsed: plain data that rendering reads and never changes.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "patchcord/template/method.h"
#include "patchcord/template/value.h"

namespace patchcord::simulator {

struct Source;

// A place in a source, as an offset; line and column are worked out when an error needs them.
struct Place {
  const Source* source{};
  std::uint32_t offset{};
};

// A text that was parsed: a template, or a string literal with references in it.
struct Source {
  std::string text{};
  std::string name{};
  Place outer{};  // of a string literal: where it stands
};

// Line and column count from 1; a column is a UTF-16 unit, a tab stands on the next multiple of 8.
struct Position {
  int line{1};
  int column{1};
};
Position position_of(const Place& place);
// `successTemplate[line 1, column 20]`
std::string describe(const Place& place);
std::string describe(const Place& place, std::string_view name);

// The names of variables, numbered: rendering finds a variable by its number.
class Names {
 public:
  // Those that directives set are always there.
  enum : std::uint32_t { foreach, velocity_count, body_content };
  Names();

  std::uint32_t number(std::string_view name);
  // The name, ready to look up.
  [[nodiscard]] const Value& key(std::uint32_t number) const { return keys_[number]; }
  [[nodiscard]] std::size_t size() const { return keys_.size(); }
  [[nodiscard]] bool has(std::string_view name) const { return numbers_.count(name) > 0; }

 private:
  std::vector<Value> keys_{};
  std::map<std::string, std::uint32_t, std::less<>> numbers_{};
};

struct Expression;
struct Node;

// Members of types that are not complete yet have no initializer: clang would want to destroy them.
struct Block {
  std::vector<Node> nodes;
};

enum class AccessKind : std::uint8_t { property, method, index };

// One step of a chain: `.name`, `.name(a, b)` or `[i]`.
struct Access {
  AccessKind kind{};
  Method method{};
  std::uint16_t java_name{};  // of the method, of get() for an index, of the getter for a property
  std::string name{};
  Value key{};  // the name, ready to look up
  std::vector<Expression> arguments;
  Place place{};
  bool inert{};  // evaluating the arguments changes nothing
};

struct Reference {
  Place place{};
  std::string root{};
  std::uint32_t variable{};    // the number of `root`
  std::optional<Tool> tool{};  // what `root` means where no variable has that name
  bool quiet{};
  bool escaped{};        // `\$x`: printed as written, without a backslash if $x has a value
  bool text_only{};      // looked like a reference, is text
  bool may_be_unset{};   // strict mode lets `#if($x)` ask for a variable that was never set
  std::string before{};  // printed before it: half of its backslashes, and `$` signs that are text
  std::string backslashes{};  // half of the backslashes before it
  std::string literal{};      // as it stands in the source
  std::vector<Access> chain{};
  std::unique_ptr<Expression> alternate;
};

enum class Operation : std::uint8_t {
  constant,
  interpolation,
  reference,
  list,
  map,
  range,
  logical_or,
  logical_and,
  logical_not,
  equal,
  not_equal,
  less,
  greater,
  less_equal,
  greater_equal,
  add,
  subtract,
  multiply,
  divide,
  modulo,
  negate,
  parenthesis
};

struct Expression {
  Operation operation{};
  Place place{};
  Value constant{};
  std::vector<Expression> operands{};  // of a map: key, value, key, value, …
  std::unique_ptr<Reference> reference{};
  std::unique_ptr<Block> text{};  // of an interpolation
  std::string_view literal{};     // as it stands in the source
  bool inert{};                   // evaluating it changes nothing and calls nothing
};

enum class NodeKind : std::uint8_t {
  text,
  reference,
  conditional,
  set,
  foreach,
  define,
  macro_call,
  evaluate,
  stop,
  interrupt,  // #break
  include
};

struct Node {
  NodeKind kind{};
  Place place{};
  std::string text{};        // text; the name of what #define, #foreach and macro calls mean
  std::uint32_t variable{};  // that #define and #foreach set
  std::unique_ptr<Reference> reference{};
  std::vector<Expression>
      expressions{};            // conditions; the value to set; what to loop over; arguments
  std::vector<Block> blocks{};  // one per condition, then #else; the body
  std::string literal{};        // of a macro call: printed when no such macro exists
  bool strict{};                // of a macro call: it is an error when no such macro exists
};

struct Macro {
  std::string name{};
  std::vector<std::string> parameters{};
  std::vector<std::uint32_t> variables{};  // the numbers of the parameters
  std::vector<Expression> defaults{};      // for the last defaults.size() parameters
  Block body{};
  Place place{};  // where the body begins
};

// A macro whose meaning here is our reading of one sentence of documentation.
struct Unconfirmed {
  std::string macro{};  // "$esc.jsonDecode"
  std::uint32_t offset{};
};

struct Ast {
  std::deque<Source> sources{};  // addresses stay
  Names names{};
  Block root{};
  std::map<std::string, Macro, std::less<>> macros{};
  std::vector<Unconfirmed> unconfirmed{};  // in the order of the template
};

}  // namespace patchcord::simulator
