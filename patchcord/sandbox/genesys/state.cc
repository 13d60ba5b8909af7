#include "patchcord/sandbox/genesys/state.h"

#include "patchcord/sandbox/movable_time.h"

namespace patchcord::sandbox::genesys {
namespace {

bool not_yet_removed(const Life& life, const Knobs& knobs, TimePoint now) {
  return !life.deleted || now < *life.deleted + Milliseconds(knobs.delete_lag_ms);
}

Json content_to_json(const ActionVersion& version) {
  const auto& content = version.content;
  return {{"version", version.version},
          {"name", content.name},
          {"category", content.category},
          {"secure", content.secure},
          {"timeoutSeconds", content.timeout_seconds ? Json(*content.timeout_seconds) : Json()},
          {"requestUrlTemplate", content.url_template},
          {"requestType", content.request_type},
          {"requestTemplate", content.request_template},
          {"successTemplate", content.success_template},
          {"headers", content.headers},
          {"translationMap", content.translation_map},
          {"translationMapDefaults", content.translation_defaults},
          {"inputSchema", content.input_schema.value_or(Json())},
          {"successSchema", content.output_schema.value_or(Json())}};
}

Json integrations_to_json(const State& state, const Knobs& knobs, TimePoint now) {
  Json out = Json::array();
  for (const auto& [id, integration] : state.integrations) {
    if (!not_yet_removed(integration.life, knobs, now)) continue;
    out.push_back({{"id", id},
                   {"type", integration.type},
                   {"name", integration.name},
                   {"notes", integration.notes},
                   {"configVersion", integration.config_version},
                   {"properties", integration.properties},
                   {"advanced", integration.advanced},
                   {"credentials", integration.credentials},
                   {"intendedState", integration.enabled ? "ENABLED" : "DISABLED"},
                   {"reportedState", reported_state(integration, knobs, now)},
                   {"deleted", integration.life.deleted.has_value()}});
  }
  return out;
}

Json credentials_to_json(const State& state, const Knobs& knobs, TimePoint now) {
  Json out = Json::array();
  for (const auto& [id, credential] : state.credentials) {
    if (!not_yet_removed(credential.life, knobs, now)) continue;
    Json fields = Json::object();
    for (const auto& [name, value] : credential.fields) {
      fields[name] = credential.type == knobs.credential_type ? value : "********";
    }
    out.push_back({{"id", id},
                   {"name", credential.name ? Json(*credential.name) : Json()},
                   {"type", credential.type},
                   {"fields", fields},
                   {"modifiedDate", iso_time(credential.modified)},
                   {"deleted", credential.life.deleted.has_value()}});
  }
  return out;
}

Json actions_to_json(const State& state, const Knobs& knobs, TimePoint now) {
  Json out = Json::array();
  for (const auto& [id, action] : state.actions) {
    if (!not_yet_removed(action.life, knobs, now)) continue;
    out.push_back({{"id", id},
                   {"integrationId", action.integration_id},
                   {"published", action.published ? content_to_json(*action.published) : Json()},
                   {"draft", action.draft ? content_to_json(*action.draft) : Json()},
                   {"deleted", action.life.deleted.has_value()}});
  }
  return out;
}

}  // namespace

bool is_there(const Life& life, const Knobs& knobs, TimePoint now) {
  return not_yet_removed(life, knobs, now);
}

bool is_listed(const Life& life, const Knobs& knobs, TimePoint now) {
  return not_yet_removed(life, knobs, now) &&
         now >= life.created + Milliseconds(knobs.listing_lag_ms);
}

std::string reported_state(const Integration& integration, const Knobs& knobs, TimePoint now) {
  if (now >= integration.transition.began + Milliseconds(knobs.activation_ms)) {
    return integration.transition.ends_in;
  }
  return integration.enabled ? "ACTIVATING" : "DEACTIVATING";
}

bool is_static(const Action& action) {
  return action.id.starts_with("static");
}

Json state_to_json(const State& state, const Knobs& knobs, TimePoint now) {
  Json clients = Json::array();
  for (const auto& client : state.clients) {
    clients.push_back({{"id", client.id},
                       {"permissions", client.permissions ? Json(*client.permissions) : Json()}});
  }
  Json dependencies = Json::array();
  for (const auto& dependency : state.dependencies) {
    dependencies.push_back({{"consumed", dependency.consumed}, {"consumer", dependency.consumer}});
  }
  return {{"organization",
           {{"id", state.organization.id},
            {"name", state.organization.name},
            {"domain", state.organization.domain}}},
          {"clients", clients},
          {"tokens", state.tokens.size()},
          {"integrations", integrations_to_json(state, knobs, now)},
          {"credentials", credentials_to_json(state, knobs, now)},
          {"actions", actions_to_json(state, knobs, now)},
          {"dependencies", dependencies}};
}

}  // namespace patchcord::sandbox::genesys
