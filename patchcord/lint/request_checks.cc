// How the body of the request uses the inputs.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/lint/action.h"
#include "patchcord/lint/samples.h"
#include "patchcord/template/schema.h"

namespace patchcord::lint {
namespace {

constexpr std::array<std::string_view, 3> given_inputs = {"rawRequest", "orgId", "integrationId"};

bool escapes_json(const simulator::Reference& reference) {
  return reference.root == "esc" && !reference.chain.empty() &&
         reference.chain.front().name.starts_with("json");
}

// The contract refuses every value that would break a JSON text.
bool is_safe(const Input& input) {
  const auto schema = simulator::Schema::compile(input.schema);
  if (!schema) return false;
  const auto& tricky = breaking_texts();
  return std::none_of(tricky.begin(), tricky.end(), [&](const std::string& text) {
    return schema->check(simulator::Value(text), simulator::NullPolicy::refuse).empty();
  });
}

class RequestCheck {
 public:
  // `json`: the text is the body; headers have no JSON around their references.
  RequestCheck(const Action& action, const Text& text, bool json, Findings& findings)
      : action_(action), text_(text), json_(json), findings_(findings) {}

  void check(const Facts& facts) {
    for (const auto& use : facts.uses) {
      check_escape(use);
      if (use.reference->root != "input" || facts.is_assigned("input")) continue;
      const auto name = first_property(*use.reference);
      if (name.empty() || !action_.has_inputs ||
          std::find(given_inputs.begin(), given_inputs.end(), name) != given_inputs.end())
        continue;
      if (const auto* input = action_.find_input(name)) {
        check_use(use, *input);
      } else {
        unknown(use, name);
      }
    }
  }

 private:
  void add(std::string_view code,
           const Use& use,
           const Input& input,
           std::string message,
           std::string hint = {}) {
    findings_.add(code, text_, use.offset, std::move(message), std::move(hint));
    findings_.about(input.name);
  }

  static std::string escaped(const Input& input) {
    return input.required ? fmt::format("Write \"$esc.jsonEncode(${{input.{}}})\".", input.name)
                          : fmt::format("Write \"$!esc.jsonEncode($!{{input.{}}})\".", input.name);
  }

  static std::string asked_for(const Input& input) {
    return fmt::format("Put the whole member into #if(\"$!{{input.{}}}\" != \"\") … #end.",
                       input.name);
  }

  void unknown(const Use& use, const std::string& name) {
    std::vector<std::string> known;
    for (const auto& input : action_.inputs)
      known.push_back(input.name);
    // A method of the map: `$input.size()`.
    if (!use.reference->chain.empty() &&
        use.reference->chain.front().kind == simulator::AccessKind::method &&
        use.reference->chain.front().name != "get")
      return;
    auto guess = nearest(name, known);
    for (const auto& one : known) {
      if (lower_case(one) == lower_case(name)) guess = one;
    }
    findings_.add("L19",
                  text_,
                  use.offset,
                  fmt::format("the contract has no input {}", ticked(name)),
                  guess ? fmt::format("Did you mean `{}`?", *guess) : "");
  }

  void check_use(const Use& use, const Input& input) {
    const bool guarded =
        std::find(use.guards.begin(), use.guards.end(), "input." + input.name) != use.guards.end();
    const bool may_be_absent = !input.required && !guarded;
    if (may_be_absent) check_absence(use, input);
    if (!json_ || use.role != Role::printed || !is_plain_property(*use.reference)) return;
    if (input.type == "string") check_text(use, input);
    if (input.is_number_or_boolean() && use.in_string && use.whole) {
      add("L24",
          use,
          input,
          fmt::format("{} is {}, but the quotes make a text of it",
                      ticked(input.name),
                      input.type == "boolean" ? "a boolean" : "a number"));
    }
  }

  void check_absence(const Use& use, const Input& input) {
    const auto& reference = *use.reference;
    const bool prints_itself = use.role == Role::printed || use.role == Role::interpolated;
    if (prints_itself && !reference.quiet && reference.alternate == nullptr) {
      add("L20",
          use,
          input,
          fmt::format("{} is optional: without it the function gets the text {}",
                      ticked(input.name),
                      ticked(reference.literal)),
          json_ ? asked_for(input) : fmt::format("Write $!{{input.{}}}.", input.name));
    } else if (use.role == Role::printed && reference.quiet && json_ && !use.in_string &&
               input.is_number_or_boolean()) {
      add("L21",
          use,
          input,
          fmt::format("{} is optional: without it nothing stands here, and the body is no JSON",
                      ticked(input.name)),
          asked_for(input));
    } else if (use.role == Role::argument && use.call != nullptr && !use.call->quiet) {
      const bool escape = json_ && escapes_json(*use.call);
      add(escape ? "L26" : "L20",
          use,
          input,
          fmt::format("{} is optional: without it the function gets the text {}",
                      ticked(input.name),
                      ticked(use.call->literal)),
          escape ? escaped(input) : asked_for(input));
    }
  }

  void check_text(const Use& use, const Input& input) {
    if (use.in_string && !is_safe(input)) {
      add("L22",
          use,
          input,
          fmt::format("{} may have quotes, backslashes or line ends, which break the JSON",
                      ticked(input.name)),
          escaped(input));
    } else if (!use.in_string && use.whole) {
      add("L23",
          use,
          input,
          fmt::format("{} is a text, but no quotes stand around it", ticked(input.name)),
          escaped(input));
    }
  }

  void check_escape(const Use& use) {
    if (!json_ || use.role != Role::printed || use.in_string || !use.whole ||
        !escapes_json(*use.reference) || use.reference->chain.front().name == "jsonDecode")
      return;
    findings_.add(
        "L27", text_, use.offset, fmt::format("{} adds no quotes", ticked(use.reference->literal)));
    for (const auto& argument : use.reference->chain.front().arguments) {
      if (argument.reference != nullptr) findings_.about(first_property(*argument.reference));
    }
  }

  const Action& action_;
  const Text& text_;
  bool json_;
  Findings& findings_;
};

void check_truth(const Action& action, Findings& findings) {
  for (const auto& use : action.body_facts->uses) {
    if (!use.alone || use.reference->root != "input" || !is_plain_property(*use.reference))
      continue;
    const auto* input = action.find_input(first_property(*use.reference));
    if (input == nullptr || input->type.empty() || input->type == "boolean") continue;
    findings.add(
        "L34",
        *action.body,
        use.offset,
        fmt::format("whether an empty text or 0 counts as true differs between Velocity versions: "
                    "{} is {} {}",
                    ticked(input->name),
                    input->type == "integer" ? "an" : "a",
                    input->type),
        fmt::format("Ask for what you mean: #if(\"$!{{input.{}}}\" != \"\")", input->name));
  }
}

}  // namespace

void check_request(const Action& action, Findings& findings) {
  if (action.body_facts) {
    RequestCheck(action, *action.body, true, findings).check(*action.body_facts);
    check_truth(action, findings);
  }
  for (const auto& [name, text] : action.section.headers) {
    const auto facts = facts_of(text.value, name.value);
    if (facts) RequestCheck(action, text, false, findings).check(*facts);
  }
}

}  // namespace patchcord::lint
