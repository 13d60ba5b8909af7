#include "patchcord/sandbox/aws/runtime.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "patchcord/sandbox/aws/environment.h"

namespace patchcord::sandbox::aws {
namespace {

constexpr std::size_t max_concurrency = 10;

}  // namespace

std::string log_start(const Invocation& invocation) {
  return fmt::format(
      "START RequestId: {} Version: {}\n", invocation.request_id, invocation.version);
}

std::string log_end(const Invocation& invocation,
                    const FunctionSpec& function,
                    double milliseconds) {
  return fmt::format(
      "END RequestId: {0}\nREPORT RequestId: {0}\tDuration: {1:.2f} ms\tMemory Size: {2} MB\n",
      invocation.request_id,
      milliseconds,
      function.memory_megabytes);
}

FunctionRuntime::FunctionRuntime(FunctionSpec function) : function_(std::move(function)) {}

FunctionRuntime::~FunctionRuntime() {
  stop();
}

Completed FunctionRuntime::invoke(const Invocation& invocation) {
  {
    const std::unique_lock lock(mutex_);
    if (running_ == max_concurrency) return {.kind = Completed::Kind::throttled};
    ++running_;
  }
  const bool program = std::holds_alternative<FunctionProgram>(function_.behaviour);
  Completed completed = program ? run_program(invocation) : run_fixed(invocation);
  if (!program) {
    completed.log = log_start(invocation) +
                    log_end(invocation, function_, static_cast<double>(function_.delay.count()));
  }
  const std::unique_lock lock(mutex_);
  --running_;
  changed_.notify_all();
  return completed;
}

Completed FunctionRuntime::run_program(const Invocation& invocation) {
  const auto environment = take();
  Completed completed = environment->invoke(invocation);
  give_back(environment);
  return completed;
}

Completed FunctionRuntime::run_fixed(const Invocation& invocation) {
  const auto limit = std::min<Milliseconds>(function_.timeout, invocation.caller_timeout);
  if (function_.delay > Milliseconds{0}) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::min(function_.delay, limit), [this] { return stopping_; });
  }
  if (function_.delay >= invocation.caller_timeout)
    return {.kind = Completed::Kind::caller_gave_up};
  if (function_.delay >= function_.timeout) {
    return {.kind = Completed::Kind::failed,
            .payload = R"({"errorType":"Sandbox.Timedout","errorMessage":"RequestId: )" +
                       invocation.request_id + " Error: Task timed out after " +
                       std::to_string(function_.timeout.count()) + R"(.00 seconds"})"};
  }
  if (const auto* reply = std::get_if<FixedReply>(&function_.behaviour))
    return {.payload = reply->payload};
  if (const auto* error = std::get_if<FixedError>(&function_.behaviour)) {
    return {.kind = Completed::Kind::failed, .payload = error->payload};
  }
  return {.payload = invocation.payload.empty() ? "null" : invocation.payload};
}

std::shared_ptr<Environment> FunctionRuntime::take() {
  const std::unique_lock lock(mutex_);
  std::shared_ptr<Environment> environment;
  if (idle_.empty()) {
    environment = std::make_shared<Environment>(function_);
  } else {
    environment = std::move(idle_.back());
    idle_.pop_back();
  }
  if (stopping_) environment->cancel();
  busy_.push_back(environment);
  return environment;
}

void FunctionRuntime::give_back(const std::shared_ptr<Environment>& environment) {
  const std::unique_lock lock(mutex_);
  std::erase(busy_, environment);
  if (environment->alive() && !stopping_) idle_.push_back(environment);
}

void FunctionRuntime::stop() {
  std::vector<std::shared_ptr<Environment>> ending;
  {
    std::unique_lock lock(mutex_);
    stopping_ = true;
    for (const auto& environment : busy_)
      environment->cancel();
    changed_.notify_all();
    changed_.wait(lock, [this] { return running_ == 0; });
    stopping_ = false;
    ending.swap(idle_);
  }
}

}  // namespace patchcord::sandbox::aws
