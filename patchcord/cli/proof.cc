#include "patchcord/cli/proof.h"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/verify/expectation.h"
#include "patchcord/verify/live_test.h"

namespace patchcord::cli {
namespace {

TestOutcome judged(const LiveTest& live, const ActionTest& test) {
  TestOutcome outcome{.passed = live.passed, .result = live.result};
  if (!live.passed) {
    outcome.failing_operation = failing_operation(live.result);
  } else if (test.expected) {
    outcome.mismatches =
        mismatches(*test.expected, member_at(live.result, "finalResult"), test.exact);
    outcome.passed = outcome.mismatches.empty();
  }
  return outcome;
}

struct ExistingAction {
  Address address{};
  std::string id{};
};

// True: the action ran at least once.
Result<bool> run_tests_of(const LiveTestParts& parts,
                          const Compiled& compiled,
                          const ExistingAction& action,
                          Which which,
                          Proof& proof) {
  const auto declared = compiled.tests.find(action.address);
  const auto count = declared == compiled.tests.end() ? 0 : declared->second.size();
  bool tried = false;
  bool ran = false;
  for (std::size_t i = 0; i < count; ++i) {
    const auto& test = declared->second[i];
    if (which == Which::safe && !test.safe) continue;
    auto live = run_live_test(action.id, test.input, parts);
    if (!live) return during(std::move(live).error(), "running " + action.address.text());
    auto outcome = judged(*live, test);
    outcome.action = action.address;
    outcome.number = i + 1;
    tried = true;
    ran = ran || live->passed;
    proof.outcomes.push_back(std::move(outcome));
  }
  // What was tried and failed is told as that.
  if (!tried)
    proof.unproven.push_back(fmt::format(
        "{}: {}",
        action.address.text(),
        count == 0 ? "the manifest declares no test" : "none of its tests is marked `safe`"));
  return ran;
}

// Tests that failed at the same operation for the same reason have one cause, by what failed.
using Alike = std::map<std::string, std::vector<const TestOutcome*>>;

Alike failed_alike(const Proof& proof) {
  Alike alike;
  for (const auto& outcome : proof.outcomes) {
    if (!outcome.failing_operation.empty()) alike[outcome.failing_operation].push_back(&outcome);
  }
  return alike;
}

// "the same in 7 other tests; 4 actions in all"
std::string others_text(const std::vector<const TestOutcome*>& alike) {
  if (alike.size() < 2) return {};
  std::set<Address> actions;
  for (const auto* outcome : alike) {
    actions.insert(outcome->action);
  }
  return fmt::format("      the same in {} other {}; {} {} in all\n",
                     alike.size() - 1,
                     alike.size() == 2 ? "test" : "tests",
                     actions.size(),
                     actions.size() == 1 ? "action" : "actions");
}

// What the record should have of the credential of an integration. An action ran through it, so it
// stands for a role that works; that nothing else is left to do tells which.
AppliedObject credential_now(const Run& run, const Plan& plan, const DesiredIntegration& of) {
  const auto& id = plan.existing.at(credential_address_of(of));
  AppliedObject known{.id = id};
  for (const auto& credential : run.observed().credentials) {
    if (credential.id != id) continue;
    known.name = credential.name;
    known.modified = credential.modified;
  }
  for (const auto& role : plan.roles) {
    if (role.name != of.role) continue;
    const auto found = plan.existing.find(address_of(role));
    known.role_arn = found == plan.existing.end() ? role.arn : found->second;
  }
  return known;
}

bool is_unproven(const Plan& plan, const Address& address) {
  return std::any_of(plan.unproven.begin(), plan.unproven.end(), [&](const auto& link) {
    return link.address == address;
  });
}

}  // namespace

bool Proof::passed() const {
  return std::all_of(
      outcomes.begin(), outcomes.end(), [](const auto& outcome) { return outcome.passed; });
}

Result<Proof> run_tests(Run& run, const Compiled& compiled, const Plan& plan, Which which) {
  Proof proof;
  const auto parts = run.live_test_parts(plan);
  std::set<std::string> running;  // integrations and roles of which an action ran
  for (const auto& integration : compiled.desired.integrations) {
    for (const auto& action : integration.actions) {
      const auto address = address_of(integration, action);
      const auto id = plan.existing.find(address);
      if (id == plan.existing.end()) continue;
      TRY_ASSIGN(const bool ran,
                 run_tests_of(parts, compiled, {address, id->second}, which, proof));
      if (ran) running.insert({integration.name, integration.role});
    }
    const auto credential = credential_address_of(integration);
    if (plan.empty() && running.contains(integration.name) && is_unproven(plan, credential))
      proof.credentials[credential] = credential_now(run, plan, integration);
  }
  for (const auto& link : plan.unproven) {
    if (!running.contains(link.address.key))
      proof.unproven.push_back(fmt::format("{}: {}", link.address.text(), link.why));
  }
  return proof;
}

std::size_t safe_tests(const Compiled& compiled, const Plan& plan) {
  const bool all_known =
      std::none_of(plan.unproven.begin(), plan.unproven.end(), [](const auto& link) {
        return link.address.kind == Kind::credential;
      });
  if (plan.steps.empty() && all_known) return 0;
  std::size_t count = 0;
  for (const auto& [address, tests] : compiled.tests) {
    count += static_cast<std::size_t>(
        std::count_if(tests.begin(), tests.end(), [](const auto& test) { return test.safe; }));
  }
  return count;
}

std::string failed_text(const Proof& proof, std::size_t most_names) {
  std::vector<std::string> names;
  for (const auto& outcome : proof.outcomes) {
    if (!outcome.passed)
      names.push_back(
          fmt::format("test {} of {}", outcome.number, printable(outcome.action.text(), 300)));
  }
  if (names.empty()) return {};
  const auto all = proof.outcomes.size();
  auto text = fmt::format("{} of {} {} failed", names.size(), all, all == 1 ? "test" : "tests");
  if (most_names == 0) return text;
  if (names.size() > most_names) {
    const auto more = names.size() - most_names;
    names.resize(most_names);
    names.push_back(fmt::format("and {} more", more));
  }
  return text + ": " + join(names, ", ");
}

std::string proof_text(const Proof& proof, const Style& style) {
  std::string out;
  const auto alike = failed_alike(proof);
  for (const auto& outcome : proof.outcomes) {
    const auto same = alike.find(outcome.failing_operation);
    const bool is_told = same != alike.end() && same->second.front() != &outcome;
    if (is_told) continue;
    out += fmt::format("  {} test {} of {}\n",
                       outcome.passed ? style.green(style.done()) : style.red(style.failed()),
                       outcome.number,
                       printable(outcome.action.text(), 300));
    if (!outcome.failing_operation.empty())
      out += fmt::format("      it failed at {}\n", outcome.failing_operation);
    for (const auto& mismatch : outcome.mismatches) {
      out += fmt::format("      {}\n", mismatch);
    }
    if (same != alike.end()) out += others_text(same->second);
  }
  for (const auto& link : proof.unproven) {
    out += fmt::format("  {} {}\n", style.yellow("unproven"), printable(link, 1500));
  }
  return out;
}

Json to_json(const Proof& proof) {
  Json tests = Json::array();
  for (const auto& outcome : proof.outcomes) {
    tests.push_back({{"action", outcome.action.key},
                     {"number", outcome.number},
                     {"passed", outcome.passed},
                     {"failingOperation",
                      outcome.failing_operation.empty() ? Json() : Json(outcome.failing_operation)},
                     {"mismatches", outcome.mismatches},
                     {"result", outcome.result}});
  }
  return {{"tests", std::move(tests)}, {"unproven", proof.unproven}};
}

}  // namespace patchcord::cli
