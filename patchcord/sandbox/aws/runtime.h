// What runs a function: fixed answers, or programs under the Lambda Runtime API.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "patchcord/sandbox/aws/functions.h"
#include "patchcord/sandbox/time.h"

namespace patchcord::sandbox::aws {

struct Invocation {
  std::string request_id{};
  std::string arn{};             // as invoked, with its qualifier
  std::string version{};         // what the qualifier stands for
  std::string payload{};         // JSON text
  std::string client_context{};  // JSON text, or empty
  Milliseconds caller_timeout{
      900'000};  // how long the caller waits; the function has its own limit
};

struct Completed {
  enum class Kind { replied, failed, caller_gave_up, throttled };
  Kind kind{Kind::replied};
  std::string payload{};  // the answer, or {"errorMessage":…,"errorType":…}
  std::string log{};      // the last 4 KiB: START, what the program printed, END and REPORT
};

// What Lambda writes around an event: START before, END and REPORT after.
std::string log_start(const Invocation& invocation);
std::string log_end(const Invocation& invocation,
                    const FunctionSpec& function,
                    double milliseconds);

class Environment;

// One function. Programs start with their first event and are kept warm; up to ten events run at
// once, each in a program of its own, as at AWS. Thread-safe. The destructor ends every program.
class FunctionRuntime {
 public:
  explicit FunctionRuntime(FunctionSpec function);
  ~FunctionRuntime();
  FunctionRuntime(const FunctionRuntime&) = delete;
  FunctionRuntime& operator=(const FunctionRuntime&) = delete;
  FunctionRuntime(FunctionRuntime&&) = delete;
  FunctionRuntime& operator=(FunctionRuntime&&) = delete;

  [[nodiscard]] const FunctionSpec& function() const { return function_; }
  // Blocks until the function has answered, failed, or run out of time.
  //
  // When the caller gives up first, the program is ended too: what it had not done yet does not
  // happen.
  Completed invoke(const Invocation& invocation);
  // Ends running invocations and all programs; returns when the last one is gone. The next event
  // starts anew.
  void stop();

 private:
  Completed run_program(const Invocation& invocation);
  Completed run_fixed(const Invocation& invocation);
  std::shared_ptr<Environment> take();
  void give_back(const std::shared_ptr<Environment>& environment);

  const FunctionSpec function_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_{};
  std::size_t running_{};                           // invocations inside invoke()
  std::vector<std::shared_ptr<Environment>> idle_;  // warm
  std::vector<std::shared_ptr<Environment>>
      busy_;  // shared: stop() cancels what another thread drives
};

}  // namespace patchcord::sandbox::aws
