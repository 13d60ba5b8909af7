// Integrations of the AWS Lambda type and their configuration.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "patchcord/genesys/client.h"
#include "patchcord/model/observed.h"

namespace patchcord::genesys {

// All integrations of the AWS Lambda type, each with its configuration where the service includes
// it.
//
// Calls    1 × GET /api/v2/integrations for each 100
Result<std::vector<ObservedIntegration>> list_integrations(Client& client);

// Makes a DISABLED one. Names are not unique.
//
// Repeat   unsafe: after an ambiguous answer look for it first
Result<ObservedIntegration> create_integration(Client& client, const std::string& name);

// Nothing where it does not exist.
Result<std::optional<ObservedIntegration>> get_integration(Client& client, const std::string& id);

enum class Intended { enabled, disabled };

// Sets the wish; what the service reports follows later.
Result<ObservedIntegration> set_intended_state(Client& client,
                                               const std::string& id,
                                               Intended state);

// Its actions go with it, its credentials do not. Good also when it does not exist; it may be
// readable for a while after.
Result<void> delete_integration(Client& client, const std::string& id);

Result<ObservedConfig> get_config(Client& client, const std::string& id);

// Replaces the whole configuration if `config.version` is still the current one; returns it with
// the next version. After an ambiguous answer the configuration is read: what shows our content is
// done, what still shows the old version is sent once more.
//
// Errors   conflict: another version is current
Result<ObservedConfig> put_config(Client& client,
                                  const std::string& id,
                                  const ObservedConfig& config);

}  // namespace patchcord::genesys
