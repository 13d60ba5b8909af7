#include "patchcord/cli/deploy.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/cli/changes.h"
#include "patchcord/cli/run.h"
#include "patchcord/policy/genesys_role.h"
#include "patchcord/report/deployed.h"
#include "patchcord/report/json.h"
#include "patchcord/report/text.h"
#include "patchcord/verify/live_test.h"

namespace patchcord::cli {
namespace {

// One run, as a table of contents; every stage may end it.
class Deploy {
 public:
  Deploy(const DeployOptions& options, const Session& session)
      : options_(options),
        session_(session),
        console_(session.console),
        input_(read_deploy_input(options, session.variables)),
        run_({.command = "deploy",
              .desired = input_.desired,
              .genesys_region = input_.genesys_region,
              .options = options.connection,
              .connection = input_.connection},
             session) {}

  ExitCode run() {
    if (!check_input() || !open()) return finish(exit_input);
    if (!make_the_plan() || !apply_the_plan() || !verify()) return finish(failed_code());
    return finish(exit_done);
  }

 private:
  enum class Stage { looking, planning, applying, verifying };

  bool check_input() {
    errors_ = input_.problems;
    if (!errors_.empty()) return false;
    for (const auto& warning : input_.warnings) {
      console_.warn(warning);
    }
    return true;
  }

  bool open() {
    auto opened = run_.open();
    return opened || fail(std::move(opened).error());
  }

  bool make_the_plan() {
    if (auto looked = run_.look(Purpose::converge, Record::ours); !looked)
      return fail(std::move(looked).error());
    stage_ = Stage::planning;
    auto made = run_.plan({.adopt = options_.adopt,
                           .allow_replace = options_.allow_replace,
                           .any_external_id = options_.any_external_id});
    if (!made) return fail(std::move(made).error());
    plan_ = *std::move(made);
    if (makes_action()) check_new_action();
    tell_notes(run_, plan_);
    for (const auto& refusal : plan_.refusals) {
      fail(refusal);
    }
    if (!console_.json()) {
      console_.message(place_text(plan_));
      if (!plan_.steps.empty() || plan_.refusals.empty())
        console_.message(plan_text(plan_, console_.err_style()));
    }
    return plan_.refusals.empty();
  }

  [[nodiscard]] const DesiredAction& action() const {
    return input_.desired.integrations[0].actions[0];
  }

  [[nodiscard]] const Step* step_of_action(Operation operation) const {
    const auto address = address_of(input_.desired.integrations[0], action());
    const auto step = std::find_if(plan_.steps.begin(), plan_.steps.end(), [&](const Step& one) {
      return one.operation == operation && one.address == address;
    });
    return step == plan_.steps.end() ? nullptr : &*step;
  }

  // Not one that takes the place of another.
  [[nodiscard]] bool makes_action() const {
    const auto* step = step_of_action(Operation::create_action);
    return step != nullptr && !step->replaces;
  }

  void check_new_action() {
    if (action().keeps_contract)
      warn(
          "the action has no contract, so Architect sees neither inputs nor outputs of it, and a "
          "contract cannot be added once it is published: give --input and --output, or "
          "--contract");
    if (plan_.refusals.empty() && !input_.test_input) look_at_function();
  }

  // Where no test will run it, nothing else would tell that it is not there.
  void look_at_function() {
    for (const auto& [function, fault] : run_.look_at({action().function})) {
      if (fault && !fault->empty()) warn(fmt::format("function {}: {}", function.text(), *fault));
    }
  }

  void warn(std::string text) {
    console_.warn(text);
    input_.warnings.push_back(std::move(text));
  }

  bool apply_the_plan() {
    stage_ = Stage::applying;
    const auto applied = run_.apply(plan_);
    if (!applied) return fail(applied.error());
    for (const auto& outcome : run_.rounds()[0].outcomes) {
      if (outcome.error) fail(*outcome.error);
    }
    if (!errors_.empty() && !session_.clock.cancelled()) {
      if (auto healed = run_.heal(); !healed) fail(std::move(healed).error());
    }
    return errors_.empty();
  }

  // The planner once more, over everything read again, as if there were no record: an empty plan is
  // the proof.
  bool verify() {
    stage_ = Stage::verifying;
    const auto rest = run_.settle(Run::Depth::complete);
    if (!rest) return fail(rest.error());
    if (!rest->empty()) return disproved_by(*rest);
    return is_described(run_.observed(), *rest) && (!input_.test_input || run_test());
  }

  bool disproved_by(const Plan& rest) {
    for (const auto& step : rest.steps) {
      fail(Error{.code = Code::conflict,
                 .what = fmt::format("read back, {} is still not as it should be: {}",
                                     step.address.text(),
                                     step.because)});
    }
    for (const auto& refusal : rest.refusals) {
      fail(refusal);
    }
    return false;
  }

  bool is_described(const Observed& observed, const Plan& rest) {
    describe(observed, rest);
    if (!deployed_.name.empty()) return true;
    return fail(not_readable(std::exchange(deployed_, {}).action_id));
  }

