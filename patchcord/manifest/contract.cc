#include "patchcord/manifest/contract.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "patchcord/base/text.h"
#include "patchcord/base/try.h"

namespace patchcord {
namespace {

constexpr std::string_view optional_word = "optional ";
constexpr std::string_view array_words = "array of ";
const std::vector<std::string> scalar_types = {"string", "integer", "number", "boolean"};

Error wrong(std::string what, std::string hint = {}) {
  return Error{.code = Code::invalid, .what = std::move(what), .hint = std::move(hint)};
}

Result<Json> parse_type(std::string_view words, std::string_view name) {
  const std::string type(words);
  if (std::find(scalar_types.begin(), scalar_types.end(), type) != scalar_types.end())
    return Json{{"type", type}};
  const auto guess = nearest(type, scalar_types);
  return wrong(fmt::format("`{}` has the unknown type `{}`", name, printable(words, 100)),
               guess ? fmt::format("Did you mean `{}`?", *guess)
                     : fmt::format("Types are {}, each with `optional` or `array of` before it.",
                                   fmt::join(scalar_types, ", ")));
}

}  // namespace

Result<ContractField> parse_contract_field(std::string_view name,
                                           std::string_view words,
                                           ContractSide side) {
  if (const auto bad = simulator::check_contract_name(name, side))
    return wrong(fmt::format("`{}` {}", printable(name, 100), bad->message), bad->hint);
  ContractField field{.name = std::string(name)};
  words = trim(words);
  if (words.starts_with(optional_word)) {
    field.required = false;
    words = trim(words.substr(optional_word.size()));
  }
  if (!words.starts_with(array_words)) {
    TRY_ASSIGN(field.schema, parse_type(words, name));
    return field;
  }
  if (side == ContractSide::input) {
    return wrong(fmt::format("input `{}` is an array: inputs of a data action are flat", name),
                 "Pass text, and let the function split it.");
  }
  words = trim(words.substr(array_words.size()));
  if (words.starts_with(array_words)) {
    return wrong(
        fmt::format("output `{}` is an array of arrays, which Architect does not support", name),
        "Return an array of values.");
  }
  TRY_ASSIGN(const auto items, parse_type(words, name));
  field.schema = {{"type", "array"}, {"items", items}};
  return field;
}

Json object_schema(const std::vector<ContractField>& fields) {
  Json schema = {
      {"type", "object"}, {"properties", Json::object()}, {"additionalProperties", true}};
  for (const auto& field : fields) {
    schema["properties"][field.name] = field.schema;
    // Draft-04 does not allow an empty `required`.
    if (field.required) schema["required"].push_back(field.name);
  }
  return schema;
}

Json contract_of(const Json& input_schema, const Json& success_schema) {
  return {{"input", {{"inputSchema", input_schema}}},
          {"output", {{"successSchema", success_schema}}}};
}

}  // namespace patchcord
