// What people read. Code that fails only fills an Error; its text is made here and nowhere else.
// Strings from outside are cleaned of control characters on the way.
#pragma once

#include <string>
#include <vector>

#include "patchcord/apply/apply.h"
#include "patchcord/base/error.h"
#include "patchcord/plan/forecast.h"
#include "patchcord/plan/plan.h"
#include "patchcord/report/style.h"

namespace patchcord {

//   error: role orders-invoke cannot be created: AWS denied iam:CreateRole
//     at      orders.yaml:14:5
//     during  step 3 of 7: create role/orders-invoke
//     answer  403 AccessDenied, request id 7b1c2d…
//             User: arn:… is not authorized to perform: iam:CreateRole
//     hint    Allow iam:CreateRole for the caller, then run again.
std::string error_text(const Error& error, const Style& style);
std::string warning_text(const std::string& text, const Style& style);

// "Organization 1f6d… ("Example"), deployment orders-dev, environment dev"; that of --env, if any.
std::string place_text(const Plan& plan, std::string_view environment = {});

// "3 to create, 1 to change, 1 to replace, 2 to remove, in 9 steps": objects, and the steps where
// there are more of them.
std::string summary_text(const Plan& plan);

// "14 requests to Genesys Cloud, 8 to AWS", and what the limit of 300 a minute makes of it.
std::string forecast_text(const Calls& calls);

// One line a step with its reason, the changed fields under it, and a summary line. Reads like a
// diff.
std::string plan_text(const Plan& plan, const Style& style);

// How many steps are done, and which are not: after a run that did not get to its end.
//
//   6 of 8 steps are done:
//     failed   create action/Orders/Get order
//     not run  create action/Orders/Get lines
std::string outcomes_text(const Plan& plan,
                          const std::vector<Outcome>& outcomes,
                          const Style& style);

}  // namespace patchcord
