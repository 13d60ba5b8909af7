#include "patchcord/genesys/credential.h"

#include <utility>

#include "patchcord/base/try.h"
#include "patchcord/genesys/paging.h"

namespace patchcord::genesys {
namespace {

constexpr const char* all = "/api/v2/integrations/credentials";
constexpr const char* one = "/api/v2/integrations/credentials/{credentialId}";

ObservedCredential credential_of(const Json& body) {
  return {.id = string_at(body, "id"),
          .name = string_at(body, "name"),
          .modified = string_at(body, "modifiedDate")};
}

Json body_of(const NewCredential& credential) {
  return {{"name", credential.name},
          {"type", {{"name", credential.slot.type}}},
          {"credentialFields", {{credential.slot.field, credential.role_arn}}}};
}

Result<std::vector<Json>> read_all(Client& client) {
  Call call{.route = "/api/v2/integrations/credentials/listing",
            .subject = "credentials",
            .verb = "listed"};
  auto listed = read_cursor(client, call);
  if (listed || listed.error().code != Code::not_found) return listed;
  call.route = all;
  return read_pages(client, call);
}

}  // namespace

Result<std::vector<ObservedCredential>> list_credentials(Client& client) {
  TRY_ASSIGN(const auto entities, read_all(client));
  std::vector<ObservedCredential> out;
  out.reserve(entities.size());
  for (const auto& entity : entities) {
    if (auto credential = credential_of(entity); !credential.id.empty())
      out.push_back(std::move(credential));
  }
  return out;
}

Result<std::optional<ObservedCredential>> get_credential(Client& client, const std::string& id) {
  auto body =
      client.json({.route = one, .arguments = {id}, .subject = "credential " + id, .verb = "read"});
  if (body) return std::optional(credential_of(*body));
  if (body.error().code == Code::not_found) return std::optional<ObservedCredential>();
  return std::move(body).error();
}

Result<ObservedCredential> create_credential(Client& client, const NewCredential& credential) {
  TRY_ASSIGN(const Json body,
             client.json({.method = "POST",
                          .route = all,
                          .body = body_of(credential),
                          .subject = "credential " + credential.name,
                          .verb = "created"}));
  auto created = credential_of(body);
  if (!created.id.empty()) return created;
  return Error{.code = Code::protocol,
               .what = "credential " + credential.name + " is answered without an id",
               .effect = Effect::unknown};
}

Result<ObservedCredential> put_credential(Client& client,
                                          const std::string& id,
                                          const NewCredential& credential) {
  TRY_ASSIGN(const Json body,
             client.json({.method = "PUT",
                          .route = one,
                          .arguments = {id},
                          .body = body_of(credential),
                          .subject = "credential " + credential.name,
                          .verb = "changed",
                          .repeat = Repeat::safe}));
  return credential_of(body);
}

Result<void> delete_credential(Client& client, const std::string& id) {
  const auto gone = client.json({.method = "DELETE",
                                 .route = one,
                                 .arguments = {id},
                                 .subject = "credential " + id,
                                 .verb = "deleted",
                                 .repeat = Repeat::safe});
  if (!gone && gone.error().code != Code::not_found) return gone.error();
  return {};
}

}  // namespace patchcord::genesys
