#include "patchcord/template/schema.h"

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>

#include "patchcord/base/try.h"
#include "patchcord/template/arithmetic.h"
#include "patchcord/template/big_number.h"
#include "patchcord/template/java_regex.h"
#include "patchcord/template/java_text.h"
#include "patchcord/template/json_text.h"

namespace patchcord::simulator {

namespace {

constexpr int max_schema_depth = 60;
constexpr std::array<std::string_view, 7> type_names{
    "array", "boolean", "integer", "null", "number", "object", "string"};

}  // namespace

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
  std::vector<std::pair<std::string, std::vector<std::string>>> dependencies{};
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

namespace {

// One text for values that JSON Schema calls equal: numbers by value, objects without order.
// NOLINTNEXTLINE(misc-no-recursion): documents are bounded in depth
std::string canonical(const Value& value) {
  if (value.is_number()) {
    const double real = to_real(value);
    return value.kind() == Kind::big ? value.big().number.to_text() : java_text(real);
  }
  if (value.is_list()) {
    std::string text = "[";
    for (const auto& item : value.list().items)
      text += canonical(item) + ",";
    return text + "]";
  }
  if (value.is_map()) {
    std::vector<std::string> members;
    for (const auto& entry : value.map().entries()) {
      members.push_back(write_json(entry.key) + ":" + canonical(entry.value));
    }
    std::sort(members.begin(), members.end());
    return fmt::format("{{{}}}", fmt::join(members, ","));
  }
  return write_json(value);
}

class SchemaCompiler {
 public:
  // NOLINTNEXTLINE(misc-no-recursion): depth is bounded
  Result<SchemaNode::Pointer> node(const Value& schema, const std::string& at) {
    if (!schema.is_map()) return wrong(at, "must be an object");
    if (depth_ == max_schema_depth) return wrong(at, "is nested too deeply");
    ++depth_;
    auto made = std::make_unique<SchemaNode>();
    for (const auto& entry : schema.map().entries()) {
      TRY(keyword(*made,
                  entry.key.text(),
                  entry.value,
                  at.empty() ? entry.key.text() : at + "." + entry.key.text()));
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
    if (name == "required") return texts(made.required, value, at);
    if (name == "enum") return enumeration(made, value, at);
    if (name == "properties" || name == "patternProperties")
      return properties(made, name, value, at);
    if (name == "dependencies") return dependencies(made, value, at);
    if (name == "items" || name == "additionalItems" || name == "additionalProperties") {
      return elements(made, name, value, at);
    }
    if (name == "allOf") return schemas(made.all_of, value, at);
    if (name == "anyOf") return schemas(made.any_of, value, at);
    if (name == "oneOf") return schemas(made.one_of, value, at);
    if (name == "not") {
      TRY_ASSIGN(made.inverse, node(value, at));
      return {};
    }
    if (name == "pattern") return pattern(made.pattern, value, at);
    return limit(made, name, value, at);
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
      made.types = {value.text()};
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
    if (!value.is_list() || value.list().items.empty())
      return wrong(at, "must be a list that is not empty");
    for (const auto& item : value.list().items) {
      if (!item.is_text()) return wrong(at, "may have texts only");
      if (std::find(made.begin(), made.end(), item.text()) != made.end())
        return wrong(at, "has an element twice");
      made.push_back(item.text());
    }
    return {};
  }

  static Result<void> enumeration(SchemaNode& made, const Value& value, const std::string& at) {
    if (!value.is_list() || value.list().items.empty())
      return wrong(at, "must be a list that is not empty");
    made.has_enumeration = true;
    for (const auto& item : value.list().items)
      made.enumeration.push_back(canonical(item));
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
      TRY_ASSIGN(auto property, node(entry.value, at + "." + entry.key.text()));
      if (name == "properties") {
        made.properties.insert_or_assign(entry.key.text(), std::move(property));
        continue;
      }
      std::optional<JavaRegex> regex;
      TRY(pattern(regex, entry.key, at));
      made.pattern_properties.emplace_back(*std::move(regex), std::move(property));
    }
    return {};
  }

