// Who we are at Genesys Cloud, wired to this machine's files.
#pragma once

#include <string>

#include "patchcord/cli/variables.h"
#include "patchcord/genesys/oauth_client.h"

namespace patchcord::cli {

// `profile`: of gc, named by an option.
//
// Errors   those of genesys::find_client
Result<genesys::ClientRecipe> find_genesys_client(const Variables& variables,
                                                  const std::string& profile);

}  // namespace patchcord::cli
