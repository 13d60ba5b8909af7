#include "patchcord/manifest/contract.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace patchcord {
namespace {

using ::testing::HasSubstr;

TEST(Contract, ReadsFieldsInWords) {
  const auto required = parse_contract_field("orderId", "string", ContractSide::input);
  EXPECT_TRUE(required->required);
  EXPECT_EQ(required->schema, Json({{"type", "string"}}));
  const auto optional =
      parse_contract_field("lines", " optional  array of  integer ", ContractSide::output);
  EXPECT_FALSE(optional->required);
  EXPECT_EQ(optional->schema, Json({{"type", "array"}, {"items", {{"type", "integer"}}}}));
}

TEST(Contract, SaysWhatIsWrongWithAField) {
  struct Case {
    std::string name, words;
    ContractSide side;
    std::string text;
  };
  const Case cases[] = {
      {"1a", "string", ContractSide::input, "`1a` cannot be the name"},
      {"", "string", ContractSide::input, "`` cannot be the name"},
      {"orgId", "string", ContractSide::input, "`orgId` is reserved"},
      {"a", "text", ContractSide::input, "unknown type `text`"},
      {"a", "array of string", ContractSide::input, "inputs of a data action are flat"},
      {"a", "array of array of string", ContractSide::output, "array of arrays"},
  };
  for (const auto& [name, words, side, text] : cases) {
    const auto field = parse_contract_field(name, words, side);
    ASSERT_FALSE(field.ok()) << text;
    EXPECT_THAT(field.error().what, HasSubstr(text));
  }
  EXPECT_EQ(parse_contract_field("a", "strng", ContractSide::input).error().hint,
            "Did you mean `string`?");
  EXPECT_TRUE(parse_contract_field("orgId", "string", ContractSide::output).ok());
}

TEST(Contract, MakesSchemasOfDraft04) {
  const std::vector<ContractField> fields = {
      {.name = "a", .required = true, .schema = {{"type", "string"}}},
      {.name = "b", .required = false, .schema = {{"type", "number"}}}};
  EXPECT_EQ(object_schema(fields),
            Json::parse(R"({"type":"object","additionalProperties":true,"required":["a"],
    "properties":{"a":{"type":"string"},"b":{"type":"number"}}})"));
  EXPECT_FALSE(object_schema({}).contains("required"));
}

}  // namespace
}  // namespace patchcord
