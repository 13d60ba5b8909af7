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

// As written in a filter.
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

// One side of a comparison as evaluated; it points to values that live longer.
struct Side {
  OperandKind kind{OperandKind::undefined};  // never path
  const Value* value{};                      // of a literal and of JSON
  bool read{};
  const JavaRegex* pattern{};
};

// A value of the document.
inline Side side_of(const Value& value) {
  return {.kind = value.is_list() || value.is_map() ? OperandKind::json : OperandKind::literal,
          .value = &value};
}

// refused: the engine gives this comparison up, the filter does not match. failed: the engine gives
// the path up, because a list that is looked into holds lists or objects.
enum class Compared : std::uint8_t { no, yes, refused, failed };

// `effort` grows by the number of elements that had to be looked at.
Compared compare_sides(FilterOperator operation,
                       const Side& left,
                       const Side& right,
                       std::int64_t& effort);

}  // namespace patchcord::simulator
