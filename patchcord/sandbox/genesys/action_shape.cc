#include "patchcord/sandbox/genesys/action_shape.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/sandbox/genesys/definition.h"
#include "patchcord/sandbox/genesys/errors.h"

namespace patchcord::sandbox::genesys {
namespace {

constexpr int max_timeout_seconds = 60;
constexpr std::array<std::string_view, 5> methods = {"GET", "PUT", "POST", "PATCH", "DELETE"};

Result<void> read_text(const Json& object, const std::string& field, std::string& out) {
  const auto& value = member_at(object, field);
  if (value.is_null()) return {};
  if (!value.is_string()) {
    return invalid_field(field, fmt::format("The value for '{}' must be a string.", field));
  }
  out = value.get<std::string>();
  return {};
}

Result<void> read_map(const Json& object,
                      const std::string& field,
                      std::map<std::string, std::string>& out) {
  if (member_at(object, field).is_null()) return {};
  TRY_ASSIGN(out, text_map(object, field));
  return {};
}

Result<void> read_timeout(const Json& config, std::optional<int>& out) {
  const auto& value = member_at(config, "timeoutSeconds");
  if (value.is_null()) return {};
  const auto seconds = value.is_number_integer() ? integer_at(config, "timeoutSeconds") : 0;
  if (seconds < 1 || seconds > max_timeout_seconds) {
    return invalid_field(
        "timeoutSeconds",
        fmt::format("The value for 'timeoutSeconds' must be from 1 to {}.", max_timeout_seconds));
  }
  out = static_cast<int>(seconds);
  return {};
}

Result<void> read_request(const Json& request, const Knobs& knobs, ActionContent& content) {
  TRY(read_text(request, "requestUrlTemplate", content.url_template));
  TRY(read_text(request, "requestType", content.request_type));
  TRY(read_text(request, "requestTemplate", content.request_template));
  TRY(read_map(request, "headers", content.headers));
  if (content.request_template.empty()) content.request_template = default_request_template;
  const auto& method = content.request_type;
  if (!method.empty() && std::find(methods.begin(), methods.end(), method) == methods.end()) {
    return invalid_field("requestType", fmt::format("The value '{}' is not valid.", method));
  }
  if (knobs.arn_check == ArnCheck::at_write && !content.url_template.starts_with("arn:")) {
    return invalid_field("requestUrlTemplate", "The request URL template must be a function ARN.");
  }
  return {};
}

Result<void> read_response(const Json& response, ActionContent& content) {
  TRY(read_map(response, "translationMap", content.translation_map));
  TRY(read_map(response, "translationMapDefaults", content.translation_defaults));
  TRY(read_text(response, "successTemplate", content.success_template));
  if (content.success_template.empty()) content.success_template = default_success_template;
  return {};
}

ActionContent without_config(const ActionContent& content) {
  ActionContent out{.name = content.name, .category = content.category, .secure = content.secure};
  out.input_schema = content.input_schema;
  out.output_schema = content.output_schema;
  return out;
}

std::string file_uri(const ActionView& view, std::string_view folder, std::string_view file) {
  return fmt::format("/api/v2/integrations/actions/{}{}/{}/{}",
                     percent_encode(view.action.id),
                     view.is_draft ? "/draft" : "",
                     folder,
                     file);
}

Json config_json(const ActionView& view) {
  const auto& content = view.version.content;
  Json out = {{"request",
               {{"requestUrlTemplate", content.url_template},
                {"requestTemplateUri", file_uri(view, "templates", "requesttemplate.vm")},
                {"headers", content.headers}}},
              {"response",
               {{"translationMap", content.translation_map},
                {"translationMapDefaults", content.translation_defaults},
                {"successTemplateUri", file_uri(view, "templates", "successtemplate.vm")}}}};
  if (!content.request_type.empty()) out["request"]["requestType"] = content.request_type;
  if (content.timeout_seconds) out["timeoutSeconds"] = *content.timeout_seconds;
  return out;
}

std::string schema_name(std::string_view which, const Knobs& knobs) {
  return fmt::format("{}{}.json", which, knobs.schema_names == SchemaNames::full ? "schema" : "");
}

// A schema as it was sent, or with what a service adds that reads it into a class and writes it
// again.
Json shown(Json schema, const Knobs& knobs) {
  if (knobs.contract_members == ContractMembers::as_sent || !schema.is_object()) return schema;
  const Json added = {{"$schema", "http://json-schema.org/draft-04/schema#"},
                      {"id", "urn:schema"},
                      {"title", ""},
                      {"description", nullptr},
                      {"required", Json::array()},
                      {"additionalProperties", true}};
  for (const auto& [name, value] : added.items()) {
    if (!schema.contains(name)) schema[name] = value;
  }
  return schema;
}

Json contract_json(const ActionView& view, Contract form, const Knobs& knobs) {
  const auto& content = view.version.content;
  const auto uri = [&](std::string_view which) {
    return file_uri(view, "schemas", schema_name(which, knobs));
  };
  if (form == Contract::uris) {
    return {{"input", {{"inputSchemaUri", uri("input")}}},
            {"output", {{"successSchemaUri", uri("success")}, {"errorSchemaUri", uri("error")}}}};
  }
  Json out = {{"input", Json::object()}, {"output", Json::object()}};
  if (form == Contract::schemas) {
    if (content.input_schema) out["input"]["inputSchema"] = shown(*content.input_schema, knobs);
    if (content.output_schema)
      out["output"]["successSchema"] = shown(*content.output_schema, knobs);
    return out;
  }
  if (content.input_schema) {
    out["input"]["inputSchemaFlattened"] = flattened_schema(*content.input_schema);
  }
  if (content.output_schema) {
    out["output"]["successSchemaFlattened"] = flattened_schema(*content.output_schema);
  }
  return out;
}

}  // namespace

Result<void> read_config(const Json& config, const Knobs& knobs, ActionContent& content) {
  if (!config.is_object()) return invalid_field("config", "The value for 'config' is required.");
  auto read = knobs.config_patch == ConfigPatch::merge ? content : without_config(content);
  TRY(read_timeout(config, read.timeout_seconds));
  TRY_ASSIGN(const auto request, object_or_empty(config, "request"));
  TRY(read_request(request, knobs, read));
  TRY_ASSIGN(const auto response, object_or_empty(config, "response"));
  TRY(read_response(response, read));
  content = std::move(read);
  return {};
}

Result<void> read_contract(const Json& contract, const Knobs& knobs, ActionContent& content) {
  const auto& input = member_at(member_at(contract, "input"), "inputSchema");
  const auto& output = member_at(member_at(contract, "output"), "successSchema");
  if (!input.is_object()) {
    return invalid_field("contract", "The value for 'contract.input.inputSchema' is required.");
  }
  if (!output.is_object()) {
    return invalid_field("contract", "The value for 'contract.output.successSchema' is required.");
  }
  content.input_schema = input;
  content.output_schema = output;
  if (knobs.contract_check == ContractCheck::none) return {};
  for (const auto& problem : problems_of(content)) {
    if (problem.field.starts_with("contract")) return invalid_field(problem.field, problem.message);
  }
  return {};
}

Json action_json(const ActionView& view, Shown shown, const Knobs& knobs) {
  const auto& content = view.version.content;
  Json out = {{"id", view.action.id},
              {"name", content.name},
              {"integrationId", view.action.integration_id},
              {"category", content.category},
              {"version", view.version.version},
              {"secure", content.secure},
              {"selfUri",
               fmt::format("/api/v2/integrations/actions/{}{}",
                           percent_encode(view.action.id),
                           view.is_draft ? "/draft" : "")}};
  if (content.category.empty()) out.erase("category");
  if (shown.contract != Contract::left_out) {
    out["contract"] = contract_json(view, shown.contract, knobs);
  }
  if (shown.config) out["config"] = config_json(view);
  return out;
}

std::optional<Json> schema_file(const ActionContent& content,
                                std::string_view name,
                                const Knobs& knobs) {
  const auto file = [&](const std::optional<Json>& schema) {
    return shown(schema.value_or(Json::object()), knobs);
  };
  if (name == schema_name("input", knobs)) return file(content.input_schema);
  if (name == schema_name("success", knobs)) return file(content.output_schema);
  if (name == schema_name("error", knobs))
    return Json{{"type", "object"}, {"properties", Json::object()}};
  return std::nullopt;
}

std::optional<std::string> template_file(const ActionContent& content, std::string_view name) {
  if (name == "requesttemplate.vm") return content.request_template;
  if (name == "successtemplate.vm") return content.success_template;
  return std::nullopt;
}

}  // namespace patchcord::sandbox::genesys
