// What differs from the manifest, told by cause: steps that only follow from another one stand
// below it.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "patchcord/base/error.h"
#include "patchcord/plan/plan.h"
#include "patchcord/plan/role_proof.h"

namespace patchcord {

struct DriftQuestion {
  const Plan& plan;
  const std::vector<RoleProof>& roles;  // what is wrong in a document stands with its step
  // ARNs of functions that cannot be used: what the plan changes only to turn to them is no
  // difference of its own.
  std::set<std::string> unusable{};
  std::string hint{};  // of each error
};

// One conflict for each object that is not as the manifest says. `detail` has what is wrong in a
// role's document, and names what follows: a missing role takes its policy, the credential with its
// ARN, and the binding of the credential with it.
//
//   error: role/GenesysCloud-orders is not as the manifest says: it is missing
//     detail  with it: write role policy/…, create credential/…, configure integration/…
std::vector<Error> drift_of(const DriftQuestion& question);

}  // namespace patchcord
