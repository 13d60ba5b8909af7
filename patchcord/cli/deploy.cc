#include "patchcord/cli/deploy.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/cli/world.h"
#include "patchcord/os/environment.h"
#include "patchcord/os/file_journal.h"
#include "patchcord/plan/planner.h"
#include "patchcord/policy/genesys_role.h"
#include "patchcord/report/deployed.h"
#include "patchcord/report/json.h"
#include "patchcord/report/text.h"
#include "patchcord/verify/live_test.h"

namespace patchcord::cli {
namespace {

constexpr std::size_t operation_id_digits = 16;

// One run, as a table of contents; every stage may end it.
class Deploy {
 public:
  Deploy(const DeployOptions& options, const Session& session)
      : options_(options),
        session_(session),
        input_(read_deploy_input(options, session.variables)),
        console_(session.console),
        clock_(session.clock),
        progress_(session.console, session.verbosity) {}

  ExitCode run() {
    if (!check_input() || !open_world()) return finish(exit_input);
    if (!look() || !make_the_plan() || !apply_the_plan() || !verify()) return finish(failed_code());
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

  bool open_world() {
    events_.add(progress_);
    if (!options_.log_file.empty()) {
      auto log = LogFile::open(options_.log_file, clock_);
      if (!log) return fail(std::move(log).error());
      log_ = *std::move(log);
      events_.add(*log_);
    }
    auto world = make_world(
        {.variables = input_.variables,
         .genesys_region = options_.genesys_region,
         .genesys_api_url = input_.genesys_api_url,
         .genesys_login_url = input_.genesys_login_url,
         .aws_profile = options_.aws_profile,
         .aws_region = input_.desired.roles[0].functions[0].region,
         .ca_file = options_.ca_file,
         .waits = input_.waits,
         .log_everything = session_.verbosity == Verbosity::everything || log_ != nullptr},
        clock_,
        events_);
    if (!world) return fail(std::move(world).error());
    world_ = *std::move(world);
    return true;
  }

  bool look() {
    auto organization = world_->organization();
    if (!organization)
      return fail(during(std::move(organization).error(), "looking up the organization"));
    auto opened = os::open_journal(
        {.folder = options_.record_folder,
         .deployment = input_.desired.deployment,
         .organization = organization->id,
         .owner = fmt::format(
             "patchcord deploy, process {}, since {}", ::getpid(), timestamp(clock_.now()))});
    if (!opened) return fail(std::move(opened).error());
    if (opened->read_only)
      warn(fmt::format("{} cannot be written: working without a record", options_.record_folder));
    journal_ = std::move(opened->journal);
    auto applied = journal_->load();
    if (!applied) return fail(std::move(applied).error());
    applied_ = *std::move(applied);
    if (auto waited = wait_for_unfinished(); !waited) return fail(std::move(waited).error());
    auto observed = observe(input_.desired, applied_, world_->remotes());
    if (!observed) return fail(during(std::move(observed).error(), "looking at what is there"));
    observed_ = *std::move(observed);
    return true;
  }

  // An earlier run ended in the middle of a create. What it made, if anything, is in the listings
  // after this time: only then is it safe to make it.
  Result<void> wait_for_unfinished() {
    if (applied_.unfinished.empty()) return {};
    events_.emit(
        Waiting{.what = applied_.unfinished.begin()->text() + " to show up, if it was made",
                .why = "an earlier run ended while it made it",
                .delay = input_.waits.listing});
    TRY(clock_.wait(input_.waits.listing));
    for (const auto& address : applied_.unfinished) {
      TRY(journal_->abandon(address));
    }
    return {};
  }

  bool make_the_plan() {
    stage_ = Stage::planning;
    plan_ = make_plan(input_.desired,
                      observed_,
                      applied_,
                      {.adopt = options_.adopt,
                       .allow_replace = options_.allow_replace,
                       .any_external_id = options_.any_external_id,
                       .operation_id = os::random_hex(operation_id_digits),
                       .today = timestamp(clock_.now()).substr(0, 10)});
    for (const auto& note : plan_.notes) {
      events_.emit(Notice{.level = Notice::Level::information, .text = note});
    }
    for (const auto& refusal : plan_.refusals) {
      fail(refusal);
    }
    if (!console_.json()) {
      console_.message(fmt::format("Organization {} (\"{}\"), deployment {}\n",
                                   plan_.organization.id,
                                   printable(plan_.organization.name, 200),
                                   plan_.deployment));
      if (!plan_.steps.empty() || plan_.refusals.empty())
        console_.message(plan_text(plan_, console_.err_style()));
    }
    return plan_.refusals.empty();
  }

  bool apply_the_plan() {
    stage_ = Stage::applying;
    outcomes_ = apply(plan_,
                      observed_,
                      {.remotes = world_->remotes(),
                       .journal = *journal_,
                       .clock = clock_,
                       .events = events_,
                       .waits = input_.waits});
    for (const auto& outcome : outcomes_) {
      for (const auto& note : outcome.notes) {
        events_.emit(Notice{.level = Notice::Level::warning, .text = note});
      }
      if (outcome.error) fail(*outcome.error);
    }
    return errors_.empty();
  }

  // The planner once more, over everything read again, as if there were no record: an empty plan is
  // the proof.
  bool verify() {
    stage_ = Stage::verifying;
    const auto deadline = clock_.now() + input_.waits.listing;
    for (;;) {
      auto observed = observe(input_.desired, Applied{}, world_->remotes());
      if (!observed) return fail(during(std::move(observed).error(), "reading everything back"));
      const auto rest = make_plan(
          input_.desired, *observed, applied_now(), {.any_external_id = options_.any_external_id});
      if (rest.empty()) return is_described(*observed, rest) && (!input_.test_input || run_test());
      // What has just been made may be missing from the listings for a while.
      if (outcomes_.empty() || clock_.now() >= deadline) return disproved_by(rest);
      const auto delay = std::max(input_.waits.poll, Milliseconds(1));
      events_.emit(Waiting{.what = "what was made to be readable",
                           .why = "the listings do not show all of it yet",
                           .delay = delay});
      if (auto waited = clock_.wait(delay); !waited) return fail(std::move(waited).error());
    }
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

  [[nodiscard]] Applied applied_now() const {
    auto applied = journal_->load();
    return applied ? *std::move(applied) : Applied{};
  }

  void describe(const Observed& observed, const Plan& rest) {
    const auto& integration = input_.desired.integrations[0];
    const auto& action = integration.actions[0];
    const auto found = rest.existing.find(address_of(integration, action));
    deployed_.action_id = found == rest.existing.end() ? std::string() : found->second;
    deployed_.status = status();
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

  [[nodiscard]] std::string status() const {
    if (plan_.steps.empty()) return "unchanged";
    const auto any = [&](auto predicate) {
      return std::any_of(plan_.steps.begin(), plan_.steps.end(), predicate);
    };
    if (any([](const Step& step) { return step.because == "it is adopted"; })) return "adopted";
    if (any([](const Step& step) { return step.operation == Operation::create_action; }))
      return "created";
    return "updated";
  }

  bool run_test() {
    auto test = run_live_test(
        deployed_.action_id,
        *input_.test_input,
        {.tester = world_->tester(), .clock = clock_, .events = events_, .waits = input_.waits});
    if (!test) return fail(during(std::move(test).error(), "running the action"));
    deployed_.test = *test;
    if (test->passed) return true;
    return fail(Error{.code = Code::conflict,
                      .what = fmt::format("the action was deployed, but running it failed at {}",
                                          failing_operation(test->result)),
                      .hint = "Everything is in place; look at the operation that failed, correct "
                              "it, and run the same command again."});
  }

  void warn(const std::string& text) {
    input_.warnings.push_back(text);
    console_.warn(text);
  }
  bool fail(Error error) {
    errors_.push_back(std::move(error));
    return false;
  }

  [[nodiscard]] ExitCode failed_code() const {
    if (clock_.cancelled()) return exit_interrupted;
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
    if (!outcomes_.empty() && code != exit_done && !console_.json()) {
      console_.message("\n" + outcomes_text(plan_, outcomes_, console_.err_style()));
      const bool any_done =
          std::any_of(outcomes_.begin(), outcomes_.end(), [](const auto& outcome) {
            return outcome.state == Outcome::State::done;
          });
      if (any_done)
        console_.message(
            "What is done stays; run the same command again and it goes on from here.\n");
    }
    const bool described = !deployed_.action_id.empty();
    if (console_.json()) {
      Json errors = Json::array();
      for (const auto& error : errors_) {
        errors.push_back(to_json(error));
      }
      console_.document(Json{{"action", described ? to_json(deployed_) : Json()},
                             {"steps", steps_json(plan_, outcomes_)},
                             {"errors", errors},
                             {"warnings", input_.warnings}});
    } else if (described) {
      console_.result(deployed_text(deployed_, console_.out_style()));
    }
    return code;
  }

  const DeployOptions& options_;
  const Session& session_;
  DeployInput input_;
  const Console& console_;
  Clock& clock_;
  Progress progress_;
  Tee events_{};
  std::unique_ptr<LogFile> log_{};
  std::unique_ptr<World> world_{};
  std::unique_ptr<Journal> journal_{};
  Applied applied_{};
  Observed observed_{};
  Stage stage_{Stage::looking};
  Plan plan_{};
  std::vector<Outcome> outcomes_{};
  Deployed deployed_{};
  std::vector<Error> errors_{};
};

}  // namespace

ExitCode deploy(const DeployOptions& options, const Session& session) {
  return Deploy(options, session).run();
}

}  // namespace patchcord::cli
