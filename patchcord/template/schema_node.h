// A compiled schema: one node per schema in the schema.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "patchcord/template/big_number.h"
#include "patchcord/template/java_regex.h"
#include "patchcord/template/value.h"

namespace patchcord::simulator {

struct SchemaNode {
  using Pointer = std::unique_ptr<SchemaNode>;

  std::vector<std::string> types{};
  std::optional<Value> minimum{};
  std::optional<Value> maximum{};
  std::optional<BigNumber> multiple_of{};
  bool exclusive_minimum{};
  bool exclusive_maximum{};
  std::optional<std::int64_t> min_length{};
  std::optional<std::int64_t> max_length{};
  std::optional<std::int64_t> min_items{};
  std::optional<std::int64_t> max_items{};
  std::optional<std::int64_t> min_properties{};
  std::optional<std::int64_t> max_properties{};
  std::optional<JavaRegex> pattern{};
  bool unique_items{};
  std::vector<std::string> required{};
  std::vector<std::string> enumeration{};  // canonical texts
  bool has_enumeration{};
  std::unordered_map<std::string, Pointer> properties{};
  std::vector<std::pair<JavaRegex, Pointer>> pattern_properties{};
  struct Dependency {
    std::string property{};
    std::vector<std::string> others{};  // that must be there beside it
    Pointer schema{};                   // that the object then must satisfy; or null
  };
  std::vector<Dependency> dependencies{};
  Pointer additional_properties{};
  bool no_additional_properties{};
  Pointer items{};
  std::vector<Pointer> item_list{};
  Pointer additional_items{};
  bool no_additional_items{};
  std::vector<Pointer> all_of{};
  std::vector<Pointer> any_of{};
  std::vector<Pointer> one_of{};
  Pointer inverse{};
};

// One text for values that JSON Schema calls equal: numbers by value, objects without order.
std::string canonical_text(const Value& value);

}  // namespace patchcord::simulator
