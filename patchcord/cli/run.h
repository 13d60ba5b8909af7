// One run against both clouds: look, plan, apply, read back. What every command that talks to them
// is made of.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "patchcord/apply/apply.h"
#include "patchcord/cli/command.h"
#include "patchcord/cli/connection.h"
#include "patchcord/cli/function_looks.h"
#include "patchcord/cli/world.h"
#include "patchcord/plan/forecast.h"
#include "patchcord/plan/planner.h"
#include "patchcord/verify/live_test.h"

namespace patchcord::cli {

// Counts what is sent: each attempt is one.
class CallCounter : public Events {
 public:
  void emit(const Event& event) override;
  [[nodiscard]] Calls calls() const;
  [[nodiscard]] std::size_t retries() const;

 private:
  mutable std::mutex mutex_{};
  Calls calls_{};
  std::size_t retries_{};
};

struct RunSetup {
  std::string command{};  // "apply": names the owner of the lock
  Desired desired{};
  std::string genesys_region{};  // or domain
  ConnectionOptions options{};
  Connection connection{};
};

// Who else may use the record meanwhile.
enum class Record {
  shared,  // we only read it
  ours,    // locked for this run
};

class Run {
 public:
  // A plan that was applied, with what became of its steps.
  struct Round {
    Plan plan{};
    std::vector<Outcome> outcomes{};
  };

  Run(RunSetup setup, const Session& session);

  // Nothing is sent yet.
  //
  // Errors   invalid: a region, URL, log or configuration file that cannot be used
  Result<void> open();
  // Organization, record, and what is there.
  Result<void> look(Purpose purpose, Record record);

  // Looks up the flows that use what would be replaced or removed, too.
  Result<Plan> plan(PlanOptions options);
  // `with_flows`: also which flows use the actions that go, for a person who has to agree. With
  // more than a hundred actions they are not looked up, and a note says so.
  Result<Plan> removal(bool with_flows);
  // The requests of this run so far and those that applying the plan, with so many tests, will
  // take.
  [[nodiscard]] Calls forecast_of(const Plan& plan, std::size_t tests) const;

  // Adds a round. False: a step failed, its error is in the outcomes. `part`: the plan is one of
  // several that the person sees as one.
  struct Part {
    std::size_t steps_before{0};
    std::size_t steps_behind{0};
  };
  Result<bool> apply(Plan plan, Part part);
  Result<bool> apply(Plan plan) { return apply(std::move(plan), {}); }

  // Reads back what was done. Objects that another run made at the same time are brought down to
  // one each. Returns what is still to be done: an empty plan is the proof.
  enum class Depth {
    listed,    // what the record proves is not read again
    complete,  // every action is read in full
  };
  Result<Plan> settle(Depth depth);
  // As FunctionLooks.
  Looks look_at(const std::vector<FunctionArn>& functions) {
    return functions_->look_at(functions);
  }
  // Best effort, for a run that failed.
  Result<void> heal();

  // Reads what a removal needs once more, and plans it anew.
  Result<Plan> removal_again();

  [[nodiscard]] const RunSetup& setup() const { return setup_; }
  [[nodiscard]] const PlanOptions& options() const { return options_; }
  // Tests are repeated while IAM changes may be on their way: for one time in all, and only if
  // nothing is left `to_do`, because what differs does not come right by waiting.
  [[nodiscard]] LiveTestParts live_test_parts(const Plan& to_do);
  [[nodiscard]] const Observed& observed() const { return observed_; }
  [[nodiscard]] const Applied& applied() const { return applied_; }
  [[nodiscard]] const std::vector<Round>& rounds() const { return rounds_; }
  [[nodiscard]] const std::vector<std::string>& warnings() const { return warnings_; }
  [[nodiscard]] Calls calls() const { return counter_.calls(); }
  [[nodiscard]] std::size_t retries() const { return counter_.retries(); }
  [[nodiscard]] World& world() { return *world_; }
  [[nodiscard]] Events& events() { return events_; }
  [[nodiscard]] bool made_anything() const;

 private:
  Result<void> open_record(Record record, const Organization& organization);
  Result<void> wait_for_unfinished();
  Result<void> wait_for_listings();
  Result<void> observe_now(Depth depth);
  Result<void> apply_all(Plan plan);
  Result<void> look_up_flows(const std::vector<std::string>& actions);
  void check_functions(Plan& plan);
  Result<bool> heal_once(TimePoint patience);
  [[nodiscard]] std::set<std::string> made_ids() const;

  RunSetup setup_;
  const Session& session_;
  Progress progress_;
  CallCounter counter_{};
  Tee events_{};
  std::unique_ptr<LogFile> log_{};
  std::unique_ptr<World> world_{};
  std::optional<FunctionLooks> functions_{};
  std::unique_ptr<Journal> journal_{};
  PlanOptions options_{};
  Applied applied_{};
  Observed observed_{};
  std::vector<Round> rounds_{};
  std::vector<std::string> warnings_{};
  std::optional<TimePoint> test_patience_{};
};

}  // namespace patchcord::cli
