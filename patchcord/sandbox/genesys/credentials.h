// Credentials: written with their fields, read without them.
#pragma once

#include "patchcord/sandbox/genesys/call.h"

namespace patchcord::sandbox::genesys {

// Not deleted. Null: none.
const Credential* find_credential(const State& state, const std::string& id);

// The CredentialInfo object; never has the fields.
Json credential_info(const Credential& credential, const Knobs& knobs);

Result<Outcome> list_credentials(Call& call);        // by cursor
Result<Outcome> list_credentials_paged(Call& call);  // the deprecated listing
Result<Outcome> create_credential(Call& call);
Result<Outcome> get_credential(Call& call);
Result<Outcome> put_credential(Call& call);
Result<Outcome> delete_credential(Call& call);

}  // namespace patchcord::sandbox::genesys
