#include "patchcord/sandbox/genesys/execution.h"

#include <utility>
#include <variant>

#include <fmt/format.h>

#include "patchcord/base/try.h"
#include "patchcord/sandbox/chain_execution.h"
#include "patchcord/sandbox/genesys/actions.h"
#include "patchcord/sandbox/genesys/credentials.h"
#include "patchcord/sandbox/genesys/definition.h"
#include "patchcord/sandbox/genesys/errors.h"
#include "patchcord/sandbox/genesys/integrations.h"
#include "patchcord/sandbox/genesys/types.h"
#include "patchcord/template/json_text.h"
#include "patchcord/template/simulate.h"

namespace patchcord::sandbox::genesys {
namespace {

// The role of the integration's credential, or why the action cannot run.
void find_role(const Call& call, const std::string& integration_id, Execution& execution) {
  const auto* integration = find_integration(call.state, integration_id);
  if (integration == nullptr || integration->type != lambda_type) {
    execution.refused = "The sandbox runs only actions of AWS Lambda integrations.";
    return;
  }
  const auto reported = reported_state(*integration, call.knobs, call.now);
  if (reported != "ACTIVE") {
    execution.refused = fmt::format("The integration is not active (it is {}).", reported);
    return;
  }
  const auto bound = integration->credentials.find(call.knobs.slot_key);
  const auto* credential = bound == integration->credentials.end()
                               ? nullptr
                               : find_credential(call.state, bound->second);
  const auto role = credential == nullptr ? decltype(credential->fields.end()){}
                                          : credential->fields.find(call.knobs.credential_field);
  if (credential == nullptr || role == credential->fields.end()) {
    execution.refused = "The integration has no credential.";
    return;
  }
  execution.role_arn = role->second;
}

simulator::Execution invoke(const Execution& execution,
                            const Caller& caller,
                            const simulator::ExecutionRequest& request) {
  if (!execution.refused.empty()) return simulator::AuthenticationFailure{execution.refused};
  const ChainCaller chain_caller{.genesys_account = caller.genesys_account,
                                 .role_arn = execution.role_arn,
                                 .organization_id = caller.organization_id,
                                 .integration_id = execution.integration_id,
                                 .correlation_id = caller.context_id};
  return execution_of(caller.chain.run(chain_request(chain_caller, request)), chain_caller);
}

Reply json_text_reply(int status, const simulator::Value& body) {
  return {.status = status,
          .headers = {{"Content-Type", "application/json"}},
          .body = simulator::write_json(body)};
}

Result<Outcome> prepare(Call& call,
                        const Action& action,
                        const ActionContent& content,
                        Execution::Form form) {
  Execution execution{.form = form, .content = content};
  execution.integration_id = action.integration_id;
  execution.inputs = call.text;
  TRY_ASSIGN(execution.flatten, call.flag("flatten"));
  find_role(call, action.integration_id, execution);
  return Outcome{std::move(execution)};
}

Result<Outcome> prepare_published(Call& call, Execution::Form form) {
  TRY_ASSIGN(const auto* action, find_action(call));
  if (!action->published) return not_found();
  return prepare(call, *action, action->published->content, form);
}

}  // namespace

Result<Outcome> test_action(Call& call) {
  return prepare_published(call, Execution::Form::test);
}
Result<Outcome> execute_action(Call& call) {
  return prepare_published(call, Execution::Form::execute);
}

Result<Outcome> test_draft(Call& call) {
  TRY_ASSIGN(const auto* action, find_action(call));
  if (!action->draft) return not_found();
  TRY_ASSIGN(auto outcome, prepare(call, *action, action->draft->content, Execution::Form::test));
  std::get<Execution>(outcome).draft = true;
  return outcome;
}

Reply run(const Execution& execution, const Caller& caller) {
  const simulator::RunOptions options{.draft = execution.draft || caller.published_validates_draft,
                                      .flatten = execution.flatten,
                                      .readings = caller.readings,
                                      .organization_id = caller.organization_id,
                                      .integration_id = execution.integration_id,
                                      .credentials = {},
                                      .auth_response = {},
                                      .context_id = caller.context_id};
  const auto executor = [&](const simulator::ExecutionRequest& request) {
    return invoke(execution, caller, request);
  };
  auto result =
      simulator::run_action(definition_of(execution.content), execution.inputs, executor, options);
  if (caller.operation_names == OperationNames::others) {
    for (auto& operation : result.operations)
      operation.name = fmt::format("Operation {}", operation.step);
  }
  if (execution.form == Execution::Form::test)
    return json_text_reply(200, simulator::to_json(result));
  if (result.success()) return json_text_reply(200, *result.final_result);
  return json_text_reply(result.error->status,
                         simulator::to_json(*result.error, caller.context_id));
}

}  // namespace patchcord::sandbox::genesys
