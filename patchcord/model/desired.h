// What should be: one deployment in one organization, compiled from a manifest or from the
// variables of `deploy`.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "patchcord/base/json.h"
#include "patchcord/model/arn.h"

namespace patchcord {

// A role that Genesys Cloud assumes. Its trust and permission documents follow from the rest of the
// deployment.
struct DesiredRole {
  std::string name{};
  std::string path{"/"};
  std::string description{};
  std::string policy_name{};                  // the inline policy
  std::optional<std::string> boundary{};      // ARN of the permissions boundary
  std::map<std::string, std::string> tags{};  // besides our own marks
  std::vector<FunctionArn> functions{};  // exactly what the actions under it invoke; sorted, unique
  bool managed{true};  // false: another team's role, given by `arn`; never written
  std::string arn{};
  bool adopt{false};

  friend bool operator==(const DesiredRole&, const DesiredRole&) = default;
};

struct DesiredAction {
  std::string name{};
  std::string was{};                   // former name: a rename that keeps the id
  std::optional<std::string> adopt{};  // id of an action that exists
  std::string category{};
  FunctionArn function{};
  bool secure{false};
  // As POST /api/v2/integrations/actions takes them, complete:
  //   config    {"timeoutSeconds": 15, "request": {"requestUrlTemplate": "arn:…", "requestType":
  //   "POST", "requestTemplate": "…", "headers": {}},
  //              "response": {"translationMap": {}, "translationMapDefaults": {},
  //              "successTemplate": "${rawResult}"}}
  //   contract  {"input": {"inputSchema": {…}}, "output": {"successSchema": {…}}}
  Json config{};
  Json contract{};
  bool keeps_contract{false};  // `contract` is only for a new action: what is published stays

  friend bool operator==(const DesiredAction&, const DesiredAction&) = default;
};

struct DesiredIntegration {
  std::string key{};  // [a-z0-9-]+, unique in the deployment: names its marks
  std::string name{};
  std::string was{};
  std::optional<std::string> adopt{};  // id of an integration that exists
  std::string role{};                  // name of one of Desired::roles
  std::vector<DesiredAction> actions{};

  friend bool operator==(const DesiredIntegration&, const DesiredIntegration&) = default;
};

struct Desired {
  std::string deployment{};                       // [a-z0-9-]{1,40}
  std::optional<std::string> organization_pin{};  // refuse any other
  std::optional<std::string> account_pin{};
  std::string trusted_account{};             // of Genesys Cloud, follows from the region
  std::optional<std::string> external_id{};  // given by hand; other than the organization's id it
                                             // needs PlanOptions::any_external_id
  bool cross_account{false};                 // caller and functions may be in different accounts
  std::vector<DesiredRole> roles{};
  std::vector<DesiredIntegration> integrations{};

  friend bool operator==(const Desired&, const Desired&) = default;
};

// What a person decided beside the manifest.
struct PlanOptions {
  bool adopt{false};          // objects of the exact name, made by others, become ours
  bool prune{false};          // actions that the manifest dropped are removed
  bool allow_replace{false};  // frozen fields may be changed by a new object beside the old one
  bool retire{false};         // replaced actions that no flow uses are removed
  bool any_external_id{
      false};  // an external id other than the organization's, although Genesys cannot use it
  std::string operation_id{};  // random, in hex: marks what this run creates
  std::string today{};         // "2026-11-22": in the name of what is replaced
};

}  // namespace patchcord
