// Lambda functions: looking at them, and running them.
//
// Source   Lambda API Reference, GetFunctionConfiguration, Invoke
#pragma once

#include <optional>
#include <string>

#include "patchcord/base/json.h"
#include "patchcord/model/arn.h"
#include "patchcord/ports/function_invoker.h"
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

// For one region: the function's.
class LambdaClient : public FunctionInvoker {
 public:
  // `url` is Endpoint::url.
  LambdaClient(Transport& transport, std::string url);

  // Nothing where the function, or the alias, does not exist.
  //
  // Calls    1 × GET /2015-03-31/functions/{arn}/configuration
  Result<std::optional<FunctionConfiguration>> get_function_configuration(
      const FunctionArn& function);

  // The function's own policy, of exactly this qualifier: each has one of its own. Nothing where
  // there is none, or no function.
  //
  // Calls    1 × GET /2015-03-31/functions/{arn}/policy
  Result<std::optional<Json>> get_policy(const FunctionArn& function);

  // Calls    1 × POST /2015-03-31/functions/{arn}/invocations
  Result<InvocationResult> invoke(const Invocation& invocation) override;

 private:
  Result<Response> send(Request request, const FunctionArn& function);

  Transport& transport_;
  std::string url_;
};

}  // namespace patchcord::aws
