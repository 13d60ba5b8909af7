// `patchcord apply`: both clouds become what the manifest, or a saved plan, says.
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "patchcord/base/try.h"
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

constexpr std::size_t max_plan_bytes = 64U << 20U;

struct ApplyArguments {
  DeploymentOptions deployment{};
  ChangeOptions changes{};
  bool yes{false};
};

// The file is a saved plan, or a manifest.
Result<std::optional<SavedPlan>> saved_plan_in(const std::string& file) {
  const auto bytes = os::read_file(file, max_plan_bytes);
  if (!bytes || !bytes->starts_with('{')) return std::optional<SavedPlan>();
  const auto json = parse_json(*bytes, file);
  if (!json || !is_saved_plan(*json)) return std::optional<SavedPlan>();
  auto plan = read_saved_plan(*json);
  if (!plan) return std::move(plan).error();
  return std::optional(*std::move(plan));
}

// Without the reasons: why a field differs is told from the record, and changes nothing.
Json shown_steps(const Json& steps) {
  Json shown = Json::array();
  for (const auto& step : steps) {
    shown.push_back({{"operation", member_at(step, "operation")},
                     {"address", member_at(step, "address")},
                     {"changes", member_at(step, "changes")}});
  }
  return shown;
}

class ApplyRun {
 public:
  ApplyRun(const ApplyArguments& arguments, const Session& session)
      : arguments_(arguments), deployment_(arguments.deployment, session, "apply") {}

  ExitCode run() {
    if (!open()) return deployment_.finish(exit_input);
    if (!make_the_plan()) return deployment_.finish(deployment_.code_of_errors());
    if (plan_.steps.empty()) return confirm_record();
    if (!agreed(arguments_.yes,
                confirmation_question(deployment_, plan_),
                deployment_.session().interrupt)) {
      deployment_.fail({.code = Code::cancelled, .what = "not agreed: nothing was changed"});
      return deployment_.finish(exit_failed);
    }
    return apply_and_prove();
  }

 private:
  bool open() {
    auto saved = saved_plan_in(arguments_.deployment.manifest.file);
    if (!saved) return deployment_.fail(std::move(saved).error());
    saved_ = *std::move(saved);
    if (saved_) deployment_.say("diagnostics", Json::array());
    options_ = saved_ ? saved_->options : plan_options(arguments_.changes);
    if (!(saved_ ? deployment_.open(saved_->compiled, saved_->record_folder)
                 : deployment_.open(Deployment::Lint::all)))
      return false;
    if (auto asked = check_agreement(arguments_.yes, command("plan")); !asked)
      return deployment_.fail(std::move(asked).error());
    return true;
  }

  bool make_the_plan() {
    auto& run = deployment_.run();
    if (auto looked = run.look(Purpose::converge, Record::ours); !looked)
      return deployment_.fail(std::move(looked).error());
    if (saved_ && !is_unchanged()) return false;
    auto plan = run.plan(options_);
    if (!plan) return deployment_.fail(std::move(plan).error());
    plan_ = *std::move(plan);
    if (saved_ && !is_as_saved()) return false;
    forecast_ = run.forecast_of(plan_, safe_tests(deployment_.compiled(), plan_));
    deployment_.tell_place(plan_);
    tell_notes(run, plan_);
    for (const auto& refusal : plan_.refusals) {
      deployment_.fail(refusal);
    }
    if (!deployment_.console().json() && plan_.refusals.empty() && !plan_.steps.empty())
      deployment_.console().message(plan_text(plan_, deployment_.console().err_style()));
    return plan_.refusals.empty();
  }

  bool is_unchanged() {
    const auto& run = deployment_.run();
    const auto now = basis_of(run.setup().desired, run.observed(), run.applied());
    const auto changed = changed_since(saved_->basis, now);
    if (changed.empty()) return true;
    return deployment_.fail(
        {.code = Code::conflict,
         .what = "the saved plan is out of date: what it was made from has changed",
         .at = arguments_.deployment.manifest.file,
         .detail = fmt::format("{}", fmt::join(changed, "\n")),
         .hint = "Make a new one with `patchcord plan -o FILE`."});
  }

