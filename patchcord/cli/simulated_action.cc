#include "patchcord/cli/simulated_action.h"

#include "patchcord/base/try.h"
#include "patchcord/cli/deployment.h"
#include "patchcord/cli/json_argument.h"
#include "patchcord/os/file.h"
#include "patchcord/plan/planner.h"

namespace patchcord::cli {
namespace {

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
    if (error.hint.empty())
      error.hint = "It should be a data action exported by Genesys Cloud (*.custom.json).";
    return error;
  }
  SimulatedAction out{.definition = *std::move(definition)};
  out.title = out.definition.name.empty() ? path : out.definition.name;
  return out;
}

Result<SimulatedAction> simulated(const DesiredAction& action, const Desired& desired) {
  const Json json = {{"name", action.name},
                     {"category", action.category},
                     {"secure", action.secure},
                     {"config", action.config},
                     {"contract", action.contract}};
  SimulatedAction out{.organization = desired.organization_pin.value_or("")};
  TRY_ASSIGN(out.definition, simulator::action_from_json(to_text(json)));
  return out;
}

Result<SimulatedAction> from_manifest(const std::string& name, const Desired& desired) {
  TRY_ASSIGN(const Address address, find_action(desired, name));
  for (const auto& integration : desired.integrations) {
    for (const auto& action : integration.actions) {
      if (address_of(integration, action) != address) continue;
      TRY_ASSIGN(auto out, simulated(action, desired));
      out.title = address.key;
      return out;
    }
  }
  return Error{.code = Code::internal, .what = "an action was found that is not there"};
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
