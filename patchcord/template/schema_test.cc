#include "patchcord/template/schema.h"

#include <gtest/gtest.h>

#include "patchcord/template/contract.h"
#include "patchcord/template/json_text.h"

namespace patchcord::simulator {
namespace {

Value json(std::string_view text) {
  return *read_json(text, "the test");
}

struct Row {
  const char* schema{};
  const char* good{};
  const char* bad{};
};

TEST(Schema, EachKeywordAcceptsAndRefuses) {
  const Row rows[] = {
      {R"({"type":"string"})", R"("a")", "1"},
      {R"({"type":"integer"})", "5", "5.0"},
      {R"({"type":"integer"})", "99999999999999999999", "1.5"},
      {R"({"type":"number"})", "5.5", R"("5")"},
      {R"({"type":["boolean","null"]})", "true", "0"},
      {R"({"enum":[1,"a",{"x":[1]}]})", "1.0", "2"},
      {R"({"enum":[{"a":1,"b":2}]})", R"({"b":2,"a":1})", R"({"a":1})"},
      {R"({"minimum":3})", "3", "2.9"},
      {R"({"minimum":3,"exclusiveMinimum":true})", "3.1", "3"},
      {R"({"maximum":3})", "3", "3.1"},
      {R"({"maximum":3,"exclusiveMaximum":true})", "2", "3"},
      {R"({"multipleOf":0.01})", "0.07", "0.075"},
      {R"({"minLength":2})", R"("éé")", R"("é")"},
      {R"({"maxLength":2})", R"("😀😀")", R"("abc")"},
      {R"({"pattern":"^a+$"})", R"("aa")", R"("ab")"},
      {R"({"items":{"type":"integer"}})", "[1,2]", R"([1,"a"])"},
      {R"({"items":[{"type":"integer"}],"additionalItems":false})", "[1]", "[1,2]"},
      {R"({"minItems":1})", "[1]", "[]"},
      {R"({"maxItems":1})", "[1]", "[1,2]"},
      {R"({"uniqueItems":true})", "[1,2]", "[1,1.0]"},
      {R"({"required":["a"]})", R"({"a":1})", "{}"},
      {R"({"properties":{"a":{"type":"string"}}})", R"({"a":"x","b":1})", R"({"a":1})"},
      {R"({"properties":{"a":{}},"additionalProperties":false})", R"({"a":1})", R"({"b":1})"},
      {R"({"additionalProperties":{"type":"integer"}})", R"({"a":1})", R"({"a":"x"})"},
      {R"({"patternProperties":{"^x":{"type":"integer"}}})", R"({"y":"a"})", R"({"xa":"a"})"},
      {R"({"dependencies":{"a":["b"]}})", R"({"b":1})", R"({"a":1})"},
      {R"({"maxProperties":1})", R"({"a":1})", R"({"a":1,"b":2})"},
      {R"({"allOf":[{"type":"integer"},{"minimum":3}]})", "3", "2"},
      {R"({"anyOf":[{"type":"integer"},{"type":"string"}]})", "1", "true"},
      {R"({"oneOf":[{"minimum":1},{"maximum":3}]})", "0", "2"},
      {R"({"not":{"type":"string"}})", "1", R"("a")"},
      {R"({"format":"date","title":"t","unknown":[1]})", R"("x")", nullptr},
  };
  for (const auto& row : rows) {
    const auto schema = Schema::compile(json(row.schema));
    ASSERT_TRUE(schema) << row.schema;
    EXPECT_TRUE(schema->check(json(row.good), NullPolicy::refuse).empty())
        << row.schema << " " << row.good;
    if (row.bad == nullptr) continue;
    EXPECT_FALSE(schema->check(json(row.bad), NullPolicy::refuse).empty())
        << row.schema << " " << row.bad;
  }
}

TEST(Schema, WhatIsNoSchemaIsRefusedWithItsPlace) {
  const std::pair<const char*, const char*> rows[] = {
      {R"({"type":"text"})", "type"},
      {R"({"required":true})", "required"},
      {R"({"required":["a","a"]})", "required"},
      {R"({"properties":{"a":1}})", "properties.a"},
      {R"({"$ref":"#/x"})", "$ref"},
      {R"({"minLength":-1})", "minLength"},
      {R"~({"pattern":"(?=a)"})~", "pattern"},
      {R"({"enum":[]})", "enum"},
      {R"({"multipleOf":0})", "multipleOf"},
      {R"({"items":{"type":7}})", "items.type"},
      {R"({"exclusiveMinimum":3})", "exclusiveMinimum"}};
  for (const auto& [text, at] : rows) {
    const auto schema = Schema::compile(json(text));
    ASSERT_FALSE(schema) << text;
    EXPECT_EQ(schema.error().at, at);
  }
  std::string deep = "{}";
  for (int i = 0; i < 100; ++i)
    deep = R"({"not":)" + deep + "}";
  EXPECT_FALSE(Schema::compile(json(deep)));
}

TEST(Schema, ANullIsAsGoodAsAbsentUnlessRefused) {
  const auto schema = Schema::compile(json(
      R"({"type":"object","required":["r"],"properties":{"a":{"type":"string"},"r":{"type":"string"}}})"));
  EXPECT_TRUE(schema->check(json(R"({"a":null,"r":"x"})"), NullPolicy::accept).empty());
  EXPECT_FALSE(schema->check(json(R"({"a":null,"r":"x"})"), NullPolicy::refuse).empty());
  EXPECT_FALSE(schema->check(json(R"({"r":null})"), NullPolicy::accept).empty());
  EXPECT_FALSE(schema->check(json("null"), NullPolicy::accept).empty());
}

TEST(Contract, InputsAreFlatAndNamedByRule) {
  EXPECT_TRUE(
      check_input_contract(json(R"({"type":"object","properties":{"a-b_1":{"type":"string"}}})"))
          .empty());
  for (const char* property : {R"("1a":{})",
                               R"("a b":{})",
                               R"("orgId":{})",
                               R"("rawRequest":{})",
                               R"("a":{"type":"object"})",
                               R"("a":{"type":"array","items":{}})"}) {
    const std::string text = std::string(R"({"type":"object","properties":{)") + property + "}}";
    EXPECT_EQ(check_input_contract(json(text)).size(), 1U) << text;
  }
}

TEST(Contract, OutputsHaveNoArraysInArrays) {
  EXPECT_TRUE(
      check_output_contract(
          json(
              R"({"properties":{"l":{"type":"array","items":{"type":"object","properties":{"a":{"type":"string"}}}}}})"))
          .empty());
  EXPECT_FALSE(check_output_contract(
                   json(R"({"properties":{"l":{"type":"array","items":{"type":"array"}}}})"))
                   .empty());
  EXPECT_FALSE(
      check_output_contract(
          json(
              R"({"properties":{"l":{"type":"array","items":{"properties":{"a":{"type":"array"}}}}}})"))
          .empty());
}

TEST(Contract, FlatteningKeepsRowsParallelAndDropsWhatIsNotDeclared) {
  const Value schema =
      json(R"({"properties":{"items":{"type":"array","items":{"type":"object","properties":
      {"id":{"type":"integer"},"o":{"type":"object","properties":{"k":{"type":"string"}}}}}},"s":{"type":"string"},"gone":{"type":"string"}}})");
  EXPECT_EQ(
      write_json(flatten(schema, json(R"({"x":1,"items":[{"id":1},{"o":{"k":"a"}}],"s":"t"})"))),
      R"({"items.id":[1,null],"items.o.k":[null,"a"],"s":"t"})");
  EXPECT_EQ(write_json(flatten(schema, json("[1]"))), "[1]");
  const auto properties = flat_properties(schema);
  ASSERT_EQ(properties.size(), 4U);
  EXPECT_EQ(properties[0], (FlatProperty{"items.id", "integer", true}));
  EXPECT_EQ(properties[2], (FlatProperty{"s", "string", false}));
}

}  // namespace
}  // namespace patchcord::simulator
