// The organization that the OAuth client belongs to. Its id is the external id of every role.
#pragma once

#include "patchcord/genesys/client.h"
#include "patchcord/model/observed.h"

namespace patchcord::genesys {

// Calls    1 × GET /api/v2/organizations/me; needs no permission
Result<Organization> get_organization(Client& client);

}  // namespace patchcord::genesys
