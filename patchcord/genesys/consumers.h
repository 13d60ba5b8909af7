// Which flows use an action.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "patchcord/genesys/client.h"
#include "patchcord/model/observed.h"

namespace patchcord::genesys {

// Nothing where the OAuth client may not ask (it lacks architect:dependencyTracking:view): that
// means unknown, never "none". The service's index is built in the background, so an empty list is
// evidence, not proof.
//
// Calls    1 × GET /api/v2/architect/dependencytracking/consumingresources for each 100
Result<std::optional<std::vector<Flow>>> list_consumers(Client& client,
                                                        const std::string& action_id);

}  // namespace patchcord::genesys
