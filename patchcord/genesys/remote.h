// Genesys Cloud as the engine sees it.
#pragma once

#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "patchcord/genesys/client.h"
#include "patchcord/genesys/consumers.h"
#include "patchcord/genesys/integration_type.h"
#include "patchcord/ports/consumers.h"
#include "patchcord/ports/remote.h"
#include "patchcord/ports/tester.h"

namespace patchcord::genesys {

class GenesysRemote : public Remote, public ActionTester, public Consumers {
 public:
  explicit GenesysRemote(Client& client) : client_(client), type_(client) {}

  // The organization of the OAuth client; asked once in a run.
  Result<Organization> organization();

  // Calls    the organization (once in a run); every page of integrations, credentials and actions;
  // the configuration of each integration that is or may be ours; an action with its templates
  // where its version is not the recorded one. What the record or a configuration names and no
  // listing shows is read by its id: listings lag behind. Credential slot and field are looked up
  // once, and only when a credential will have to be made.
  Result<void> observe(const Desired& desired,
                       const Applied& applied,
                       Purpose purpose,
                       Observed& observed) override;
  // Calls    every page of integrations and actions; a configuration or an action only where
  // neither listing, nor record, nor an earlier look tells it. Credentials: those of the first
  // look, with what this run made and without what it removed.
  Result<void> observe_again(const Desired& desired,
                             const Applied& applied,
                             Purpose purpose,
                             Observed& observed) override;
  Result<Json> perform(Operation operation, const Json& fields) override;
  Result<std::optional<Json>> find(Operation operation,
                                   const Json& fields,
                                   std::span<const std::string> known) override;

  Result<Json> test(const std::string& action_id, const Json& input) override;
  // Calls    those of flows_using; once in a run those of read_tracking_index
  Result<FlowUse> consumers_of(const ObservedAction& action) override;

 private:
  // What a look is about; one for each.
  struct Look {
    const Desired& desired;
    const Applied& applied;
    Purpose purpose{Purpose::converge};
    Observed& observed;
  };
  Result<void> read_integrations(const Look& look);
  Result<void> read_configurations(const Look& look);
  Result<void> look_up_slot(const Look& look);
  Result<void> read_credentials(const Look& look);
  Result<void> read_actions(const Look& look);
  Result<void> read_unlisted_actions(const Look& look);
  Result<void> complete_actions(const Look& look, const std::vector<ObservedAction>& known);
  void remember_credential(const ObservedCredential& credential);
  void remember_removal(const std::string& id);
  [[nodiscard]] std::set<std::string> removed_ids() const;

  Result<Json> create_integration(const Json& fields);
  Result<Json> configure_integration(const Json& fields);
  Result<Json> enable_integration(const Json& fields);
  Result<Json> remove_integration(const Json& fields);
  Result<Json> create_credential(const Json& fields);
  Result<Json> create_action(const Json& fields);
  Result<Json> update_action(const Json& fields);

  Client& client_;
  LambdaType type_;
  mutable std::mutex mutex_{};
  std::optional<Organization> organization_{};
  std::mutex tracking_mutex_{};  // for tracking_index_
  std::optional<TrackingIndex> tracking_index_{};
  std::vector<ObservedCredential> made_credentials_{};
  std::set<std::string> removed_{};  // ids
};

}  // namespace patchcord::genesys
