#include "patchcord/template/action.h"

#include <array>

#include <fmt/format.h>

#include "patchcord/base/try.h"
#include "patchcord/template/java_text.h"
#include "patchcord/template/json_text.h"

namespace patchcord::simulator {

namespace {

Error wrong(std::string_view at, std::string_view reason) {
  return {.code = Code::invalid,
          .what = fmt::format("the action's {} {}", at, reason),
          .at = std::string(at)};
}

// Terraform writes `$${` for `${` and has some objects in a list of one.
class ActionReader {
 public:
  explicit ActionReader(bool terraform) : terraform_(terraform) {}

  Result<void> text(const Value& object, std::string_view name, std::string& out) const {
    const Value value = member(object, name);
    if (value.is_null()) return not_elsewhere(object, name);
    if (!value.is_text()) return wrong(name, "must be a text");
    out = plain(std::string(value.text()));
    return {};
  }

  Result<void> pairs(const Value& object, std::string_view name, TextPairs& out) const {
    const Value value = member(object, name);
    if (value.is_null()) return {};
    if (!value.is_map()) return wrong(name, "must be an object");
    for (const auto& entry : value.map().entries()) {
      if (entry.value.is_null()) continue;
      out.emplace_back(
          entry.key.text(),
          entry.value.is_text() ? plain(std::string(entry.value.text())) : write_json(entry.value));
    }
    return {};
  }

  Result<void> number(const Value& object,
                      std::string_view name,
                      std::optional<std::int64_t>& out) const {
    const Value value = member(object, name);
    if (value.is_null()) return {};
    if (!value.is_whole()) return wrong(name, "must be a whole number");
    out = value.whole();
    return {};
  }

  // A schema is an object, or in Terraform's form the text of one.
  Result<void> schema(const Value& object, std::string_view name, Value& out) const {
    out = member(object, name);
    if (out.is_null()) return not_elsewhere(object, name);
    if (out.is_text()) {
      TRY_ASSIGN(out, read_json(out.text(), fmt::format("the action's {}", name)));
    }
    if (!out.is_null() && !out.is_map()) return wrong(name, "must be an object");
    return {};
  }

  // The API can give a template or schema by its address alone.
  [[nodiscard]] Result<void> not_elsewhere(const Value& object, std::string_view name) const {
    const auto address = fmt::format("{}Uri", name);
    if (member(object, address).is_null()) return {};
    return Error{.code = Code::invalid,
                 .what = fmt::format("the action has `{}` instead of `{}`", address, name),
                 .at = address,
                 .hint = "Export the action in the admin UI: that file has its templates."};
  }

  [[nodiscard]] Value member(const Value& object, std::string_view name) const {
    const Value* found = object.is_map() ? object.map().find(name) : nullptr;
    if (found == nullptr) return {};
    const bool wrapped = terraform_ && found->is_list() && found->list().items().size() == 1;
    return wrapped ? found->list().items()[0] : *found;
  }

 private:
  [[nodiscard]] std::string plain(std::string text) const {
    if (!terraform_) return text;
    for (std::size_t at = text.find("$${"); at != std::string::npos; at = text.find("$${", at + 2))
      text.erase(at, 1);
    return text;
  }

