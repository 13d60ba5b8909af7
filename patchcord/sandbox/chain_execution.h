// Step 8 of an action over a chain: what the platform sends to the function, and the outcome in the
// words of the simulator. The sandbox's `test` and the offline `simulate` both go through here.
#pragma once

#include <string>

#include "patchcord/sandbox/chain.h"
#include "patchcord/template/simulate.h"

namespace patchcord::sandbox {

struct ChainCaller {
  std::string genesys_account{};  // 12 digits
  std::string role_arn{};         // from the credential
  std::string organization_id{};  // also the external id
  std::string integration_id{};
  std::string correlation_id{};
};

// As the simulator defines it.
std::string client_context(const ChainCaller& caller, const simulator::ExecutionRequest& request);

ChainRequest chain_request(const ChainCaller& caller, const simulator::ExecutionRequest& request);

simulator::Execution execution_of(ChainOutcome outcome, const ChainCaller& caller);

}  // namespace patchcord::sandbox