  static Result<void> dependencies(SchemaNode& made, const Value& value, const std::string& at) {
    if (!value.is_map()) return wrong(at, "must be an object");
    for (const auto& entry : value.map().entries()) {
      std::vector<std::string> names;
      TRY(texts(names, entry.value, at + "." + entry.key.text()));
      made.dependencies.emplace_back(entry.key.text(), std::move(names));
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
    if (!value.is_list() || value.list().items.empty())
      return wrong(at, "must be a list that is not empty");
    for (std::size_t i = 0; i < value.list().items.size(); ++i) {
      TRY_ASSIGN(auto schema, node(value.list().items[i], fmt::format("{}[{}]", at, i)));
      made.push_back(std::move(schema));
    }
    return {};
  }

  int depth_{};
};

class Checker {
 public:
  Checker(NullPolicy nulls, std::vector<Violation>& violations)
      : nulls_(nulls), violations_(violations) {}

  // NOLINTNEXTLINE(misc-no-recursion): both the schema and the document are bounded in depth
  void check(const SchemaNode& schema, const Value& value, const std::string& path) {
    if (violations_.size() >= Schema::max_violations) return;
    if (value.is_null() && nulls_ == NullPolicy::accept && !path.empty()) return;
    if (!schema.types.empty() && !has_type(schema, value)) {
      complain(path, fmt::format("must be {}", fmt::join(schema.types, " or ")));
      return;
    }
    if (schema.has_enumeration) {
      const std::string text = canonical(value);
      if (std::find(schema.enumeration.begin(), schema.enumeration.end(), text) ==
          schema.enumeration.end()) {
        complain(path, "is not one of the allowed values");
      }
    }
    if (value.is_number()) check_number(schema, value, path);
    if (value.is_text()) check_text(schema, value, path);
    if (value.is_list()) check_list(schema, value, path);
    if (value.is_map()) check_map(schema, value, path);
    check_combined(schema, value, path);
  }

 private:
  void complain(const std::string& path, std::string message) {
    if (violations_.size() < Schema::max_violations)
      violations_.push_back({path, std::move(message)});
  }

  static bool has_type(const SchemaNode& schema, const Value& value) {
    const bool whole =
        value.is_whole() || (value.kind() == Kind::big && !value.big().number.decimal());
    return std::any_of(schema.types.begin(), schema.types.end(), [&](const std::string& type) {
      if (type == "number") return value.is_number();
      if (type == "integer") return whole;
      if (type == "string") return value.is_text();
      if (type == "boolean") return value.kind() == Kind::boolean;
      if (type == "array") return value.is_list();
      return type == "object" ? value.is_map() : value.is_null();
    });
  }

  void check_number(const SchemaNode& schema, const Value& value, const std::string& path) {
    if (schema.minimum) {
      const int order = compare_numbers(value, *schema.minimum);
      if (order < 0 || (order == 0 && schema.exclusive_minimum)) {
        complain(path,
                 fmt::format("must be {} {}",
                             schema.exclusive_minimum ? "greater than" : "at least",
                             java_text(*schema.minimum)));
      }
    }
    if (schema.maximum) {
      const int order = compare_numbers(value, *schema.maximum);
      if (order > 0 || (order == 0 && schema.exclusive_maximum)) {
        complain(path,
                 fmt::format("must be {} {}",
                             schema.exclusive_maximum ? "less than" : "at most",
                             java_text(*schema.maximum)));
      }
    }
    if (schema.multiple_of) {
      const auto number = BigNumber::parse(java_text(value));
      if (!number || !is_multiple(*number, *schema.multiple_of)) {
        complain(path, "must be a multiple of " + schema.multiple_of->to_text());
      }
    }
  }

  void check_size(std::size_t size,
                  const std::optional<std::int64_t>& least,
                  const std::optional<std::int64_t>& most,
                  const std::pair<std::string_view, const std::string&>& subject) {
    const auto count = static_cast<std::int64_t>(size);
    if (least && count < *least)
      complain(subject.second, fmt::format("must have at least {} {}", *least, subject.first));
    if (most && count > *most)
      complain(subject.second, fmt::format("must have at most {} {}", *most, subject.first));
  }

  void check_text(const SchemaNode& schema, const Value& value, const std::string& path) {
    if (schema.min_length || schema.max_length) {
      check_size(to_code_points(value.text()).size(),
                 schema.min_length,
                 schema.max_length,
                 {"characters", path});
    }
    if (schema.pattern && !schema.pattern->finds(value.text()))
      complain(path, "does not match its pattern");
  }

