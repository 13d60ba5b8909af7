#include "patchcord/sandbox/chain_execution.h"

#include <utility>
#include <variant>

#include <fmt/format.h>

#include "patchcord/template/invocation_limits.h"

namespace patchcord::sandbox {
namespace {

struct InTheSimulatorsWords {
  const ChainCaller& caller;

  simulator::Execution operator()(FunctionReplied& replied) const {
    return simulator::Reply{std::move(replied.payload)};
  }
  simulator::Execution operator()(FunctionFailed& failed) const {
    return simulator::FunctionError{std::move(failed.payload)};
  }
  simulator::Execution operator()(const FunctionTimedOut& /*late*/) const {
    return simulator::Timeout{};
  }
  simulator::Execution operator()(const NotAssumed& /*refused*/) const {
    return simulator::AuthenticationFailure{
        fmt::format("Role {} could not be assumed.", caller.role_arn)};
  }
  simulator::Execution operator()(const NotInvoked& refused) const {
    return simulator::RemoteFailure{
        fmt::format("{} (status {}): {}", refused.code, refused.status, refused.message)};
  }
};

}  // namespace

std::string client_context(const ChainCaller& caller, const simulator::ExecutionRequest& request) {
  return simulator::client_context(request.headers,
                                   {.organization_id = caller.organization_id,
                                    .integration_id = caller.integration_id,
                                    .correlation_id = caller.correlation_id});
}

ChainRequest chain_request(const ChainCaller& caller, const simulator::ExecutionRequest& request) {
  return {.genesys_account = caller.genesys_account,
          .role_arn = caller.role_arn,
          .external_id = caller.organization_id,
          .function_arn = request.url,
          .payload = request.body,
          .client_context = client_context(caller, request),
          .timeout = std::chrono::seconds(request.timeout_seconds)};
}

simulator::Execution execution_of(ChainOutcome outcome, const ChainCaller& caller) {
  return std::visit(InTheSimulatorsWords{caller}, outcome);
}

}  // namespace patchcord::sandbox
