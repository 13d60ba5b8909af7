#include "patchcord/sandbox/genesys/seed.h"

#include <array>
#include <utility>

#include <fmt/format.h>

#include "patchcord/base/try.h"
#include "patchcord/sandbox/genesys/action_shape.h"
#include "patchcord/sandbox/genesys/call.h"
#include "patchcord/sandbox/genesys/credentials.h"
#include "patchcord/sandbox/genesys/errors.h"
#include "patchcord/sandbox/genesys/integrations.h"
#include "patchcord/sandbox/genesys/types.h"

namespace patchcord::sandbox::genesys {
namespace {

// Ids that stay the same from start to start, so that listings are easy to compare.
constexpr std::string_view built_in_integration = "00000000-0000-4000-8000-000000000001";
constexpr std::array<std::string_view, 3> built_in_actions = {
    "Get User", "Get Queue", "Search External Contact"};

std::string id_for(const Json& object, const Seeding& seeding, std::string_view prefix = {}) {
  const auto given = string_at(object, "id");
  return given.empty() ? fmt::format("{}{}", prefix, seeding.random.uuid()) : given;
}

Result<std::string> add_client(State& state, const Json& object, const Seeding& seeding) {
  OAuthClient client{.id = id_for(object, seeding), .secret = {}, .permissions = {}};
  TRY_ASSIGN(auto secret, required_text(object, "secret"));
  client.secret = Secret(std::move(secret));
  if (const auto& list = member_at(object, "permissions"); list.is_array()) {
    client.permissions.emplace();
    for (const auto& item : list) {
      if (item.is_string()) client.permissions->push_back(item.get<std::string>());
    }
  }
  state.clients.push_back(client);
  return client.id;
}

Result<std::string> add_credential(State& state, const Json& object, const Seeding& seeding) {
  Credential credential{.id = id_for(object, seeding),
                        .name = {},
                        .type = string_at(object, "type", seeding.knobs.credential_type),
                        .fields = {},
                        .modified = seeding.now,
                        .life = {}};
  if (member_at(object, "name").is_string()) credential.name = string_at(object, "name");
  TRY_ASSIGN(credential.fields, text_map(object, "fields"));
  const auto id = credential.id;
  state.credentials[id] = std::move(credential);
  return id;
}

Result<std::string> add_integration(State& state, const Json& object, const Seeding& seeding) {
  Integration integration{.id = id_for(object, seeding),
                          .type = string_at(object, "type", lambda_type)};
  TRY_ASSIGN(integration.name, required_text(object, "name"));
  integration.notes = string_at(object, "notes");
  integration.config_id = seeding.random.uuid();
  integration.config_version = static_cast<int>(integer_at(object, "configVersion", 1));
  TRY_ASSIGN(integration.credentials, text_map(object, "credentials"));
  if (const auto bound = string_at(object, "credentialId"); !bound.empty()) {
    integration.credentials[seeding.knobs.slot_key] = bound;
  }
  for (const auto& [slot, credential] : integration.credentials) {
    if (find_credential(state, credential) == nullptr) {
      return invalid_field("credentials", fmt::format("There is no credential '{}'.", credential));
    }
  }
  integration.enabled = boolean_at(object, "enabled");
  begin_transition(integration, state, seeding.knobs, TimePoint{});
  const auto id = integration.id;
  state.integrations[id] = std::move(integration);
  return id;
}

Result<std::string> add_action(State& state, const Json& object, const Seeding& seeding) {
  Action action{.id = id_for(object, seeding, "custom_-_")};
  TRY_ASSIGN(action.integration_id, required_text(object, "integrationId"));
  const auto* integration = find_integration(state, action.integration_id);
  if (integration == nullptr) {
    return invalid_field("integrationId",
                         fmt::format("There is no integration '{}'.", action.integration_id));
  }
  ActionVersion version{.version = static_cast<int>(integer_at(object, "version", 1)),
                        .content = {}};
  TRY_ASSIGN(version.content.name, required_text(object, "name"));
  version.content.category = string_at(object, "category", integration->name);
  version.content.secure = boolean_at(object, "secure");
  TRY_ASSIGN(const auto config, object_or_empty(object, "config"));
  TRY(read_config(config, seeding.knobs, version.content));
  const Json open = {
      {"type", "object"}, {"properties", Json::object()}, {"additionalProperties", true}};
  version.content.input_schema = open;
  version.content.output_schema = open;
  if (!member_at(object, "contract").is_null()) {
    TRY(read_contract(object.at("contract"), seeding.knobs, version.content));
  }
  (boolean_at(object, "draft") ? action.draft : action.published) = std::move(version);
  const auto id = action.id;
  state.actions[id] = std::move(action);
  return id;
}

Result<std::string> add_dependency(State& state, const Json& object, const Seeding& seeding) {
  Dependency dependency;
  TRY_ASSIGN(dependency.consumed, required_text(object, "consumed"));
  dependency.consumed_version = string_at(object, "consumedVersion");
  const auto id = id_for(object, seeding);
  dependency.consumer = {{"id", id},
                         {"name", string_at(object, "name", "A flow")},
                         {"type", string_at(object, "type", "INBOUNDCALLFLOW")},
                         {"version", string_at(object, "version", "1.0")},
                         {"deleted", boolean_at(object, "deleted")},
                         {"updated", boolean_at(object, "updated")},
                         {"stateUnknown", boolean_at(object, "stateUnknown")},
                         {"selfUri", "/api/v2/flows/" + id}};
  state.dependencies.push_back(std::move(dependency));
  return id;
}

using Adder = Result<std::string> (*)(State&, const Json&, const Seeding&);
// In this order, so that later ones can refer to earlier ones.
constexpr std::array<std::pair<const char*, Adder>, 5> adders = {
    {{"clients", add_client},
     {"credentials", add_credential},
     {"integrations", add_integration},
     {"actions", add_action},
     {"dependencies", add_dependency}}};

}  // namespace

void add_built_in_objects(State& state, const Knobs& knobs) {
  Integration integration{.id = std::string(built_in_integration),
                          .type = std::string(genesys_cloud_type),
                          .name = "Genesys Cloud Data Actions"};
  integration.config_id = "00000000-0000-4000-8000-000000000002";
  integration.enabled = true;
  integration.transition.ends_in = "ACTIVE";
  state.integrations[integration.id] = integration;

  for (std::size_t i = 0; i < built_in_actions.size(); ++i) {
    Action action{.id = fmt::format("{}00000000-0000-4000-8000-{:012}", knobs.static_prefix, i + 1),
                  .integration_id = integration.id};
    ActionContent content{.name = std::string(built_in_actions[i]), .category = integration.name};
    content.request_type = "GET";
    content.request_template = default_request_template;
    content.success_template = default_success_template;
    content.input_schema = Json{{"type", "object"}, {"properties", Json::object()}};
    content.output_schema = content.input_schema;
    action.published = ActionVersion{.version = 1, .content = std::move(content)};
    const auto id = action.id;
    state.actions[id] = std::move(action);
  }
}

void rename_static_actions(State& state, const std::string& prefix) {
  std::map<std::string, Action> renamed;
  for (auto& [id, action] : state.actions) {
    auto moved = std::move(action);
    if (is_static(moved)) {
      constexpr std::size_t uuid_length = 36;
      moved.id = prefix + moved.id.substr(moved.id.size() - uuid_length);
    }
    const auto key = moved.id;
    renamed[key] = std::move(moved);
  }
  state.actions = std::move(renamed);
}

Result<Json> seed_state(State& state, const Json& objects, const Seeding& seeding) {
  if (!objects.is_object()) return bad_request("A JSON object with arrays of objects is expected.");
  Json ids = Json::object();
  for (const auto& [kind, adder] : adders) {
    const auto& list = member_at(objects, kind);
    if (list.is_null()) continue;
    if (!list.is_array()) return bad_request(fmt::format("'{}' must be an array.", kind));
    ids[kind] = Json::array();
    for (const auto& object : list) {
      TRY_ASSIGN(const auto id, adder(state, object, seeding));
      ids[kind].push_back(id);
    }
  }
  for (const auto& [kind, list] : objects.items()) {
    if (!ids.contains(kind))
      return bad_request(fmt::format("Objects of kind '{}' are not known.", kind));
  }
  return ids;
}

}  // namespace patchcord::sandbox::genesys
