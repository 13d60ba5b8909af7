// Recorded runs of an action, one JSON object a line: run again, and judged.
//
//   {"input": {"orderId": "42"}, "reply": {"state": "shipped"}, "expect": {"status": "shipped"}}
//
//   name          shown in reports
//   input         what the caller passes; {} when absent
//   reply         what the function answered
//   fail          how it failed: error, timeout, authentication, remote; `reply` is the error's
//                 payload then
//   outcome       that is expected: success (when absent), failure, timeout
//   expect        a part of the unflattened result; expect_exact: all of it
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "patchcord/base/result.h"
#include "patchcord/template/differences.h"
#include "patchcord/template/simulate.h"

namespace patchcord::simulator {

struct RecordedCase {
  std::string name{};
  std::string input{"{}"};            // JSON text
  std::optional<Execution> answer{};  // absent: nothing was recorded, something must run
  RunOutcome outcome{RunOutcome::success};
  std::optional<Value> expected{};
  Comparison comparison{Comparison::part};
};

// Errors   protocol: not JSON · invalid: no object, or a member that is none of the above
Result<RecordedCase> case_from_json(std::string_view line);

// What step 8 gives when the function fails in the way that `kind` names; `payload` is JSON text,
// empty for a stand-in.
//
// Errors   invalid: no such kind
Result<Execution> failed_execution(std::string_view kind, std::string payload);

// "success", "failure", "timeout"
const char* outcome_name(RunOutcome outcome);

// Why the run is not what the case expects; empty when it is.
std::vector<std::string> judge(const RecordedCase& recorded, const TestResult& result);

// What one version of an action makes of a case.
struct VersionRun {
  const ActionDefinition& action;
  const TestResult& result;
};

// What changes for the call flow: the outcome, then the variables that Architect sets by name, then
// the rest of the result. Empty: nothing.
std::vector<Difference> output_changes(const VersionRun& before, const VersionRun& after);

}  // namespace patchcord::simulator
