#include "patchcord/sandbox/genesys/contract_rules.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

namespace patchcord::sandbox::genesys {
namespace {

constexpr int max_depth = 50;
constexpr std::array<std::string_view, 3> reserved_inputs = {
    "orgId", "integrationId", "rawRequest"};

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_input_name(std::string_view name) {
  return !name.empty() && is_letter(name.front()) &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_';
         });
}

bool has_reference(const Json& value) {
  if (!value.is_structured()) return false;
  if (value.is_object() && value.contains("$ref")) return true;
  return std::any_of(value.begin(), value.end(), has_reference);
}

int depth_of(const Json& value) {
  int deepest = 0;
  if (!value.is_structured()) return 0;
  for (const auto& item : value)
    deepest = std::max(deepest, depth_of(item));
  return deepest + 1;
}

bool is_of(const Json& schema, std::string_view type) {
  const auto& given = member_at(schema, "type");
  if (given.is_string()) return given == type;
  return given.is_array() && std::find(given.begin(), given.end(), Json(type)) != given.end();
}

bool holds_arrays(const Json& schema) {
  if (is_of(schema, "array")) return true;
  const auto& properties = member_at(schema, "properties");
  return properties.is_object() && std::any_of(properties.begin(), properties.end(), holds_arrays);
}

bool nests_arrays(const Json& schema) {
  if (is_of(schema, "array") && holds_arrays(member_at(schema, "items"))) return true;
  const auto& properties = member_at(schema, "properties");
  return properties.is_object() && std::any_of(properties.begin(), properties.end(), nests_arrays);
}

std::optional<std::string> broken_common_rule(const Json& schema) {
  if (has_reference(schema)) return "References ($ref) are not supported in contracts.";
  if (depth_of(schema) > max_depth) {
    return fmt::format("The schema is nested deeper than {} levels.", max_depth);
  }
  const auto& properties = member_at(schema, "properties");
  if (!properties.is_null() && !properties.is_object()) return "'properties' must be an object.";
  return std::nullopt;
}

}  // namespace

std::optional<std::string> broken_input_rule(const Json& schema) {
  if (const auto rule = broken_common_rule(schema)) return rule;
  if (!is_of(schema, "object")) return "The input schema must have the type object.";
  for (const auto& [name, property] : member_at(schema, "properties").items()) {
    if (!is_input_name(name)) return fmt::format("The input name '{}' is not valid.", name);
    if (std::find(reserved_inputs.begin(), reserved_inputs.end(), name) != reserved_inputs.end()) {
      return fmt::format("The input name '{}' is reserved.", name);
    }
    if (is_of(property, "object") || is_of(property, "array") || property.contains("properties")) {
      return fmt::format("The input '{}' must not be an object or an array.", name);
    }
  }
  return std::nullopt;
}

std::optional<std::string> broken_output_rule(const Json& schema) {
  if (const auto rule = broken_common_rule(schema)) return rule;
  if (!is_of(schema, "object") && !is_of(schema, "array")) {
    return "The output schema must have the type object or array.";
  }
  if (nests_arrays(schema)) return "Arrays inside arrays are not supported in the output schema.";
  return std::nullopt;
}

}  // namespace patchcord::sandbox::genesys
