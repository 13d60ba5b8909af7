// The two contracts of a data action: what the platform asks of an input schema, and how outputs
// are flattened for Architect.
//
// Source: Genesys Cloud Resource Center, "Add contracts to custom actions for integrations"; the
// flat names are those of exported flows (`userParams.key`, `details.errorCode`).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "patchcord/template/schema.h"
#include "patchcord/template/value.h"

namespace patchcord::simulator {

enum class ContractSide { input, output };

// Begins with a letter; then letters, digits, - and _. Some names of inputs are reserved. Nothing
// is found in a good name; `path` of a violation is empty.
std::optional<Violation> check_contract_name(std::string_view name, ContractSide side);

// What makes an input or output schema unfit as a contract: nested inputs, reserved or malformed
// names, arrays inside arrays, references, more than 50 levels. Codes are those of the lint rules.
std::vector<Violation> check_input_contract(const Value& schema);
std::vector<Violation> check_output_contract(const Value& schema);

enum class MissingLeaves : std::uint8_t { null, left_out };

// {"c": {"n": "A"}, "items": [{"id": 1}, {}]}  →  {"c.n": "A", "items.id": [1, null]}
//
// Only what the schema declares, in the order of the schema. An array of objects becomes one array
// per leaf; an element without the leaf gives null, so that the arrays stay parallel, unless it is
// to be left out. A document that is no object is left as it is.
Value flatten(const Value& schema,
              const Value& document,
              MissingLeaves missing = MissingLeaves::null);

// The names of the flat arrays for which some element has no leaf: `items.id`.
std::vector<std::string> lists_with_gaps(const Value& schema, const Value& document);

// One output as Architect sees it.
struct FlatProperty {
  std::string name{};
  std::string
      type{};  // of the schema: string, integer, number, boolean; of the elements, for an array
  bool array{};

  friend bool operator==(const FlatProperty&, const FlatProperty&) = default;
};
std::vector<FlatProperty> flat_properties(const Value& schema);

// {"schema": …, "arrayProperties": ["items.id"]}, as reads with flatten=true give it.
Value flatten_schema(const Value& schema);

}  // namespace patchcord::simulator
