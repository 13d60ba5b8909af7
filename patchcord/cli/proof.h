// The declared tests of actions, run for real.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "patchcord/cli/deployment.h"

namespace patchcord::cli {

struct TestOutcome {
  Address action{};
  std::size_t number{};  // of the action's tests, from 1
  bool passed{};
  std::string failing_operation{};  // where it failed at Genesys Cloud
  std::vector<std::string> mismatches{};
  Json result{};  // the service's answer
};

struct Proof {
  std::vector<TestOutcome> outcomes{};
  std::vector<std::string> unproven{};  // links that no test proved
  // Credentials that the record did not have, as it should have them now: an action ran through
  // each.
  std::map<Address, AppliedObject> credentials{};

  [[nodiscard]] bool passed() const;
};

enum class Which {
  safe,  // those that may run on every apply
  all,
};

// `plan` knows what exists, and which links are unproven until an action ran. Actions that do not
// exist are left out.
Result<Proof> run_tests(Run& run, const Compiled& compiled, const Plan& plan, Which which);

// How many tests apply will run after this plan: none where nothing changes and the record knows
// every credential.
std::size_t safe_tests(const Compiled& compiled, const Plan& plan);

// "2 of 8 tests failed: test 1 of action/Orders/Get, and 1 more", with at most so many names; empty
// where none did.
std::string failed_text(const Proof& proof, std::size_t most_names);
std::string proof_text(const Proof& proof, const Style& style);
Json to_json(const Proof& proof);

}  // namespace patchcord::cli
