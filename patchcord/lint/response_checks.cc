// How the success template uses the variables of the translation map.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/lint/action.h"
#include "patchcord/template/json_text.h"
#include "patchcord/template/jsonpath.h"
#include "patchcord/template/objects.h"
#include "patchcord/template/velocity.h"

namespace patchcord::lint {
namespace {

using simulator::Operation;
using simulator::PathStepKind;
using simulator::Value;

bool is_scalar(const std::string& type) {
  return type == "string" || type == "integer" || type == "number" || type == "boolean";
}

// The kind of JSON value that a text is; null when it is no JSON.
std::optional<Value> json_value(std::string_view text) {
  auto value = simulator::read_json(text, "the text");
  return value ? std::optional<Value>(*std::move(value)) : std::nullopt;
}

bool has_type(const Value& value, const std::string& type) {
  if (type == "string") return value.is_text();
  if (type == "boolean") return value.kind() == simulator::Kind::boolean;
  if (type == "integer" || type == "number") return value.is_number();
  return true;
}

class ResponseCheck {
 public:
  ResponseCheck(const Action& action, Findings& findings)
      : action_(action),
        text_(*action.success),
        facts_(*action.success_facts),
        findings_(findings) {}

  void check() {
    for (const auto& use : facts_.uses) {
      check_is_set(use);
      check_first_from_array(use);
      const std::string root(root_of(use.name));
      const auto* entry = facts_.is_assigned(root) ? nullptr : action_.find_path(root);
      if (entry == nullptr) continue;
      used_.insert(root);
      check_may_be_missing(use, *entry);
      const bool plain = use.bare && use.name == root;
      if (use.role == Role::printed && plain) {
        check_quotes(use, *entry);
        check_list(use, *entry);
      }
      if (use.alone && plain) check_truth(use, *entry);
      check_equals(use, *entry);
    }
    for (const auto& comparison : facts_.comparisons)
      check_comparison(comparison);
  }

  [[nodiscard]] bool uses(const std::string& name) const { return used_.count(name) > 0; }

 private:
  [[nodiscard]] std::string type_at(const Use& use) const {
    return declared_type(schema_at(action_.definition.success_schema, use.path));
  }

  void check_is_set(const Use& use) {
    const auto& reference = *use.reference;
    const auto& root = reference.root;
    if (root == "input" || root == "rawResult" || simulator::find_tool(root) ||
        facts_.is_assigned(root) || action_.find_path(root) != nullptr || reference.may_be_unset ||
        root == "salesforce" || root == "msdynamics" || reference.alternate != nullptr)
      return;
    std::vector<std::string> known = {"rawResult", "input"};
    for (const auto& entry : action_.section.translation_map)
      known.push_back(entry.name.value);
    auto guess = nearest(root, known);
    for (const auto& one : known) {
      if (lower_case(one) == lower_case(root)) guess = one;
    }
    findings_.add("L02",
                  text_,
                  use.offset,
                  fmt::format("{} is never set: the action fails", ticked("$" + root)),
                  guess ? fmt::format("Did you mean `${}`?", *guess) : "");
  }

  void check_may_be_missing(const Use& use, const NamedText& entry) {
    const auto path = simulator::JsonPath::compile(entry.text.value);
    const bool guarded =
        std::find(use.guards.begin(), use.guards.end(), entry.name.value) != use.guards.end();
    if (!path || !path->definite() || guarded || use.reference->may_be_unset ||
        path->compiled().steps.empty() || action_.find_default(entry.name.value) != nullptr ||
        !missing_.insert(entry.name.value).second)
      return;
    findings_.add("L06",
                  text_,
                  use.offset,
                  fmt::format("when the function leaves {} out, {} is not set and the action fails",
                              ticked(entry.text.value),
                              ticked("$" + entry.name.value)));
  }

  // The variable is JSON text already, with the quotes of a text.
  void check_quotes(const Use& use, const NamedText& entry) {
    const auto type = type_at(use);
    if (!use.in_string || (!type.empty() && type != "string")) return;
    const auto path = simulator::JsonPath::compile(entry.text.value);
    const bool counts = path && !path->compiled().steps.empty() &&
                        path->compiled().steps.back().kind == PathStepKind::function;
    const auto* given = action_.find_default(entry.name.value);
    const auto value = given == nullptr ? std::nullopt : json_value(given->text.value);
    // A number in quotes is a text that somebody wants.
    if (counts || (value && !value->is_text() && !value->is_null())) return;
    findings_.add(
        "L05",
        text_,
        use.offset,
        fmt::format("the value of {} has its own quotes", ticked("$" + entry.name.value)));
  }

