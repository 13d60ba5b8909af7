#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "patchcord/manifest/fixtures.h"
#include "patchcord/manifest/parse.h"

namespace patchcord {
namespace {

using ::testing::HasSubstr;
using testing_manifest::Files;
using testing_manifest::parse;
using testing_manifest::text_of;

struct Contracts {
  std::optional<Json> input{};
  std::optional<Json> output{};
  std::string problems{};
};

// `lines` begin in line 6, at column 7.
Contracts read(const std::string& lines, Files files = {}) {
  const auto [manifest, diagnostics] = parse(
      "deployment: d\n"
      "integrations:\n"
      "  - name: n\n"
      "    actions:\n"
      "    - name: a\n"
      "      function: f\n" +
          lines,
      std::move(files));
  if (!manifest) return {.problems = text_of(diagnostics)};
  const auto& action = manifest->integrations.at(0).actions.at(0);
  return {.input = action.input, .output = action.output, .problems = text_of(diagnostics)};
}

TEST(ContractInWords, HasNestedOutputs) {
  const auto contracts = read(
      "      input: { orderId: string, locale: optional string }\n"
      "      output:\n"
      "        order: { id: string, state: optional string }\n"
      "        optional lines: [ { sku: string, count: integer } ]\n"
      "        names: [ string ]\n"
      "        days: optional array of integer\n");
  EXPECT_EQ(contracts.problems, "");
  EXPECT_EQ(contracts.input, Json::parse(R"({"type": "object", "additionalProperties": true,
      "required": ["orderId"],
      "properties": {"orderId": {"type": "string"}, "locale": {"type": "string"}}})"));
  EXPECT_EQ(contracts.output, Json::parse(R"({"type": "object", "additionalProperties": true,
      "required": ["order", "names"],
      "properties": {
        "order": {"type": "object", "additionalProperties": true, "required": ["id"],
                  "properties": {"id": {"type": "string"}, "state": {"type": "string"}}},
        "lines": {"type": "array", "items": {
                  "type": "object", "additionalProperties": true, "required": ["sku", "count"],
                  "properties": {"sku": {"type": "string"}, "count": {"type": "integer"}}}},
        "names": {"type": "array", "items": {"type": "string"}},
        "days": {"type": "array", "items": {"type": "integer"}}}})"));
}

TEST(ContractInWords, MayHaveAFieldNamedType) {
  const auto contracts = read("      input: { type: string, properties: string }\n");
  EXPECT_EQ(contracts.problems, "");
  EXPECT_TRUE(contracts.input->at("properties").contains("type"));
}

TEST(ContractInWords, SaysWhatIsWrong) {
  const std::pair<std::string, std::string> rows[] = {
      {"input: { a: strng }",
       "error 7:19 `a` has the unknown type `strng` | Did you mean `string`?\n"},
      {"input: { 1a: string }",
       "error 7:16 `1a` cannot be the name of a contract field | Begin with a letter; then "
       "letters, "
       "digits, - and _.\n"},
      {"input: { orgId: string }",
       "error 7:16 `orgId` is reserved: it would overwrite what Genesys Cloud passes under "
       "that "
       "name | Choose another name.\n"},
      {"input: { a: { b: string } }",
       "error 7:19 input `a` is an object: inputs of a data action are flat | Make a field of each "
       "of "
       "its values.\n"},
      {"input: { properties: { b: string } }",
       "error 7:28 input `properties` is an object: inputs of a data action are flat | A JSON "
       "Schema "
       "has `type: object` at its top.\n"},
      {"input: { a: [ string ] }",
       "error 7:19 input `a` is a list: inputs of a data action are flat | Make a field of each of "
       "its "
       "values.\n"},
      {"input: { a: array of string }",
       "error 7:19 input `a` is an array: inputs of a data action are flat | Pass text, and let "
       "the "
       "function split it.\n"},
      {"input: { a: 7 }",
       "error 7:19 the type of `a` must be given in words, not as a number | Write for example "
       "`string`, `optional integer` or `array of string`.\n"},
      {"input: string",
       "error 7:14 `input` must be a mapping of names to types, or file(…) with a JSON Schema | "
       "Write "
       "for example { orderId: string, locale: optional string }.\n"},
      {"output: { a: [ [ string ] ] }",
       "error 7:20 output `a` is an array inside an array, which Architect does not support | "
       "Return "
       "one array of objects whose members are no arrays.\n"},
      {"output: { a: [ { b: array of string } ] }",
       "error 7:27 output `b` is an array inside an array, which Architect does not support | "
       "Return "
       "one array of objects whose members are no arrays.\n"},
      {"output: { a: [ { b: { c: [ string ] } } ] }",
       "error 7:32 output `c` is an array inside an array, which Architect does not support | "
       "Return "
       "one array of objects whose members are no arrays.\n"},
      {"output: { a: [ string, integer ] }",
       "error 7:20 the list `a` must describe one item, which stands for all | Write for example [ "
       "{ "
       "sku: string, count: integer } ], or `array of string`.\n"},
      {"output: { a: [ optional string ] }",
       "error 7:22 an item of the list `a` cannot be optional | Write `optional a` to make the "
       "list "
       "itself optional.\n"},
      {"output: { a: { type: object } }",
       "error 7:20 a JSON Schema cannot stand among fields in words | Describe the whole of it in "
       "one "
       "way: in words, or as a JSON Schema with `type: object` at its top.\n"},
  };
  for (const auto& [line, problems] : rows)
    EXPECT_EQ(read("      " + line + "\n").problems, problems) << line;
}

TEST(ContractSchema, MayStandInlineOrInAFile) {
  const auto schema = Json::parse(
      R"({"type": "object", "properties": {"a": {"type": "string", "enum": ["x", "y"]}}})");
  const auto contracts = read(
      "      input: { type: object, properties: { a: { type: string, enum: [x, y] } } }\n"
      "      output: file(out.json)\n",
      {{"out.json", schema.dump()}});
  EXPECT_EQ(contracts.problems, "");
  EXPECT_EQ(contracts.input, schema);
  EXPECT_EQ(contracts.output, schema);
}

TEST(ContractSchema, ObeysTheRulesOfContracts) {
  const std::pair<std::string, std::string> rows[] = {
      {R"(input: { type: array, items: { type: string } })",
       "error 7:14 the input schema must have the type object at its top | Add \"type\": "
       "\"object\".\n"},
      {R"(input: { type: object, properties: { rawRequest: { type: string } } })",
       "error 7:14 `rawRequest` in the input schema is reserved: it would overwrite what Genesys "
       "Cloud passes "
       "under "
       "that name | Choose another name.\n"},
      {R"(input: { type: object, properties: { a b: { type: string } } })",
       "error 7:14 `a b` in the input schema cannot be the name of a contract field | Begin with a "
       "letter; then "
       "letters, "
       "digits, - and _.\n"},
      {R"(input: { type: object, properties: { a: { type: object } } })",
       "error 7:14 `a` in the input schema must be a string, integer, number or boolean: inputs of "
       "a "
       "data action are flat | Make a field of each of its values.\n"},
      {R"(input: { type: object, properties: { a: { type: [array, "null"] } } })",
       "error 7:14 `a` in the input schema must be a string, integer, number or boolean: inputs of "
       "a "
       "data action are flat | Make a field of each of its values.\n"},
      {R"(output: { type: object, properties: { a: { $ref: "#/x" } } })",
       "error 7:15 `properties.a.$ref` in the output schema is a reference, which contracts cannot "
       "have | Write the schema itself in its place.\n"},
      {R"(output: { type: object, properties: { a: { type: array, items: { type: array } } } })",
       "error 7:15 `a[]` in the output schema is an array inside an array, which Architect does "
       "not "
       "support | Return one array of objects whose members are no arrays.\n"},
      {R"(output: { $schema: x, title: t })",
       "error 7:15 the output schema must have the type object at its top | Add \"type\": "
       "\"object\".\n"},
      {R"(output: { type: object, properties: { a: 7 } })",
       "error 7:15 `a` in the output schema is not a schema | Write for example { \"type\": "
       "\"string\" }.\n"},
  };
  for (const auto& [line, problems] : rows)
    EXPECT_EQ(read("      " + line + "\n").problems, problems) << line;
}

TEST(ContractSchema, MustBeAJsonSchema) {
  const struct {
    std::string id{};
    std::string problem{};
  } cases[] = {
      {"{ type: strng }", "properties.id.type names strng, which is no type"},
      {"{ type: string, minLength: \"5\" }", "minLength must be a whole number"},
      {"{ type: string, pattern: \"[\" }", "is not understood: Unclosed character class"},
      {"{ type: string, pattern: \"(a\" }", "is not understood: Unclosed group"},
      {"{ type: string, pattern: \"a)\" }", "is not understood: Unmatched closing"},
      {"{ type: string, pattern: \"*a\" }", "is not understood: Dangling meta"},
      {"{ type: number, exclusiveMinimum: 5 }", "exclusiveMinimum must be true or false | In "},
      {"{ type: string, required: true }", "required must be a list that is not empty | In "},
      {"{ enum: [] }", "enum must be a list that is not empty"},
  };
  for (const auto& [id, problem] : cases) {
    for (const char* side : {"input", "output"}) {
      const auto found = read(std::string("      ") + side +
                              ": { type: object, properties: { id: " + id + " } }\n")
                             .problems;
      EXPECT_THAT(found, testing::StartsWith("error 7:")) << id;
      EXPECT_THAT(found, HasSubstr(std::string(side) + " schema is no JSON Schema: ")) << id;
      EXPECT_THAT(found, HasSubstr(problem)) << id;
    }
  }
  // At its place, also in a file.
  EXPECT_THAT(read("      input:\n        type: object\n        properties:\n          id:\n"
                   "            type: strng\n")
                  .problems,
              testing::StartsWith("error 11:13 "));
  EXPECT_THAT(read("      input: file(i.json)\n",
                   {{"i.json",
                     "{\"type\": \"object\",\n \"properties\":\n  {\"id\": {\"minLength\": -1}}}"}})
                  .problems,
              testing::StartsWith("error 3:12 "));
  const auto with_required = [](const std::string& list) {
    return read("      input: { type: object, properties: { id: { type: string } }, required: " +
                list + " }\n")
        .problems;
  };
  EXPECT_THAT(with_required("[ id, id ]"), HasSubstr("is no JSON Schema: required "));
  // Draft-04 wants a name, and later drafts do not.
  EXPECT_THAT(with_required("[]"), testing::StartsWith("warning 7:"));
  // Java has these patterns, too: no reason to refuse the action.
  for (const char* pattern : {"^(?=.*a)b$", "^(?:.{0,2000}){9}$", "(a)\\\\1"}) {
    EXPECT_THAT(read(std::string("      input: { type: object, properties: { id: { type: string, "
                                 "pattern: \"") +
                     pattern + "\" } } }\n")
                    .problems,
                testing::StartsWith("warning 7:"))
        << pattern;
  }
}

TEST(ContractSchema, InAFileIsCheckedToo) {
  const auto problems = [](const std::string& content) {
    return read("      output: file(o.json)\n", {{"o.json", content}}).problems;
  };
  EXPECT_THAT(problems("{"), HasSubstr("error 7:15 o.json"));
  EXPECT_THAT(problems("[]"), HasSubstr("the output schema is not a JSON Schema"));
  std::string deep;
  for (int i = 0; i < 60; ++i)
    deep += R"({"type":"object","properties":{"a":)";
  deep += "{}";
  for (int i = 0; i < 60; ++i)
    deep += "}}";
  EXPECT_THAT(problems(deep), HasSubstr("the output schema is nested deeper than 50 levels"));
}

TEST(ContractSchema, MayBeAnArrayAtItsTop) {
  EXPECT_EQ(read("      output: { type: array, items: { type: object } }\n").problems, "");
}

}  // namespace
}  // namespace patchcord
