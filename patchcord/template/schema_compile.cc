// From the JSON of a schema to nodes.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "patchcord/base/try.h"
#include "patchcord/template/java_text.h"
#include "patchcord/template/schema.h"
#include "patchcord/template/schema_node.h"

namespace patchcord::simulator {

namespace {

constexpr int max_schema_depth = 60;
constexpr std::array<std::string_view, 7> type_names{
    "array", "boolean", "integer", "null", "number", "object", "string"};

class SchemaCompiler {
 public:
  // NOLINTNEXTLINE(misc-no-recursion): depth is bounded
  Result<SchemaNode::Pointer> node(const Value& schema, const std::string& at) {
    if (!schema.is_map()) return wrong(at, "must be an object");
    if (depth_ == max_schema_depth) return wrong(at, "is nested too deeply");
    ++depth_;
    auto made = std::make_unique<SchemaNode>();
    for (const auto& entry : schema.map().entries()) {
      TRY(keyword(
          *made,
          std::string(entry.key.text()),
          entry.value,
          at.empty() ? std::string(entry.key.text()) : fmt::format("{}.{}", at, entry.key.text())));
    }
    --depth_;
    return made;
  }

 private:
  static Error wrong(const std::string& at, std::string_view reason) {
    return {.code = Code::invalid,
            .what = fmt::format(
                "the contract is not a JSON schema: {} {}", at.empty() ? "it" : at, reason),
            .at = at};
  }

  Result<void> keyword(SchemaNode& made,
                       const std::string& name,
                       const Value& value,
                       const std::string& at) {
    if (name == "$ref") return wrong(at, "is not supported in contracts");
    if (name == "type") return type(made, value, at);
    if (name == "required") return required(made, value, at);
    if (name == "enum") return enumeration(made, value, at);
    if (name == "properties" || name == "patternProperties")
      return properties(made, name, value, at);
    if (name == "dependencies") return dependencies(made, value, at);
    if (name == "items" || name == "additionalItems" || name == "additionalProperties") {
      return elements(made, name, value, at);
    }
    if (name == "allOf" || name == "anyOf" || name == "oneOf" || name == "not") {
      return combination(made, name, value, at);
    }
    if (name == "pattern") return pattern(made.pattern, value, at);
    return limit(made, name, value, at);
  }

  // Draft-04 wants a name in it; later drafts, and what writes schemas by them, do not.
  static Result<void> required(SchemaNode& made, const Value& value, const std::string& at) {
    if (value.is_list() && value.list().items().empty()) return {};
    return texts(made.required, value, at);
  }

  Result<void> combination(SchemaNode& made,
                           const std::string& name,
                           const Value& value,
                           const std::string& at) {
    if (name == "allOf") return schemas(made.all_of, value, at);
    if (name == "anyOf") return schemas(made.any_of, value, at);
    if (name == "oneOf") return schemas(made.one_of, value, at);
    TRY_ASSIGN(made.inverse, node(value, at));
    return {};
  }

  static Result<void> limit(SchemaNode& made,
                            const std::string& name,
                            const Value& value,
                            const std::string& at) {
    const std::array<std::pair<std::string_view, std::optional<std::int64_t>*>, 6> counts{{
        {"minLength", &made.min_length},
        {"maxLength", &made.max_length},
        {"minItems", &made.min_items},
        {"maxItems", &made.max_items},
        {"minProperties", &made.min_properties},
        {"maxProperties", &made.max_properties},
    }};
    for (const auto& [known, target] : counts) {
      if (name != known) continue;
      if (!value.is_whole() || value.whole() < 0)
        return wrong(at, "must be a whole number, at least 0");
      *target = value.whole();
    }
    const std::array<std::pair<std::string_view, bool*>, 3> flags{{
        {"exclusiveMinimum", &made.exclusive_minimum},
        {"exclusiveMaximum", &made.exclusive_maximum},
        {"uniqueItems", &made.unique_items},
    }};
    for (const auto& [known, target] : flags) {
      if (name != known) continue;
      if (value.kind() != Kind::boolean) return wrong(at, "must be true or false");
      *target = value.boolean();
    }
    const bool number = name == "minimum" || name == "maximum" || name == "multipleOf";
    if (number && !value.is_number()) return wrong(at, "must be a number");
    if (name == "minimum") made.minimum = value;
    if (name == "maximum") made.maximum = value;
    if (name == "multipleOf") {
      made.multiple_of = BigNumber::parse(java_text(value));
      if (!made.multiple_of || made.multiple_of->is_zero() || made.multiple_of->negative()) {
        return wrong(at, "must be greater than 0");
      }
    }
    return {};
  }