  void check_list(const SchemaNode& schema, const Value& value, const std::string& path) {
    const auto& items = value.list().items;
    check_size(items.size(), schema.min_items, schema.max_items, {"elements", path});
    if (schema.unique_items) {
      std::unordered_set<std::string> seen;
      for (const auto& item : items) {
        if (!seen.insert(canonical(item)).second) {
          complain(path, "has an element twice");
          break;
        }
      }
    }
    for (std::size_t i = 0; i < items.size(); ++i) {
      const std::string at = fmt::format("{}[{}]", path, i);
      if (schema.items) {
        check(*schema.items, items[i], at);
      } else if (i < schema.item_list.size()) {
        check(*schema.item_list[i], items[i], at);
      } else if (!schema.item_list.empty() && schema.no_additional_items) {
        complain(at, "is one element too many");
      } else if (!schema.item_list.empty() && schema.additional_items) {
        check(*schema.additional_items, items[i], at);
      }
    }
  }

  void check_map(const SchemaNode& schema, const Value& value, const std::string& path) {
    const Map& map = value.map();
    check_size(map.size(), schema.min_properties, schema.max_properties, {"properties", path});
    const auto present = [&](const std::string& name) {
      const Value* found = map.find(std::string_view(name));
      return found != nullptr && !(found->is_null() && nulls_ == NullPolicy::accept);
    };
    for (const auto& name : schema.required) {
      if (!present(name)) complain(join_path(path, name), "is required");
    }
    for (const auto& [name, needed] : schema.dependencies) {
      if (!present(name)) continue;
      for (const auto& other : needed) {
        if (!present(other)) complain(join_path(path, other), "is required beside " + name);
      }
    }
    for (const auto& entry : map.entries())
      check_member(schema, entry, path);
  }

  void check_member(const SchemaNode& schema, const Map::Entry& entry, const std::string& path) {
    const std::string& name = entry.key.text();
    const std::string at = join_path(path, name);
    bool known = false;
    if (const auto declared = schema.properties.find(name); declared != schema.properties.end()) {
      known = true;
      check(*declared->second, entry.value, at);
    }
    for (const auto& [regex, node] : schema.pattern_properties) {
      if (!regex.finds(name)) continue;
      known = true;
      check(*node, entry.value, at);
    }
    if (known) return;
    if (schema.no_additional_properties)
      complain(at, "is not declared, and others are not allowed");
    if (schema.additional_properties) check(*schema.additional_properties, entry.value, at);
  }

  [[nodiscard]] bool fits(const SchemaNode& schema,
                          const Value& value,
                          const std::string& path) const {
    std::vector<Violation> violations;
    Checker(nulls_, violations).check(schema, value, path);
    return violations.empty();
  }

  void check_combined(const SchemaNode& schema, const Value& value, const std::string& path) {
    for (const auto& part : schema.all_of)
      check(*part, value, path);
    const auto fitting = [&](const std::vector<SchemaNode::Pointer>& parts) {
      return std::count_if(
          parts.begin(), parts.end(), [&](const auto& part) { return fits(*part, value, path); });
    };
    if (!schema.any_of.empty() && fitting(schema.any_of) == 0)
      complain(path, "fits none of the alternatives");
    if (!schema.one_of.empty() && fitting(schema.one_of) != 1)
      complain(path, "must fit exactly one alternative");
    if (schema.inverse && fits(*schema.inverse, value, path))
      complain(path, "is what it must not be");
  }

  static std::string join_path(const std::string& path, const std::string& name) {
    return path.empty() ? name : path + "." + name;
  }

  NullPolicy nulls_;
  std::vector<Violation>& violations_;
};

}  // namespace

Result<Schema> Schema::compile(const Value& schema) {
  TRY_ASSIGN(auto root, SchemaCompiler().node(schema, ""));
  return Schema(std::shared_ptr<const SchemaNode>(std::move(root)));
}

std::vector<Violation> Schema::check(const Value& document, NullPolicy nulls) const {
  std::vector<Violation> violations;
  Checker(nulls, violations).check(*root_, document, "");
  return violations;
}

}  // namespace patchcord::simulator
