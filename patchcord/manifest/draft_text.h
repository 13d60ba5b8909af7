// What the parts of a draft share: lines of YAML, names, texts in quotes.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "patchcord/manifest/contract.h"

namespace patchcord::draft {

// Lines with their own indentation, to be put somewhere deeper.
using Lines = std::vector<std::string>;

struct Part {
  Lines contract{};  // below `input:` or `output:`; none: there is nothing to say
  Lines settings{};  // `request:` or `response:` and what is below it
  std::vector<std::string> choices{};
};

// Control characters, and others that do not show or that YAML does not take.
bool is_invisible(char32_t code_point);

// In double quotes, for YAML and JSON alike, without anything invisible in it.
std::string in_quotes(std::string_view text);

// The nearest name that a contract may have: "line items" → "line_items", "1st" → "input_1st",
// "orgId" → "input_orgId".
std::string contract_name(std::string_view key, ContractSide side);

// A name as a key of YAML: in quotes where plain it would be no text.
std::string key_text(const std::string& name);

// `name`, or with a number after it when it is taken; then it is taken.
std::string unique(std::string name, std::set<std::string>& taken);

// "order.lines[].sku", cleaned, for sentences about samples.
std::string member_path(const std::string& path, std::string_view key);

}  // namespace patchcord::draft
