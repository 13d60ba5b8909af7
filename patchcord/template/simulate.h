// One run of a data action, step by step as the platform does it: the offline simulator and the
// sandbox's …/actions/{id}/test are this function with different executors.
//
// Source: the operation names are those of the platform's test screen
// (genesys-samples/DataActionsWorkshop, testtool.PNG); Platform API, TestExecutionResult; Resource
// Center, "Request configuration for data actions" and "Response configuration for data actions".
// Steps 11 and 12 have names of our own: the platform's are not known.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "patchcord/base/result.h"
#include "patchcord/template/action.h"
#include "patchcord/template/contract.h"
#include "patchcord/template/readings.h"
#include "patchcord/template/value.h"
#include "patchcord/template/velocity.h"

namespace patchcord::simulator {

struct Prepared;

// What step 8 sends.
struct ExecutionRequest {
  std::string url{};  // of a Lambda action: the function's ARN, perhaps with a qualifier
  std::string type{};
  TextPairs headers{};  // of a Lambda action: they go into the client context
  std::string body{};   // of a Lambda action: the event
  int timeout_seconds{60};
};

struct Reply {
  std::string payload{};  // JSON
};
// The function ran and threw, crashed, or ran out of its own time.
struct FunctionError {
  std::string payload{};  // {"errorType": …, "errorMessage": …}
};
struct Timeout {};
// The role could not be assumed: nothing was sent.
struct AuthenticationFailure {
  std::string message{};
};
// Neither of these: the function does not exist, may not be invoked, or its service answered
// unusably.
struct RemoteFailure {
  std::string message{};
};
using Execution = std::variant<Reply, FunctionError, Timeout, AuthenticationFailure, RemoteFailure>;
using Executor = std::function<Execution(const ExecutionRequest&)>;

struct RunOptions {
  bool draft{};    // tests a draft: its definition is validated, too (step 2)
  bool flatten{};  // the final result as Architect gets it
  Readings readings{};
  std::string organization_id{};  // ${input.orgId}
  std::string integration_id{};   // ${input.integrationId}
  TextPairs credentials{};        // ${credentials.…}
  Value auth_response{};          // ${authResponse}; null without a custom authentication action
  std::string context_id{"00000000-0000-4000-8000-000000000000"};  // in error bodies
  RenderLimits limits{};                                           // of each template
};

// Where in a text a failure is: in a template, or in what a template rendered to.
struct FailurePlace {
  std::string name{};         // "successTemplate", "requestTemplate", the name of a header, …
  int line{};                 // from 1
  int column{};               // from 1, in UTF-16 units; in a template a tab counts up to 8
  std::string source_line{};  // with blanks for tabs, so that the place is `column` wide; or empty
};

// What the platform says of a failure, and its code in details[].errorCode.
struct ActionError {
  std::string message{};
  std::string code{"bad.request"};
  int status{400};
  std::string error_code{};     // ACTION.AUTHENTICATION, ACTION.PROCESSING, ACTION.REMOTE_ENDPOINT
  std::string inner_message{};  // of errors[0], when there is one
  std::optional<FailurePlace> place{};  // ours: the platform tells it in `message`, if at all
};

struct OperationResult {
  int step{};
  std::string name{};
  bool success{};
  Value result{};
  bool has_result{};
  std::optional<ActionError> error{};
};

enum class RunOutcome { success, failure, timeout };

struct TestResult {
  RunOutcome outcome{RunOutcome::failure};
  std::vector<OperationResult> operations{};  // ends with the one that failed
  std::optional<Value> final_result{};        // what execute would have returned
  std::optional<ActionError> error{};
  std::vector<std::string> warnings{};  // what the platform may see otherwise
  std::string context_id{};
  MissingLeaves missing_leaves{};  // in the lists that Architect gets

  [[nodiscard]] bool success() const { return outcome == RunOutcome::success; }
};

// An action that is read once and run many times, also by several threads at the same time.
class PreparedAction {
 public:
  // What is wrong with the action a run tells, at the operation that needs it.
  PreparedAction(const ActionDefinition& action, RunOptions options);

  // `inputs` is the JSON text of an object.
  [[nodiscard]] TestResult run(std::string_view inputs, const Executor& execute) const;

 private:
  std::shared_ptr<const Prepared> parts_;
  RunOptions options_;
};

// Runs the action once.
TestResult run_action(const ActionDefinition& action,
                      std::string_view inputs,
                      const Executor& execute,
                      const RunOptions& options = {});

// TestExecutionResult of the Platform API.
Value to_json(const TestResult& result);
// ErrorBody of the Platform API, as execute answers it.
Value to_json(const ActionError& error, std::string_view context_id);

// What Architect sets after a run: the outputs of the success path, or the thirteen of the failure
// path.
struct ArchitectVariable {
  std::string name{};
  std::string type{};  // String, Integer, Decimal, Boolean, "String collection", …
  Value value{};       // null: not set
};
std::vector<ArchitectVariable> architect_variables(const ActionDefinition& action,
                                                   const TestResult& result);

// Everything that makes the definition one that the platform refuses (step 2, and
// …/draft/validation).
std::vector<Violation> check_definition(const ActionDefinition& action);

}  // namespace patchcord::simulator
