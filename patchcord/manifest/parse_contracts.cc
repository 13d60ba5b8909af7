#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/manifest/sections.h"

namespace patchcord {
namespace {

constexpr std::string_view optional_word = "optional ";

bool is_schema(const YamlValue& value) {
  const auto* type = value.find("type");
  return value.find("$schema") != nullptr || value.find("$ref") != nullptr ||
         (type != nullptr && (type->text == "object" || type->text == "array"));
}

// Fields in words, as a JSON Schema.
class Words {
 public:
  Words(Reading& reading, ContractSide side) : reading_(reading), side_(side) {}

  // NOLINTNEXTLINE(misc-no-recursion): YAML is at most max_yaml_depth deep
  Json object(const YamlValue& mapping) {
    std::vector<ContractField> fields;
    for (const auto& item : mapping.items) {
      if (auto read = field(item)) fields.push_back(*std::move(read));
    }
    return object_schema(fields);
  }

 private:
  void problem(YamlPlace at, std::string what, std::string hint, std::string code = {}) {
    reading_.problems.error(reading_.at(at), std::move(what), std::move(hint), std::move(code));
  }

  // NOLINTNEXTLINE(misc-no-recursion): as above
  std::optional<ContractField> field(const YamlValue& item) {
    auto name = std::string_view(item.key);
    const bool optional = name.starts_with(optional_word);
    if (optional) name = trim(name.substr(optional_word.size()));
    if (auto bad = simulator::check_contract_name(name, side_)) {
      problem(item.key_at,
              fmt::format("`{}` {}", printable(name, 100), bad->message),
              std::move(bad->hint),
              std::move(bad->code));
      return std::nullopt;
    }
    if (item.kind != YamlKind::list && item.kind != YamlKind::mapping)
      return in_words(item, name, optional);
    if (side_ == ContractSide::input) {
      problem(item.at,
              fmt::format("input `{}` is {}: inputs of a data action are flat",
                          name,
                          item.kind == YamlKind::list ? "a list" : "an object"),
              is_type_of_json(item) ? "A JSON Schema has `type: object` at its top."
                                    : "Make a field of each of its values.",
              "L12");
      return std::nullopt;
    }
    auto schema = item.kind == YamlKind::list ? array(item, name) : nested(item);
    if (!schema) return std::nullopt;
    return ContractField{
        .name = std::string(name), .required = !optional, .schema = *std::move(schema)};
  }

  std::optional<ContractField> in_words(const YamlValue& item,
                                        std::string_view name,
                                        bool optional) {
    if (item.kind != YamlKind::text) {
      problem(item.at,
              fmt::format(
                  "the type of `{}` must be given in words, not as {}", name, kind_name(item.kind)),
              "Write for example `string`, `optional integer` or `array of string`.");
      return std::nullopt;
    }
    auto field = parse_contract_field(name, item.text, side_);
    if (!field) {
      const bool array = item.text.find("array of ") != std::string::npos;
      problem(item.at,
              field.error().what,
              field.error().hint,
              !array                         ? ""
              : side_ == ContractSide::input ? "L12"
                                             : "L17");
      return std::nullopt;
    }
    if (in_array_ && field->schema.at("type") == "array") {
      nested_array(item.at, name);
      return std::nullopt;
    }
    field->required = field->required && !optional;
    return *std::move(field);
  }

  // NOLINTNEXTLINE(misc-no-recursion): as above
  std::optional<Json> nested(const YamlValue& item) {
    if (!is_schema(item)) return object(item);
    problem(
        item.at,
        "a JSON Schema cannot stand among fields in words",
        "Describe the whole of it in one way: in words, or as a JSON Schema with `type: object` "
        "at its top.");
    return std::nullopt;
  }

  // NOLINTNEXTLINE(misc-no-recursion): as above
  std::optional<Json> array(const YamlValue& item, std::string_view name) {
    if (in_array_ || (!item.items.empty() && item.items[0].kind == YamlKind::list)) {
      nested_array(item.at, name);
      return std::nullopt;
    }
    if (item.items.size() != 1 ||
        (item.items[0].kind != YamlKind::mapping && item.items[0].kind != YamlKind::text)) {
      problem(item.at,
              fmt::format("the list `{}` must describe one item, which stands for all", name),
              "Write for example [ { sku: string, count: integer } ], or `array of string`.");
      return std::nullopt;
    }
    const auto& one = item.items[0];
    in_array_ = true;
    auto items = one.kind == YamlKind::mapping ? nested(one) : item_in_words(one, name);
    in_array_ = false;
    if (!items) return std::nullopt;
    return Json{{"type", "array"}, {"items", *std::move(items)}};
  }

  std::optional<Json> item_in_words(const YamlValue& item, std::string_view name) {
    auto field = in_words(item, name, false);
    if (!field) return std::nullopt;
    if (!field->required) {
      problem(item.at,
              fmt::format("an item of the list `{}` cannot be optional", name),
              fmt::format("Write `optional {}` to make the list itself optional.", name));
    }
    return std::move(field->schema);
  }

  void nested_array(YamlPlace at, std::string_view name) {
    problem(at,
            fmt::format("output `{}` is an array inside an array, which Architect does not support",
                        name),
            "Return one array of objects whose members are no arrays.",
            "L17");
  }

  // "properties: {…}" without "type: object" beside it.
  static bool is_type_of_json(const YamlValue& item) {
    return item.key == "properties" || item.key == "required";
  }

  Reading& reading_;
  ContractSide side_;
  bool in_array_{false};
};

std::optional<Json> schema_file(Reading& reading,
                                const YamlValue& value,
                                ContractSide side,
                                Span& span) {
  const auto path = file_reference(value.text);
  const auto name = side == ContractSide::input ? "input" : "output";
  if (!path) {
    reading.problems.error(
        reading.at(value.at),
        fmt::format("`{}` must be a mapping of names to types, or file(…) with a JSON Schema",
                    name),
        "Write for example { orderId: string, locale: optional string }.");
    return std::nullopt;
  }
  const auto bytes = read_beside(reading, *path, span);
  if (!bytes) return std::nullopt;
  auto schema = parse_json(bytes->value, *path);
  if (!schema) {
    reading.problems.error(reading.at(value.at), schema.error().what, schema.error().hint);
    return std::nullopt;
  }
  span = bytes->span;
  check_schema(reading, *schema, side, span);
  return *std::move(schema);
}

}  // namespace

std::optional<Json> parse_contract(Reading& reading,
                                   const YamlValue& value,
                                   ContractSide side,
                                   Span& span) {
  if (value.kind != YamlKind::mapping) return schema_file(reading, value, side, span);
  if (!is_schema(value)) return Words(reading, side).object(value);
  auto schema = json_of(value, reading.file, reading.problems);
  check_schema(reading, schema, side, reading.at(value.at));
  return schema;
}

}  // namespace patchcord
