#include "patchcord/genesys/integration.h"

#include <utility>

#include <fmt/format.h>

#include "patchcord/base/try.h"
#include "patchcord/genesys/integration_type.h"
#include "patchcord/genesys/paging.h"

namespace patchcord::genesys {
namespace {

constexpr const char* one = "/api/v2/integrations/{integrationId}";
constexpr const char* current_config = "/api/v2/integrations/{integrationId}/config/current";
// What the service's database makes of an empty text, and sometimes hands out.
constexpr std::string_view empty_text = "node_dynamodb_empty_string";

const Json& object_at(const Json& value, std::string_view key) {
  static const Json empty = Json::object();
  const Json& member = member_at(value, key);
  return member.is_object() ? member : empty;
}

ObservedConfig config_of(const Json& body) {
  ObservedConfig config{.name = string_at(body, "name"),
                        .version = static_cast<int>(integer_at(body, "version")),
                        .notes = string_at(body, "notes"),
                        .properties = object_at(body, "properties"),
                        .advanced = object_at(body, "advanced")};
  if (config.notes == empty_text) config.notes.clear();
  for (const auto& [slot, credential] : object_at(body, "credentials").items()) {
    if (auto id = string_at(credential, "id"); !id.empty())
      config.credentials[slot] = std::move(id);
  }
  return config;
}

// {"id": "7a2f…", "name": "Orders", "intendedState": "ENABLED", "reportedState": {"code": "ERROR",
// "detail": {"message": "…"}},
//  "config": {"current": {"version": 2, …}}}
ObservedIntegration integration_of(const Json& body) {
  const Json& reported = member_at(body, "reportedState");
  ObservedIntegration integration{
      .id = string_at(body, "id"),
      .name = string_at(body, "name"),
      .intended_state = string_at(body, "intendedState"),
      .reported_state = string_at(reported, "code"),
      .reported_detail = string_at(member_at(reported, "detail"), "message")};
  // Without `expand` a stub stands here.
  const Json& config = member_at(member_at(body, "config"), "current");
  if (integer_at(config, "version") > 0) integration.config = config_of(config);
  return integration;
}

Result<ObservedIntegration> with_id(ObservedIntegration integration, const std::string& subject) {
  if (!integration.id.empty()) return integration;
  return Error{.code = Code::protocol,
               .what = subject + " is answered without an id",
               .effect = Effect::unknown};
}

Json config_body(const ObservedConfig& config) {
  Json credentials = Json::object();
  for (const auto& [slot, id] : config.credentials)
    credentials[slot] = {{"id", id}};
  return {{"name", config.name},
          {"version", config.version},
          {"properties", config.properties},
          {"advanced", config.advanced},
          {"notes", config.notes},
          {"credentials", std::move(credentials)}};
}

bool same_content(const ObservedConfig& a, const ObservedConfig& b) {
  return a.name == b.name && a.notes == b.notes && a.credentials == b.credentials;
}

Result<ObservedConfig> put_once(Client& client,
                                const std::string& id,
                                const ObservedConfig& config) {
  TRY_ASSIGN(const Json body,
             client.json({.method = "PUT",
                          .route = current_config,
                          .arguments = {id},
                          .body = config_body(config),
                          .subject = "integration " + config.name,
                          .verb = "configured"}));
  return config_of(body);
}

}  // namespace

Result<std::vector<ObservedIntegration>> list_integrations(Client& client) {
  TRY_ASSIGN(
      const auto entities,
      read_pages(client,
                 {.route = "/api/v2/integrations",
                  .query = fmt::format("integrationType={}&expand=config.current", lambda_type),
                  .subject = "integrations",
                  .verb = "listed"}));
  std::vector<ObservedIntegration> out;
  for (const auto& entity : entities) {
    // Older deployments ignore the filter.
    if (string_at(member_at(entity, "integrationType"), "id") != lambda_type) continue;
    if (auto integration = integration_of(entity); !integration.id.empty())
      out.push_back(std::move(integration));
  }
  return out;
}

Result<ObservedIntegration> create_integration(Client& client, const std::string& name) {
  const auto subject = "integration " + name;
  TRY_ASSIGN(const Json body,
             client.json({.method = "POST",
                          .route = "/api/v2/integrations",
                          .body = Json{{"name", name}, {"integrationType", {{"id", lambda_type}}}},
                          .subject = subject,
                          .verb = "created"}));
  TRY_ASSIGN(auto integration, with_id(integration_of(body), subject));
  client.remember_created(integration.id);
  return integration;
}

Result<std::optional<ObservedIntegration>> get_integration(Client& client, const std::string& id) {
  auto body = client.json(
      {.route = one, .arguments = {id}, .subject = "integration " + id, .verb = "read"});
  if (body) return std::optional(integration_of(*body));
  if (body.error().code == Code::not_found) return std::optional<ObservedIntegration>();
  return std::move(body).error();
}

Result<ObservedIntegration> set_intended_state(Client& client,
                                               const std::string& id,
                                               Intended state) {
  const bool enable = state == Intended::enabled;
  TRY_ASSIGN(const Json body,
             client.json({.method = "PATCH",
                          .route = one,
                          .arguments = {id},
                          .body = Json{{"intendedState", enable ? "ENABLED" : "DISABLED"}},
                          .subject = "integration " + id,
                          .verb = enable ? "enabled" : "disabled",
                          .repeat = Repeat::safe}));
  return integration_of(body);
}

Result<void> delete_integration(Client& client, const std::string& id) {
  const auto gone = client.json({.method = "DELETE",
                                 .route = one,
                                 .arguments = {id},
                                 .subject = "integration " + id,
                                 .verb = "deleted",
                                 .repeat = Repeat::safe});
  if (!gone && gone.error().code != Code::not_found) return gone.error();
  return {};
}

Result<ObservedConfig> get_config(Client& client, const std::string& id) {
  TRY_ASSIGN(const Json body,
             client.json({.route = current_config,
                          .arguments = {id},
                          .subject = fmt::format("the configuration of integration {}", id),
                          .verb = "read"}));
  return config_of(body);
}

Result<ObservedConfig> put_config(Client& client,
                                  const std::string& id,
                                  const ObservedConfig& config) {
  auto done = put_once(client, id, config);
  if (done || done.error().effect == Effect::none) return done;
  TRY_ASSIGN(auto current, get_config(client, id));
  if (current.version == config.version) return put_once(client, id, config);
  if (current.version == config.version + 1 && same_content(current, config)) return current;
  return done;
}

}  // namespace patchcord::genesys
