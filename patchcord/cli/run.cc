#include "patchcord/cli/run.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <unistd.h>

#include "patchcord/base/check.h"
#include "patchcord/base/parallel.h"
#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/os/environment.h"
#include "patchcord/os/file_journal.h"

namespace patchcord::cli {
namespace {

constexpr std::size_t operation_id_digits = 16;
constexpr std::size_t most_flow_questions = 100;  // before a removal: a request each
constexpr int most_rounds = 8;  // of healing: two runs that undo each other must end

std::string host_name() {
  char name[256] = {};
  return ::gethostname(name, sizeof name - 1) == 0 ? name : "unknown host";
}

}  // namespace

void CallCounter::emit(const Event& event) {
  const std::lock_guard lock(mutex_);
  if (std::holds_alternative<RetryPlanned>(event)) ++retries_;
  const auto* sent = std::get_if<RequestSent>(&event);
  if (sent == nullptr) return;
  const bool at_genesys = sent->service == "genesys" || sent->service == "login";
  ++(at_genesys ? calls_.genesys : calls_.aws);
}

Calls CallCounter::calls() const {
  const std::lock_guard lock(mutex_);
  return calls_;
}

std::size_t CallCounter::retries() const {
  const std::lock_guard lock(mutex_);
  return retries_;
}

Run::Run(RunSetup setup, const Session& session)
    : setup_(std::move(setup)), session_(session), progress_(session.console, session.verbosity) {
  events_.add(progress_);
  events_.add(counter_);
}

Result<void> Run::open() {
  const auto& options = setup_.options;
  const auto& connection = setup_.connection;
  if (!options.log_file.empty()) {
    TRY_ASSIGN(log_, LogFile::open(options.log_file, session_.clock));
    events_.add(*log_);
  }
  const auto& roles = setup_.desired.roles;
  const auto with_function = std::find_if(
      roles.begin(), roles.end(), [](const auto& role) { return !role.functions.empty(); });
  TRY_ASSIGN(
      world_,
      make_world({.variables = connection.variables,
                  .genesys_region = setup_.genesys_region,
                  .genesys_api_url = connection.genesys_api_url,
                  .genesys_login_url = connection.genesys_login_url,
                  .genesys_client = connection.client,
                  .aws_profile = options.aws_profile,
                  .aws_region = with_function == roles.end() ? "us-east-1"
                                                             : with_function->functions[0].region,
                  .ca_file = options.ca_file,
                  .waits = connection.waits,
                  .log_everything = session_.verbosity == Verbosity::everything || log_ != nullptr},
                 session_.clock,
                 events_));
  functions_.emplace(*world_);
  return {};
}

Result<void> Run::look(Purpose purpose, Record record) {
  session_.console.status("Looking at both clouds …");
  auto organization = world_->organization();
  if (!organization) return during(std::move(organization).error(), "looking up the organization");
  TRY(open_record(record, *organization));
  auto observed = observe(setup_.desired, applied_, world_->remotes(), purpose);
  if (!observed) return during(std::move(observed).error(), "looking at what is there");
  observed_ = *std::move(observed);
  return {};
}

Result<void> Run::open_record(Record record, const Organization& organization) {
  const auto& folder = setup_.options.record_folder;
  const os::JournalPlace place{.folder = folder.empty() ? ".patchcord" : folder,
                               .deployment = setup_.desired.deployment,
                               .organization = organization.id,
                               .owner = fmt::format("patchcord {}, process {} on {}, since {}",
                                                    setup_.command,
                                                    ::getpid(),
                                                    host_name(),
                                                    timestamp(session_.clock.now()))};
  if (record == Record::shared) {
    TRY_ASSIGN(applied_, os::read_record(place));
    return {};
  }
  TRY_ASSIGN(auto opened, os::open_journal(place));
  if (opened.read_only) {
    warnings_.push_back(
        fmt::format("{} cannot be written: working without a record", place.folder.string()));
    session_.console.warn(warnings_.back());
  }
  journal_ = std::move(opened.journal);
  TRY_ASSIGN(applied_, journal_->load());
  return wait_for_unfinished();
}

// An earlier run ended in the middle of a create. What it made, if anything, is in the listings
// after this time: only then is it safe to make it.
Result<void> Run::wait_for_unfinished() {
  if (applied_.unfinished.empty()) return {};
  const auto delay = setup_.connection.waits.listing;
  events_.emit(Waiting{.what = applied_.unfinished.begin()->text() + " to show up, if it was made",
                       .why = "an earlier run ended while it made it",
                       .delay = delay});
  TRY(session_.clock.wait(delay));
  for (const auto& address : applied_.unfinished) {
    TRY(journal_->abandon(address));
  }
  return {};
}

Result<Plan> Run::plan(PlanOptions options) {
  options_ = std::move(options);
  if (options_.operation_id.empty()) options_.operation_id = os::random_hex(operation_id_digits);
  if (options_.today.empty()) options_.today = timestamp(session_.clock.now()).substr(0, 10);
  auto made = make_plan(setup_.desired, observed_, applied_, options_);
  if (!made.wants_flows.empty()) {
    TRY(look_up_flows(made.wants_flows));
    made = make_plan(setup_.desired, observed_, applied_, options_);
  }
  check_functions(made);
  return made;
}

// Flows that work now must not be sent to a function that is not there.
void Run::check_functions(Plan& plan) {
  const auto looks = functions_->look_at(newly_invoked(plan));
  for (const auto& [function, fault] : looks) {
    if (!fault)
      plan.notes.push_back(fmt::format(
          "whether function {} exists is not known: {}", function.text(), fault.error().what));
  }
  for (auto& problem : problems_of(looks)) {
    problem.code = Code::invalid;
    problem.hint =
        "An action that flows may use now would invoke it. Correct the manifest, or make the "
        "function first.";
    plan.refusals.push_back(std::move(problem));
  }
}

Result<void> Run::look_up_flows(const std::vector<std::string>& actions) {
  std::vector<FlowUse> uses(actions.size());
  auto looked = in_flight(actions.size(), requests_in_flight, [&](std::size_t i) -> Result<void> {
    const auto action = std::find_if(observed_.actions.begin(),
                                     observed_.actions.end(),
                                     [&](const auto& one) { return one.id == actions[i]; });
    PATCHCORD_CHECK(action != observed_.actions.end(),
                    "flows are wanted of actions that are there");
    TRY_ASSIGN(uses[i], world_->consumers().consumers_of(*action));
    return {};
  });
  if (!looked) return during(std::move(looked).error(), "looking up which flows use the actions");
  for (std::size_t i = 0; i < actions.size(); ++i) {
    observed_.flows[actions[i]] = std::move(uses[i]);
  }
  return {};
}

Result<Plan> Run::removal(bool with_flows) {
  auto made = make_removal(setup_.desired, observed_, applied_, options_);
  const auto& wanted = made.wants_flows;
  if (!with_flows || wanted.empty()) return made;
  if (wanted.size() > most_flow_questions) {
    made.notes.push_back(fmt::format(
        "which flows use these {} actions was not looked up: it takes a request for each",
        wanted.size()));
    return made;
  }
  TRY(look_up_flows(wanted));
  return make_removal(setup_.desired, observed_, applied_, options_);
}

Result<Plan> Run::removal_again() {
  TRY_ASSIGN(applied_, journal_->load());
  auto read =
      observe_again(setup_.desired, applied_, world_->remotes(), observed_, Purpose::remove);
  if (!read) return during(std::move(read).error(), "looking again before an integration goes");
  return make_removal(setup_.desired, observed_, applied_, options_);
}

Calls Run::forecast_of(const Plan& plan, std::size_t tests) const {
  return calls() + forecast(plan, observed_) + Calls{.genesys = tests};
}

LiveTestParts Run::live_test_parts(const Plan& to_do) {
  const auto& waits = setup_.connection.waits;
  const auto now = session_.clock.now();
  if (to_do.steps.empty() && !test_patience_) test_patience_ = now + waits.propagation;
  return {.tester = world_->tester(),
          .clock = session_.clock,
          .events = events_,
          .poll = waits.poll,
          .patience = test_patience_.value_or(now)};
}

Result<bool> Run::apply(Plan plan, Part part) {
  auto& round = rounds_.emplace_back(Round{.plan = std::move(plan)});
  TRY_ASSIGN(round.outcomes,
             patchcord::apply(round.plan,
                              observed_,
                              {.remotes = world_->remotes(),
                               .journal = *journal_,
                               .clock = session_.clock,
                               .events = events_,
                               .waits = setup_.connection.waits,
                               .steps_before = part.steps_before,
                               .steps_behind = part.steps_behind}));
  for (const auto& outcome : round.outcomes) {
    for (const auto& note : outcome.notes) {
      events_.emit(Notice{.level = Notice::Level::warning, .text = note});
    }
  }
  TRY_ASSIGN(applied_, journal_->load());
  return std::all_of(round.outcomes.begin(), round.outcomes.end(), [](const auto& outcome) {
    return outcome.state == Outcome::State::done;
  });
}

// For plans that nobody watches step by step.
Result<void> Run::apply_all(Plan plan) {
  TRY_ASSIGN(const bool done, apply(std::move(plan)));
  if (done) return {};
  for (const auto& outcome : rounds_.back().outcomes) {
    if (outcome.error) return *outcome.error;
  }
  return Error{.code = Code::cancelled, .what = "not every step was taken"};
}

// Only what a second run can make beside ours: the name of a role is taken once.
std::set<std::string> Run::made_ids() const {
  std::set<std::string> ids;
  for (const auto& round : rounds_) {
    for (std::size_t i = 0; i < round.outcomes.size(); ++i) {
      const auto& outcome = round.outcomes[i];
      if (needs_look_before_repeat(round.plan.steps[i].operation) &&
          outcome.state == Outcome::State::done)
        ids.insert(string_at(outcome.outputs, "id"));
    }
  }
  return ids;
}

bool Run::made_anything() const {
  return !made_ids().empty();
}

// What another run made at the same time shows in the listings only after a while.
Result<void> Run::wait_for_listings() {
  const auto delay = setup_.connection.waits.listing;
  if (delay <= Milliseconds(0) || !made_anything()) return {};
  events_.emit(Waiting{.what = "the listings to show everything",
                       .why = "another run may have made the same at the same time",
                       .delay = delay});
  return session_.clock.wait(delay);
}

Result<void> Run::observe_now(Depth depth) {
  const auto& applied = depth == Depth::complete ? Applied{} : applied_;
  auto done = observe_again(setup_.desired, applied, world_->remotes(), observed_);
  if (!done) return during(std::move(done).error(), "reading everything back");
  return {};
}

// True: there was something to heal, or a rival that is about to; look again.
Result<bool> Run::heal_once(TimePoint patience) {
  const bool patient = session_.clock.now() < patience;
  auto rivalry = judge_rivalry(setup_.desired, observed_, made_ids(), patient);
  if (!rivalry.healing.steps.empty()) {
    events_.emit(Notice{.level = Notice::Level::warning,
                        .text = "another run made the same objects at the same time: this run "
                                "removes its own"});
    TRY(apply_all(std::move(rivalry.healing)));
    return true;
  }
  if (!rivalry.wait_for_rival) return false;
  const auto delay = std::max(setup_.connection.waits.poll, Milliseconds(1));
  events_.emit(Waiting{.what = "another run to remove what it made twice",
                       .why = "of two equal objects the smaller id stays",
                       .delay = delay});
  TRY(session_.clock.wait(delay));
  return true;
}

Result<void> Run::heal() {
  if (!made_anything()) return {};
  TRY(wait_for_listings());
  const auto patience = session_.clock.now() + setup_.connection.waits.listing;
  for (int round = 0; round < most_rounds; ++round) {
    TRY(observe_now(Depth::listed));
    TRY_ASSIGN(const bool again, heal_once(patience));
    if (!again) return {};
  }
  return {};
}

Result<Plan> Run::settle(Depth depth) {
  TRY(wait_for_listings());
  const auto& waits = setup_.connection.waits;
  const auto patience = session_.clock.now() + waits.listing;
  for (int healed = 0;;) {
    TRY(observe_now(depth));
    TRY_ASSIGN(const bool again, heal_once(patience));
    if (again) {
      // Beside the object that stays everything else may be missing.
      TRY(observe_now(depth));
      TRY_ASSIGN(auto rest, plan(options_));
      if (!rest.steps.empty() && rest.refusals.empty() && healed++ < most_rounds)
        TRY(apply_all(std::move(rest)));
      continue;
    }
    auto rest = make_plan(setup_.desired, observed_, applied_, options_);
    if ((rest.steps.empty() && rest.refusals.empty()) || rounds_.empty() ||
        session_.clock.now() >= patience)
      return rest;
    const auto delay = std::max(waits.poll, Milliseconds(1));
    events_.emit(Waiting{.what = "what was made to be readable",
                         .why = "the listings do not show all of it yet",
                         .delay = delay});
    TRY(session_.clock.wait(delay));
  }
}

}  // namespace patchcord::cli
