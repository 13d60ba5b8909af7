#include "patchcord/plan/contract.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace patchcord {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Json contract(const char* input, const char* output) {
  return {{"input", {{"inputSchema", Json::parse(input)}}},
          {"output", {{"successSchema", Json::parse(output)}}}};
}

constexpr const char* open_object = R"({"type": "object"})";

// Of two output schemas: "field: before, after".
std::vector<std::string> told(const char* before, const char* after) {
  std::vector<std::string> lines;
  for (const auto& change :
       contract_differences(contract(open_object, before), contract(open_object, after))) {
    lines.push_back(change.field + ": " + change.before.dump() + ", " + change.after.dump());
  }
  return lines;
}

TEST(Contract, IsTheSameWhateverTheOrderAndTheLabels) {
  EXPECT_THAT(
      told(R"({"type": "object", "required": ["a", "b"], "title": "T", "additionalProperties": true,
               "properties": {"a": {"type": "string", "description": "x"}, "b": {}}})",
           R"({"required": ["b", "a"], "type": "object",
               "properties": {"b": {}, "a": {"type": "string", "pattern": null}}})"),
      IsEmpty());
}

TEST(Contract, NamesEachPropertyThatDiffersInTheWordsOfAManifest) {
  EXPECT_THAT(told(R"({"type": "object", "required": ["count", "state", "note"], "properties":
               {"count": {"type": "integer"}, "state": {"type": "string"}, "gone": {"type": "boolean"},
                "note": {"type": "string", "maxLength": 10}, "same": {"type": "string"}}})",
                   R"({"type": "object", "required": ["count", "note", "tags"], "properties":
               {"count": {"type": "number"}, "state": {"type": "string"}, "same": {"type": "string"},
                "note": {"type": "string", "maxLength": 20},
                "tags": {"type": "array", "items": {"type": "string"}}}})"),
              ElementsAre(R"(contract.output.count: "integer", "number")",
                          R"(contract.output.gone: "optional boolean", null)",
                          R"(contract.output.note: "string, maxLength 10", "string, maxLength 20")",
                          R"(contract.output.state: "string", "optional string")",
                          R"(contract.output.tags: null, "array of string")"));
}

TEST(Contract, FindsWhatDiffersInsideObjectsAndListsOfThem) {
  EXPECT_THAT(told(R"({"type": "object", "properties": {"lines": {"type": "array", "items":
               {"type": "object", "properties": {"price": {"type": "integer"}}}},
               "order": {"type": "object", "properties": {"id": {"type": "string"}}}}})",
                   R"({"type": "object", "properties": {"lines": {"type": "array", "items":
               {"type": "object", "properties": {"price": {"type": "number"}}}},
               "order": {"type": "object", "required": ["id"],
                         "properties": {"id": {"type": "string"}}}}})"),
              ElementsAre(R"(contract.output.lines[].price: "optional integer", "optional number")",
                          R"(contract.output.order.id: "optional string", "string")"));
}

TEST(Contract, TellsAWholeObjectWhereMoreThanItsMembersDiffers) {
  EXPECT_THAT(
      told(R"({"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}})",
           R"({"type": "array", "items": {"type": "string"}})"),
      ElementsAre(R"(contract.output: "{ a: string }", "array of string")"));
  EXPECT_THAT(told(R"({"type": "object"})", R"({"type": "object", "additionalProperties": false})"),
              ElementsAre(R"(contract.output: "object", "object, additionalProperties false")"));
  EXPECT_THAT(told(R"({"type": "object"})", R"({"type": ["object", "null"]})"),
              ElementsAre(R"(contract.output: "object", "[\"object\",\"null\"]")"));
}

// Whatever the schemas are: two that mean something else are never called the same.
TEST(Contract, OverlooksNothing) {
  const std::vector<const char*> schemas = {
      "{}",
      "true",
      R"({"type": "object"})",
      R"({"required": ["a"]})",
      R"({"type": "object", "required": ["a"]})",
      R"({"type": "object", "properties": {"a": {}}})",
      R"({"type": "object", "properties": {"a": true}})",
      R"({"type": "object", "required": ["a"], "properties": {"a": {}}})",
      R"({"type": "object", "properties": [1]})",
      R"({"type": "object", "required": "a"})",
      R"({"type": "array", "items": [{"type": "string"}]})",
      R"({"type": "array", "items": {"type": "string"}})",
      R"({"type": "array", "items": {"required": ["a"]}})",
      R"({"type": "array", "items": {"required": ["a"]}, "minItems": 1})",
      R"({"anyOf": [{"required": ["a"]}]})"};
  for (const auto* one : schemas) {
    for (const auto* other : schemas) {
      EXPECT_EQ(told(one, other).empty(), one == other) << one << " and " << other;
      EXPECT_EQ(same_contract(contract(one, "{}"), contract(other, "{}")), one == other);
    }
  }
}

}  // namespace
}  // namespace patchcord
