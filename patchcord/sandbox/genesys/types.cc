#include "patchcord/sandbox/genesys/types.h"

#include <array>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/sandbox/genesys/errors.h"
#include "patchcord/sandbox/genesys/paging.h"

namespace patchcord::sandbox::genesys {
namespace {

constexpr std::string_view types_path = "/api/v2/integrations/types";

Json type_json(std::string_view id,
               std::string_view name,
               std::string_view description,
               Json slots) {
  const std::string uri = fmt::format("{}/{}", types_path, id);
  return {{"id", id},
          {"name", name},
          {"description", description},
          {"provider", "clientapps-or-bridge"},
          {"category", "Data Actions"},
          {"images", Json::array()},
          {"configPropertiesSchemaUri", uri + "/configschemas/properties"},
          {"configAdvancedSchemaUri", uri + "/configschemas/advanced"},
          {"credentials", std::move(slots)},
          {"nonInstallable", false},
          {"userPermissions", Json::array()},
          {"selfUri", uri}};
}

Json slot_json(bool required, std::string_view title, Json credential_types) {
  return {
      {"required", required}, {"title", title}, {"credentialTypes", std::move(credential_types)}};
}

// Source: Genesys' own Terraform modules and install wizard, which name the slots and credential
// types.
std::vector<Json> all_types(const Knobs& knobs) {
  std::vector<Json> out;
  if (knobs.lambda_type_installed) {
    Json slots = {
        {knobs.slot_key,
         slot_json(true, "Amazon Web Services ARN", Json::array({knobs.credential_type}))}};
    out.push_back(type_json(lambda_type,
                            "AWS Lambda Data Actions",
                            "Invoke AWS Lambda functions from data actions.",
                            std::move(slots)));
    if (knobs.max_instances > 0) out.back()["maxInstances"] = knobs.max_instances;
  }
  Json web_slots = {
      {"basicAuth",
       slot_json(
           false, "Credentials", Json::array({"basicAuth", "userDefined", "userDefinedOAuth"}))}};
  out.push_back(type_json("custom-rest-actions",
                          "Web Services Data Actions",
                          "Call web services from data actions.",
                          std::move(web_slots)));
  out.push_back(type_json(
      functions_type, "Function Data Actions", "Run functions hosted by Genesys.", Json::object()));
  Json cloud_slots = {{"pureCloudOAuthClient",
                       slot_json(true, "OAuth client", Json::array({"pureCloudOAuthClient"}))}};
  out.push_back(type_json(genesys_cloud_type,
                          "Genesys Cloud Data Actions",
                          "Call the Genesys Cloud API from data actions.",
                          std::move(cloud_slots)));
  return out;
}

Json credential_json(std::string_view name, const std::vector<std::string>& fields, bool free) {
  Json properties = Json::object();
  for (const auto& field : fields)
    properties[field] = {{"type", "string"}, {"title", field}};
  return {{"id", name},
          {"name", name},
          {"properties", properties},
          {"displayOrder", fields},
          {"required", free ? std::vector<std::string>{} : fields}};
}

std::vector<Json> all_credential_types(const Knobs& knobs) {
  return {credential_json(knobs.credential_type, {knobs.credential_field}, false),
          credential_json("basicAuth", {"userName", "password"}, false),
          credential_json("pureCloudOAuthClient", {"clientId", "clientSecret"}, false),
          credential_json("userDefined", {}, true),
          credential_json("userDefinedOAuth", {}, true)};
}

std::optional<Json> find_by_id(const std::vector<Json>& all, std::string_view id) {
  for (const auto& item : all) {
    if (string_at(item, "id") == id) return item;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Json> integration_type(std::string_view id, const Knobs& knobs) {
  return find_by_id(all_types(knobs), id);
}

std::optional<Json> credential_type(std::string_view name, const Knobs& knobs) {
  return find_by_id(all_credential_types(knobs), name);
}

std::optional<std::string> slot_of(const Json& type, const std::string& name, const Knobs& knobs) {
  for (const auto& [slot, specification] : member_at(type, "credentials").items()) {
    const bool same = knobs.slot_case_matters ? slot == name : lower_case(slot) == lower_case(name);
    if (same) return slot;
  }
  return std::nullopt;
}

Result<Outcome> list_integration_types(Call& call) {
  constexpr std::array<std::string_view, 3> fields = {"id", "name", "category"};
  auto types = all_types(call.knobs);
  TRY(sort_entities(call, types, fields));
  TRY_ASSIGN(const auto page, page_of(call, types));
  return Outcome{json_reply(page)};
}

Result<Outcome> get_integration_type(Call& call) {
  const auto type = integration_type(call.label("typeId"), call.knobs);
  if (!type) return not_found();
  return Outcome{json_reply(*type)};
}

Result<Outcome> get_config_schema(Call& call) {
  const auto& which = call.label("configType");
  if (!integration_type(call.label("typeId"), call.knobs)) return not_found();
  if (which != "properties" && which != "advanced") return not_found();
  return Outcome{json_reply({{"$schema", "http://json-schema.org/draft-04/schema#"},
                             {"title", which},
                             {"type", "object"},
                             {"properties", Json::object()},
                             {"additionalProperties", true}})};
}

Result<Outcome> list_credential_types(Call& call) {
  const auto types = all_credential_types(call.knobs);
  if (call.knobs.credential_types_shape == CredentialTypesShape::array) {
    return Outcome{json_reply(Json(types))};
  }
  return Outcome{json_reply({{"entities", types},
                             {"pageSize", 25},
                             {"pageNumber", 1},
                             {"pageCount", 1},
                             {"total", types.size()},
                             {"selfUri", "/api/v2/integrations/credentials/types"}})};
}

}  // namespace patchcord::sandbox::genesys
