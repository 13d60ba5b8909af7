// Contracts of data actions in words ("optional string", "array of integer"), turned into JSON
// Schema draft-04.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "patchcord/base/json.h"
#include "patchcord/base/result.h"
#include "patchcord/template/contract.h"

namespace patchcord {

using simulator::ContractSide;

struct ContractField {
  std::string name{};
  bool required{true};
  Json schema{};  // {"type": "string"}
};

// `words`: [optional] (string | integer | number | boolean | array of …). Inputs are flat: no
// arrays.
//
// Errors   invalid, with a suggestion: a name that Architect cannot use, a reserved name, an
// unknown type, an array as input,
//          an array of arrays
// Source   Genesys Cloud Resource Center, "Add contracts to custom actions for integrations"
Result<ContractField> parse_contract_field(std::string_view name,
                                           std::string_view words,
                                           ContractSide side);

// {"type": "object", "properties": {…}, "required": […], "additionalProperties": true}
Json object_schema(const std::vector<ContractField>& fields);

// The contract as the API takes it.
Json contract_of(const Json& input_schema, const Json& success_schema);

}  // namespace patchcord