  void check_list(const Use& use, const NamedText& entry) {
    const auto type = type_at(use);
    const auto path = simulator::JsonPath::compile(entry.text.value);
    if (!path || path->definite() || use.in_string || !use.whole || !is_scalar(type)) return;
    const auto& steps = path->compiled().steps;
    if (std::any_of(steps.begin(), steps.end(), [](const auto& step) {
          return step.kind == PathStepKind::function;
        }))
      return;
    findings_.add("L08",
                  text_,
                  use.offset,
                  fmt::format("{} is always a list, and {} is declared as {}",
                              ticked("$" + entry.name.value),
                              ticked(use.path),
                              type),
                  fmt::format("Take the first one: ${{successTemplateUtils.firstFromArray("
                              "\"${{{}}}\", \"{}\")}}",
                              entry.name.value,
                              type == "string"    ? "$esc.quote$esc.quote"
                              : type == "boolean" ? "false"
                                                  : "0"));
  }

  void check_truth(const Use& use, const NamedText& entry) {
    if (action_.find_default(entry.name.value) == nullptr) return;  // asks whether it is there
    findings_.add("L34",
                  text_,
                  use.offset,
                  fmt::format("{} is a text here, also when it is `false` or `0`: the condition is "
                              "always true",
                              ticked("$" + entry.name.value)),
                  fmt::format("Compare it: #if(${} == \"true\")", entry.name.value));
  }

  void check_comparison(const Comparison& comparison) {
    if (comparison.bare && !facts_.is_assigned(comparison.name) &&
        action_.find_path(comparison.name) != nullptr)
      never_equals(comparison.name, comparison.text, comparison.offset);
  }

  // `$a.equals("OPEN")`
  void check_equals(const Use& use, const NamedText& entry) {
    const auto& chain = use.reference->chain;
    if (chain.size() != 1 || chain.front().arguments.size() != 1 ||
        (chain.front().name != "equals" && chain.front().name != "equalsIgnoreCase"))
      return;
    const auto& other = chain.front().arguments.front();
    if (other.operation == Operation::constant && other.constant.is_text())
      never_equals(entry.name.value, other.constant.text(), use.offset);
  }

  void never_equals(const std::string& name, std::string_view text, std::uint32_t offset) {
    if (json_value(text)) return;
    findings_.add(
        "L33",
        text_,
        offset,
        fmt::format(
            "{} has the quotes of JSON: it never equals {}", ticked("$" + name), ticked(text)),
        fmt::format("Take the quotes off first: "
                    "#set($plain = ${}.replace($esc.quote, \"\")), then compare $plain.",
                    name));
  }

  void check_first_from_array(const Use& use) {
    const auto& reference = *use.reference;
    if (reference.root != "successTemplateUtils" || reference.chain.empty() ||
        reference.chain.front().name != "firstFromArray")
      return;
    const auto& arguments = reference.chain.front().arguments;
    if (arguments.size() == 1) {
      findings_.add("L31",
                    text_,
                    use.offset,
                    fmt::format("{} has nothing for an empty list", ticked(reference.literal)));
    }
    if (arguments.size() != 2 || use.role != Role::printed || use.in_string) return;
    const auto otherwise = constant_text(arguments[1]);
    if (!otherwise) return;
    const auto value = json_value(*otherwise);
    const auto type = type_at(use);
    if (value && (value->is_null() || has_type(*value, type))) return;
    findings_.add("L32",
                  text_,
                  use.offset,
                  value ? fmt::format("the default {} is not {} as {} is declared",
                                      ticked(*otherwise),
                                      type,
                                      ticked(use.path))
                        : fmt::format("the default {} is put in as it is, and is no JSON",
                                      ticked(*otherwise)),
                  !value ? "" : "Give a default of the declared type.");
  }

  // What a literal always is: `$esc.quote` in it is known, variables are not.
  static std::optional<std::string> constant_text(const simulator::Expression& made) {
    if (made.operation == Operation::constant)
      return made.constant.is_text() ? std::optional(std::string(made.constant.text()))
                                     : std::optional(simulator::write_json(made.constant));
    if (made.operation != Operation::interpolation || made.literal.size() < 2) return std::nullopt;
    const auto inner = simulator::Template::parse(
        std::string_view(made.literal).substr(1, made.literal.size() - 2), "default");
    if (!inner) return std::nullopt;
    auto text = inner->render({}, {.strictness = simulator::Strictness::strict});
    return text ? std::optional<std::string>(*std::move(text)) : std::nullopt;
  }

  const Action& action_;
  const Text& text_;
  const Facts& facts_;
  Findings& findings_;
  std::set<std::string> used_{};
  std::set<std::string> missing_{};
};

}  // namespace

void check_response(const Action& action, Findings& findings) {
  std::set<std::string> used;
  if (action.success_facts) {
    ResponseCheck check(action, findings);
    check.check();
    for (const auto& entry : action.section.translation_map) {
      if (check.uses(entry.name.value)) used.insert(entry.name.value);
    }
  }
  // Of a template that cannot be read, or that reads templates itself, nothing is known.
  if (action.success && (!action.success_facts || action.success_facts->opaque)) return;
  for (const auto& entry : action.section.translation_map) {
    if (used.count(entry.name.value) > 0) continue;
    findings.add("L49",
                 entry.name.span,
                 fmt::format("the template does not use {}", ticked("$" + entry.name.value)));
  }
}

}  // namespace patchcord::lint
