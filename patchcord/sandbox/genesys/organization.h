// The organization itself, and which of its flows use what.
#pragma once

#include "patchcord/sandbox/genesys/call.h"

namespace patchcord::sandbox::genesys {

Result<Outcome> get_organization(Call& call);
Result<Outcome> list_consuming_resources(Call& call);

}  // namespace patchcord::sandbox::genesys
