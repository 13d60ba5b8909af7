// Running an action for real, at Genesys Cloud.
#pragma once

#include <string>

#include "patchcord/base/json.h"
#include "patchcord/base/result.h"

namespace patchcord {

class ActionTester {
 public:
  virtual ~ActionTester() = default;

  // Runs the published action with this input: the function really runs. A test that failed is an
  // answer, not an error. Shape    {"success": bool, "operations": [{"step": 1, "name": "…",
  // "success": true, "result": …, "error": {…}}], "finalResult": …, "error": {…}} Repeat   never:
  // it may have run Source   POST /api/v2/integrations/actions/{actionId}/test
  virtual Result<Json> test(const std::string& action_id, const Json& input) = 0;
};

}  // namespace patchcord
