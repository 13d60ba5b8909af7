#include "patchcord/genesys/organization.h"

#include "patchcord/base/try.h"

namespace patchcord::genesys {

Result<Organization> get_organization(Client& client) {
  TRY_ASSIGN(
      const Json body,
      client.json(
          {.route = "/api/v2/organizations/me", .subject = "the organization", .verb = "read"}));
  Organization organization{.id = string_at(body, "id"), .name = string_at(body, "name")};
  if (!organization.id.empty()) return organization;
  return Error{.code = Code::protocol,
               .what = "the organization cannot be read: the answer has no id",
               .hint = "Check that the API address is the one of Genesys Cloud."};
}

}  // namespace patchcord::genesys
