// What the service demands of the two schemas of a contract.
#pragma once

#include <optional>
#include <string>

#include "patchcord/base/json.h"

namespace patchcord::sandbox::genesys {

// The first rule that a schema breaks, as a sentence.
//
// Source: Genesys Cloud Resource Center, "Add contracts to custom actions for integrations"
std::optional<std::string> broken_input_rule(const Json& schema);
std::optional<std::string> broken_output_rule(const Json& schema);

}  // namespace patchcord::sandbox::genesys
