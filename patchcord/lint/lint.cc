#include "patchcord/lint/lint.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "patchcord/lint/action.h"
#include "patchcord/lint/environment_checks.h"
#include "patchcord/lint/role_checks.h"
#include "patchcord/manifest/source_map.h"

namespace patchcord::lint {
namespace {

void check_qualifier(const ActionSection& section,
                     const FunctionArn& function,
                     Findings& findings) {
  if (!section.function || function.name.empty()) return;
  if (function.qualifier == "$LATEST") {
    findings.add("L39",
                 section.function->span,
                 "$LATEST is whatever was uploaded last: call flows get it at once");
  } else if (function.qualifier.empty()) {
    findings.add("L39",
                 section.function->span,
                 "the function has no alias: call flows get whatever was uploaded last");
    findings.soften(Severity::note);
  }
}

Diagnostics lint_action(const Manifest& manifest,
                        const ActionSection& section,
                        const FunctionArn& function) {
  Findings findings(manifest.files);
  const auto action = look_at(manifest.files, section, findings);
  check_qualifier(section, function, findings);
  check_contracts(action, findings);
  check_paths(action, findings);
  // Without one of its templates it would be judged as another action.
  if (section.has_unread_template) return std::move(findings).take();
  check_templates(action, findings);
  check_request(action, findings);
  check_response(action, findings);
  check_result(action, findings);
  check_tests(action, findings);
  check_samples(action, findings);
  return std::move(findings).take();
}

// As compiled; as it is written where compiling did not get so far.
FunctionArn function_of(const Compiled& compiled,
                        const ActionSection& section,
                        std::size_t integration,
                        std::size_t action) {
  const auto& integrations = compiled.desired.integrations;
  if (integration < integrations.size() && action < integrations[integration].actions.size())
    return integrations[integration].actions[action].function;
  if (!section.function) return {};
  auto written = FunctionArn::parse(section.function->value);
  return written ? *std::move(written) : FunctionArn{};
}

}  // namespace

Diagnostics check_environments(const Manifest& manifest) {
  Findings findings(manifest.files);
  check_environments(manifest, findings);
  auto out = std::move(findings).take();
  show_lines(out, manifest.files);
  return out;
}

Diagnostics check(const Manifest& manifest, const Compiled& compiled) {
  auto out = check_environments(manifest);
  for (std::size_t i = 0; i < manifest.integrations.size(); ++i) {
    const auto& actions = manifest.integrations[i].actions;
    for (std::size_t j = 0; j < actions.size(); ++j) {
      auto found = lint_action(manifest, actions[j], function_of(compiled, actions[j], i, j));
      std::move(found.begin(), found.end(), std::back_inserter(out));
    }
  }
  if (!has_errors(compiled.diagnostics)) {
    Findings findings(manifest.files);
    check_roles(manifest, compiled, findings);
    auto found = std::move(findings).take();
    std::move(found.begin(), found.end(), std::back_inserter(out));
  }
  std::stable_sort(
      out.begin(), out.end(), [](const auto& a, const auto& b) { return a.span < b.span; });
  show_lines(out, manifest.files);
  return out;
}

}  // namespace patchcord::lint
