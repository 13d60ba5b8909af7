// The predicates of JSONPath: `[?(@.a == 1 && @.b)]`.
#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "patchcord/base/result.h"
#include "patchcord/template/java_regex.h"
#include "patchcord/template/jsonpath.h"

namespace patchcord::simulator {

enum class FilterOperator : std::uint8_t {
  equal,
  same_type_equal,
  not_equal,
  same_type_not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  matches,
  in,
  not_in,
  contains,
  all,
  size,
  empty,
  subset_of,
  any_of,
  none_of,
  exists,
  unsupported  // TYPE and MATCHES: no filter text can satisfy them
};

enum class OperandKind : std::uint8_t { path, literal, json, pattern, undefined };

struct Operand {
  OperandKind kind{};
  CompiledPath path{};
  bool should_exist{true};
  Value value{};  // of a literal and of JSON: `['a', 'b']`
  bool read{};    // JSON that was read from the filter's text, not from the document
  std::shared_ptr<const JavaRegex> pattern{};
};

enum class FilterKind : std::uint8_t { comparison, logical_and, logical_or, logical_not };

struct PathFilter {
  FilterKind kind{};
  std::vector<PathFilter> parts{};
  FilterOperator operation{};
  Operand left{};
  Operand right{};
};

// `text` is all of `[?(…)]`; `depth` counts filters inside filters.
Result<PathFilter> compile_filter(std::string_view text, int depth);
Result<CompiledPath> compile_path(std::string_view text, int depth);

// refused: the engine gives this comparison up, the filter does not match. failed: the engine gives
// the path up, because a list that is looked into holds lists or objects.
enum class Compared : std::uint8_t { no, yes, refused, failed };

// Compares two operands that are not paths.
Compared compare_operands(FilterOperator operation, const Operand& left, const Operand& right);

// A value of the document as an operand.
Operand make_operand(Value value);

}  // namespace patchcord::simulator
