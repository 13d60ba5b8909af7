// Three-valued logic: what a policy says about a request that is only partly known.
#pragma once

#include <algorithm>
#include <string>
#include <utility>

namespace patchcord::policy {

// In this order `and` is the smaller and `or` the larger of two.
enum class Truth { no, unknown, yes };

inline Truth both(Truth a, Truth b) {
  return std::min(a, b);
}
inline Truth either(Truth a, Truth b) {
  return std::max(a, b);
}
inline Truth opposite(Truth a) {
  if (a == Truth::unknown) return a;
  return a == Truth::yes ? Truth::no : Truth::yes;
}
inline Truth truth_of(bool value) {
  return value ? Truth::yes : Truth::no;
}

// A truth and, unless it is `yes`, the reason in words: "the condition StringEquals sts:ExternalId
// is not met".
struct Trial {
  Truth truth{Truth::no};
  std::string why{};
};

}  // namespace patchcord::policy
