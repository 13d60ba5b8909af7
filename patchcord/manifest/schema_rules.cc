#include "patchcord/manifest/schema_rules.h"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/manifest/sections.h"
#include "patchcord/manifest/source_map.h"
#include "patchcord/template/json_text.h"
#include "patchcord/template/schema.h"

namespace patchcord {
namespace {

// What to do about the keyword in which a schema is wrong.
std::string hint_for(std::string_view keyword) {
  if (keyword == "required")
    return "In draft-04 it is the list of the names that an object must have; leave out an empty "
           "one.";
  if (keyword == "exclusiveMinimum" || keyword == "exclusiveMaximum")
    return "In draft-04 it is true or false; the number is the minimum or maximum beside it.";
  if (keyword == "type")
    return "Types are string, integer, number, boolean, object, array and null.";
  return "Contracts are JSON Schema draft-04: correct it there.";
}

// What is wrong in every dialect of patterns, not only in Java's.
bool is_broken_pattern(std::string_view reason) {
  constexpr std::array<std::string_view, 5> broken = {"Unclosed character class",
                                                      "Unclosed group",
                                                      "Unmatched closing ')'",
                                                      "Dangling meta character",
                                                      "Illegal character range"};
  constexpr std::string_view before = "is not understood: ";
  const auto at = reason.rfind(before);
  if (at == std::string_view::npos) return false;
  reason.remove_prefix(at + before.size());
  return std::any_of(
      broken.begin(), broken.end(), [&](auto text) { return reason.starts_with(text); });
}

// "properties.x.type" in the schema that begins at `from`.
Span place_of(const SourceFiles& files, Span from, std::string_view path) {
  for (const auto name : split(path, '.'))
    from = place_of_key(files, from, name.substr(0, name.find('[')));
  return from;
}

// Creating the action, or running it, would end with this.
std::optional<SchemaProblem> compile_problem(const simulator::Value& schema,
                                             std::string_view name) {
  const auto compiled = simulator::Schema::compile(schema);
  if (compiled) return std::nullopt;
  const std::string& what = compiled.error().what;
  const std::string& at = compiled.error().at;
  const auto reason = printable(what.substr(what.find(": ") + 2), 300);
  const bool pattern = what.find("The regular expression") != std::string::npos;
  if (pattern && !is_broken_pattern(what)) {
    return SchemaProblem{
        Severity::warning,
        at,
        fmt::format(
            "the {} schema cannot be used here, so nothing is run with it: {}", name, reason),
        "Genesys Cloud may take it; write the pattern in a simpler way to have the action checked.",
        "L70"};
  }
  return SchemaProblem{Severity::error,
                       at,
                       fmt::format("the {} schema is no JSON Schema: {}", name, reason),
                       hint_for(std::string_view(at).substr(at.find_last_of('.') + 1)),
                       "L70"};
}

// NOLINTNEXTLINE(misc-no-recursion): a schema that compiles has a bounded depth
bool has_empty_required(const Json& schema) {
  if (!schema.is_structured()) return false;
  const auto& required = member_at(schema, "required");
  if (required.is_array() && required.empty()) return true;
  return std::any_of(schema.begin(), schema.end(), has_empty_required);
}

}  // namespace

std::vector<SchemaProblem> problems_of_schema(const Json& schema, ContractSide side) {
  const auto* name = side == ContractSide::input ? "input" : "output";
  const auto value = simulator::read_json(to_text(schema), "the schema");
  if (!value) return {{Severity::error, {}, value.error().what, value.error().hint, {}}};
  std::vector<SchemaProblem> problems;
  auto violations = side == ContractSide::input ? simulator::check_input_contract(*value)
                                                : simulator::check_output_contract(*value);
  if (violations.empty()) {
    if (auto problem = compile_problem(*value, name)) problems.push_back(*std::move(problem));
  }
  if (has_empty_required(schema)) {
    problems.push_back({Severity::warning,
                        {},
                        fmt::format("`required` in the {} schema is empty", name),
                        hint_for("required"),
                        "L70"});
  }
  for (auto& bad : violations) {
    problems.push_back(
        {Severity::error,
         {},
         bad.path.empty()
             ? fmt::format("the {} schema {}", name, bad.message)
             : fmt::format("`{}` in the {} schema {}", printable(bad.path, 200), name, bad.message),
         std::move(bad.hint),
         std::move(bad.code)});
  }
  return problems;
}

void check_schema(Reading& reading, const Json& schema, ContractSide side, const Span& span) {
  for (auto& problem : problems_of_schema(schema, side)) {
    const auto report = problem.severity == Severity::error ? &Problems::error : &Problems::warning;
    (reading.problems.*report)(place_of(reading.files, span, problem.at),
                               std::move(problem.what),
                               std::move(problem.hint),
                               std::move(problem.code));
  }
}

void warn_about_contract(Problems& problems, const ActionSection& section) {
  if (section.has_input && section.has_output) return;
  const char* missing = section.has_input    ? "no `output`, so Architect sees no outputs"
                        : section.has_output ? "no `input`, so Architect sees no inputs"
                                             : "no contract, so Architect sees neither inputs "
                                               "nor outputs";
  problems.warning(
      section.span,
      fmt::format("the action has {} of it; a contract is frozen once it is published", missing),
      section.has_input    ? "Give `output`; `output: {}` if there are none."
      : section.has_output ? "Give `input`; `input: {}` if there are none."
                           : "Give `input` and `output`; {} if there are none.",
      "L61");
}

}  // namespace patchcord
