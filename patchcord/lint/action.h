// One action as the rules see it: as written, as the simulator runs it, and what its templates say.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "patchcord/lint/facts.h"
#include "patchcord/lint/findings.h"
#include "patchcord/manifest/manifest.h"
#include "patchcord/template/action.h"

namespace patchcord::lint {

struct Input {
  std::string name{};
  std::string type{};  // "string", "integer", "number", "boolean"; empty: any, or several
  bool required{};
  simulator::Value schema{};

  [[nodiscard]] bool is_number_or_boolean() const {
    return type == "integer" || type == "number" || type == "boolean";
  }
};

struct Action {
  const SourceFiles& files;
  const ActionSection& section;
  simulator::ActionDefinition definition{};
  // Absent where the platform's own stands. Facts are absent when the template has errors.
  std::optional<Text> body{};
  std::optional<Text> success{};
  std::optional<Facts> body_facts{};
  std::optional<Facts> success_facts{};
  std::vector<Input> inputs{};
  bool has_inputs{};  // a contract was given and could be read
  bool has_outputs{};

  [[nodiscard]] const Input* find_input(std::string_view name) const;
  [[nodiscard]] const NamedText* find_path(std::string_view variable) const;
  [[nodiscard]] const NamedText* find_default(std::string_view variable) const;
};

// Templates that do not parse are reported (L01, L30).
Action look_at(const SourceFiles& files, const ActionSection& section, Findings& findings);

// What the schema declares for "order.lines[].sku"; null when it declares nothing there.
simulator::Value schema_at(const simulator::Value& schema, std::string_view path);
// The member of an object, or null.
simulator::Value member(const simulator::Value& object, std::string_view name);
// "string", "object", …; empty without a type, or with several besides null.
std::string declared_type(const simulator::Value& schema);

// "`orderId`"
std::string ticked(std::string_view name);

// The rules, by what they look at.
void check_templates(const Action& action, Findings& findings);
void check_request(const Action& action, Findings& findings);
void check_paths(const Action& action, Findings& findings);
void check_response(const Action& action, Findings& findings);
void check_result(const Action& action, Findings& findings);
void check_contracts(const Action& action, Findings& findings);
void check_tests(const Action& action, Findings& findings);
// Runs the simulator with invented inputs and replies; after all the others, whose findings say
// why.
void check_samples(const Action& action, Findings& findings);

}  // namespace patchcord::lint
