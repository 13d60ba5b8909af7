#include "patchcord/cli/proof.h"

#include <algorithm>

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

}  // namespace

bool Proof::passed() const {
  return std::all_of(
      outcomes.begin(), outcomes.end(), [](const auto& outcome) { return outcome.passed; });
}

Result<Proof> run_tests(Run& run,
                        const Compiled& compiled,
                        const std::map<Address, std::string>& existing,
                        Which which) {
  Proof proof;
  for (const auto& integration : compiled.desired.integrations) {
    for (const auto& action : integration.actions) {
      const auto address = address_of(integration, action);
      const auto id = existing.find(address);
      if (id == existing.end()) continue;
      const auto declared = compiled.tests.find(address);
      bool proven = false;
      const auto count = declared == compiled.tests.end() ? 0 : declared->second.size();
      for (std::size_t i = 0; i < count; ++i) {
        const auto& test = declared->second[i];
        if (which == Which::safe && !test.safe) continue;
        auto live = run_live_test(id->second, test.input, run.live_test_parts());
        if (!live) return during(std::move(live).error(), "running " + address.text());
        auto outcome = judged(*live, test);
        outcome.action = address;
        outcome.number = i + 1;
        proven = proven || live->passed;
        proof.outcomes.push_back(std::move(outcome));
      }
      if (!proven)
        proof.unproven.push_back(fmt::format(
            "{}: {}",
            address.text(),
            count == 0 ? "the manifest declares no test" : "no test ran, or none succeeded"));
    }
  }
  return proof;
}

std::size_t safe_tests(const Compiled& compiled, const Plan& plan) {
  if (plan.steps.empty()) return 0;
  std::size_t count = 0;
  for (const auto& [address, tests] : compiled.tests) {
    count += static_cast<std::size_t>(
        std::count_if(tests.begin(), tests.end(), [](const auto& test) { return test.safe; }));
  }
  return count;
}

std::string proof_text(const Proof& proof, const Style& style) {
  std::string out;
  for (const auto& outcome : proof.outcomes) {
    out += fmt::format("  {} test {} of {}\n",
                       outcome.passed ? style.green(style.done()) : style.red(style.failed()),
                       outcome.number,
                       printable(outcome.action.text(), 300));
    if (!outcome.failing_operation.empty())
      out += fmt::format("      it failed at {}\n", outcome.failing_operation);
    for (const auto& mismatch : outcome.mismatches) {
      out += fmt::format("      {}\n", mismatch);
    }
  }
  for (const auto& link : proof.unproven) {
    out += fmt::format("  {} {}\n", style.yellow("unproven"), printable(link, 400));
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
