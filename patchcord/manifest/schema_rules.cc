// What Genesys Cloud refuses in the JSON Schema of a contract.
//
// Source: Genesys Cloud Resource Center, "Add contracts to custom actions for integrations" (flat
// inputs, names, no arrays inside arrays, no $ref, 50 levels)
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/manifest/sections.h"

namespace patchcord {
namespace {

constexpr int max_schema_depth = 50;

bool has_type(const Json& schema, std::string_view type) {
  const auto& given = member_at(schema, "type");
  if (given.is_string()) return given == type;
  return given.is_array() && std::find(given.begin(), given.end(), Json(type)) != given.end();
}

bool is_array(const Json& schema) {
  return has_type(schema, "array") || schema.contains("items");
}

bool is_object(const Json& schema) {
  return has_type(schema, "object") || schema.contains("properties");
}

// NOLINTNEXTLINE(misc-no-recursion): parsers bound the depth of JSON and YAML
int depth_of(const Json& value) {
  if (!value.is_structured()) return 0;
  int deepest = 0;
  for (const auto& item : value)
    deepest = std::max(deepest, depth_of(item));
  return deepest + 1;
}

std::string member_path(const std::string& path, const std::string& name) {
  return path.empty() ? name : fmt::format("{}.{}", path, name);
}

class SchemaRules {
 public:
  SchemaRules(Problems& problems, ContractSide side, const Span& span)
      : problems_(problems), side_(side), span_(span) {}

  void check(const Json& schema) {
    if (!schema.is_object())
      return problem("", "is not a JSON Schema", "It begins with { \"type\": \"object\".");
    if (depth_of(schema) > max_schema_depth)
      return problem("", fmt::format("is nested deeper than {} levels", max_schema_depth), "");
    find_references(schema, "");
    if (side_ == ContractSide::input) {
      check_inputs(schema);
    } else {
      check_output(schema, "", false);
    }
  }

 private:
  void problem(std::string_view path, std::string_view what, std::string hint) {
    const auto* side = side_ == ContractSide::input ? "input" : "output";
    problems_.error(span_,
                    path.empty()
                        ? fmt::format("the {} schema {}", side, what)
                        : fmt::format("`{}` in the {} schema {}", printable(path, 200), side, what),
                    std::move(hint));
  }

  // NOLINTNEXTLINE(misc-no-recursion): as above
  void find_references(const Json& value, const std::string& path) {
    if (!value.is_structured()) return;
    if (value.is_object() && value.contains("$ref")) {
      problem(path.empty() ? "$ref" : path + ".$ref",
              "is a reference, which contracts cannot have",
              "Write the schema itself in its place.");
    }
    for (const auto& [key, item] : value.items()) {
      find_references(item, member_path(path, key));
    }
  }

  void check_inputs(const Json& schema) {
    if (!has_type(schema, "object"))
      problem("", "must have the type object at its top", "Add \"type\": \"object\".");
    const auto& properties = member_at(schema, "properties");
    if (!properties.is_object()) return;
    for (const auto& [name, property] : properties.items()) {
      if (auto good = check_contract_name(name, side_); !good)
        problems_.error(span_, good.error().what, good.error().hint);
      if (!property.is_object()) {
        problem(name, "is not a schema", "Write for example { \"type\": \"string\" }.");
      } else if (is_object(property) || is_array(property)) {
        problem(name,
                "must be a string, integer, number or boolean: inputs of a data action are flat",
                "Make a field of each of its values.");
      }
    }
  }

  // NOLINTNEXTLINE(misc-no-recursion): as above
  void check_output(const Json& schema, const std::string& path, bool in_array) {
    if (!schema.is_object()) return problem(path, "is not a schema", "");
    if (path.empty() && !is_object(schema) && !is_array(schema))
      return problem("", "must have the type object at its top", "Add \"type\": \"object\".");
    if (is_array(schema)) {
      if (in_array) {
        return problem(path,
                       "is an array inside an array, which Architect does not support",
                       "Return one array of objects whose members are no arrays.");
      }
      if (schema.contains("items")) check_output(schema.at("items"), path + "[]", true);
    }
    const auto& properties = member_at(schema, "properties");
    if (!properties.is_object()) return;
    for (const auto& [name, property] : properties.items()) {
      check_output(property, member_path(path, name), in_array);
    }
  }

  Problems& problems_;
  ContractSide side_;
  const Span& span_;
};

}  // namespace

void check_schema(Problems& problems, const Json& schema, ContractSide side, const Span& span) {
  SchemaRules(problems, side, span).check(schema);
}

}  // namespace patchcord
