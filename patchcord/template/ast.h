// What a template means once parsed: plain data that rendering reads and never changes.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
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
  std::string name{};
  std::vector<Expression> arguments;
  Place place{};
};

struct Reference {
  Place place{};
  std::string root{};
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
  std::string literal{};          // as it stands in the source
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
  std::string text{};  // text; the name of what #define, #foreach and macro calls mean
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
  std::vector<Expression> defaults{};  // for the last defaults.size() parameters
  Block body{};
  Place place{};  // where the body begins
};

struct Ast {
  std::deque<Source> sources{};  // addresses stay
  Block root{};
  std::map<std::string, Macro, std::less<>> macros{};
};

}  // namespace patchcord::simulator
