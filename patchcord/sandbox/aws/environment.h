// One execution environment: a program, kept warm between events, and the Lambda Runtime API that
// it talks to.
//
// The API is served by the thread that invokes, on a loopback port of its own, for as long as the
// invocation takes. Between events nobody serves it: the program's request for the next event
// waits, as it does at AWS. Source: Lambda Developer Guide, "Using the Lambda runtime API for
// custom runtimes"
#pragma once

#include <atomic>
#include <chrono>
#include <list>
#include <memory>
#include <optional>
#include <string>

#include "patchcord/base/result.h"
#include "patchcord/sandbox/aws/functions.h"
#include "patchcord/sandbox/aws/process.h"
#include "patchcord/sandbox/aws/runtime.h"
#include "patchcord/sandbox/aws/runtime_connection.h"

namespace patchcord::sandbox::aws {

// Used by one thread at a time, except cancel().
class Environment {
 public:
  explicit Environment(const FunctionSpec& function) : function_(function) {}

  // Starts the program if it is not running. Afterwards !alive() means that it had to be ended.
  Completed invoke(const Invocation& invocation);
  [[nodiscard]] bool alive() const { return process_.has_value(); }
  // From any thread: ends the running invocation within a few hundredths of a second.
  void cancel() { cancelled_ = true; }

 private:
  using Steady = std::chrono::steady_clock;

  Result<void> start();
  [[nodiscard]] std::vector<std::string> variables() const;
  void wait_for_traffic(Steady::time_point until);
  void serve();
  void accept();
  void answer(RuntimeConnection& connection, const RuntimeConnection::Request& request);
  void answer_post(RuntimeConnection& connection, const RuntimeConnection::Request& request);
  void hand_over(RuntimeConnection& connection);
  void check_limits();
  void fail(std::string type, const std::string& message);
  void stop();
  void take_output();

  const FunctionSpec& function_;
  std::atomic<bool> cancelled_{false};
  Descriptor listener_{};
  std::string address_{};  // "127.0.0.1:41234"
  std::optional<Process> process_{};
  std::list<RuntimeConnection> connections_{};
  RuntimeConnection* waiting_{};  // has asked for the next event
  std::string log_{};

  // The invocation in progress.
  const Invocation* invocation_{};
  bool handed_over_{};
  bool broken_{};  // the program cannot be used for another event
  Steady::time_point function_deadline_{};
  Steady::time_point caller_deadline_{};
  std::optional<Completed> completed_{};
};

}  // namespace patchcord::sandbox::aws
