// Contracts of actions, compared as Genesys Cloud understands them.
#pragma once

#include <vector>

#include "patchcord/base/json.h"
#include "patchcord/plan/plan.h"

namespace patchcord {

// What differs, each property by its path, in the words of a manifest; nothing where the contracts
// are the same, whatever the order of `required` and of keys. `before` or `after` is null where
// there is no such property.
//
//   {"contract.output.articles", "integer", "number"}
//   {"contract.input.lines[].note", null, "optional string"}
std::vector<Change> contract_differences(const Json& before, const Json& after);

bool same_contract(const Json& one, const Json& other);

}  // namespace patchcord