  static Result<void> type(SchemaNode& made, const Value& value, const std::string& at) {
    if (value.is_text()) {
      made.types = {std::string(value.text())};
    } else {
      TRY(texts(made.types, value, at));
    }
    for (const auto& name : made.types) {
      if (std::find(type_names.begin(), type_names.end(), name) == type_names.end()) {
        return wrong(at, fmt::format("names {}, which is no type", name));
      }
    }
    return {};
  }

  static Result<void> texts(std::vector<std::string>& made,
                            const Value& value,
                            const std::string& at) {
    if (!value.is_list() || value.list().items().empty())
      return wrong(at, "must be a list that is not empty");
    for (const auto& item : value.list().items()) {
      if (!item.is_text()) return wrong(at, "may have texts only");
      if (std::find(made.begin(), made.end(), item.text()) != made.end())
        return wrong(at, "has an element twice");
      made.emplace_back(item.text());
    }
    return {};
  }

  static Result<void> enumeration(SchemaNode& made, const Value& value, const std::string& at) {
    if (!value.is_list() || value.list().items().empty())
      return wrong(at, "must be a list that is not empty");
    made.has_enumeration = true;
    for (const auto& item : value.list().items())
      made.enumeration.push_back(canonical_text(item));
    return {};
  }

  static Result<void> pattern(std::optional<JavaRegex>& made,
                              const Value& value,
                              const std::string& at) {
    if (!value.is_text()) return wrong(at, "must be a text");
    auto regex = JavaRegex::compile(value.text());
    if (!regex) return wrong(at, regex.error().what);
    made = *std::move(regex);
    return {};
  }

  Result<void> properties(SchemaNode& made,
                          const std::string& name,
                          const Value& value,
                          const std::string& at) {
    if (!value.is_map()) return wrong(at, "must be an object");
    for (const auto& entry : value.map().entries()) {
      TRY_ASSIGN(auto property, node(entry.value, fmt::format("{}.{}", at, entry.key.text())));
      if (name == "properties") {
        made.properties.insert_or_assign(std::string(entry.key.text()), std::move(property));
        continue;
      }
      std::optional<JavaRegex> regex;
      TRY(pattern(regex, entry.key, at));
      made.pattern_properties.emplace_back(*std::move(regex), std::move(property));
    }
    return {};
  }

  Result<void> dependencies(SchemaNode& made, const Value& value, const std::string& at) {
    if (!value.is_map()) return wrong(at, "must be an object");
    for (const auto& entry : value.map().entries()) {
      const std::string place = fmt::format("{}.{}", at, entry.key.text());
      SchemaNode::Dependency& dependency = made.dependencies.emplace_back();
      dependency.property = std::string(entry.key.text());
      if (entry.value.is_map()) {
        TRY_ASSIGN(dependency.schema, node(entry.value, place));
      } else {
        TRY(texts(dependency.others, entry.value, place));
      }
    }
    return {};
  }

  Result<void> elements(SchemaNode& made,
                        const std::string& name,
                        const Value& value,
                        const std::string& at) {
    if (name == "items" && value.is_list()) return schemas(made.item_list, value, at);
    if (name != "items" && value.kind() == Kind::boolean) {
      (name == "additionalItems" ? made.no_additional_items : made.no_additional_properties) =
          !value.boolean();
      return {};
    }
    auto& target = name == "items"             ? made.items
                   : name == "additionalItems" ? made.additional_items
                                               : made.additional_properties;
    TRY_ASSIGN(target, node(value, at));
    return {};
  }

  Result<void> schemas(std::vector<SchemaNode::Pointer>& made,
                       const Value& value,
                       const std::string& at) {
    if (!value.is_list() || value.list().items().empty())
      return wrong(at, "must be a list that is not empty");
    for (std::size_t i = 0; i < value.list().items().size(); ++i) {
      TRY_ASSIGN(auto schema, node(value.list().items()[i], fmt::format("{}[{}]", at, i)));
      made.push_back(std::move(schema));
    }
    return {};
  }

  int depth_{};
};

}  // namespace

Result<Schema> Schema::compile(const Value& schema) {
  TRY_ASSIGN(auto root, SchemaCompiler().node(schema, ""));
  return Schema(std::shared_ptr<const SchemaNode>(std::move(root)));
}

}  // namespace patchcord::simulator
