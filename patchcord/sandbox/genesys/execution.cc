#include "patchcord/sandbox/genesys/execution.h"

#include <fmt/format.h>

#include "patchcord/base/try.h"
#include "patchcord/sandbox/genesys/actions.h"
#include "patchcord/sandbox/genesys/credentials.h"
#include "patchcord/sandbox/genesys/errors.h"
#include "patchcord/sandbox/genesys/integrations.h"
#include "patchcord/sandbox/genesys/types.h"

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

Result<Outcome> prepare(Call& call,
                        const Action& action,
                        const ActionContent& content,
                        Execution::Form form) {
  Execution execution{.form = form, .content = content, .inputs = call.body};
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

Reply run(const Execution& /*execution*/, const Caller& caller) {
  return error_reply(refusal(503, std::string(sentence_of(503))), caller.context_id);
}

}  // namespace patchcord::sandbox::genesys