  static Error not_readable(const std::string& action_id) {
    return {.code = Code::not_found,
            .what = fmt::format("action {} is listed, but cannot be read back", action_id),
            .hint = "Run the same command again in a moment: it looks at what is there then."};
  }

  void describe(const Observed& observed, const Plan& rest) {
    const auto found = rest.existing.find(address_of(input_.desired.integrations[0], action()));
    deployed_.action_id = found == rest.existing.end() ? std::string() : found->second;
    deployed_.status = status();
    deployed_.chain_changed = !plan_.steps.empty();
    for (const auto& one : observed.actions) {
      if (one.id != deployed_.action_id || !one.config) continue;
      deployed_.name = one.name;
      deployed_.function_arn = string_at(member_at(*one.config, "request"), "requestUrlTemplate");
    }
    const auto role =
        std::find_if(observed.roles.begin(), observed.roles.end(), [&](const auto& one) {
          return one.name == input_.desired.roles[0].name;
        });
    if (role != observed.roles.end()) {
      deployed_.role_arn = role->arn;
      deployed_.external_id = external_id_in(role->trust);
    }
    if (const auto arn = FunctionArn::parse(deployed_.function_arn); arn.ok())
      deployed_.region = arn->region;
  }

  static std::string external_id_in(const Json& trust) {
    const auto document = policy::read_document(trust);
    const auto ids = document ? policy::external_ids(*document) : std::vector<std::string>();
    return ids.empty() ? std::string() : ids.front();
  }

  // What became of the action itself; it is taken over with the integration that holds it.
  [[nodiscard]] std::string status() const {
    if (step_of_action(Operation::create_action) != nullptr) return "created";
    const auto under = address_of(input_.desired.integrations[0]);
    const bool adopted = std::any_of(plan_.steps.begin(), plan_.steps.end(), [&](const Step& step) {
      return step.address == under && step.because == "it is adopted";
    });
    if (adopted) return "adopted";
    return step_of_action(Operation::update_action) == nullptr ? "unchanged" : "updated";
  }

  bool run_test() {
    auto test =
        run_live_test(deployed_.action_id, *input_.test_input, run_.live_test_parts(Plan{}));
    if (!test) return fail(during(std::move(test).error(), "running the action"));
    deployed_.test = *test;
    if (test->passed) return true;
    return fail(Error{.code = Code::conflict,
                      .what = fmt::format("the action was deployed, but running it failed at {}",
                                          failing_operation(test->result)),
                      .hint = "Everything is in place; correct what failed, then run the action "
                              "again with the same command: it changes nothing else."});
  }

  bool fail(Error error) {
    errors_.push_back(std::move(error));
    return false;
  }

  [[nodiscard]] ExitCode failed_code() const {
    if (session_.clock.cancelled()) return exit_interrupted;
    const bool only_input = std::all_of(errors_.begin(), errors_.end(), [](const auto& error) {
      return error.code == Code::invalid;
    });
    if (stage_ == Stage::planning && only_input) return exit_input;
    const bool disproved = std::any_of(errors_.begin(), errors_.end(), [](const auto& error) {
      return error.code == Code::conflict;
    });
    return stage_ == Stage::verifying && disproved ? exit_problem : exit_failed;
  }

  ExitCode finish(ExitCode code) {
    for (const auto& error : errors_) {
      console_.error(error);
    }
    const auto outcomes =
        run_.rounds().empty() ? std::vector<Outcome>() : run_.rounds()[0].outcomes;
    if (code != exit_done && !deployed_.test && !console_.json()) tell_outcomes(outcomes);
    const bool described = !deployed_.action_id.empty();
    if (console_.json()) {
      Json errors = Json::array();
      for (const auto& error : errors_) {
        errors.push_back(to_json(error));
      }
      console_.document(Json{{"action", described ? to_json(deployed_) : Json()},
                             {"steps", steps_json(plan_, outcomes)},
                             {"errors", errors},
                             {"warnings", warnings()}});
    } else if (described) {
      console_.result(deployed_text(deployed_, console_.out_style()));
    }
    return code;
  }

  // Of a run that did not get to its end; a test that failed is no reason to go on with anything.
  void tell_outcomes(const std::vector<Outcome>& outcomes) const {
    if (outcomes.empty()) return;
    if (stage_ == Stage::applying)
      console_.message("\n" + outcomes_text(plan_, outcomes, console_.err_style()));
    const bool any_done = std::any_of(outcomes.begin(), outcomes.end(), [](const auto& outcome) {
      return outcome.state == Outcome::State::done;
    });
    if (any_done)
      console_.message(
          "What is done stays; run the same command again and it goes on from here.\n");
  }

  [[nodiscard]] std::vector<std::string> warnings() const {
    auto all = input_.warnings;
    all.insert(all.end(), run_.warnings().begin(), run_.warnings().end());
    return all;
  }

  const DeployOptions& options_;
  const Session& session_;
  const Console& console_;
  DeployInput input_;
  Run run_;
  Stage stage_{Stage::looking};
  Plan plan_{};
  Deployed deployed_{};
  std::vector<Error> errors_{};
};

}  // namespace

ExitCode deploy(const DeployOptions& options, const Session& session) {
  return Deploy(options, session).run();
}

}  // namespace patchcord::cli
