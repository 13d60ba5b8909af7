// Credentials of integrations. What is written into them never comes back.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "patchcord/genesys/client.h"
#include "patchcord/genesys/integration_type.h"
#include "patchcord/model/observed.h"

namespace patchcord::genesys {

// All credentials of the organization. A name may be empty.
//
// Calls    1 × GET /api/v2/integrations/credentials/listing for each 200; where that does not
// exist, the old listing, 100 a page
Result<std::vector<ObservedCredential>> list_credentials(Client& client);

// Nothing where it does not exist. Without `modified`: only listings have it.
Result<std::optional<ObservedCredential>> get_credential(Client& client, const std::string& id);

struct NewCredential {
  std::string name{};
  std::string role_arn{};
  CredentialSlot slot{};
};

// Repeat   unsafe: names are not unique
Result<ObservedCredential> create_credential(Client& client, const NewCredential& credential);

// Replaces everything, the last writer wins.
Result<ObservedCredential> put_credential(Client& client,
                                          const std::string& id,
                                          const NewCredential& credential);

// Good also when it does not exist.
//
// Errors   conflict: an integration still uses it
Result<void> delete_credential(Client& client, const std::string& id);

}  // namespace patchcord::genesys
