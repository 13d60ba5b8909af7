// The same as JSON: one document with "format": 1; lists hold records; a missing value is null,
// never absent.
#pragma once

#include <vector>

#include "patchcord/apply/apply.h"
#include "patchcord/base/error.h"
#include "patchcord/base/json.h"
#include "patchcord/plan/forecast.h"
#include "patchcord/plan/plan.h"

namespace patchcord {

// {"code": "denied", "what": "…", "at": null, "during": ["…"], "answer": {"status": 403, "code":
// "…", "message": "…", "requestId": "…"},
//  "effect": "none", "detail": null, "hint": "…"}
Json to_json(const Error& error);
// {"operation": "create_role", "address": "role/…", "because": "…", "changes": [{"field": "…",
// "before": …, "after": …}], "state": "done"}
// {"genesys": 14, "aws": 8}
Json to_json(const Calls& calls);
Json steps_json(const Plan& plan, const std::vector<Outcome>& outcomes);

}  // namespace patchcord
