#include "patchcord/plan/role_documents.h"

#include "patchcord/base/try.h"

namespace patchcord {

policy::GenesysTrust trust_of(const Desired& desired,
                              const DesiredRole& role,
                              const std::string& external_id) {
  return {.partition = role.functions.empty() ? "aws" : role.functions[0].partition,
          .account = desired.trusted_account,
          .external_id = external_id};
}

Result<RoleDocuments> role_documents(const Desired& desired,
                                     const DesiredRole& role,
                                     const std::string& external_id) {
  TRY_ASSIGN(const auto trust, policy::trust_document(trust_of(desired, role, external_id)));
  TRY_ASSIGN(const auto permission, policy::permission_document(invoked_resources(role.functions)));
  return RoleDocuments{.trust = policy::to_text(trust), .permission = policy::to_text(permission)};
}

}  // namespace patchcord
