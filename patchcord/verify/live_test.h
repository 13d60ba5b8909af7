// Proof by running: one action, once, with one input.
#pragma once

#include <string>

#include "patchcord/base/json.h"
#include "patchcord/ports/clock.h"
#include "patchcord/ports/events.h"
#include "patchcord/ports/tester.h"
#include "patchcord/ports/waits.h"

namespace patchcord {

struct LiveTestParts {
  ActionTester& tester;
  Clock& clock;
  Events& events;
  Milliseconds poll{};
  // Until when a test that ran nothing is repeated: one time for all tests of a run.
  TimePoint patience{};
};

struct LiveTest {
  bool passed{};
  Json result{};                 // the service's whole answer
  int authentications_failed{};  // earlier tries that ran nothing
};

// A test that failed with ACTION.AUTHENTICATION ran nothing: IAM changes take a while to reach
// Genesys Cloud, so it is repeated for a while. Nothing else is repeated.
Result<LiveTest> run_live_test(const std::string& action_id,
                               const Json& input,
                               const LiveTestParts& parts);

// The operation that failed, for people: "step 4, Perform authentication: Role … could not be
// assumed". Empty when none did.
std::string failing_operation(const Json& test_result);

}  // namespace patchcord
