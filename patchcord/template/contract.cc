#include "patchcord/template/contract.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace patchcord::simulator {

namespace {

constexpr int max_contract_depth = 60;
// Of JSON at the platform.
constexpr int max_schema_depth = 50;

Value member(const Value& schema, std::string_view name) {
  const Value* found = schema.is_map() ? schema.map().find(name) : nullptr;
  return found == nullptr ? Value() : *found;
}

bool has_type(const Value& schema, std::string_view name) {
  const Value type = member(schema, "type");
  if (type.is_text()) return type.text() == name;
  return type.is_list() &&
         std::any_of(type.list().items().begin(), type.list().items().end(), [&](const Value& one) {
           return one.is_text() && one.text() == name;
         });
}

bool is_object(const Value& schema) {
  return has_type(schema, "object") || member(schema, "properties").is_map();
}
bool is_array(const Value& schema) {
  return has_type(schema, "array") || !member(schema, "items").is_null();
}

bool is_property_name(std::string_view name) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  return !name.empty() && letter(name[0]) && std::all_of(name.begin(), name.end(), [&](char c) {
    return letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

std::string member_path(const std::string& path, const std::string& name) {
  return path.empty() ? name : fmt::format("{}.{}", path, name);
}

void add(std::vector<Violation>& found, Violation violation) {
  if (found.size() < Schema::max_violations && violation.path.size() < 10'000)
    found.push_back(std::move(violation));
}

void not_a_schema(const std::string& path, std::vector<Violation>& found) {
  add(found, {path, "is not a schema", "", "Write for example { \"type\": \"string\" }."});
}

// NOLINTNEXTLINE(misc-no-recursion): depth is bounded
int depth_of(const Value& value) {
  int deepest = 0;
  if (value.is_list()) {
    for (const auto& item : value.list().items())
      deepest = std::max(deepest, depth_of(item));
  } else if (value.is_map()) {
    for (const auto& entry : value.map().entries())
      deepest = std::max(deepest, depth_of(entry.value));
  } else {
    return 0;
  }
  return deepest + 1;
}

// NOLINTNEXTLINE(misc-no-recursion): depth is bounded
void find_references(const Value& value, const std::string& path, std::vector<Violation>& found) {
  if (value.is_list()) {
    for (const auto& item : value.list().items())
      find_references(item, path + "[]", found);
    return;
  }
  if (!value.is_map()) return;
  for (const auto& entry : value.map().entries()) {
    const auto inner = member_path(path, std::string(entry.key.text()));
    if (entry.key.text() == "$ref") {
      add(found,
          {inner,
           "is a reference, which contracts cannot have",
           "L16",
           "Write the schema itself in its place."});
    }
    find_references(entry.value, inner, found);
  }
}

// What both sides have in common; false when there is no use in looking further.
bool check_shape(const Value& schema, std::vector<Violation>& found) {
  if (!schema.is_map()) {
    add(found, {"", "is not a JSON Schema", "", "It begins with { \"type\": \"object\"."});
    return false;
  }
  if (depth_of(schema) > max_schema_depth) {
    add(found,
        {"",
         fmt::format("is nested deeper than {} levels", max_schema_depth),
         "L54",
         "Pass what is deep as text."});
    return false;
  }
  find_references(schema, "", found);
  return true;
}

// NOLINTNEXTLINE(misc-no-recursion): depth is bounded
void check_output(const Value& schema,
                  const std::string& path,
                  bool in_array,
                  std::vector<Violation>& found) {
  if (!schema.is_map()) return not_a_schema(path, found);
  if (path.empty() && !is_object(schema) && !is_array(schema)) {
    return add(found,
               {"", "must have the type object at its top", "L18", "Add \"type\": \"object\"."});
  }
  if (is_array(schema)) {
    if (in_array) {
      return add(found,
                 {path,
                  "is an array inside an array, which Architect does not support",
                  "L17",
                  "Return one array of objects whose members are no arrays."});
    }
    const Value items = member(schema, "items");
    if (!items.is_null()) check_output(items, path + "[]", true, found);
  }
  const Value properties = member(schema, "properties");
  if (!properties.is_map()) return;
  for (const auto& entry : properties.map().entries())
    check_output(entry.value, member_path(path, std::string(entry.key.text())), in_array, found);
}

struct FlatLeaf {
  FlatProperty property{};
  std::vector<std::string> path{};
};

// NOLINTNEXTLINE(misc-no-recursion): depth is bounded
void find_leaves(const Value& schema, FlatLeaf leaf, std::vector<FlatLeaf>& found) {
  if (leaf.path.size() > max_contract_depth) return;
  const Value shape = is_array(schema) ? member(schema, "items") : schema;
  leaf.property.array = leaf.property.array || is_array(schema);
  if (is_object(shape)) {
    const Value properties = member(shape, "properties");
    if (!properties.is_map()) return;
    for (const auto& entry : properties.map().entries()) {
      FlatLeaf inner = leaf;
      inner.path.emplace_back(entry.key.text());
      inner.property.name.append(inner.property.name.empty() ? "" : ".").append(entry.key.text());
      find_leaves(entry.value, std::move(inner), found);
    }
    return;
  }
  if (leaf.path.empty()) return;
  for (const char* type : {"integer", "number", "boolean", "string"}) {
    if (has_type(shape, type)) leaf.property.type = type;
  }
  found.push_back(std::move(leaf));
}

std::vector<FlatLeaf> leaves_of(const Value& schema) {
  std::vector<FlatLeaf> found;
  find_leaves(schema, {}, found);
  return found;
}

struct LeafWalk {
  const std::vector<std::string>& path;
  MissingLeaves missing{};
  bool has_gap{};
};

// The leaf's value in one object, or nothing when some step is missing.
// NOLINTNEXTLINE(misc-no-recursion): depth is bounded
std::optional<Value> leaf_value(const Value& document, std::size_t at, LeafWalk& walk) {
  if (at == walk.path.size()) return document;
  if (document.is_list()) {
    std::vector<Value> items;
    for (const auto& item : document.list().items()) {
      auto value = leaf_value(item, at, walk);
      walk.has_gap = walk.has_gap || !value;
      if (value || walk.missing == MissingLeaves::null) items.push_back(value.value_or(Value()));
    }
    return make_list(std::move(items));
  }
  const Value* next =
      document.is_map() ? document.map().find(std::string_view(walk.path[at])) : nullptr;
  return next == nullptr ? std::nullopt : leaf_value(*next, at + 1, walk);
}

}  // namespace

std::optional<Violation> check_contract_name(std::string_view name, ContractSide side) {
  if (!is_property_name(name)) {
    return Violation{"",
                     "cannot be the name of a contract field",
                     "L15",
                     "Begin with a letter; then letters, digits, - and _."};
  }
  const bool reserved = name == "orgId" || name == "integrationId" || name == "rawRequest";
  if (side == ContractSide::output || !reserved) return std::nullopt;
  return Violation{"",
                   "is reserved: it would overwrite what Genesys Cloud passes under that name",
                   "L13",
                   "Choose another name."};
}

std::vector<Violation> check_input_contract(const Value& schema) {
  std::vector<Violation> found;
  if (!check_shape(schema, found)) return found;
  if (!is_object(schema)) {
    add(found, {"", "must have the type object at its top", "", "Add \"type\": \"object\"."});
  }
  const Value properties = member(schema, "properties");
  if (!properties.is_map()) return found;
  for (const auto& entry : properties.map().entries()) {
    const std::string name(entry.key.text());
    if (auto wrong = check_contract_name(name, ContractSide::input)) {
      wrong->path = name;
      add(found, *std::move(wrong));
    }
    if (!entry.value.is_map()) {
      not_a_schema(name, found);
    } else if (is_object(entry.value) || is_array(entry.value)) {
      add(found,
          {name,
           "must be a string, integer, number or boolean: inputs of a data action are flat",
           "L12",
           "Make a field of each of its values."});
    }
  }
  return found;
}

std::vector<Violation> check_output_contract(const Value& schema) {
  std::vector<Violation> found;
  if (check_shape(schema, found)) check_output(schema, "", false, found);
  return found;
}

Value flatten(const Value& schema, const Value& document, MissingLeaves missing) {
  if (!document.is_map()) return document;
  Value made = make_map();
  for (const auto& leaf : leaves_of(schema)) {
    LeafWalk walk{.path = leaf.path, .missing = missing};
    auto value = leaf_value(document, 0, walk);
    if (value && !value->is_null()) made.map().set(Value(leaf.property.name), *std::move(value));
  }
  return made;
}

std::vector<std::string> lists_with_gaps(const Value& schema, const Value& document) {
  std::vector<std::string> found;
  for (const auto& leaf : leaves_of(schema)) {
    LeafWalk walk{.path = leaf.path};
    leaf_value(document, 0, walk);
    if (walk.has_gap) found.push_back(leaf.property.name);
  }
  return found;
}

std::vector<FlatProperty> flat_properties(const Value& schema) {
  std::vector<FlatProperty> found;
  for (auto& leaf : leaves_of(schema))
    found.push_back(std::move(leaf.property));
  return found;
}

Value flatten_schema(const Value& schema) {
  Value properties = make_map();
  std::vector<Value> arrays;
  for (const auto& property : flat_properties(schema)) {
    Value type = make_map();
    if (property.array) {
      Value items = make_map();
      if (!property.type.empty()) items.map().set("type", Value(property.type));
      type.map().set("type", "array");
      type.map().set("items", std::move(items));
      arrays.emplace_back(property.name);
    } else if (!property.type.empty()) {
      type.map().set("type", Value(property.type));
    }
    properties.map().set(Value(property.name), std::move(type));
  }
  Value flat = make_map();
  flat.map().set("type", "object");
  flat.map().set("properties", std::move(properties));
  Value made = make_map();
  made.map().set("schema", std::move(flat));
  made.map().set("arrayProperties", make_list(std::move(arrays)));
  return made;
}

}  // namespace patchcord::simulator
