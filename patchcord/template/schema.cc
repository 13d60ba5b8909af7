// Checking documents.
#include "patchcord/template/schema.h"

#include <algorithm>
#include <cmath>
#include <unordered_set>

#include <fmt/format.h>

#include "patchcord/template/arithmetic.h"
#include "patchcord/template/java_text.h"
#include "patchcord/template/json_text.h"
#include "patchcord/template/schema_node.h"

namespace patchcord::simulator {

// NOLINTNEXTLINE(misc-no-recursion): documents are bounded in depth
std::string canonical_text(const Value& value) {
  if (value.is_number()) {
    const double real = to_real(value);
    return value.kind() == Kind::big ? value.big().number.to_text() : java_text(real);
  }
  if (value.is_list()) {
    std::string text = "[";
    for (const auto& item : value.list().items())
      text += canonical_text(item) + ",";
    return text + "]";
  }
  if (value.is_map()) {
    std::vector<std::string> members;
    for (const auto& entry : value.map().entries()) {
      members.push_back(write_json(entry.key) + ":" + canonical_text(entry.value));
    }
    std::sort(members.begin(), members.end());
    return fmt::format("{{{}}}", fmt::join(members, ","));
  }
  return write_json(value);
}

namespace {

class Checker {
 public:
  Checker(const SchemaOptions& options, std::vector<Violation>& violations)
      : options_(options), violations_(violations) {}

  // NOLINTNEXTLINE(misc-no-recursion): both the schema and the document are bounded in depth
  void check(const SchemaNode& schema, const Value& value, const std::string& path) {
    if (violations_.size() >= Schema::max_violations) return;
    if (value.is_null() && options_.nulls == NullPolicy::accept && !path.empty()) return;
    if (!schema.types.empty() && !has_type(schema, value)) {
      complain(path, fmt::format("must be {}", fmt::join(schema.types, " or ")));
      return;
    }
    if (schema.has_enumeration) {
      const std::string text = canonical_text(value);
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

  [[nodiscard]] bool is_integer(const Value& value) const {
    if (value.is_whole() || (value.kind() == Kind::big && !value.big().number.decimal()))
      return true;
    return options_.fraction_is_integer && value.kind() == Kind::real &&
           std::rint(value.real()) == value.real();
  }

  [[nodiscard]] bool has_type(const SchemaNode& schema, const Value& value) const {
    const bool whole = is_integer(value);
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
    if (!schema.pattern) return;
    if (!finds(*schema.pattern, value.text(), path)) complain(path, "does not match its pattern");
  }

  // True where nobody knows, which it complains of.
  bool finds(const JavaRegex& pattern, std::string_view text, const std::string& path) {
    const auto found = pattern.finds(text);
    if (!found) complain(path, "takes too long to hold against a pattern");
    return !found || *found;
  }

  void check_list(const SchemaNode& schema, const Value& value, const std::string& path) {
    const auto items = value.list().items();
    check_size(items.size(), schema.min_items, schema.max_items, {"elements", path});
    if (schema.unique_items) {
      std::unordered_set<std::string> seen;
      for (const auto& item : items) {
        if (!seen.insert(canonical_text(item)).second) {
          complain(path, "has an element twice");
          break;
        }
      }
    }
    for (std::size_t i = 0; i < items.size(); ++i)
      check_item(schema, items[i], i, fmt::format("{}[{}]", path, i));
  }

  void check_item(const SchemaNode& schema,
                  const Value& item,
                  std::size_t i,
                  const std::string& at) {
    if (schema.items) {
      check(*schema.items, item, at);
    } else if (i < schema.item_list.size()) {
      check(*schema.item_list[i], item, at);
    } else if (!schema.item_list.empty() && schema.no_additional_items) {
      complain(at, "is one element too many");
    } else if (!schema.item_list.empty() && schema.additional_items) {
      check(*schema.additional_items, item, at);
    }
  }

  void check_map(const SchemaNode& schema, const Value& value, const std::string& path) {
    const Map& map = value.map();
    check_size(map.size(), schema.min_properties, schema.max_properties, {"properties", path});
    const auto present = [&](const std::string& name) {
      const Value* found = map.find(std::string_view(name));
      return found != nullptr && !(found->is_null() && options_.nulls == NullPolicy::accept);
    };
    for (const auto& name : schema.required) {
      if (!present(name)) complain(join_path(path, name), "is required");
    }
    for (const auto& dependency : schema.dependencies) {
      if (!present(dependency.property)) continue;
      for (const auto& other : dependency.others) {
        if (!present(other))
          complain(join_path(path, other), "is required beside " + dependency.property);
      }
      if (dependency.schema != nullptr) check(*dependency.schema, value, path);
    }
    for (const auto& entry : map.entries())
      check_member(schema, entry, path);
  }

  void check_member(const SchemaNode& schema, const Map::Entry& entry, const std::string& path) {
    const std::string name(entry.key.text());
    const std::string at = join_path(path, name);
    bool known = false;
    if (const auto declared = schema.properties.find(name); declared != schema.properties.end()) {
      known = true;
      check(*declared->second, entry.value, at);
    }
    for (const auto& [regex, node] : schema.pattern_properties) {
      if (!finds(regex, name, at)) continue;
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
    Checker(options_, violations).check(schema, value, path);
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

  SchemaOptions options_;
  std::vector<Violation>& violations_;
};

}  // namespace

std::vector<Violation> Schema::check(const Value& document, const SchemaOptions& options) const {
  std::vector<Violation> violations;
  Checker(options, violations).check(*root_, document, "");
  return violations;
}

}  // namespace patchcord::simulator
