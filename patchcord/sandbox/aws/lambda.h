// The Lambda REST API, as far as somebody who invokes and inspects functions needs it.
//
// Source: Lambda API Reference, version 2015-03-31; answers as recorded from the service
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "patchcord/base/result.h"
#include "patchcord/sandbox/aws/cloud.h"
#include "patchcord/sandbox/aws/function_name.h"
#include "patchcord/sandbox/message.h"

namespace patchcord::sandbox::aws {

// What a path and method ask for: "/2015-03-31/functions/f/aliases/live" is {GetAlias, "f",
// "live"}.
struct LambdaRoute {
  std::string operation{};
  std::string function{};  // decoded, as the path has it
  std::string last{};      // alias or statement id
};
std::optional<LambdaRoute> lambda_route(const Message& message);

struct LambdaCall {
  Cloud& cloud;
  const Caller& caller;
  const Message& message;
  const LambdaRoute& route;
  TimePoint now;
};

// The function that a request names, with the qualifier of name and query together.
struct Target {
  Function* function{};
  std::string arn{};        // unqualified
  std::string qualifier{};  // as given, or empty
  std::string version{};    // what the qualifier stands for
  [[nodiscard]] std::string qualified_arn() const {
    return qualifier.empty() ? arn : arn + ":" + qualifier;
  }
};

// Errors   ValidationException, InvalidParameterValueException 400 · AccessDeniedException 403 ·
// ResourceNotFoundException 404
Result<Target> target_of(const LambdaCall& call, const std::string& operation);
// Errors   AccessDeniedException 403
Result<void> authorize_lambda(const Cloud& cloud,
                              const Caller& caller,
                              const std::string& action,
                              const Target& target,
                              TimePoint now);

// Everything but Invoke.
Result<Reply> run_lambda(const LambdaCall& call);

Result<Reply> get_policy_of_function(const LambdaCall& call);
Result<Reply> add_permission(const LambdaCall& call);
Result<Reply> remove_permission(const LambdaCall& call);

// Invoke in three parts, because nothing may be locked while the function runs.
struct PlannedInvoke {
  enum class Mode { wait, event, dry_run };
  Mode mode{Mode::wait};
  bool tail{};
  std::string arn{};  // unqualified
  std::shared_ptr<FunctionRuntime> runtime{};
  Invocation invocation{};
};
Result<PlannedInvoke> plan_invoke(const LambdaCall& call);
Reply invoke_reply(const PlannedInvoke& planned, const Completed& completed);
// Counts an execution that really took place.
void count_invoke(Cloud& cloud, const PlannedInvoke& planned, const Completed& completed);

Reply lambda_json(int status, const Json& body);
Reply lambda_error(const Error& error);
// A code in the spelling of this protocol: AccessDenied is AccessDeniedException here.
std::string lambda_code(const std::string& code);

}  // namespace patchcord::sandbox::aws
