// The translation map: its JSONPaths and the texts that stand for what they do not find.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/lint/action.h"
#include "patchcord/template/json_text.h"
#include "patchcord/template/jsonpath.h"
#include "patchcord/template/jsonpath_filter.h"

namespace patchcord::lint {
namespace {

using simulator::PathStepKind;

// In older versions of the engine, too. Source: Jayway JsonPath, changelog of 2.4
constexpr std::array<std::string_view, 9> old_functions = {
    "length", "size", "min", "max", "avg", "sum", "stddev", "concat", "append"};

void check_functions(const NamedText& entry,
                     const simulator::CompiledPath& path,
                     Findings& findings);

// NOLINTNEXTLINE(misc-no-recursion): the path's parser bounds the depth
void check_filter(const NamedText& entry, const simulator::PathFilter& filter, Findings& findings) {
  check_functions(entry, filter.left.path, findings);
  check_functions(entry, filter.right.path, findings);
  for (const auto& part : filter.parts)
    check_filter(entry, part, findings);
}

// NOLINTNEXTLINE(misc-no-recursion): as above
void check_functions(const NamedText& entry,
                     const simulator::CompiledPath& path,
                     Findings& findings) {
  for (const auto& step : path.steps) {
    if (step.filter != nullptr) check_filter(entry, *step.filter, findings);
    if (step.kind != PathStepKind::function) continue;
    const auto& name = step.names.front();
    if (std::find(old_functions.begin(), old_functions.end(), name) == old_functions.end()) {
      findings.add("L59",
                   entry.text.span,
                   fmt::format("the path function {} is not in every version of the engine",
                               ticked(name + "()")));
    }
  }
}

void check_steps(const Action& action, const NamedText& entry, Findings& findings) {
  const auto compiled = simulator::JsonPath::compile(entry.text.value);
  if (!compiled) {
    findings.add("L10",
                 entry.text.span,
                 fmt::format("{} is no JSONPath: {}",
                             ticked(entry.text.value),
                             printable(compiled.error().what, 200)));
    return;
  }
  const auto& path = compiled->compiled();
  const auto& steps = path.steps;
  check_functions(entry, path, findings);
  for (std::size_t i = 1; i < steps.size(); ++i) {
    if (steps[i].kind != PathStepKind::indexes || steps[i - 1].kind != PathStepKind::filter)
      continue;
    findings.add(
        "L09",
        entry.text.span,
        fmt::format("in {} the index is looked for inside each match, not in the list of matches",
                    ticked(entry.text.value)));
  }
  const bool always_found = !steps.empty() && steps.front().kind == PathStepKind::scan;
  if (const auto* given = action.find_default(entry.name.value);
      given != nullptr && always_found && !compiled->definite()) {
    findings.add("L07",
                 given->text.span,
                 fmt::format("the default of {} is never used: {} always finds a list, if an empty "
                             "one",
                             ticked(entry.name.value),
                             ticked(entry.text.value)));
  }
  const auto text = trim(entry.text.value);
  if (!text.starts_with('$')) {
    const bool scan = text.starts_with('.');
    findings.add(
        "L11",
        entry.text.span,
        fmt::format("{} is read as {}", ticked(text), ticked(fmt::format("$.{}", text))),
        scan ? fmt::format("Write ${} for one value, or $.{} to look everywhere.", text, text)
             : fmt::format("Write $.{}.", text));
  }
}

// "$.i[*]" of "$.i[*].a", filters left out: equal ones look at the elements of one list.
std::string list_of(const std::string& path) {
  const auto compiled = simulator::JsonPath::compile(path);
  if (!compiled || compiled->definite() || compiled->compiled().steps.empty() ||
      compiled->compiled().steps.back().kind != PathStepKind::names)
    return {};
  std::string out;
  int depth = 0;
  const auto end = path.find_last_of(".[");
  for (const char c : path.substr(0, end)) {
    if (c == '(') ++depth;
    if (depth == 0) out += c;
    if (c == ')') --depth;
  }
  const bool lists = out.find("[*]") != std::string::npos || out.find("[?") != std::string::npos ||
                     out.find(".*") != std::string::npos || out.find("..") != std::string::npos ||
                     out.ends_with('.');
  return lists ? out : std::string();
}

// All of the list becomes a part of the result, not one element.
bool is_printed(const Action& action, const std::string& variable) {
  if (!action.success_facts) return false;
  const auto& uses = action.success_facts->uses;
  return std::any_of(uses.begin(), uses.end(), [&](const Use& use) {
    return use.role == Role::printed && use.bare && use.name == variable;
  });
}

void check_parallel(const Action& action, Findings& findings) {
  const auto& map = action.section.translation_map;
  for (std::size_t i = 0; i < map.size() && i < 100; ++i) {
    if (!is_printed(action, map[i].name.value)) continue;
    const auto list = list_of(map[i].text.value);
    for (std::size_t j = 0; j < i && !list.empty(); ++j) {
      if (list_of(map[j].text.value) != list || map[i].text.value == map[j].text.value ||
          !is_printed(action, map[j].name.value))
        continue;
      findings.add("L47",
                   map[i].text.span,
                   fmt::format("the lists {} and {} may differ in length: elements without the "
                               "member are left out",
                               ticked(map[j].name.value),
                               ticked(map[i].name.value)));
      return;
    }
  }
}

void check_proxy(const Action& action, Findings& findings) {
  for (const auto& entry : action.section.translation_map) {
    if (!entry.text.value.starts_with("$.body.") && !entry.text.value.starts_with("$.body["))
      continue;
    const auto& map = action.section.translation_map;
    const bool has_status = std::any_of(map.begin(), map.end(), [](const auto& other) {
      return other.text.value == "$.statusCode";
    });
    if (!has_status) continue;
    findings.add("L52",
                 entry.text.span,
                 fmt::format("{} looks into a text: with a statusCode beside it, body is the text "
                             "of an API Gateway answer",
                             ticked(entry.text.value)));
  }
}

}  // namespace

void check_paths(const Action& action, Findings& findings) {
  for (const auto& entry : action.section.translation_map)
    check_steps(action, entry, findings);
  for (const auto& entry : action.section.translation_defaults) {
    if (action.find_path(entry.name.value) == nullptr) {
      findings.add("L49",
                   entry.name.span,
                   fmt::format("the default of {} has no entry in the map: it is never used",
                               ticked(entry.name.value)));
    } else if (!simulator::read_json(entry.text.value, "the default")) {
      findings.add("L04",
                   entry.text.span,
                   fmt::format("the default of {} is put into the template as it is, and {} is no "
                               "JSON",
                               ticked(entry.name.value),
                               ticked(entry.text.value)),
                   fmt::format("Write '\"{}\"' for a text.", printable(entry.text.value, 60)));
    }
  }
  check_parallel(action, findings);
  check_proxy(action, findings);
}

}  // namespace patchcord::lint
