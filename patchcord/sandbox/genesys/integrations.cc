#include "patchcord/sandbox/genesys/integrations.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/sandbox/genesys/credentials.h"
#include "patchcord/sandbox/genesys/errors.h"
#include "patchcord/sandbox/genesys/paging.h"
#include "patchcord/sandbox/genesys/types.h"
#include "patchcord/sandbox/movable_time.h"

namespace patchcord::sandbox::genesys {
namespace {

constexpr std::string_view integrations_path = "/api/v2/integrations/";
constexpr std::size_t max_ids = 100;
constexpr std::string_view kept_property = "platform";  // with the knob typeProperties
constexpr std::array<std::string_view, 5> reported_states = {
    "ACTIVE", "ACTIVATING", "INACTIVE", "DEACTIVATING", "ERROR"};

std::string shown_notes(const Integration& integration, const Knobs& knobs) {
  const bool marked = integration.notes.empty() && knobs.empty_notes_marker;
  return marked ? "node_dynamodb_empty_string" : integration.notes;
}

Json config_json(const Integration& integration, const Call& call) {
  Json credentials = Json::object();
  for (const auto& [slot, id] : integration.credentials) {
    const auto* credential = find_credential(call.state, id);
    credentials[slot] =
        credential == nullptr ? Json{{"id", id}} : credential_info(*credential, call.knobs);
  }
  return {{"id", integration.config_id},
          {"name", integration.name},
          {"version", integration.config_version},
          {"properties", integration.properties},
          {"advanced", integration.advanced},
          {"notes", shown_notes(integration, call.knobs)},
          {"credentials", credentials},
          {"selfUri", fmt::format("{}{}/config/current", integrations_path, integration.id)}};
}

Json state_info(const Integration& integration, const Call& call, const std::string& code) {
  auto effective = lower_case(code);
  effective[0] = static_cast<char>(effective[0] - 'a' + 'A');
  const auto& transition = integration.transition;
  const bool over = code == transition.ends_in;
  const auto since = over && transition.began != TimePoint{}
                         ? transition.began + Milliseconds(call.knobs.activation_ms)
                         : std::max(transition.began, integration.life.created);
  Json out = {{"code", code}, {"effective", effective}, {"lastUpdated", iso_time(since)}};
  if (code == "ERROR") {
    out["detail"] = {{"localizableMessageCode", "integration.activation.failed"},
                     {"message", transition.problem},
                     {"messageWithParams", transition.problem},
                     {"messageParams", Json::object()}};
  }
  return out;
}

Json type_reference(const Integration& integration, const Knobs& knobs) {
  Json out = {{"id", integration.type},
              {"selfUri", fmt::format("{}types/{}", integrations_path, integration.type)}};
  if (const auto type = integration_type(integration.type, knobs)) out["name"] = type->at("name");
  return out;
}

Json integration_json(const Integration& integration,
                      const Call& call,
                      const std::string& reported) {
  Json out = {{"id", integration.id},
              {"name", integration.name},
              {"integrationType", type_reference(integration, call.knobs)},
              {"notes", shown_notes(integration, call.knobs)},
              {"intendedState", integration.enabled ? "ENABLED" : "DISABLED"},
              {"reportedState", state_info(integration, call, reported)},
              {"attributes", Json::object()},
              {"selfUri", fmt::format("{}{}", integrations_path, integration.id)}};
  const auto expand = call.parameters("expand");
  if (std::find(expand.begin(), expand.end(), "config.current") != expand.end()) {
    out["config"] = {{"current", config_json(integration, call)}};
  }
  return out;
}

Json integration_json(const Integration& integration, const Call& call) {
  return integration_json(integration, call, reported_state(integration, call.knobs, call.now));
}

Json listed_json(const Integration& integration, const Call& call) {
  auto out = integration_json(integration, call);
  if (call.now < integration.renamed + Milliseconds(call.knobs.listing_lag_ms)) {
    out["name"] = integration.listed_name;
  }
  return out;
}

struct Filter {
  std::vector<std::string> ids{};
  std::string type{};
  std::string reported{};  // upper case
  std::string credential{};

