// One simulated run of an action, for people and as JSON.
#pragma once

#include <optional>
#include <string>

#include "patchcord/base/json.h"
#include "patchcord/report/style.h"
#include "patchcord/template/simulate.h"

namespace patchcord {

struct Simulation {
  std::string title{};  // "Order services/Get order status", or the file of the action
  const simulator::ActionDefinition& action;
  const simulator::TestResult& result;
  std::optional<simulator::ExecutionRequest> request{};  // absent: it was not resolved
  bool answered{true};  // false: nobody answered, `result` ends before Execute
};

//   Order services/Get order status
//     ✓  1 Validate request body contains simple json (key-value pairs)
//     …
//     ✗ 10 Apply output transformation
//          Variable $nope has not been set at successTemplate[line 1, column 12]
//          successTemplate:1:12
//            {"status": ${nope}}
//                       ^
//   failed
//     errorCode  String  bad.request
std::string simulation_text(const Simulation& simulation, const Style& style);

// {"action": "…", "definition": {the action in the form of exports}, "outcome": "success" |
// "failure" | "timeout" | "not sent", "request": {"url": "…", "type": "POST", "headers": {},
// "body": "…", "timeoutSeconds": 15} | null, "result": <the answer of …/actions/{id}/test>,
// "variables": [{"name": "…", "type": "String", "value": …}], "warnings": ["…"]}
Json simulation_json(const Simulation& simulation);

// The same value; whole numbers beyond 64 bits become decimals.
Json plain_json(const simulator::Value& value);

}  // namespace patchcord
