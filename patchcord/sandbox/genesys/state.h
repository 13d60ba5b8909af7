// What the Genesys half remembers: one organization with its clients, integrations, credentials and
// actions.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "patchcord/base/json.h"
#include "patchcord/base/secret.h"
#include "patchcord/sandbox/knobs.h"
#include "patchcord/sandbox/time.h"

namespace patchcord::sandbox::genesys {

struct Organization {
  std::string id{};  // UUID; also the external id of the trust policy
  std::string name{};
  std::string domain{};  // "mypurecloud.de"
};

struct OAuthClient {
  std::string id{};
  Secret secret{};
  std::optional<std::vector<std::string>> permissions{};  // none: all
};

struct Token {
  std::string client_id{};
  TimePoint expires{};
  TimePoint window_start{};  // of the rate limit
  int used{};                // requests in that window
};

// Since when an object exists, and whether it was deleted.
struct Life {
  TimePoint created{};
  std::optional<TimePoint> deleted{};
};

// A wish to become ENABLED or DISABLED, and what comes of it.
struct Transition {
  TimePoint began{};
  std::string ends_in{"INACTIVE"};  // ACTIVE, INACTIVE or ERROR
  std::string problem{};            // for ERROR
};

struct Integration {
  std::string id{};
  std::string type{};  // "aws-lambda-data-actions"
  std::string name{};
  std::string notes{};
  std::string config_id{};
  int config_version{1};
  Json properties = Json::object();
  Json advanced = Json::object();
  std::map<std::string, std::string> credentials{};  // slot → credential id
  bool enabled{false};
  Transition transition{};
  std::string listed_name{};  // what listings show until they have caught up
  TimePoint renamed{};
  Life life{};
};

struct Credential {
  std::string id{};
  std::optional<std::string> name{};
  std::string type{};
  std::map<std::string, std::string> fields{};
  TimePoint modified{};
  Life life{};
};

// What a draft and a published action have in common.
struct ActionContent {
  std::string name{};
  std::string category{};
  bool secure{false};
  std::optional<int> timeout_seconds{};
  std::string url_template{};
  std::string request_type{};
  std::string request_template{};
  std::string success_template{};
  std::map<std::string, std::string> headers{};
  std::map<std::string, std::string> translation_map{};
  std::map<std::string, std::string> translation_defaults{};
  std::optional<Json> input_schema{};  // a draft may have none yet
  std::optional<Json> output_schema{};
};

struct ActionVersion {
  int version{1};
  ActionContent content{};
};

struct Action {
  std::string id{};
  std::string integration_id{};
  std::optional<ActionVersion> published{};
  std::optional<ActionVersion> draft{};
  Life life{};
};

// One object (a flow) that uses another (an action).
struct Dependency {
  std::string consumed{};          // id of the used object
  std::string consumed_version{};  // which its user names; empty: all of them
  Json consumer = Json::object();  // {"id":…,"name":…,"type":"INBOUNDCALLFLOW","version":"3.0",…}
};

struct State {
  Organization organization{};
  std::vector<OAuthClient> clients{};
  std::map<std::string, Token> tokens{};
  TimePoint token_window_start{};
  int tokens_minted{};  // in that minute
  std::map<std::string, Integration> integrations{};
  std::map<std::string, Credential> credentials{};
  std::map<std::string, Action> actions{};
  std::vector<Dependency> dependencies{};
};

// GET by id answers: created long enough ago, and not deleted (or so recently that nobody has
// noticed).
bool is_there(const Life& life, const Knobs& knobs, TimePoint now);
// Listings show it.
bool is_listed(const Life& life, const Knobs& knobs, TimePoint now);

// "ACTIVATING" and "DEACTIVATING" until the transition is over, then what it ends in.
std::string reported_state(const Integration& integration, const Knobs& knobs, TimePoint now);

bool is_static(const Action& action);

// Everything, for GET /_sandbox/state: no secret, no token; credential fields only of AWS roles.
Json state_to_json(const State& state, const Knobs& knobs, TimePoint now);

}  // namespace patchcord::sandbox::genesys
