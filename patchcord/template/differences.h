// Where two JSON values differ: an expectation and a result, or the results of two versions.
//
// verify/expectation answers the same question of Json, for the declared tests. The two stay apart
// because they need opposite things: here the values themselves are kept, in the order of their
// documents and at any length, for reports that machines read and large numbers that Json's parser
// rounds; there each difference is one bounded line for a terminal, of a reply that came as Json.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "patchcord/template/value.h"

namespace patchcord::simulator {

enum class Comparison : std::uint8_t {
  whole,
  part  // objects may have more members than expected, at every depth; lists may not
};

struct Difference {
  std::string path{};               // `items[2].id`; empty for the value itself
  std::optional<Value> expected{};  // absent: it should not be there
  std::optional<Value> actual{};    // absent: it is not there

  // `status: expected "shipped", got "packed"`
  [[nodiscard]] std::string text() const;
};

inline constexpr std::size_t max_differences = 50;

// In the order of the documents, at most max_differences. Numbers are compared by value, objects
// without order.
std::vector<Difference> differences(const Value& expected,
                                    const Value& actual,
                                    Comparison comparison);

}  // namespace patchcord::simulator
