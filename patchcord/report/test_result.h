// The result of a run of an action, as the API gives it, for people.
#pragma once

#include <string>

#include "patchcord/base/json.h"
#include "patchcord/report/style.h"

namespace patchcord {

//   ✓ 1 Validate the input
//   ✗ 4 Perform authentication
//       Role arn:… could not be assumed
//   result  {"status": "shipped"}
//
// Shape    that of POST /api/v2/integrations/actions/{actionId}/test
std::string test_result_text(const Json& result, const Style& style);

}  // namespace patchcord
