#include "patchcord/sandbox/genesys/credentials.h"

#include <algorithm>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/sandbox/genesys/errors.h"
#include "patchcord/sandbox/genesys/paging.h"
#include "patchcord/sandbox/genesys/types.h"
#include "patchcord/sandbox/movable_time.h"

namespace patchcord::sandbox::genesys {
namespace {

std::string uri_of(const Credential& credential) {
  return fmt::format("/api/v2/integrations/credentials/{}", credential.id);
}

Json credential_json(const Credential& credential, const Knobs& knobs) {
  const auto type = credential_type(credential.type, knobs);
  Json out = {{"id", credential.id},
              {"name", credential.name ? Json(*credential.name) : Json()},
              {"type", type.value_or(Json{{"id", credential.type}, {"name", credential.type}})},
              {"selfUri", uri_of(credential)}};
  if (knobs.credential_redaction == CredentialRedaction::missing) return out;
  out["credentialFields"] = Json::object();
  if (knobs.credential_redaction == CredentialRedaction::empty) return out;
  for (const auto& [name, value] : credential.fields)
    out["credentialFields"][name] = "********";
  return out;
}

struct Given {
  std::optional<std::string> name{};
  std::string type{};
  std::map<std::string, std::string> fields{};
};

// The official install wizard sends "type" as a plain string, and that works too.
Result<std::string> type_name(const Json& body) {
  if (member_at(body, "type").is_string()) return required_text(body, "type");
  return required_text(member_at(body, "type"), "name");
}

Result<Given> credential_of(const Call& call) {
  Given given;
  TRY_ASSIGN(given.type, type_name(call.body));
  if (!member_at(call.body, "name").is_null()) {
    TRY_ASSIGN(given.name, required_text(call.body, "name"));
  }
  TRY_ASSIGN(given.fields, text_map(call.body, "credentialFields"));
  const auto type = credential_type(given.type, call.knobs);
  if (!type) {
    return invalid_field("type", fmt::format("There is no credential type '{}'.", given.type));
  }
  for (const auto& field : type->at("required")) {
    const auto name = field.get<std::string>();
    const auto value = given.fields.find(name);
    if (value == given.fields.end() || value->second.empty()) {
      return invalid_field("credentialFields",
                           fmt::format("The value for 'credentialFields.{}' is required.", name));
    }
    const bool is_arn = value->second.starts_with("arn:") && split(value->second, ':').size() >= 6;
    if (given.type == call.knobs.credential_type && call.knobs.arn_check == ArnCheck::at_write &&
        !is_arn) {
      return invalid_field("credentialFields", fmt::format("'{}' is not an ARN.", name));
    }
  }
  return given;
}

Result<void> check_name_is_free(const Call& call,
                                const std::optional<std::string>& name,
                                const std::string& own_id) {
  const bool second_is_refused =
      own_id.empty() && call.knobs.duplicate_credential == DuplicateCredential::conflict;
  if ((!call.knobs.unique_names && !second_is_refused) || !name) return {};
  for (const auto& [id, other] : call.state.credentials) {
    if (id != own_id && !other.life.deleted && other.name == name) return conflict();
  }
  return {};
}

// An integration counts until nobody can see it any more.
bool in_use(const Call& call, const std::string& credential_id) {
  return std::any_of(
      call.state.integrations.begin(), call.state.integrations.end(), [&](const auto& entry) {
        const auto& integration = entry.second;
        if (!is_there(integration.life, call.knobs, call.now)) return false;
        return std::any_of(integration.credentials.begin(),
                           integration.credentials.end(),
                           [&](const auto& slot) { return slot.second == credential_id; });
      });
}

Result<Credential*> found(Call& call) {
  const auto entry = call.state.credentials.find(call.label("credentialId"));
  if (entry == call.state.credentials.end() || entry->second.life.deleted) return not_found();
  return &entry->second;
}

Json listed_info(const Credential& credential, const Knobs& knobs) {
  auto out = credential_info(credential, knobs);
  if (knobs.modified_dates != ModifiedDates::seconds) return out;
  constexpr std::size_t to_the_second = std::string_view("2026-01-02T03:04:05").size();
  out["modifiedDate"] = string_at(out, "modifiedDate").substr(0, to_the_second) + "Z";
  return out;
}

std::vector<Json> listed(const Call& call) {
  std::vector<Json> out;
  for (const auto& [id, credential] : call.state.credentials) {
    if (is_listed(credential.life, call.knobs, call.now))
      out.push_back(listed_info(credential, call.knobs));
  }
  return out;
}

}  // namespace

const Credential* find_credential(const State& state, const std::string& id) {
  const auto entry = state.credentials.find(id);
  return entry == state.credentials.end() || entry->second.life.deleted ? nullptr : &entry->second;
}

Json credential_info(const Credential& credential, const Knobs& knobs) {
  Json out = {{"id", credential.id},
              {"name", credential.name ? Json(*credential.name) : Json()},
              {"createdDate", iso_time(credential.life.created)},
              {"type", {{"id", credential.type}, {"name", credential.type}}},
              {"selfUri", uri_of(credential)}};
  if (knobs.modified_dates != ModifiedDates::absent)
    out["modifiedDate"] = iso_time(credential.modified);
  return out;
}

Result<Outcome> list_credentials(Call& call) {
  TRY_ASSIGN(const auto page, cursor_page_of(call, listed(call)));
  return Outcome{json_reply(page)};
}

Result<Outcome> list_credentials_paged(Call& call) {
  TRY_ASSIGN(const auto page, page_of(call, listed(call)));
  return Outcome{json_reply(page)};
}

Result<Outcome> create_credential(Call& call) {
  TRY_ASSIGN(auto given, credential_of(call));
  TRY(check_name_is_free(call, given.name, {}));
  Credential credential{.id = call.random.uuid(),
                        .name = std::move(given.name),
                        .type = std::move(given.type),
                        .fields = std::move(given.fields),
                        .modified = call.now,
                        .life = {.created = call.now, .deleted = {}}};
  const auto id = credential.id;
  const auto& kept = call.state.credentials[id] = std::move(credential);
  return Outcome{json_reply(credential_info(kept, call.knobs))};
}

Result<Outcome> get_credential(Call& call) {
  const auto entry = call.state.credentials.find(call.label("credentialId"));
  const bool there =
      entry != call.state.credentials.end() && is_there(entry->second.life, call.knobs, call.now);
  if (!there) return not_found();
  return Outcome{json_reply(credential_json(entry->second, call.knobs))};
}

Result<Outcome> put_credential(Call& call) {
  TRY_ASSIGN(auto given, credential_of(call));
  TRY_ASSIGN(auto* credential, found(call));
  if (given.type != credential->type) {
    return invalid_field("type", "The type of a credential cannot be changed.");
  }
  TRY(check_name_is_free(call, given.name, credential->id));
  credential->name = std::move(given.name);
  credential->fields = std::move(given.fields);
  credential->modified = call.now;
  return Outcome{json_reply(credential_info(*credential, call.knobs))};
}

Result<Outcome> delete_credential(Call& call) {
  TRY_ASSIGN(auto* credential, found(call));
  if (in_use(call, credential->id)) {
    if (call.knobs.credential_in_use == CredentialInUse::conflict) return conflict();
    if (call.knobs.credential_in_use == CredentialInUse::bad_request) {
      return bad_request("The credential is used by an integration.");
    }
  }
  credential->life.deleted = call.now;
  return Outcome{no_content()};
}

}  // namespace patchcord::sandbox::genesys