  // The record counts, too: what it knows may decide between a step and none.
  bool is_as_saved() {
    if (shown_steps(steps_json(plan_, {})) == shown_steps(saved_->steps)) return true;
    return deployment_.fail(
        {.code = Code::conflict,
         .what = "the saved plan is out of date: applying it would take other steps now",
         .at = arguments_.deployment.manifest.file,
         .detail = "the record of this deployment, or what uses its actions, has changed",
         .hint = "Make a new one with `patchcord plan -o FILE`."});
  }

  // What should have been removed and had to stay is named, and makes the run a failure.
  bool told_kept() {
    for (const auto& kept : plan_.kept) {
      deployment_.fail(kept);
    }
    return !plan_.kept.empty();
  }

  // What is there as it should be is written down, so that the next plan needs fewer reads. A
  // credential that the record does not know is, too, when an action ran through it.
  ExitCode confirm_record() {
    auto& run = deployment_.run();
    if (const auto applied = run.apply(plan_); !applied) deployment_.fail(applied.error());
    Proof proof;
    if (deployment_.errors().empty() && safe_tests(deployment_.compiled(), plan_) > 0)
      proof = prove(plan_);
    describe(proof, plan_.existing);
    if (!told_kept() && !deployment_.console().json()) {
      deployment_.console().message(proof_text(proof, deployment_.console().err_style()));
      deployment_.console().tell("Nothing to do: both clouds are as the manifest says.\n" +
                                 failure_text(proof));
    }
    if (!deployment_.errors().empty()) return deployment_.finish(exit_failed);
    return deployment_.finish(proof.passed() ? exit_done : exit_problem);
  }

  ExitCode apply_and_prove() {
    auto& run = deployment_.run();
    const auto applied = run.apply(plan_);
    if (!applied) deployment_.fail(applied.error());
    if (!applied || !*applied) return give_up();
    const auto rest = run.settle(Run::Depth::listed);
    if (!rest) deployment_.fail(rest.error());
    if (!rest) return give_up();
    disprove(*rest);
    const auto disproved = deployment_.errors().size();
    const auto proof = prove(*rest);
    if (deployment_.errors().size() > disproved) return give_up();
    const bool good = disproved == 0 && proof.passed();
    tell(proof, rest->existing);
    if (told_kept()) return deployment_.finish(exit_failed);
    return deployment_.finish(good ? exit_done : exit_problem);
  }

  // Runs the tests, and records the credentials that they prove. What prevents it is an error.
  Proof prove(const Plan& rest) {
    auto& run = deployment_.run();
    auto proof = run_tests(run, deployment_.compiled(), rest, Which::safe);
    if (!proof) {
      deployment_.fail(std::move(proof).error());
      return {};
    }
    if (!proof->credentials.empty()) {
      const auto recorded = run.apply(Plan{.confirmed = proof->credentials});
      if (!recorded) deployment_.fail(recorded.error());
    }
    return *std::move(proof);
  }

  void disprove(const Plan& rest) {
    for (const auto& step : rest.steps) {
      deployment_.fail({.code = Code::conflict,
                        .what = fmt::format("read back, {} is still not as it should be: {}",
                                            step.address.text(),
                                            step.because)});
    }
    for (const auto& refusal : rest.refusals) {
      deployment_.fail(refusal);
    }
  }

  // A step failed: what is done stays.
  ExitCode give_up() {
    auto& run = deployment_.run();
    const auto& console = deployment_.console();
    if (!run.rounds().empty()) {
      for (const auto& outcome : run.rounds()[0].outcomes) {
        if (outcome.error) deployment_.fail(*outcome.error);
      }
    }
    if (!deployment_.session().clock.cancelled()) {
      if (auto healed = run.heal(); !healed) deployment_.fail(std::move(healed).error());
    }
    describe(Proof{}, plan_.existing);
    if (!console.json() && !run.rounds().empty()) {
      console.message("\n" + outcomes_text(plan_, run.rounds()[0].outcomes, console.err_style()) +
                      "What is done stays; run the same command again and it goes on from here.\n");
    }
    return deployment_.finish(exit_failed);
  }

