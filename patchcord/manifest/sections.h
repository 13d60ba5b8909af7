// The parts of the parser, one for each concern.
#pragma once

#include <optional>

#include "patchcord/manifest/contract.h"
#include "patchcord/manifest/fields.h"

namespace patchcord {

IntegrationSection parse_integration(Reading& reading, const YamlValue& value);

ActionSection parse_action(Reading& reading, const YamlValue& value);

// Fills `action` from a file that the admin UI exported, named at `at`.
//
// Shape    {"name": …, "integrationType": "aws-lambda-data-actions", "actionType": "custom",
//          "config": {"request": {…}, "response": {…}, "timeoutSeconds": 10},
//          "contract": {"input": {"inputSchema": {…}}, "output": {"successSchema": {…}}},
//          "secure": false}
// Source   exports of the Genesys Cloud admin UI (*.custom.json); Platform API, Action
void import_action(Reading& reading, const Text& path, ActionSection& action);
// The same from the text of the file, which `path` names.
void import_exported(Reading& reading, const Text& path, const Text& file, ActionSection& action);

// `input` or `output` of an action as a JSON Schema: fields in words, a JSON Schema, or a file with
// one. A mapping is a JSON Schema when its `type` is object or array, or when it has `$schema` or
// `$ref`. `span` is where the value stands, and then the beginning of its file.
std::optional<Json> parse_contract(Reading& reading,
                                   const YamlValue& value,
                                   ContractSide side,
                                   Span& span);

// Reports what Genesys Cloud refuses in a schema that begins at `span`.
void check_schema(Reading& reading, const Json& schema, ContractSide side, const Span& span);

// Reports that an action has no contract, or half of one.
void warn_about_contract(Problems& problems, const ActionSection& section);

EnvironmentSection parse_environment(Reading& reading, const YamlValue& value);
std::optional<GenesysSection> parse_genesys(Fields& parent, Reading& reading);
std::optional<AwsSection> parse_aws(Fields& parent, Reading& reading);

}  // namespace patchcord
