// Data actions: published ones; drafts are not used.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "patchcord/genesys/client.h"
#include "patchcord/model/observed.h"

namespace patchcord::genesys {

// All actions that the OAuth client may see, built-in ones too, without configuration and contract;
// with the function that each invokes where the service tells it (includeConfig, since 2026-02-09).
//
// Calls    1 × GET /api/v2/integrations/actions for each 100
Result<std::vector<ObservedAction>> list_actions(Client& client);

// One action, complete: configuration with both templates as text, and contract, shaped as
// DesiredAction has them. Nothing where it does not exist.
//
// Calls    GET /api/v2/integrations/actions/{actionId} and its two templates
Result<std::optional<ObservedAction>> get_action(Client& client, const std::string& id);

struct NewAction {
  std::string name{};
  std::string category{};
  std::string integration_id{};
  bool secure{};
  Json config{};    // as DesiredAction::config
  Json contract{};  // as DesiredAction::contract
};

// Creates and publishes at once. A 400 is repeated at most ten times while the integration is just
// created: the actions service may not know it yet.
//
// Repeat   unsafe: names are not unique
Result<ObservedAction> create_action(Client& client, const NewAction& action);

struct ActionChange {
  int version{};  // the current one
  std::string name{};
  std::string category{};
  Json config{};  // complete: what is left out is reset
};

// After an ambiguous answer the action is read: the next version with our name and category is
// done, the old one is sent once more.
//
// Errors   conflict: another version is current
Result<ObservedAction> update_action(Client& client,
                                     const std::string& id,
                                     const ActionChange& change);

// Good also when it does not exist.
Result<void> delete_action(Client& client, const std::string& id);

// Runs the published action for a test: it really invokes the function. A run that failed is a good
// answer.
//
// Shape    {"success": true, "operations": [{"step": 1, "name": "…", "success": true, "result":
// …}], "finalResult": …} Calls    1 × POST /api/v2/integrations/actions/{actionId}/test, waits 75 s
// for it (an action may take 60 s) Repeat   unsafe: it runs the function
Result<Json> test_action(Client& client, const std::string& id, const Json& input);

}  // namespace patchcord::genesys
