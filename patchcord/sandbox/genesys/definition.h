// Our actions in the terms of the simulator, which knows the rules of contracts and runs actions.
#pragma once

#include <string>
#include <vector>

#include "patchcord/base/json.h"
#include "patchcord/sandbox/genesys/state.h"
#include "patchcord/template/action.h"

namespace patchcord::sandbox::genesys {

simulator::ActionDefinition definition_of(const ActionContent& content);

struct Problem {
  std::string field{};    // "contract.input.inputSchema.orderId"
  std::string message{};  // a sentence
};
// Everything for which the service refuses to publish the action.
std::vector<Problem> problems_of(const ActionContent& content);

// What Architect sees: {"schema":{…},"arrayProperties":[…]}.
Json flattened_schema(const Json& schema);

}  // namespace patchcord::sandbox::genesys
