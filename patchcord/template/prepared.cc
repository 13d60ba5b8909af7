#include "patchcord/template/prepared.h"

#include <algorithm>

#include <fmt/format.h>

#include "patchcord/template/contract.h"

namespace patchcord::simulator {

std::string unconfirmed_macro(std::string_view place, std::string_view macro) {
  return fmt::format("{}: {} is approximate: what exactly it does is not confirmed", place, macro);
}

namespace {

std::string_view or_default(std::string_view text, std::string_view otherwise) {
  return text.empty() ? otherwise : text;
}

std::optional<Value> default_of(const ActionDefinition& action, std::string_view variable) {
  const auto& defaults = action.translation_map_defaults;
  const auto known = std::find_if(
      defaults.begin(), defaults.end(), [&](const auto& pair) { return pair.first == variable; });
  if (known == defaults.end()) return std::nullopt;
  return Value(known->second);
}

std::vector<std::string> warnings_of(const Prepared& parts) {
  std::vector<const PreparedTemplate*> templates{&parts.url, &parts.body, &parts.success};
  for (const auto& header : parts.headers)
    templates.push_back(&header);
  std::vector<std::string> warnings;
  for (const auto* one : templates) {
    if (!one->read) continue;
    for (const auto& macro : one->read->unconfirmed_macros())
      warnings.push_back(unconfirmed_macro(one->name, macro));
  }
  if (parts.success.read && parts.success.read->names("input"))
    warnings.emplace_back(unconfirmed_input);
  return warnings;
}

std::optional<Result<Schema>> schema_of(const Value& schema) {
  if (schema.is_null()) return std::nullopt;
  return Schema::compile(schema);
}

}  // namespace

Prepared::Prepared(const ActionDefinition& definition, Dialect dialect)
    : action(definition),
      url("requestUrlTemplate", action.url_template, dialect),
      body("requestTemplate",
           or_default(action.request_template, default_request_template),
           dialect),
      success("successTemplate",
              or_default(action.success_template, default_success_template),
              dialect),
      input_schema(schema_of(action.input_schema)),
      success_schema(schema_of(action.success_schema)) {
  for (const auto& [name, text] : action.headers)
    headers.emplace_back(name, text, dialect);
  const auto outputs = flat_properties(action.success_schema);
  has_parallel_lists = std::any_of(outputs.begin(), outputs.end(), [](const auto& output) {
    return output.array && output.name.find('.') != std::string::npos;
  });
  warnings = warnings_of(*this);
  for (const auto& [name, text] : action.translation_map)
    variables.push_back({name, JsonPath::compile(text), default_of(action, name)});
}

}  // namespace patchcord::simulator
