// Genesys Cloud as the engine sees it.
#pragma once

#include <mutex>
#include <optional>
#include <string>

#include "patchcord/genesys/client.h"
#include "patchcord/genesys/integration_type.h"
#include "patchcord/ports/remote.h"
#include "patchcord/ports/tester.h"

namespace patchcord::genesys {

class GenesysRemote : public Remote, public ActionTester {
 public:
  explicit GenesysRemote(Client& client) : client_(client), type_(client) {}

  // The organization of the OAuth client; asked once in a run.
  Result<Organization> organization();

  // Calls    the organization (once in a run); every page of integrations, credentials and actions;
  // the configuration of each integration that is or may be ours; an action with its templates
  // where its version is not the recorded one. What the record or a configuration names and no
  // listing shows is read by its id: listings lag behind. Credential slot and field are looked up
  // once, and only when a credential will have to be made.
  Result<void> observe(const Desired& desired, const Applied& applied, Observed& observed) override;
  Result<Json> perform(Operation operation, const Json& fields) override;
  Result<std::optional<Json>> find(Operation operation,
                                   const Json& fields,
                                   std::span<const std::string> known) override;

  Result<Json> test(const std::string& action_id, const Json& input) override;

 private:
  Result<void> read_integrations(const Desired& desired,
                                 const Applied& applied,
                                 Observed& observed);
  Result<void> read_credentials(Observed& observed);
  Result<void> read_configurations(const Desired& desired,
                                   const Applied& applied,
                                   Observed& observed);
  Result<void> read_configuration(ObservedIntegration& integration);
  Result<void> complete(ObservedAction& action);
  Result<void> read_actions(const Desired& desired, const Applied& applied, Observed& observed);
  Result<void> read_unlisted_actions(const DesiredIntegration& under,
                                     const Applied& applied,
                                     Observed& observed);
  Result<void> complete_actions(const DesiredIntegration& under,
                                const std::string& integration_id,
                                const Applied& applied,
                                Observed& observed);

  Result<Json> create_integration(const Json& fields);
  Result<Json> configure_integration(const Json& fields);
  Result<Json> enable_integration(const Json& fields);
  Result<Json> remove_integration(const Json& fields);
  Result<Json> create_credential(const Json& fields);
  Result<Json> create_action(const Json& fields);
  Result<Json> update_action(const Json& fields);

  Client& client_;
  LambdaType type_;
  std::mutex mutex_{};
  std::optional<Organization> organization_{};
};

}  // namespace patchcord::genesys
