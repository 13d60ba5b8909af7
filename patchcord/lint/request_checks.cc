// How the body of the request uses the inputs.
#include <algorithm>
#include <array>
#include <numeric>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/lint/action.h"
#include "patchcord/lint/samples.h"
#include "patchcord/template/schema.h"

namespace patchcord::lint {
namespace {

using simulator::Value;

constexpr std::array<std::string_view, 3> given_inputs = {"rawRequest", "orgId", "integrationId"};

bool escapes_json(const simulator::Reference& reference) {
  return reference.root == "esc" && !reference.chain.empty() &&
         reference.chain.front().name.starts_with("json");
}

// Digits or letters with something at the beginning, between or at the end that breaks a JSON text.
// No line end at the very end: Java's `$` lets it pass, and everybody writes `$` for the end.
void add_breaking(std::size_t length, std::vector<std::string>& out) {
  for (const char around : {'1', 'x', 'X'}) {
    for (const char breaking : {'"', '\\', '\n'}) {
      for (const auto at : {std::size_t{0}, length / 2, length - 1}) {
        if (breaking == '\n' && at + 1 == length) continue;
        out.emplace_back(length, around);
        out.back()[at] = breaking;
      }
    }
  }
}

// Of many lengths.
std::vector<std::string> breaking_texts(const Value& schema) {
  constexpr std::size_t usual = 40;
  constexpr std::int64_t longest = 10'000;
  std::vector<std::size_t> lengths(usual);
  std::iota(lengths.begin(), lengths.end(), 1U);
  const auto shortest = member(schema, "minLength");
  if (shortest.is_whole() && shortest.whole() > 0 && shortest.whole() <= longest)
    lengths.push_back(static_cast<std::size_t>(shortest.whole()));
  std::vector<std::string> out;
  for (const auto length : lengths)
    add_breaking(length, out);
  return out;
}

// `^…$` without an alternative beside it: any other pattern is content with a part of the text.
bool is_anchored(std::string_view pattern) {
  constexpr std::string_view any_case = "(?i)";
  if (pattern.starts_with(any_case)) pattern.remove_prefix(any_case.size());
  if (!pattern.starts_with('^') || !pattern.ends_with('$') || pattern.ends_with("\\$"))
    return false;
  int depth = 0;
  bool in_class = false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c == '\\') {
      ++i;
    } else if (in_class || c == '[') {
      in_class = c != ']';
    } else if (c == '(' || c == ')') {
      depth += c == '(' ? 1 : -1;
    } else if (c == '|' && depth == 0) {
      return false;
    }
  }
  return true;
}

// The schema as far as it says something about all of a text.
Value without_part_patterns(const Value& schema) {
  Value made = simulator::make_map();
  for (const auto& entry : schema.map().entries()) {
    const bool part =
        entry.key.text() == "pattern" && entry.value.is_text() && !is_anchored(entry.value.text());
    if (!part) made.map().set(entry.key, entry.value);
  }
  return made;
}

// The contract refuses every value that would break a JSON text. Of one that cannot be read here
// nothing is said.
bool is_safe(const Input& input) {
  if (!input.schema.is_map()) return true;
  const auto choices = member(input.schema, "enum");
  if (choices.is_list()) {
    const auto items = choices.list().items();
    return std::none_of(items.begin(), items.end(), [](const Value& choice) {
      return choice.is_text() && choice.text().find_first_of("\"\\\n") != std::string_view::npos;
    });
  }
  const auto schema = simulator::Schema::compile(without_part_patterns(input.schema));
  if (!schema) return true;
  const auto tricky = breaking_texts(input.schema);
  return std::none_of(tricky.begin(), tricky.end(), [&](const std::string& text) {
    return schema->check(Value(text), simulator::NullPolicy::refuse).empty();
  });
}

class RequestCheck {
 public:
  // `json`: the text is the body; headers and the ARN have no JSON around their references.
  RequestCheck(const Action& action, const Text& text, bool json, Findings& findings)
      : action_(action), text_(text), json_(json), findings_(findings) {}

  void check(const Facts& facts) {
    for (const auto& use : facts.uses) {
      check_escape(use);
      if (root_of(use.name) != "input" || facts.is_assigned("input")) continue;
      const std::string name(property_of(use.name));
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
    if (!json_ || use.role != Role::printed || !is_plain_property(use)) return;
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
    if (!use.alone || root_of(use.name) != "input" || !is_plain_property(use)) continue;
    const auto* input = action.find_input(property_of(use.name));
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
  const auto check_text = [&](const Text& text, const std::string& name) {
    const auto facts = facts_of(text.value, name);
    if (facts) RequestCheck(action, text, false, findings).check(*facts);
  };
  for (const auto& [name, text] : action.section.headers)
    check_text(text, name.value);
  if (action.section.function) check_text(*action.section.function, "requestUrlTemplate");
}

}  // namespace patchcord::lint
