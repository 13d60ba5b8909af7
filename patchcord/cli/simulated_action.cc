#include "patchcord/cli/simulated_action.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/cli/argument.h"
#include "patchcord/os/file.h"

namespace patchcord::cli {
namespace {

constexpr std::size_t max_names_shown = 8;

struct Candidate {
  const DesiredIntegration& integration;
  const DesiredAction& action;

  [[nodiscard]] std::string full_name() const { return integration.name + "/" + action.name; }
};

std::vector<Candidate> candidates_of(const Desired& desired) {
  std::vector<Candidate> out;
  for (const auto& integration : desired.integrations) {
    for (const auto& action : integration.actions)
      out.push_back({integration, action});
  }
  return out;
}

std::string names_of(const std::vector<Candidate>& candidates) {
  std::vector<std::string> names;
  for (const auto& candidate : candidates) {
    if (names.size() == max_names_shown) break;
    names.push_back(fmt::format("`{}`", printable(candidate.full_name(), 200)));
  }
  const auto more = candidates.size() - names.size();
  return fmt::format(
      "{}{}", fmt::join(names, ", "), more > 0 ? fmt::format(" and {} more", more) : "");
}

Error wrong(std::string what, std::string hint) {
  return {
      .code = Code::invalid, .what = std::move(what), .at = "--action", .hint = std::move(hint)};
}

Error unknown(const std::string& name, const std::vector<Candidate>& candidates) {
  std::vector<std::string> known;
  for (const auto& candidate : candidates) {
    known.push_back(candidate.action.name);
    known.push_back(candidate.full_name());
  }
  const auto guess = nearest(name, known);
  return wrong(fmt::format("the manifest has no action `{}`", printable(name, 200)),
               guess ? fmt::format("Did you mean `{}`?", printable(*guess, 300))
                     : fmt::format("It has {}.", names_of(candidates)));
}

Result<Candidate> pick(const std::string& name, const std::vector<Candidate>& candidates) {
  std::vector<Candidate> found;
  for (const auto& candidate : candidates) {
    if (name.empty() || name == candidate.action.name || name == candidate.full_name())
      found.push_back(candidate);
  }
  if (found.size() == 1) return found.front();
  if (candidates.empty()) return wrong("the manifest has no actions", "Add one, or name a file.");
  if (found.empty()) return unknown(name, candidates);
  if (name.empty()) {
    return wrong(fmt::format("the manifest has {} actions", found.size()),
                 fmt::format("Choose one with --action: {}.", names_of(found)));
  }
  return wrong(fmt::format("the manifest has {} actions `{}`", found.size(), printable(name, 200)),
               fmt::format("Name the integration too: {}.", names_of(found)));
}

Result<SimulatedAction> from_file(const std::string& path) {
  auto bytes = os::read_file(path, max_argument_bytes);
  if (!bytes) {
    Error error = std::move(bytes).error();
    error.code = Code::invalid;
    return error;
  }
  auto definition = simulator::action_from_json(*bytes);
  if (!definition) {
    Error error = std::move(definition).error();
    error.code = Code::invalid;
    error.at = error.at.empty() ? path : path + ", " + error.at;
    error.hint = "It should be a data action exported by Genesys Cloud (*.custom.json).";
    return error;
  }
  SimulatedAction out{.definition = *std::move(definition)};
  out.title = out.definition.name.empty() ? path : out.definition.name;
  return out;
}

Result<SimulatedAction> from_manifest(const std::string& name, const Desired& desired) {
  TRY_ASSIGN(const auto chosen, pick(name, candidates_of(desired)));
  const Json action = {{"name", chosen.action.name},
                       {"category", chosen.action.category},
                       {"secure", chosen.action.secure},
                       {"config", chosen.action.config},
                       {"contract", chosen.action.contract}};
  SimulatedAction out{.title = chosen.full_name(),
                      .organization = desired.organization_pin.value_or("")};
  TRY_ASSIGN(out.definition, simulator::action_from_json(to_text(action)));
  return out;
}

}  // namespace

ChosenAction choose_action(const ActionChoice& choice) {
  ChosenAction out;
  const auto take = [&](Result<SimulatedAction> action) {
    if (action) {
      out.action = *std::move(action);
    } else {
      out.problems.push_back(std::move(action).error());
    }
  };
  if (choice.action.ends_with(".json")) {
    take(from_file(choice.action));
    return out;
  }
  auto manifest = read_manifest(choice.manifest);
  if (manifest.unreadable) out.problems.push_back(*manifest.unreadable);
  if (manifest.ok()) take(from_manifest(choice.action, manifest.compiled.desired));
  out.diagnostics = std::move(manifest.diagnostics);
  return out;
}

}  // namespace patchcord::cli
