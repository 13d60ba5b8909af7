// `patchcord lint`: what can be known without a network, in the forms that people and CI read.
#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "patchcord/cli/commands.h"
#include "patchcord/cli/manifest_input.h"
#include "patchcord/lint/lint.h"
#include "patchcord/manifest/parse.h"
#include "patchcord/manifest/yaml.h"
#include "patchcord/os/file.h"
#include "patchcord/report/diagnostics.h"
#include "patchcord/report/findings.h"
#include "patchcord/report/json.h"

namespace patchcord::cli {
namespace {

struct LintArguments {
  ManifestOptions manifest{};
  std::string action{};
  std::string format{"text"};
  bool strict{};
};

struct Linted {
  Diagnostics found{};
  std::optional<Error> unreadable{};
  std::size_t actions{};
};

// What is found in several environments is one finding; what is not found in all of them says
// where.
class Merged {
 public:
  void add(const Diagnostics& diagnostics, const std::string& environment) {
    ++environments_;
    for (const auto& one : diagnostics) {
      const auto same = std::find_if(
          found_.begin(), found_.end(), [&](const auto& other) { return other.first == one; });
      if (same == found_.end()) {
        found_.push_back({one, {environment}});
      } else if (same->second.back() != environment) {
        same->second.push_back(environment);
      }
    }
  }

  Diagnostics take() && {
    Diagnostics out;
    for (auto& [diagnostic, environments] : found_) {
      if (environments.size() < environments_)
        diagnostic.message += fmt::format(" (environment {})", fmt::join(environments, ", "));
      out.push_back(std::move(diagnostic));
    }
    std::stable_sort(
        out.begin(), out.end(), [](const auto& a, const auto& b) { return a.span < b.span; });
    return out;
  }

 private:
  std::vector<std::pair<Diagnostic, std::vector<std::string>>> found_{};
  std::size_t environments_{};
};

Diagnostics all_problems(const ManifestInput& input) {
  auto out = input.diagnostics;
  if (!input.manifest) return out;
  auto found = lint::check(*input.manifest, input.compiled);
  std::move(found.begin(), found.end(), std::back_inserter(out));
  return out;
}

std::size_t count_actions(const Manifest& manifest) {
  std::size_t actions = 0;
  for (const auto& integration : manifest.integrations)
    actions += integration.actions.size();
  return actions;
}

Linted lint_manifest(const ManifestOptions& options) {
  const auto first = read_manifest(options);
  Linted out{.unreadable = first.unreadable};
  if (first.manifest) out.actions = count_actions(*first.manifest);
  Merged merged;
  const bool all = options.environment.empty() && first.manifest;
  if (!all || first.manifest->environments.empty()) {
    merged.add(all_problems(first), options.environment);
  } else {
    for (const auto& environment : first.manifest->environments) {
      const auto& name = environment.name.value;
      merged.add(all_problems(read_manifest({.file = options.file, .environment = name})), name);
    }
  }
  out.found = std::move(merged).take();
  return out;
}

Linted lint_exported_action(const std::string& file) {
  Linted out{.actions = 1};
  auto bytes = os::read_file(file, max_manifest_bytes);
  if (!bytes) {
    out.unreadable = std::move(bytes).error();
    out.unreadable->code = Code::invalid;
    return out;
  }
  const auto parsed = parse_exported_action(*bytes, file);
  Merged merged;
  auto found = parsed.diagnostics;
  if (parsed.manifest) {
    auto linted = lint::check(*parsed.manifest, {});
    std::move(linted.begin(), linted.end(), std::back_inserter(found));
  }
  merged.add(found, "");
  out.found = std::move(merged).take();
  return out;
}

void show(const LintArguments& arguments, const Linted& linted, const Console& console) {
  const auto counts = count(linted.found);
  if (linted.unreadable) console.error(*linted.unreadable);
  if (console.json() || arguments.format == "json") {
    Json errors = Json::array();
    if (linted.unreadable) errors.push_back(to_json(*linted.unreadable));
    console.document(
        {{"diagnostics", to_json(linted.found)},
         {"counts",
          {{"errors", counts.errors}, {"warnings", counts.warnings}, {"notes", counts.notes}}},
         {"errors", errors}});
    return;
  }
  if (arguments.format == "sarif") {
    console.result(
        sarif(linted.found, PATCHCORD_VERSION).dump(2, ' ', false, Json::error_handler_t::replace) +
        "\n");
  } else if (arguments.format == "junit") {
    console.result(junit(linted.found));
  } else if (arguments.format == "github") {
    console.result(github_annotations(linted.found));
  } else {
    console.tell(diagnostics_text(linted.found, console.out_style()));
  }
  if (linted.unreadable) return;
  const bool has_code = std::any_of(
      linted.found.begin(), linted.found.end(), [](const auto& one) { return !one.code.empty(); });
  console.message(fmt::format("{} in {} action{}{}\n",
                              counts_text(counts),
                              linted.actions,
                              linted.actions == 1 ? "" : "s",
                              has_code ? "; `patchcord explain CODE` tells more" : ""));
}

class LintCommand : public Command {
 public:
  void describe(CLI::App& app) override {
    app.footer(
        "Without --env all environments are looked at. Exit code 2 when there are errors.\n"
        "\n"
        "Examples:\n"
        "  patchcord lint\n"
        "  patchcord lint orders.yaml --env prod --strict\n"
        "  patchcord lint --format github\n"
        "  patchcord lint --action get-order.custom.json");
    describe_manifest(app, arguments_.manifest);
    app.add_option("--action",
                   arguments_.action,
                   "instead of a manifest: an action that the admin UI exported (*.custom.json)")
        ->type_name("ACTION")
        ->excludes("manifest")
        ->excludes("--env");
    app.add_option("--format", arguments_.format, "text, json, github, sarif or junit")
        ->capture_default_str()
        ->type_name("FORMAT")
        ->check(CLI::IsMember({"text", "json", "github", "sarif", "junit"}));
    app.add_flag("--strict", arguments_.strict, "warnings are errors");
  }

  ExitCode run(const Session& session) override {
    auto linted = arguments_.action.empty() ? lint_manifest(arguments_.manifest)
                                            : lint_exported_action(arguments_.action);
    for (auto& one : linted.found) {
      if (arguments_.strict && one.severity == Severity::warning) one.severity = Severity::error;
    }
    show(arguments_, linted, session.console);
    return linted.unreadable || has_errors(linted.found) ? exit_input : exit_done;
  }

 private:
  LintArguments arguments_{};
};

}  // namespace

std::unique_ptr<Command> lint_command() {
  return std::make_unique<LintCommand>();
}

}  // namespace patchcord::cli
