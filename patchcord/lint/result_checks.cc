// The JSON that the success template makes, against the output contract.
#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/lint/action.h"
#include "patchcord/manifest/source_map.h"

namespace patchcord::lint {
namespace {

using simulator::Value;

const char* shape_name(Shape shape) {
  switch (shape) {
    case Shape::object:
      return "an object";
    case Shape::array:
      return "an array";
    case Shape::text:
      return "a text";
    case Shape::number:
      return "a number";
    case Shape::boolean:
      return "true or false";
    default:
      return "a value";
  }
}

bool fits(Shape shape, const std::string& type) {
  switch (shape) {
    case Shape::object:
      return type == "object";
    case Shape::array:
      return type == "array";
    case Shape::text:
      return type == "string";
    case Shape::number:
      return type == "integer" || type == "number";
    case Shape::boolean:
      return type == "boolean";
    default:
      return true;
  }
}

class ResultCheck {
 public:
  ResultCheck(const Action& action, Findings& findings)
      : action_(action),
        schema_(action.definition.success_schema),
        text_(*action.success),
        facts_(*action.success_facts),
        findings_(findings) {}

  void check() {
    if (facts_.produced.empty() || facts_.produced.front().shape != Shape::object) return;
    for (const auto& value : facts_.produced)
      check_value(value);
    check_declared(schema_, "");
  }

 private:
  void check_value(const Produced& value) {
    if (value.path.empty()) return;
    const auto declared = schema_at(schema_, value.path);
    if (declared.is_null()) return check_unknown(value);
    const auto type = declared_type(declared);
    if (type.empty() || fits(value.shape, type)) return;
    findings_.add("L46",
                  text_,
                  value.offset,
                  fmt::format("{} is {} here, and declared as {}",
                              ticked(value.path),
                              shape_name(value.shape),
                              type));
  }

  // A member that its object does not declare; what is below an undeclared one is not looked at.
  void check_unknown(const Produced& value) {
    const auto dot = value.path.rfind('.');
    const auto parent = dot == std::string::npos ? std::string() : value.path.substr(0, dot);
    const auto name = value.path.substr(dot == std::string::npos ? 0 : dot + 1);
    const auto properties = member(schema_at(schema_, parent), "properties");
    if (!properties.is_map() || name.ends_with("[]") || name.empty()) return;
    std::vector<std::string> known;
    for (const auto& entry : properties.map().entries())
      known.emplace_back(entry.key.text());
    auto guess = nearest(name, known);
    for (const auto& one : known) {
      if (lower_case(one) == lower_case(name)) guess = one;
    }
    findings_.add(
        "L45",
        text_,
        value.offset,
        fmt::format("the contract declares no {}: Architect does not see it", ticked(value.path)),
        guess ? fmt::format("Did you mean `{}`?", *guess) : "");
  }

  [[nodiscard]] const Produced* find(const std::string& path) const {
    const Produced* found = nullptr;
    for (const auto& value : facts_.produced) {
      if (value.path != path) continue;
      if (found == nullptr || value.certain) found = &value;
    }
    return found;
  }

  [[nodiscard]] bool is_required(const Value& object, const std::string& name) const {
    const auto required = member(object, "required");
    if (!required.is_list()) return false;
    const auto items = required.list().items();
    return std::any_of(items.begin(), items.end(), [&](const Value& item) {
      return item.is_text() && item.text() == name;
    });
  }

  // NOLINTNEXTLINE(misc-no-recursion): schemas are at most 50 levels deep
  void check_declared(const Value& object, const std::string& path) {
    const auto properties = member(object, "properties");
    if (!properties.is_map() || facts_.opaque) return;
    for (const auto& entry : properties.map().entries()) {
      const std::string name(entry.key.text());
      // A name with a dot is no path: L51 says so.
      if (name.find('.') != std::string::npos) continue;
      const auto inner = path.empty() ? name : fmt::format("{}.{}", path, name);
      const auto* value = find(inner);
      if (value == nullptr) {
        findings_.add(
            "L45",
            place_of(name),
            fmt::format("the template never makes {}, which the contract declares", ticked(inner)));
      } else if (!value->certain && is_required(object, name)) {
        findings_.add(
            "L55",
            text_,
            value->offset,
            fmt::format("{} is required, and made only under a condition", ticked(inner)));
      } else if (value->shape == Shape::object) {
        check_declared(entry.value, inner);
      } else if (value->shape == Shape::array && find(inner + "[]") != nullptr &&
                 find(inner + "[]")->shape == Shape::object) {
        check_declared(member(entry.value, "items"), inner + "[]");
      }
    }
  }

  [[nodiscard]] Span place_of(const std::string& name) const {
    return place_of_key(action_.files, action_.section.output_at, name);
  }

  const Action& action_;
  const Value& schema_;
  const Text& text_;
  const Facts& facts_;
  Findings& findings_;
};

void check_null_defaults(const Action& action, Findings& findings) {
  for (const auto& use : action.success_facts->uses) {
    if (use.role != Role::printed || !use.whole || use.in_string || !use.reference->chain.empty())
      continue;
    const auto* given = action.find_default(use.reference->root);
    const auto type = declared_type(schema_at(action.definition.success_schema, use.path));
    const auto types = member(schema_at(action.definition.success_schema, use.path), "type");
    // A list of types may have null in it.
    if (given == nullptr || trim(given->text.value) != "null" || type.empty() || !types.is_text())
      continue;
    findings.add("L48",
                 given->text.span,
                 fmt::format("the default of {} is null, and {} is declared as {}",
                             ticked(use.reference->root),
                             ticked(use.path),
                             type));
  }
}

bool is_whole_reply(const Action& action) {
  if (!action.success) return true;
  if (!action.success_facts) return false;
  const auto& uses = action.success_facts->uses;
  return uses.size() == 1 && uses.front().reference->root == "rawResult" &&
         uses.front().path.empty() && uses.front().role == Role::printed;
}

// Where an object takes no other members than it declares; `at`: where the schema begins.
// NOLINTNEXTLINE(misc-no-recursion): schemas are at most 50 levels deep
std::optional<Span> find_closed(const Action& action, const Value& schema, const Span& at) {
  const auto additional = member(schema, "additionalProperties");
  if (additional.kind() == simulator::Kind::boolean && !additional.boolean())
    return place_of_key(action.files, at, "additionalProperties");
  const auto properties = member(schema, "properties");
  if (properties.is_map()) {
    for (const auto& entry : properties.map().entries()) {
      const auto inner = place_of_key(action.files, at, entry.key.text());
      if (auto found = find_closed(action, entry.value, inner)) return found;
    }
  }
  const auto items = member(schema, "items");
  return items.is_map() ? find_closed(action, items, at) : std::nullopt;
}

}  // namespace

void check_result(const Action& action, Findings& findings) {
  if (!action.has_outputs) return;
  if (action.success_facts) {
    ResultCheck(action, findings).check();
    check_null_defaults(action, findings);
  }
  const auto refused =
      is_whole_reply(action)
          ? find_closed(action, action.definition.success_schema, action.section.output_at)
          : std::nullopt;
  if (refused) {
    findings.add("L50", *refused, "any new member of the function's answer makes the action fail");
  }
}

}  // namespace patchcord::lint
