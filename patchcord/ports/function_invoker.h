// Running a Lambda function for real, with our own AWS credentials.
#pragma once

#include <string>

#include "patchcord/base/result.h"
#include "patchcord/model/arn.h"
#include "patchcord/ports/clock.h"

namespace patchcord {

struct Invocation {
  FunctionArn function{};
  std::string payload{};         // JSON, at most 6 MB
  std::string client_context{};  // JSON text, at most 3,583 bytes in base64; or empty
  bool log_tail{false};          // ask for the last 4 KB of the log
  Milliseconds timeout{75'000};
};

struct InvocationResult {
  std::string payload{};         // JSON text
  std::string function_error{};  // "Unhandled", "Handled"; empty: the function returned
  std::string log_tail{};
  std::string executed_version{};
  std::string request_id{};
};

class FunctionInvoker {
 public:
  virtual ~FunctionInvoker() = default;

  // Runs the function. A function that fails is a good answer with `function_error`.
  //
  // Repeat   unsafe: never after it may have been sent
  virtual Result<InvocationResult> invoke(const Invocation& invocation) = 0;
};

}  // namespace patchcord
