#include "patchcord/sandbox/genesys/definition.h"

#include <fmt/format.h>

#include "patchcord/template/contract.h"
#include "patchcord/template/json_text.h"
#include "patchcord/template/simulate.h"

namespace patchcord::sandbox::genesys {
namespace {

// What came as JSON can be read again, except where it is nested too deep for the simulator.
simulator::Value value_of(const std::optional<Json>& json) {
  if (!json) return {};
  auto value = simulator::read_json(to_text(*json), "a schema");
  return value ? *std::move(value) : simulator::Value();
}

simulator::TextPairs pairs_of(const std::map<std::string, std::string>& map) {
  return {map.begin(), map.end()};
}

}  // namespace

simulator::ActionDefinition definition_of(const ActionContent& content) {
  simulator::ActionDefinition out;
  out.name = content.name;
  out.category = content.category;
  out.secure = content.secure;
  if (content.timeout_seconds) out.timeout_seconds = *content.timeout_seconds;
  out.url_template = content.url_template;
  if (!content.request_type.empty()) out.request_type = content.request_type;
  out.headers = pairs_of(content.headers);
  out.request_template = content.request_template;
  out.translation_map = pairs_of(content.translation_map);
  out.translation_map_defaults = pairs_of(content.translation_defaults);
  out.success_template = content.success_template;
  out.input_schema = value_of(content.input_schema);
  out.success_schema = value_of(content.output_schema);
  return out;
}

std::vector<Problem> problems_of(const ActionContent& content) {
  std::vector<Problem> out;
  if (content.category.empty())
    out.push_back({"category", "The value for 'category' is required."});
  if (!content.input_schema || !content.output_schema) {
    out.push_back({"contract", "The value for 'contract' is required."});
  }
  for (const auto& violation : simulator::check_definition(definition_of(content))) {
    out.push_back({violation.path, fmt::format("'{}' {}.", violation.path, violation.message)});
  }
  return out;
}

Json flattened_schema(const Json& schema) {
  const auto text = simulator::write_json(simulator::flatten_schema(value_of(schema)));
  return parse_json(text, "a schema").value();
}

}  // namespace patchcord::sandbox::genesys
