// `patchcord test`: one action, run for real, with each step that Genesys Cloud reports.
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/cli/commands.h"
#include "patchcord/cli/deployment.h"
#include "patchcord/cli/json_argument.h"
#include "patchcord/report/test_result.h"

namespace patchcord::cli {
namespace {

struct TestArguments {
  DeploymentOptions deployment{};
  std::string action{};
  std::string input{"{}"};
};

class TestRun {
 public:
  TestRun(const TestArguments& arguments, const Session& session)
      : arguments_(arguments), deployment_(arguments.deployment, session, "test") {}

  ExitCode run() {
    if (!open()) return deployment_.finish(exit_input);
    auto& run = deployment_.run();
    const auto plan = deployment_.look_and_plan();
    if (!plan) return deployment_.finish_with(plan.error());
    const auto id = plan->existing.find(action_);
    if (id == plan->existing.end())
      return deployment_.finish_with(
          {.code = Code::not_found,
           .what = action_.text() + (run.applied().objects.contains(action_)
                                         ? " is missing: removed outside patchcord"
                                         : " does not exist yet"),
           .hint = fmt::format("`{}` makes it.", deployment_.command_line("apply"))});
    const auto live = run_live_test(id->second, *input_, run.live_test_parts(*plan));
    if (!live) return deployment_.finish_with(live.error());
    deployment_.say("action", {{"id", id->second}, {"address", action_.text()}});
    deployment_.say("passed", live->passed);
    deployment_.say("result", live->result);
    if (!deployment_.console().json())
      deployment_.console().result(
          test_result_text(live->result, deployment_.console().out_style()));
    return deployment_.finish(live->passed ? exit_done : exit_problem);
  }

 private:
  bool open() {
    auto input = read_json_object(arguments_.input, "--input");
    if (!input) deployment_.fail(input.error());
    if (!deployment_.open() || !input) return false;
    input_ = *std::move(input);
    auto action = find_action(deployment_.compiled().desired, arguments_.action);
    if (!action) return deployment_.fail(std::move(action).error());
    action_ = *std::move(action);
    return true;
  }

  const TestArguments& arguments_;
  Deployment deployment_;
  std::optional<Json> input_{};
  Address action_{};
};

class TestCommand : public Command {
 public:
  void describe(CLI::App& app) override {
    app.footer(
        "Runs the published action at Genesys Cloud: the function really runs. Shows every "
        "operation "
        "with its result.\n"
        "Exit: 0 it succeeded · 4 it failed.");
    describe_deployment(app, arguments_.deployment);
    app.add_option("--action",
                   arguments_.action,
                   "the action, also as \"Integration/Action\"; not needed when there is only one")
        ->type_name("ACTION");
    app.add_option("--input", arguments_.input, "a JSON object, @FILE, or @- for stdin")
        ->type_name("JSON");
  }
  ExitCode run(const Session& session) override { return TestRun(arguments_, session).run(); }

 private:
  TestArguments arguments_{};
};

}  // namespace

std::unique_ptr<Command> test_command() {
  return std::make_unique<TestCommand>();
}

}  // namespace patchcord::cli
