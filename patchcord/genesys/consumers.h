// Which flows use an action.
#pragma once

#include <set>
#include <string>

#include "patchcord/genesys/client.h"
#include "patchcord/model/observed.h"

namespace patchcord::genesys {

// The flows that use an action, each once. `unknown` says why there may be others: the client lacks
// architect:dependencyTracking:view, the answer is a part (206), the service refused the question.
// A service that wants to know the version of the action is asked for each one, because its answers
// are about that version only; so are secure actions, which may stand under a type of their own.
//
// Calls    1 × GET /api/v2/architect/dependencytracking/consumingresources for each 100
// Errors   cancelled, unauthenticated; everything else becomes `unknown`
// Source   the public SDKs, in which `version` is optional and SECUREACTION a type; 206, and the
// demand for a version, from programs of others that say they saw it
Result<FlowUse> flows_using(Client& client, const ObservedAction& action);

// The index behind it is built in the background, so an empty answer counts only while the index
// says that it is complete.
struct TrackingIndex {
  std::string doubt{};             // why it may be incomplete; empty: it is OPERATIONAL
  std::set<std::string> failed{};  // ids of objects that it could not read
};

// Calls    1 × GET /api/v2/architect/dependencytracking/build
// Errors   as flows_using
Result<TrackingIndex> read_tracking_index(Client& client);

}  // namespace patchcord::genesys