  [[nodiscard]] bool takes(const Integration& integration, const Call& call) const {
    if (!ids.empty() && std::find(ids.begin(), ids.end(), integration.id) == ids.end())
      return false;
    if (!type.empty() && integration.type != type) return false;
    if (!reported.empty() && reported_state(integration, call.knobs, call.now) != reported)
      return false;
    return credential.empty() ||
           std::any_of(integration.credentials.begin(),
                       integration.credentials.end(),
                       [&](const auto& slot) { return slot.second == credential; });
  }
};

Result<Filter> filter_of(const Call& call) {
  if (!call.knobs.integration_list_filters) return Filter{};
  Filter filter{.ids = call.parameters("ids"),
                .type = call.parameter("integrationType").value_or(""),
                .reported = call.parameter("reportedState").value_or(""),
                .credential = call.parameter("credentialId").value_or("")};
  if (filter.ids.size() > max_ids) return bad_request("At most 100 ids may be given.");
  for (auto& c : filter.reported)
    c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  const bool known = std::find(reported_states.begin(), reported_states.end(), filter.reported) !=
                     reported_states.end();
  if (!filter.reported.empty() && !known) {
    return bad_request(
        fmt::format("The value '{}' for 'reportedState' is not valid.", filter.reported));
  }
  return filter;
}

Result<void> check_name_is_free(const Call& call,
                                const std::string& name,
                                const std::string& own_id) {
  if (!call.knobs.unique_names) return {};
  for (const auto& [id, other] : call.state.integrations) {
    if (id != own_id && !other.life.deleted && other.name == name) return conflict();
  }
  return {};
}

Result<void> check_room(const Call& call, const std::string& type) {
  if (call.knobs.max_instances == 0) return {};
  const auto count = std::count_if(
      call.state.integrations.begin(), call.state.integrations.end(), [&](const auto& entry) {
        return entry.second.type == type && !entry.second.life.deleted;
      });
  if (count < call.knobs.max_instances) return {};
  const int status = call.knobs.max_instances_status == MaxInstancesStatus::conflict ? 409 : 400;
  return refusal(
      status,
      fmt::format(
          "The maximum of {} integrations of type {} is reached.", call.knobs.max_instances, type));
}

// Every required slot of the type holds a credential that exists; otherwise what is missing.
std::optional<std::string> missing_credential(const Integration& integration,
                                              const State& state,
                                              const Knobs& knobs) {
  const auto type = integration_type(integration.type, knobs);
  if (!type) return std::nullopt;
  for (const auto& [slot, specification] : type->at("credentials").items()) {
    if (!boolean_at(specification, "required")) continue;
    const auto bound = integration.credentials.find(slot);
    if (bound == integration.credentials.end() ||
        find_credential(state, bound->second) == nullptr) {
      return slot;
    }
  }
  return std::nullopt;
}

// The slots of a configuration in a request, checked against the type and the existing credentials.
Result<std::map<std::string, std::string>> slots_of(const Call& call,
                                                    const Integration& integration) {
  std::map<std::string, std::string> out;
  const auto type = integration_type(integration.type, call.knobs).value_or(Json::object());
  for (const auto& [given, reference] : call.body.at("credentials").items()) {
    const auto slot = slot_of(type, given, call.knobs);
    if (!slot) {
      return invalid_field("credentials",
                           fmt::format("The integration type has no credential '{}'.", given));
    }
    const auto id = string_at(reference, "id");
    const auto* credential = find_credential(call.state, id);
    if (credential == nullptr) {
      return invalid_field("credentials", fmt::format("There is no credential '{}'.", id));
    }
    const auto& allowed = type.at("credentials").at(*slot).at("credentialTypes");
    if (std::find(allowed.begin(), allowed.end(), Json(credential->type)) == allowed.end()) {
      return invalid_field(
          "credentials",
          fmt::format("A credential of type '{}' does not fit '{}'.", credential->type, *slot));
    }
    out[*slot] = id;
  }
  return out;
}

Result<Integration*> found(Call& call) {
  auto* integration = find_integration(call.state, call.label("integrationId"));
  if (integration == nullptr) return not_found();
  return integration;
}

// For reads: also what was deleted a moment ago, and not yet what was created a moment ago.
Result<Integration*> seen(Call& call) {
  const auto entry = call.state.integrations.find(call.label("integrationId"));
  if (entry == call.state.integrations.end()) return not_found();
  const auto& life = entry->second.life;
  const bool visible = call.now >= life.created + Milliseconds(call.knobs.creation_lag_ms);
  if (!visible || !is_there(life, call.knobs, call.now)) return not_found();
  return &entry->second;
}

}  // namespace

Integration* find_integration(State& state, const std::string& id) {
  const auto entry = state.integrations.find(id);
  return entry == state.integrations.end() || entry->second.life.deleted ? nullptr : &entry->second;
}

void begin_transition(Integration& integration,
                      const State& state,
                      const Knobs& knobs,
                      TimePoint now) {
  auto& transition = integration.transition;
  transition = {.began = now, .ends_in = "INACTIVE", .problem = {}};
  if (!integration.enabled) return;
  transition.ends_in = "ACTIVE";
  if (const auto slot = missing_credential(integration, state, knobs)) {
    transition.problem = fmt::format("The required credential {} is not configured.", *slot);
  }
  if (!knobs.activation_error.empty()) transition.problem = knobs.activation_error;
  if (!transition.problem.empty()) transition.ends_in = "ERROR";
}

void delete_integration_of(State& state, Integration& integration, TimePoint now) {
  integration.life.deleted = now;
  for (auto& [id, action] : state.actions) {
    if (action.integration_id == integration.id && !action.life.deleted) action.life.deleted = now;
  }
}

Result<Outcome> list_integrations(Call& call) {
  constexpr std::array<std::string_view, 4> fields = {"id", "name", "intendedState", "notes"};
  TRY_ASSIGN(const auto filter, filter_of(call));
  std::vector<Json> entities;
  for (const auto& [id, integration] : call.state.integrations) {
    if (!is_listed(integration.life, call.knobs, call.now) || !filter.takes(integration, call))
      continue;
    entities.push_back(listed_json(integration, call));
  }
  TRY(sort_entities(call, entities, fields));
  TRY_ASSIGN(const auto page, page_of(call, entities));
  return Outcome{json_reply(page)};
}

Result<Outcome> create_integration(Call& call) {
  TRY_ASSIGN(const auto type_id, required_text(member_at(call.body, "integrationType"), "id"));
  const auto type = integration_type(type_id, call.knobs);
  if (!type) {
    return invalid_field("integrationType",
                         fmt::format("There is no integration type '{}'.", type_id));
  }
  std::string name = string_at(*type, "name");
  if (!member_at(call.body, "name").is_null()) {
    TRY_ASSIGN(name, required_text(call.body, "name"));
  }
  TRY(check_name_is_free(call, name, {}));
  TRY(check_room(call, type_id));
  Integration integration{.id = call.random.uuid(), .type = type_id, .name = name};
  integration.config_id = call.random.uuid();
  if (call.knobs.type_properties == TypeProperties::kept)
    integration.properties[std::string(kept_property)] = true;
  integration.life.created = call.now;
  const auto& kept = call.state.integrations[integration.id] = integration;
  return Outcome{json_reply(integration_json(kept, call))};
}

Result<Outcome> get_integration(Call& call) {
  TRY_ASSIGN(const auto* integration, seen(call));
  return Outcome{json_reply(integration_json(*integration, call))};
}

Result<Outcome> patch_integration(Call& call) {
  TRY_ASSIGN(const auto wish, required_text(call.body, "intendedState"));
  if (wish != "ENABLED" && wish != "DISABLED") {
    return invalid_field("intendedState",
                         fmt::format("The value '{}' for 'intendedState' is not valid.", wish));
  }
  TRY_ASSIGN(auto* integration, found(call));
  const auto answer = [&](Json shown) {
    if (call.knobs.patch_answers == PatchAnswers::none) shown.erase("reportedState");
    return Outcome{json_reply(shown)};
  };
  const bool enable = wish == "ENABLED";
  if (enable == integration->enabled) return answer(integration_json(*integration, call));
  const auto missing = missing_credential(*integration, call.state, call.knobs);
  if (enable && missing &&
      call.knobs.enable_without_credential == EnableWithoutCredential::bad_request) {
    return bad_request(fmt::format("The required credential {} is not configured.", *missing));
  }
  integration->enabled = enable;
  begin_transition(*integration, call.state, call.knobs, call.now);
  // The wish is accepted, nothing has happened yet: only later reads tell how it ended.
  return answer(integration_json(*integration, call, enable ? "ACTIVATING" : "DEACTIVATING"));
}

Result<Outcome> delete_integration(Call& call) {
  TRY_ASSIGN(auto* integration, found(call));
  delete_integration_of(call.state, *integration, call.now);
  return Outcome{json_reply(integration_json(*integration, call))};
}

Result<Outcome> get_config(Call& call) {
  TRY_ASSIGN(const auto* integration, seen(call));
  return Outcome{json_reply(config_json(*integration, call))};
}

Result<Outcome> put_config(Call& call) {
  TRY_ASSIGN(const auto name, required_text(call.body, "name"));
  TRY_ASSIGN(const auto version, required_version(call.body));
  for (const auto* field : {"properties", "advanced", "credentials"}) {
    if (!member_at(call.body, field).is_object()) {
      return invalid_field(field, fmt::format("The value for '{}' is required.", field));
    }
  }
  if (!member_at(call.body, "notes").is_string()) {
    return invalid_field("notes", "The value for 'notes' is required.");
  }
  TRY_ASSIGN(auto* integration, found(call));
  if (version != integration->config_version) {
    return stale_version(call.knobs, version, integration->config_version);
  }
  if (integration->properties.contains(kept_property) &&
      !call.body.at("properties").contains(kept_property)) {
    return invalid_field("properties",
                         fmt::format("The property '{}' is required.", kept_property));
  }
  TRY_ASSIGN(auto slots, slots_of(call, *integration));
  TRY(check_name_is_free(call, name, integration->id));

  if (name != integration->name) {
    integration->listed_name = integration->name;
    integration->renamed = call.now;
  }
  integration->name = name;
  integration->notes = string_at(call.body, "notes");
  integration->properties = call.body.at("properties");
  integration->advanced = call.body.at("advanced");
  integration->credentials = std::move(slots);
  ++integration->config_version;
  if (integration->enabled) begin_transition(*integration, call.state, call.knobs, call.now);
  return Outcome{json_reply(config_json(*integration, call))};
}

}  // namespace patchcord::sandbox::genesys
