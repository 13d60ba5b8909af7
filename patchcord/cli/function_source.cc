#include "patchcord/cli/function_source.h"

#include <array>
#include <mutex>
#include <thread>
#include <utility>

#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>

#include "patchcord/base/try.h"
#include "patchcord/cli/json_argument.h"
#include "patchcord/cli/world.h"
#include "patchcord/os/descriptor.h"
#include "patchcord/report/diagnostics.h"
#include "patchcord/sandbox/aws/aws.h"
#include "patchcord/sandbox/aws/function_name.h"
#include "patchcord/sandbox/aws/functions.h"
#include "patchcord/sandbox/movable_time.h"
#include "patchcord/template/json_text.h"
#include "patchcord/template/recorded_case.h"

namespace patchcord::cli {
namespace {

class FixedAnswer : public FunctionSource {
 public:
  explicit FixedAnswer(simulator::Execution execution) : execution_(std::move(execution)) {}
  simulator::Execution answer(const simulator::ExecutionRequest& /*request*/) override {
    return execution_;
  }

 private:
  simulator::Execution execution_;
};

// Calls `stop` in a thread of its own when the user interrupts.
class InterruptWatch {
 public:
  InterruptWatch(const os::Interrupt& interrupt, std::function<void()> stop)
      : over_(::eventfd(0, EFD_CLOEXEC)),
        thread_([descriptors = std::array{interrupt.descriptor(), over_.get()},
                 stop = std::move(stop)] { watch(descriptors, stop); }) {}
  ~InterruptWatch() {
    ::eventfd_write(over_.get(), 1);
    thread_.join();
  }
  InterruptWatch(const InterruptWatch&) = delete;
  InterruptWatch& operator=(const InterruptWatch&) = delete;
  InterruptWatch(InterruptWatch&&) = delete;
  InterruptWatch& operator=(InterruptWatch&&) = delete;

 private:
  static void watch(const std::array<int, 2>& descriptors, const std::function<void()>& stop) {
    std::array<pollfd, 2> watched{{{.fd = descriptors[0], .events = POLLIN, .revents = 0},
                                   {.fd = descriptors[1], .events = POLLIN, .revents = 0}}};
    while (::poll(watched.data(), watched.size(), -1) < 0) {
    }
    if (watched[1].revents == 0) stop();
  }

  os::Descriptor over_;
  std::thread thread_;
};

// The sandbox's Lambda, without the clouds around it.
class LocalFunctions : public FunctionSource {
 public:
  LocalFunctions(std::vector<sandbox::FunctionSpec> functions,
                 sandbox::ChainCaller caller,
                 const os::Interrupt& interrupt)
      : caller_(std::move(caller)), watch_(interrupt, [this] { stop(); }) {
    start(std::move(functions));
  }

  simulator::Execution answer(const simulator::ExecutionRequest& request) override {
    auto outcome = cloud()->run_as_owner(sandbox::chain_request(caller_, request));
    return sandbox::execution_of(std::move(outcome), caller_);
  }

  [[nodiscard]] std::string log() const override {
    std::string out;
    const auto state = cloud()->state();
    for (const auto& function : member_at(state, "functions"))
      out += string_at(function, "lastLog");
    return out;
  }

 protected:
  void start(std::vector<sandbox::FunctionSpec> functions) {
    auto cloud = std::make_shared<sandbox::AwsCloud>(
        sandbox::AwsOptions{.functions = std::move(functions)}, time_);
    const std::scoped_lock lock(mutex_);
    cloud_ = std::move(cloud);
  }

 private:
  std::shared_ptr<sandbox::AwsCloud> cloud() const {
    const std::scoped_lock lock(mutex_);
    return cloud_;
  }
  void stop() {
    if (const auto running = cloud()) running->stop();
  }

  sandbox::ChainCaller caller_;
  sandbox::MovableTime time_{};
  mutable std::mutex mutex_{};
  std::shared_ptr<sandbox::AwsCloud> cloud_{};
  InterruptWatch watch_;
};

// One program, whatever function the action names.
class LocalProgram : public LocalFunctions {
 public:
  LocalProgram(std::string command, sandbox::ChainCaller caller, const os::Interrupt& interrupt)
      : LocalFunctions({}, std::move(caller), interrupt), command_(std::move(command)) {}

  simulator::Execution answer(const simulator::ExecutionRequest& request) override {
    if (const auto name = sandbox::aws::parse_function_name(request.url);
        name && !name->partition.empty() && started_for_ != request.url) {
      start({function_named(*name)});
      started_for_ = request.url;
    }
    return LocalFunctions::answer(request);
  }

