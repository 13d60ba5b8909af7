// `patchcord plan`: what apply would do.
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "patchcord/cli/changes.h"
#include "patchcord/cli/commands.h"
#include "patchcord/cli/proof.h"
#include "patchcord/cli/suggestion.h"
#include "patchcord/os/file.h"
#include "patchcord/plan/saved.h"
#include "patchcord/report/json.h"
#include "patchcord/report/text.h"

namespace patchcord::cli {
namespace {

struct PlanArguments {
  DeploymentOptions deployment{};
  ChangeOptions changes{};
  std::string output{};
  bool exit_code{false};
};

class PlanRun {
 public:
  PlanRun(const PlanArguments& arguments, const Session& session)
      : arguments_(arguments), deployment_(arguments.deployment, session, "plan") {}

  ExitCode run() {
    if (!deployment_.open(Deployment::Lint::all)) return deployment_.finish(exit_input);
    const auto plan = deployment_.look_and_plan(plan_options(arguments_.changes));
    if (!plan) return deployment_.finish_with(plan.error());
    tell(*plan);
    for (const auto& refusal : plan->refusals) {
      deployment_.fail(refusal);
    }
    if (!plan->refusals.empty()) return deployment_.finish(deployment_.code_of_errors());
    if (!arguments_.output.empty()) {
      if (auto saved = save(*plan); !saved)
        return deployment_.finish_with(std::move(saved).error());
    }
    for (const auto& kept : plan->kept) {
      deployment_.fail(kept);
    }
    if (!plan->kept.empty()) return deployment_.finish(exit_failed);
    const bool changes = arguments_.exit_code && !plan->steps.empty();
    return deployment_.finish(changes ? exit_changes : exit_done);
  }

 private:
  void tell(const Plan& plan) {
    auto& run = deployment_.run();
    tell_notes(run, plan);
    const auto calls = run.forecast_of(plan, safe_tests(deployment_.compiled(), plan));
    deployment_.say("organization",
                    {{"id", plan.organization.id}, {"name", plan.organization.name}});
    deployment_.say("deployment", plan.deployment);
    deployment_.say("steps", steps_json(plan, {}));
    deployment_.say("notes", plan.notes);
    deployment_.say("summary", summary_text(plan));
    deployment_.say("forecast", to_json(calls));
    deployment_.say("used", to_json(run.calls()));
    if (deployment_.console().json() || !plan.refusals.empty()) return;
    deployment_.console().tell(
        plan.steps.empty()
            ? fmt::format("Nothing to do: both clouds are as the manifest says. `{}` proves that "
                          "the chain works.\n",
                          deployment_.command_line("verify"))
            : fmt::format("{}apply takes {}.\n",
                          plan_text(plan, deployment_.console().out_style()),
                          forecast_text(calls)));
  }

  Result<void> save(const Plan& plan) {
    auto& run = deployment_.run();
    SavedPlan saved{.compiled = deployment_.compiled(),
                    .options = run.options(),
                    .manifest = arguments_.deployment.manifest.file,
                    .environment = arguments_.deployment.manifest.environment,
                    .record_folder = run.setup().options.record_folder,
                    .basis = basis_of(run.setup().desired, run.observed(), run.applied()),
                    .steps = steps_json(plan, {})};
    auto written =
        os::write_file_atomically(arguments_.output, to_json(saved).dump(2) + "\n", 0600);
    if (!written) return during(std::move(written).error(), "saving the plan");
    if (!deployment_.console().json())
      deployment_.console().message(fmt::format(
          "Saved. `{}` does exactly this, or refuses if anything has changed.\n",
          command_line("apply", {.file = arguments_.output}, arguments_.deployment.connection)));
    return {};
  }

  const PlanArguments& arguments_;
  Deployment deployment_;
};

class PlanCommand : public Command {
 public:
  void describe(CLI::App& app) override {
    app.footer(
        "Reads both clouds and writes nothing. Each step comes with its reason; of changes only "
        "the fields that differ.\n"
        "Exit: 0, or with --exit-code 3 when there is something to do.");
    describe_deployment(app, arguments_.deployment);
    describe_changes(app, arguments_.changes);
    app.add_option(
           "-o,--output", arguments_.output, "save the plan; apply it with `patchcord apply FILE`")
        ->type_name("FILE");
    app.add_flag("--exit-code", arguments_.exit_code, "exit with 3 when there is something to do");
  }
  ExitCode run(const Session& session) override { return PlanRun(arguments_, session).run(); }

 private:
  PlanArguments arguments_{};
};

}  // namespace

std::unique_ptr<Command> plan_command() {
  return std::make_unique<PlanCommand>();
}

}  // namespace patchcord::cli
