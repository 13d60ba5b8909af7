// Lambda functions: looking at them, and running them.
//
// Source   Lambda API Reference, GetFunctionConfiguration, Invoke
#pragma once

#include <optional>
#include <string>

#include "patchcord/base/json.h"
#include "patchcord/model/arn.h"
#include "patchcord/ports/transport.h"

namespace patchcord::aws {

struct FunctionConfiguration {
  std::string arn{};      // with the alias, if one was asked for
  std::string version{};  // what the alias points to
  std::string runtime{};
  std::string role{};
  std::string state{};  // "Active", "Pending", "Inactive", "Failed", …; empty where the service
                        // does not say
  std::string state_reason{};
  std::string last_update_status{};  // "Successful", "InProgress", "Failed"
  std::chrono::seconds timeout{};
  long long memory_mb{};
};

struct Invocation {
  FunctionArn function{};
  std::string payload{};  // JSON, at most 6 MB
  bool log_tail{false};   // ask for the last 4 KB of the log
  Milliseconds timeout{75'000};
};

struct InvocationResult {
  std::string payload{};         // JSON text
  std::string function_error{};  // "Unhandled", "Handled"; empty: the function returned
  std::string log_tail{};
  std::string executed_version{};
  std::string request_id{};
};

// For one region: the function's.
class LambdaClient {
 public:
  // `url` is Endpoint::url.
  LambdaClient(Transport& transport, std::string url);

  // Nothing where the function, or the alias, does not exist.
  //
  // Calls    1 × GET /2015-03-31/functions/{arn}/configuration
  Result<std::optional<FunctionConfiguration>> get_function_configuration(
      const FunctionArn& function);

  // Runs the function. A function that fails is a good answer with `function_error`.
  //
  // Calls    1 × POST /2015-03-31/functions/{arn}/invocations
  // Repeat   unsafe: never after it may have been sent
  Result<InvocationResult> invoke(const Invocation& invocation);

 private:
  Result<Response> send(Request request, const FunctionArn& function);

  Transport& transport_;
  std::string url_;
};

}  // namespace patchcord::aws
