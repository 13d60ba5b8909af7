// `patchcord destroy`: what we made goes, what was adopted is given back, everything else stays.
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "patchcord/cli/changes.h"
#include "patchcord/cli/commands.h"
#include "patchcord/report/json.h"
#include "patchcord/report/text.h"

namespace patchcord::cli {
namespace {

struct DestroyArguments {
  DeploymentOptions deployment{};
  bool yes{false};
  bool dry_run{false};
};

// The actions go first: then everything is listed again, because deleting an integration deletes
// whatever is in it.
Plan only_actions(const Plan& plan) {
  Plan part{.deployment = plan.deployment, .organization = plan.organization};
  for (const auto& step : plan.steps) {
    if (step.operation == Operation::delete_action) part.steps.push_back(step);
  }
  return part;
}

bool deletes_an_integration(const Plan& plan) {
  for (const auto& step : plan.steps) {
    if (step.operation == Operation::delete_integration) return true;
  }
  return false;
}

class DestroyRun {
 public:
  DestroyRun(const DestroyArguments& arguments, const Session& session)
      : arguments_(arguments), deployment_(arguments.deployment, session, "destroy") {}

  ExitCode run() {
    if (!open()) return deployment_.finish(exit_input);
    if (!make_the_plan()) return finish(deployment_.code_of_errors());
    if (arguments_.dry_run || plan_.steps.empty()) return finish_with_kept(plan_);
    if (!agreed(arguments_.yes,
                confirmation_question(deployment_, plan_),
                deployment_.session().interrupt)) {
      deployment_.fail({.code = Code::cancelled, .what = "not agreed: nothing was changed"});
      return finish(exit_failed);
    }
    return remove();
  }

 private:
  bool open() {
    if (!deployment_.open(Deployment::Lint::environments)) return false;
    auto asked =
        arguments_.dry_run
            ? Result<void>()
            : check_agreement(arguments_.yes, deployment_.command_line("destroy") + " --dry-run");
    return asked || deployment_.fail(std::move(asked).error());
  }

  bool make_the_plan() {
    auto& run = deployment_.run();
    const auto record = arguments_.dry_run ? Record::shared : Record::ours;
    if (auto looked = run.look(Purpose::remove, record); !looked)
      return deployment_.fail(std::move(looked).error());
    // Who agreed beforehand reads nothing.
    auto planned = run.removal(!arguments_.yes || arguments_.dry_run);
    if (!planned) return deployment_.fail(std::move(planned).error());
    plan_ = *std::move(planned);
    forecast_ = run.calls() + forecast_removal(plan_, run.observed());
    deployment_.tell_place(plan_);
    tell_notes(run, plan_);
    for (const auto& refusal : plan_.refusals) {
      deployment_.fail(refusal);
    }
    const auto& console = deployment_.console();
    if (!console.json() && plan_.refusals.empty()) {
      const auto text = plan_.steps.empty()
                            ? std::string("Nothing of this deployment is there.\n")
                            : plan_text(plan_, console.err_style()) +
                                  fmt::format("destroy takes {}.\n", forecast_text(forecast_));
      if (arguments_.dry_run || plan_.steps.empty()) {
        console.tell(text);
      } else {
        console.message(text);
      }
    }
    return plan_.refusals.empty();
  }

  ExitCode remove() {
    auto& run = deployment_.run();
    auto rest = plan_;
    std::size_t gone = 0;
    if (deletes_an_integration(plan_)) {
      auto first = only_actions(plan_);
      gone = first.steps.size();
      if (!apply(std::move(first), {.steps_behind = plan_.steps.size() - gone})) return give_up();
      auto again = run.removal_again();
      if (!again) {
        deployment_.fail(std::move(again).error());
        return give_up();
      }
      rest = *std::move(again);
    }
    if (!apply(rest, {.steps_before = gone})) return give_up();
    return finish_with_kept(rest);
  }

  bool apply(Plan plan, Run::Part part) {
    if (plan.steps.empty()) return true;
    const auto done = deployment_.run().apply(std::move(plan), part);
    if (!done) return deployment_.fail(done.error());
    for (const auto& outcome : deployment_.run().rounds().back().outcomes) {
      if (outcome.error) deployment_.fail(*outcome.error);
    }
    return *done;
  }

  ExitCode give_up() {
    if (!deployment_.console().json())
      deployment_.console().message(
          "What is gone stays gone; run the same command again and it goes on from here.\n");
    return finish(exit_failed);
  }

  // What had to stay is named, and makes the run a failure.
  ExitCode finish_with_kept(const Plan& plan) {
    for (const auto& kept : plan.kept) {
      deployment_.fail(kept);
    }
    if (!deployment_.console().json() && !arguments_.dry_run && !plan_.steps.empty())
      deployment_.console().tell(fmt::format(
          "{}: done.\n{}.\n", summary_text(plan_), forecast_text(deployment_.run().calls())));
    return finish(plan.kept.empty() ? exit_done : exit_failed);
  }

  ExitCode finish(ExitCode code) {
    std::vector<Outcome> outcomes;
    Plan told{.deployment = plan_.deployment};
    for (const auto& round : deployment_.run().rounds()) {
      told.steps.insert(told.steps.end(), round.plan.steps.begin(), round.plan.steps.end());
      outcomes.insert(outcomes.end(), round.outcomes.begin(), round.outcomes.end());
    }
    if (told.steps.empty()) told.steps = plan_.steps;
    deployment_.say("deployment", plan_.deployment);
    deployment_.say("steps", steps_json(told, outcomes));
    deployment_.say("notes", plan_.notes);
    deployment_.say("forecast", to_json(forecast_));
    deployment_.say("used", to_json(deployment_.run().calls()));
    return deployment_.finish(code);
  }

  const DestroyArguments& arguments_;
  Deployment deployment_;
  Plan plan_{};
  Calls forecast_{};
};

class DestroyCommand : public Command {
 public:
  void describe(CLI::App& app) override {
    app.footer(
        "Removes actions, integrations, credentials, policies and roles that this deployment made, "
        "in this order. "
        "Adopted objects lose our mark and stay. An integration that holds an action of somebody "
        "else stays with its "
        "credential and role, and the exit code is 1.");
    describe_deployment(app, arguments_.deployment);
    app.add_flag("-y,--yes", arguments_.yes, "do not ask");
    app.add_flag("--dry-run", arguments_.dry_run, "show what would go, and remove nothing");
  }
  ExitCode run(const Session& session) override { return DestroyRun(arguments_, session).run(); }

 private:
  DestroyArguments arguments_{};
};

}  // namespace

std::unique_ptr<Command> destroy_command() {
  return std::make_unique<DestroyCommand>();
}

}  // namespace patchcord::cli
