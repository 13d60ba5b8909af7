// How one field of a plan changes, for people.
#pragma once

#include <string>

#include "patchcord/plan/plan.h"
#include "patchcord/report/style.h"

namespace patchcord {

// Lines that stand below a step. A short value is one line, `timeout: 5 → 9`. Of texts with many
// lines those are shown that differ, and of policy documents what is allowed to whom: whole, one
// line for each action, resource, principal and condition. What covers more than its counterpart
// says so.
//
//     policy:
//       - action lambda:* (covers more than lambda:InvokeFunction)
//       + action lambda:InvokeFunction
std::string change_text(const Change& change, const Style& style);

}  // namespace patchcord