 private:
  sandbox::FunctionSpec function_named(const sandbox::aws::FunctionName& name) const {
    sandbox::FunctionSpec function{
        .name = name.name,
        .partition = name.partition,
        .region = name.region,
        .account = name.account,
        .behaviour = sandbox::FunctionProgram{.command = {"/bin/sh", "-c", command_}},
        .timeout = std::chrono::seconds(900)};  // the action's own limit is shorter
    if (sandbox::aws::is_version(name.qualifier)) {
      function.aliases["of-this-version"] = name.qualifier;
    } else if (!name.qualifier.empty()) {
      function.aliases[name.qualifier] = "1";
    }
    return function;
  }

  std::string command_;
  std::string started_for_{};
};

class RealFunction : public FunctionSource {
 public:
  RealFunction(const FunctionOptions& options, sandbox::ChainCaller caller, const Session& session)
      : options_(options),
        caller_(std::move(caller)),
        session_(session),
        progress_(session.console, session.verbosity) {}

  simulator::Execution answer(const simulator::ExecutionRequest& request) override {
    trouble_.reset();
    auto result = invoke(request);
    if (!result) {
      const Error& error = result.error();
      if (error.code == Code::deadline && error.effect == Effect::unknown)
        return simulator::Timeout{};
      trouble_ = error;
      return simulator::RemoteFailure{error.what};
    }
    log_ = std::move(result->log_tail);
    if (!result->function_error.empty())
      return simulator::FunctionError{std::move(result->payload)};
    return simulator::Reply{std::move(result->payload)};
  }
  [[nodiscard]] std::optional<Error> trouble() const override { return trouble_; }
  [[nodiscard]] std::string log() const override { return log_; }

 private:
  Result<InvocationResult> invoke(const simulator::ExecutionRequest& request) {
    TRY_ASSIGN(const auto function, FunctionArn::parse(request.url));
    const auto waits = read_waits(session_.variables);
    if (!waits.problems.empty()) return waits.problems.front();
    if (invoker_ == nullptr || region_ != function.region) {
      TRY_ASSIGN(invoker_,
                 make_invoker({.variables = session_.variables,
                               .aws_profile = options_.aws_profile,
                               .aws_region = function.region,
                               .ca_file = options_.ca_file,
                               .waits = waits.waits,
                               .log_everything = session_.verbosity == Verbosity::everything},
                              session_.clock,
                              progress_));
      region_ = function.region;
    }
    return invoker_->invoke({.function = function,
                             .payload = request.body,
                             .client_context = sandbox::client_context(caller_, request),
                             .log_tail = true,
                             .timeout = std::chrono::seconds(request.timeout_seconds)});
  }

  const FunctionOptions& options_;
  sandbox::ChainCaller caller_;
  const Session& session_;
  Progress progress_;
  std::unique_ptr<FunctionInvoker> invoker_{};
  std::string region_{};
  std::optional<Error> trouble_{};
  std::string log_{};
};

Error at_option(Error error, const char* option) {
  error.code = Code::invalid;
  error.at = error.at.empty() ? option : fmt::format("{}, {}", option, error.at);
  return error;
}

Result<simulator::Execution> fixed_answer(const FunctionOptions& options) {
  std::string payload;
  if (options.reply) {
    auto text = text_argument(*options.reply);
    if (!text) return at_option(std::move(text).error(), "--reply");
    if (auto json = simulator::read_json(*text, "the reply"); !json)
      return unusable_json(at_option(std::move(json).error(), "--reply"), "--reply");
    payload = *std::move(text);
  }
  if (options.fail.empty()) return simulator::Execution(simulator::Reply{std::move(payload)});
  auto failed = simulator::failed_execution(options.fail, std::move(payload));
  if (!failed) return at_option(std::move(failed).error(), "--fail");
  return failed;
}

}  // namespace

Result<std::unique_ptr<FunctionSource>> make_function_source(const FunctionOptions& options,
                                                             const sandbox::ChainCaller& caller,
                                                             const Session& session) {
  using Made = std::unique_ptr<FunctionSource>;
  if (options.invoke) return Made(std::make_unique<RealFunction>(options, caller, session));
  if (!options.program.empty())
    return Made(std::make_unique<LocalProgram>(options.program, caller, session.interrupt));
  if (!options.functions_file.empty()) {
    auto file = sandbox::read_functions(options.functions_file, {});
    session.console.message(diagnostics_text(file.diagnostics, session.console.err_style()));
    if (has_errors(file.diagnostics)) {
      return Error{.code = Code::invalid,
                   .what = fmt::format("{} has errors", options.functions_file),
                   .at = "--functions"};
    }
    return Made(
        std::make_unique<LocalFunctions>(std::move(file.functions), caller, session.interrupt));
  }
  if (!options.any()) return Made();
  TRY_ASSIGN(auto execution, fixed_answer(options));
  return Made(std::make_unique<FixedAnswer>(std::move(execution)));
}

}  // namespace patchcord::cli
