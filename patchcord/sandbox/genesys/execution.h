// Running an action: what the platform does between the inputs and the result.
#pragma once

#include <string>

#include "patchcord/sandbox/chain.h"
#include "patchcord/sandbox/genesys/call.h"
#include "patchcord/template/readings.h"

namespace patchcord::sandbox::genesys {

Result<Outcome> test_action(Call& call);
Result<Outcome> execute_action(Call& call);
Result<Outcome> test_draft(Call& call);

struct Caller {
  Chain& chain;
  std::string genesys_account{};
  std::string organization_id{};
  std::string context_id{};
  bool published_validates_draft{true};
  OperationNames operation_names{};
  simulator::Readings readings{};
};
// Not under the lock of the state: it runs the function.
Reply run(const Execution& execution, const Caller& caller);

}  // namespace patchcord::sandbox::genesys
