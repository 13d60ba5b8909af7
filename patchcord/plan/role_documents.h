// The two documents of a role, as they follow from the deployment.
#pragma once

#include <string>

#include "patchcord/base/result.h"
#include "patchcord/model/desired.h"
#include "patchcord/policy/genesys_role.h"

namespace patchcord {

// As policy::to_text writes them.
struct RoleDocuments {
  std::string trust{};
  std::string permission{};
};

// Whom the role trusts. It is in the partition of its functions.
policy::GenesysTrust trust_of(const Desired& desired,
                              const DesiredRole& role,
                              const std::string& external_id);

// `external_id`: the organization's id.
//
// Errors   those of policy::trust_document and policy::permission_document
Result<RoleDocuments> role_documents(const Desired& desired,
                                     const DesiredRole& role,
                                     const std::string& external_id);

}  // namespace patchcord
