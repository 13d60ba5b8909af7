// Observing and applying: effects, only through ports.
#pragma once

#include <optional>
#include <vector>

#include "patchcord/base/parallel.h"
#include "patchcord/plan/plan.h"
#include "patchcord/ports/clock.h"
#include "patchcord/ports/events.h"
#include "patchcord/ports/journal.h"
#include "patchcord/ports/remote.h"
#include "patchcord/ports/waits.h"

namespace patchcord {

struct Remotes {
  Remote& aws;
  Remote& genesys;
};

// What is there, at both clouds; both are asked at the same time.
Result<Observed> observe(const Desired& desired,
                         const Applied& applied,
                         const Remotes& remotes,
                         Purpose purpose = Purpose::converge);

// The same after effects of this run, with as few requests as prove them.
Result<void> observe_again(const Desired& desired,
                           const Applied& applied,
                           const Remotes& remotes,
                           Observed& observed,
                           Purpose purpose = Purpose::converge);

struct Outcome {
  enum class State { done, failed, skipped };
  State state{State::skipped};
  Json outputs = Json::object();  // what the service gave: ids, ARNs, versions
  std::optional<Error> error{};   // why it failed; absent for skipped steps
  Milliseconds took{};
  std::vector<std::string>
      notes{};  // what a person should know: "the answer was lost; found by its name"
};

// What the engine needs besides the plan.
struct ApplyContext {
  Remotes remotes;
  Journal& journal;
  Clock& clock;
  Events& events;
  Waits waits{};
  // Steps that may be at work at a time, for each service; 1: one after the other, in the plan's
  // order.
  std::size_t in_flight{requests_in_flight};
  // Steps of the same run before and behind those of this plan: the numbers that are told go on.
  std::size_t steps_before{0};
  std::size_t steps_behind{0};
};

// Executes the steps, each when those that it needs are done, and begins none after the first that
// fails: one outcome for each step, always. A create whose answer was lost is looked for during
// Waits::listing before it is sent at most once more.
//
// Errors   of the journal, before anything was done
Result<std::vector<Outcome>> apply(const Plan& plan,
                                   const Observed& observed,
                                   const ApplyContext& context);

}  // namespace patchcord
