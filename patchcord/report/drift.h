// What differs from the manifest, told by cause: steps that only follow from another one stand
// below it.
#pragma once

#include <string>
#include <vector>

#include "patchcord/base/error.h"
#include "patchcord/plan/plan.h"

namespace patchcord {

// One conflict for each object that is not as the manifest says, each with `hint`. `detail` names
// what follows: a missing role takes its policy, the credential with its ARN, and the binding of
// the credential with it.
//
//   error: role/GenesysCloud-orders is not as the manifest says: it is missing
//     detail  with it: write role policy/…, create credential/…, configure integration/…
std::vector<Error> drift_of(const Plan& plan, const std::string& hint);

}  // namespace patchcord
