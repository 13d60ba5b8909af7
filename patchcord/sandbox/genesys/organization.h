// The organization itself, and which of its flows use what.
#pragma once

#include "patchcord/sandbox/genesys/call.h"

namespace patchcord::sandbox::genesys {

Result<Outcome> get_organization(Call& call);
// What the organization has bought; infrastructure tools read it when they start.
Result<Outcome> list_products(Call& call);
Result<Outcome> get_tracking_build(Call& call);
Result<Outcome> list_consuming_resources(Call& call);

}  // namespace patchcord::sandbox::genesys
