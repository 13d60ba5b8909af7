// What we last wrote, from the record: tells our changes from other people's, and what the manifest
// dropped. Losing it loses nothing that matters.
#pragma once

#include <map>
#include <set>
#include <string>

#include "patchcord/model/address.h"

namespace patchcord {

struct AppliedObject {
  std::string id{};  // ARN of a role, id of the rest
  std::string name{};
  int version{};           // of an action, of an integration's configuration; 0 where there is none
  std::string digest{};    // SHA-256 of the fields that we wrote
  std::string role_arn{};  // credentials only: never comes back from Genesys
  std::string modified{};  // credentials only: modifiedDate after our write
  bool adopted{false};     // actions only: somebody else made it; released, never deleted

  friend bool operator==(const AppliedObject&, const AppliedObject&) = default;
};

struct Applied {
  bool present{false};  // there is a record for this deployment in this organization
  std::map<Address, AppliedObject> objects{};
  // Creates that an earlier run began and never learnt the end of: what they made may not be in the
  // listings yet.
  std::set<Address> unfinished{};

  friend bool operator==(const Applied&, const Applied&) = default;
};

// The name of the inline policy that the record has of a role; empty without one.
std::string recorded_policy(const Applied& applied, const std::string& role);

}  // namespace patchcord
