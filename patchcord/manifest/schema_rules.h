// What Genesys Cloud refuses in the JSON Schema of a contract.
#pragma once

#include <string>
#include <vector>

#include "patchcord/base/diagnostic.h"
#include "patchcord/base/json.h"
#include "patchcord/manifest/contract.h"

namespace patchcord {

struct SchemaProblem {
  Severity severity{};
  std::string at{};  // "properties.id.type"; empty for the schema itself
  std::string what{};
  std::string hint{};
  std::string code{};  // of the lint rule that it breaks, if one has it
};

// Source   Genesys Cloud Resource Center, "Add contracts to custom actions for integrations"; JSON
// Schema draft-04
std::vector<SchemaProblem> problems_of_schema(const Json& schema, ContractSide side);

}  // namespace patchcord
