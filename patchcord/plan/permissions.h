// What the OAuth client and the AWS caller have to be allowed, and nothing more.
#pragma once

#include <map>
#include <set>
#include <string>

#include "patchcord/model/desired.h"

namespace patchcord {

// Commands that talk to the clouds, by what they need.
enum class Task {
  look,     // whatever makes a plan: all but destroy
  apply,    // with updates of what is ours
  prune,    // apply --prune and --retire
  prove,    // running tests: verify, test, and apply's tests marked safe
  inspect,  // looking at all that decides what roles and functions do: verify
  destroy,  // alone: it looks at less than a plan
};

struct Permissions {
  std::set<std::string> genesys{};                     // "integrations:action:add"
  std::map<std::string, std::set<std::string>> aws{};  // resource → actions
};

// Everything that the deployment can need for these tasks. Roles of others need nothing at AWS.
// `account`: of the roles; "*" where it is not known.
//
// Source   permissions of each call in Genesys' API pages; Service Authorization Reference, IAM and
// Lambda
Permissions permissions_for(const Desired& desired,
                            const std::set<Task>& tasks,
                            const std::string& account);

}  // namespace patchcord