  // `existing`: what is there now.
  void describe(const Proof& proof, const std::map<Address, std::string>& existing) {
    auto& run = deployment_.run();
    const auto outcomes = run.rounds().empty() ? std::vector<Outcome>() : run.rounds()[0].outcomes;
    deployment_.say("deployment", plan_.deployment);
    deployment_.say("steps", steps_json(plan_, outcomes));
    deployment_.say("notes", plan_.notes);
    deployment_.say("proof", to_json(proof));
    deployment_.say("forecast", to_json(forecast_));
    deployment_.say("used", to_json(run.calls()));
    Json objects = Json::object();
    for (const auto& [address, id] : existing) {
      objects[address.text()] = id;
    }
    deployment_.say("objects", objects);
  }

  void tell(const Proof& proof, const std::map<Address, std::string>& existing) {
    describe(proof, existing);
    const auto& console = deployment_.console();
    if (console.json()) return;
    console.message(proof_text(proof, console.err_style()));
    std::string text = fmt::format("{}: done.\n", summary_text(plan_));
    for (const auto& step : plan_.steps) {
      const auto id = existing.find(step.address);
      if (step.operation == Operation::create_action && id != existing.end())
        text += fmt::format("  {}  {}\n", step.address.text(), id->second);
    }
    const auto used = deployment_.run().calls();
    text += forecast_text(used);
    if (!(used == forecast_))
      text += fmt::format(" ({} and {} were forecast; {} {})",
                          forecast_.genesys,
                          forecast_.aws,
                          deployment_.run().retries(),
                          deployment_.run().retries() == 1 ? "retry" : "retries");
    text += ".\n";
    console.tell(text + failure_text(proof) + next_command(proof));
  }

  // The last word of a run whose steps are done, and that was in vain all the same.
  [[nodiscard]] std::string failure_text(const Proof& proof) const {
    constexpr std::size_t most_names = 3;
    const auto failed = failed_text(proof, most_names);
    if (failed.empty()) return {};
    return fmt::format("{} but {}.\n", plan_.steps.empty() ? "Unchanged," : "Done,", failed);
  }

  // Of a saved plan: for the manifest that it was made from.
  [[nodiscard]] std::string command(const char* name) const {
    auto manifest = arguments_.deployment.manifest;
    if (saved_) manifest = {.file = saved_->manifest, .environment = saved_->environment};
    return command_line(name, manifest, arguments_.deployment.connection);
  }

  [[nodiscard]] std::string next_command(const Proof& proof) const {
    if (!proof.passed() || !proof.unproven.empty())
      return fmt::format("Next: `{}` runs every declared test.\n", command("verify"));
    return fmt::format("Next: use the actions in Architect; `{}` shows drift.\n", command("plan"));
  }

  const ApplyArguments& arguments_;
  Deployment deployment_;
  std::optional<SavedPlan> saved_{};
  PlanOptions options_{};
  Plan plan_{};
  Calls forecast_{};
};

class ApplyCommand : public Command {
 public:
  void describe(CLI::App& app) override {
    app.footer(
        "Shows the plan and asks; without a terminal --yes is needed. Then it does the steps, "
        "reads "
        "everything back, "
        "and runs the tests that are marked `safe`. MANIFEST may be a plan that was saved with "
        "`patchcord plan -o`: "
        "it is refused when anything that it was made from has changed.\n"
        "Exit: 0 done · 1 a step failed · 4 done, but reading back or a test showed a problem.");
    describe_deployment(app, arguments_.deployment);
    describe_changes(app, arguments_.changes);
    app.add_flag("-y,--yes", arguments_.yes, "do not ask");
  }
  ExitCode run(const Session& session) override { return ApplyRun(arguments_, session).run(); }

 private:
  ApplyArguments arguments_{};
};

}  // namespace

std::unique_ptr<Command> apply_command() {
  return std::make_unique<ApplyCommand>();
}

}  // namespace patchcord::cli