  bool terraform_;
};

// Where each form keeps the parts.
struct Names {
  std::string_view url{}, type{}, request_template{}, map{}, defaults{}, success_template{};
};
constexpr Names api_names{"requestUrlTemplate",
                          "requestType",
                          "requestTemplate",
                          "translationMap",
                          "translationMapDefaults",
                          "successTemplate"};
constexpr Names terraform_names{"request_url_template",
                                "request_type",
                                "request_template",
                                "translation_map",
                                "translation_map_defaults",
                                "success_template"};

Result<void> read_config(const ActionReader& reader,
                         const Names& names,
                         const std::pair<Value, Value>& request_and_response,
                         ActionDefinition& action) {
  const auto& [request, response] = request_and_response;
  TRY(reader.text(request, names.url, action.url_template));
  TRY(reader.text(request, names.type, action.request_type));
  TRY(reader.text(request, names.request_template, action.request_template));
  TRY(reader.pairs(request, "headers", action.headers));
  TRY(reader.pairs(response, names.map, action.translation_map));
  TRY(reader.pairs(response, names.defaults, action.translation_map_defaults));
  return reader.text(response, names.success_template, action.success_template);
}

Result<void> read_terraform(const ActionReader& reader,
                            const Value& document,
                            ActionDefinition& action) {
  TRY(reader.number(document, "config_timeout_seconds", action.timeout_seconds));
  TRY(read_config(
      reader,
      terraform_names,
      {reader.member(document, "config_request"), reader.member(document, "config_response")},
      action));
  TRY(reader.schema(document, "contract_input", action.input_schema));
  return reader.schema(document, "contract_output", action.success_schema);
}

// The schema of a side, or the side as the schema itself, as in the contract files of `deploy`.
Result<void> read_side(const ActionReader& reader,
                       const Value& contract,
                       std::pair<std::string_view, std::string_view> names,
                       Value& out) {
  const auto [side_name, schema_name] = names;
  const Value side = reader.member(contract, side_name);
  TRY(reader.schema(side, schema_name, out));
  if (out.is_null() && !reader.member(side, "type").is_null())
    return reader.schema(contract, side_name, out);
  return {};
}

Result<void> read_api(const ActionReader& reader, const Value& document, ActionDefinition& action) {
  const Value config = reader.member(document, "config");
  if (!config.is_map()) return wrong("config", "must be an object");
  TRY(reader.number(config, "timeoutSeconds", action.timeout_seconds));
  TRY(read_config(reader,
                  api_names,
                  {reader.member(config, "request"), reader.member(config, "response")},
                  action));
  const Value contract = reader.member(document, "contract");
  TRY(read_side(reader, contract, {"input", "inputSchema"}, action.input_schema));
  return read_side(reader, contract, {"output", "successSchema"}, action.success_schema);
}

Value object(std::initializer_list<std::pair<std::string_view, Value>> members) {
  Value made = make_map();
  for (const auto& [name, value] : members)
    made.map().set(Value(name), value);
  return made;
}

Value object(const TextPairs& pairs) {
  Value made = make_map();
  for (const auto& [name, text] : pairs)
    made.map().set(Value(name), Value(text));
  return made;
}

}  // namespace

Value to_json(const ActionDefinition& action) {
  Value config =
      object({{"request",
               object({{"requestUrlTemplate", action.url_template},
                       {"requestType", action.request_type},
                       {"headers", object(action.headers)},
                       {"requestTemplate", action.request_template}})},
              {"response",
               object({{"translationMap", object(action.translation_map)},
                       {"translationMapDefaults", object(action.translation_map_defaults)},
                       {"successTemplate", action.success_template}})}});
  if (action.timeout_seconds)
    config.map().set("timeoutSeconds", Value::whole(*action.timeout_seconds));
  Value contract = make_map();
  if (!action.input_schema.is_null())
    contract.map().set("input", object({{"inputSchema", action.input_schema}}));
  if (!action.success_schema.is_null())
    contract.map().set("output", object({{"successSchema", action.success_schema}}));
  return object({{"name", action.name},
                 {"integrationType", action.integration_type},
                 {"actionType", "custom"},
                 {"config", config},
                 {"contract", contract},
                 {"secure", action.secure}});
}

Result<ActionDefinition> action_from_json(std::string_view text) {
  TRY_ASSIGN(const Value document, read_json(text, "the action"));
  if (!document.is_map()) return wrong("text", "must be a JSON object");
  const bool terraform = document.map().find("config_request") != nullptr;
  const ActionReader reader(terraform);
  ActionDefinition action;
  TRY(reader.text(document, "name", action.name));
  TRY(reader.text(document, "category", action.category));
  TRY(reader.text(document, "integrationType", action.integration_type));
  const Value secure = reader.member(document, "secure");
  action.secure = secure.kind() == Kind::boolean && secure.boolean();
  TRY(terraform ? read_terraform(reader, document, action) : read_api(reader, document, action));
  return action;
}

}  // namespace patchcord::simulator
