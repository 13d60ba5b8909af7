// Which action `patchcord simulate` runs: one of the manifest, or one in a file.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "patchcord/cli/manifest_input.h"
#include "patchcord/template/action.h"

namespace patchcord::cli {

struct ActionChoice {
  ManifestOptions manifest{};
  // A file, if it ends in .json: an action as the admin UI exports it, as the API gives it, or as
  // Terraform has it. Else an action of the manifest, "name" or "integration/name"; empty: its only
  // one.
  std::string action{};
};

struct SimulatedAction {
  simulator::ActionDefinition definition{};
  std::string title{};         // "Order services/Get order"
  std::string organization{};  // the pin of the manifest; empty: none
};

struct ChosenAction {
  std::optional<SimulatedAction> action{};
  std::vector<Error> problems{};  // why there is none
  Diagnostics diagnostics{};      // of the manifest, warnings too
};

ChosenAction choose_action(const ActionChoice& choice);

}  // namespace patchcord::cli
