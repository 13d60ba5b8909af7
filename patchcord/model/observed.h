// What is there, as last seen: the objects of one deployment and those that could be taken for
// them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "patchcord/base/json.h"

namespace patchcord {

struct Organization {
  std::string id{};
  std::string name{};
};

// Who we are at AWS.
struct Caller {
  std::string account{};
  std::string arn{};
  std::string partition{};
};

// A policy that decides what a role may do, besides the one that we write.
struct ObservedPolicy {
  enum class Kind { inline_policy, attached, boundary };
  Kind kind{};
  std::string
      name{};  // of an inline policy; the ARN of the others. Empty: their names cannot be listed
  Json document{};       // as ObservedRole::trust; null: not read
  std::string unread{};  // why it cannot be read; empty: it was read, or nobody asked
};

struct ObservedRole {
  std::string name{};
  std::string arn{};
  std::string path{};
  std::string description{};
  int max_session_seconds{3600};
  std::map<std::string, std::string> tags{};
  std::optional<std::string> boundary{};
  Json trust{};                            // the document; text that is not JSON stays a string
  std::map<std::string, Json> policies{};  // inline policies that were read, by name
  // Inline and attached policies that are not `policies`, and the boundary. Named where the role
  // may be removed; read where it is to be proven, or is not ours.
  std::vector<ObservedPolicy> others{};
  std::vector<std::string> instance_profiles{};  // names; looked at where it may be removed
  std::string unread{};  // why another team's role cannot be read; empty: it was
};

struct ObservedConfig {
  std::string name{};
  int version{};
  std::string notes{};
  Json properties = Json::object();
  Json advanced = Json::object();
  std::map<std::string, std::string> credentials{};  // slot → credential id
};

struct ObservedIntegration {
  std::string id{};
  std::string name{};
  std::string notes{};           // as the listing has them
  std::string intended_state{};  // "ENABLED" | "DISABLED" | …
  std::string
      reported_state{};  // "ACTIVE" | "ACTIVATING" | "INACTIVE" | "DEACTIVATING" | "ERROR" | ""
  std::string reported_detail{};
  std::optional<ObservedConfig> config{};  // read for those that are, or may be, ours
};

struct ObservedCredential {
  std::string id{};
  std::string name{};
  std::string modified{};  // modifiedDate as the service wrote it
};

struct ObservedAction {
  std::string id{};
  std::string name{};
  std::string integration_id{};
  std::string category{};
  int version{};
  bool secure{};
  std::string function{};  // what it invokes, where the listing tells it
  // Read only where the listing and the record do not tell enough; shapes as in DesiredAction.
  std::optional<Json> config{};
  std::optional<Json> contract{};
};

// A flow that uses an action, as dependency tracking knows it.
struct Flow {
  std::string id{};
  std::string name{};
  std::string type{};  // "INBOUNDCALLFLOW"

  friend bool operator==(const Flow&, const Flow&) = default;
};

// What dependency tracking says of an action.
struct FlowUse {
  std::vector<Flow> flows{};
  std::string unknown{};  // why others may use it, too; empty: these are all

  friend bool operator==(const FlowUse&, const FlowUse&) = default;
};

struct Observed {
  std::optional<Organization> organization{};
  std::optional<Caller> caller{};  // absent when no AWS credentials were needed
  std::vector<ObservedRole> roles{};
  std::vector<ObservedIntegration> integrations{};  // all of type aws-lambda-data-actions
  std::vector<ObservedCredential> credentials{};    // all that the organization lists
  std::vector<ObservedAction> actions{};            // those under the integrations above
  bool has_asked_for_slot{};  // how a credential is attached: asked once, before the first is made
  int visible_actions{};      // that the listing has, those of other integrations too: decides its
                              // pages
  std::map<std::string, FlowUse> flows{};  // by action id, for those that were asked for
};

}  // namespace patchcord
