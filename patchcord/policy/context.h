// What is known about one request: the keys that conditions and policy variables look at.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace patchcord::policy {

// Condition keys have no case.
//
// Source  IAM User Guide, JSON policy elements: Condition
struct KeyLess {
  using is_transparent = void;
  bool operator()(std::string_view a, std::string_view b) const;
};

// What a request says of one key. Several values: a multivalued key such as aws:TagKeys.
struct Known {
  enum class State { absent, unknown, present } state{State::absent};
  std::vector<std::string> values{};  // never empty when present
};

// A key with an empty list is known to be absent. A key that is nowhere is absent too, unless
// `others_unknown`: then nothing is known about it, and a verdict that needs it is undetermined.
struct Context {
  std::map<std::string, std::vector<std::string>, KeyLess> values{};
  std::set<std::string, KeyLess> unknown{};
  bool others_unknown{};

  [[nodiscard]] Known look_up(std::string_view key) const;
};

}  // namespace patchcord::policy
