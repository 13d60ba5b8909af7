// Running an action for a test: it really invokes the function.
#pragma once

#include <string>
#include <vector>

#include "patchcord/genesys/client.h"

namespace patchcord::genesys {

// One step of a run, in the service's words: to be shown, never to be branched on.
struct TestOperation {
  int step{};
  std::string name{};
  bool success{};
  Json result{};
  Json error{};  // an ErrorBody, or null
};

struct TestResult {
  bool success{};
  std::vector<TestOperation> operations{};
  Json final_result{};
  Json error{};  // an ErrorBody, or null

  // "ACTION.AUTHENTICATION", …: the first errorCode in the details of the final error, or of the
  // step that failed.
  [[nodiscard]] std::string error_code() const;
};

// A failing run is a good answer with `success` false.
//
// Calls    1 × POST /api/v2/integrations/actions/{actionId}/test, waits 75 s for it (an action may
// take 60 s) Repeat   unsafe: it runs the function
Result<TestResult> test_action(Client& client, const std::string& id, const Json& input);

}  // namespace patchcord::genesys
