#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "patchcord/manifest/fixtures.h"

namespace patchcord {
namespace {

using ::testing::HasSubstr;
using testing_manifest::build;

const std::string exported = R"({
  "name": "Get order", "integrationType": "aws-lambda-data-actions", "actionType": "custom",
  "config": {
    "request": {"requestUrlTemplate": "arn:aws:lambda:us-east-1:123456789012:function:f",
                "requestType": "POST", "headers": {"X-A": "b"}, "requestTemplate": "{\"id\": 1}\r\n"},
    "response": {"translationMap": {"s": "$.s"}, "translationMapDefaults": {"s": "\"x\""},
                 "successTemplate": "{\"s\": ${s}}"},
    "timeoutSeconds": 10},
  "contract": {"input": {"inputSchema": {"type": "object", "properties": {"id": {"type": "string"}}}},
               "output": {"successSchema": {"type": "object", "properties": {}}}},
  "secure": true})";

// The import stands in line 6, at column 5.
testing_manifest::Built import(const std::string& content, const std::string& beside = {}) {
  return build(
      "deployment: d\ngenesys: { region: us-east-1 }\nintegrations:\n- name: n\n  actions:\n  - "
      "import: "
      "x.custom.json\n" +
          beside,
      {},
      {{"x.custom.json", content}});
}

TEST(Import, TakesAnActionAsTheAdminUiExportsIt) {
  for (const std::string mark : {"", "\xEF\xBB\xBF"}) {
    const auto [compiled, problems] = import(mark + exported);
    EXPECT_EQ(problems, "");
    const auto& action = compiled.desired.integrations.at(0).actions.at(0);
    EXPECT_EQ(action.name, "Get order");
    EXPECT_EQ(action.category, "n");
    EXPECT_TRUE(action.secure);
    const auto whole = Json::parse(exported);
    EXPECT_EQ(action.config, whole.at("config"));
    EXPECT_EQ(action.contract, whole.at("contract"));
  }
}

TEST(Import, WhatStandsBesideItCountsMore) {
  const auto [compiled, problems] =
      import(exported, "    name: Mine\n    timeout: 5s\n    secure: false\n    tests: [ {} ]\n");
  EXPECT_EQ(problems, "");
  const auto& action = compiled.desired.integrations.at(0).actions.at(0);
  EXPECT_EQ(action.name, "Mine");
  EXPECT_EQ(action.config.at("timeoutSeconds"), 5);
  EXPECT_FALSE(action.secure);
  EXPECT_EQ(compiled.tests.size(), 1U);
}

TEST(Import, SaysWhatCannotBeImported) {
  const auto changed = [](const std::string& pointer, const Json& value) {
    auto json = Json::parse(exported);
    json[Json::json_pointer(pointer)] = value;
    return json.dump();
  };
  auto by_address = Json::parse(exported);
  by_address["config"]["request"].erase("requestTemplate");
  by_address["config"]["request"]["requestTemplateUri"] = "/api/v2/x";
  const std::pair<std::string, std::string> rows[] = {
      {"{", "error 6:13 x.custom.json"},
      {"[]", "error 6:13 x.custom.json is not an exported action\n"},
      {"{}",
       "error 6:13 x.custom.json has no `name` | Is it a data action exported by Genesys Cloud"},
      {"{}", "error 6:13 x.custom.json has no `config.request` | Is it a data action"},
      {changed("/integrationType", "custom-rest-actions"),
       "error 6:13 x.custom.json is an action of the integration type `custom-rest-actions` | Only "
       "actions of `aws-lambda-data-actions` can be imported.\n"},
      {changed("/actionType", "static"),
       "error 6:13 x.custom.json is an action of the type `static` | Only custom actions can be "
       "created.\n"},
      {changed("/config/timeoutSeconds", 0),
       "the timeout must be from 1 to 60 seconds | Correct timeoutSeconds.\n"},
      {changed("/config/request/requestType", "GET"),
       "a Lambda function is invoked by POST, not by GET | Set requestType to POST.\n"},
      {changed("/config/request/requestUrlTemplate", 7),
       "`config.request.requestUrlTemplate` is not a text | Export the action again.\n"},
      {changed("/config/request/requestUrlTemplate", "https://x"), "it is a URL"},
      {changed("/contract/input/inputSchema/properties/id/type", "array"),
       "`id` in the input schema must be a string"},
      {by_address.dump(),
       "error 6:13 x.custom.json has `requestTemplateUri` instead of the template | Export the "
       "action in "
       "the admin UI: that file has its templates.\n"},
  };
  for (const auto& [content, problem] : rows)
    EXPECT_THAT(import(content).problems, HasSubstr(problem)) << content;
}

TEST(Import, ShowsWhereInTheFileSomethingIsWrong) {
  const std::string file =
      "{\"name\": \"a\", \"contract\": {\"input\": {\"inputSchema\": {\"type\": \"object\"}}, "
      "\"output\": {\"successSchema\": {\"type\": \"object\"}}},\n \"config\": {\"request\": "
      "{\"requestUrlTemplate\": \"arn:aws:lambda:us-east-1:123456789012:function:f\"},\n  "
      "\"timeoutSeconds\": 99}}";
  const auto parsed = parse_exported_action(file, "x/y.custom.json");
  ASSERT_EQ(parsed.diagnostics.size(), 1U);
  const auto& problem = parsed.diagnostics[0];
  EXPECT_EQ(problem.span, (Span{.file = "x/y.custom.json", .line = 3, .column = 21}));
  EXPECT_EQ(problem.code, "L42");
  EXPECT_EQ(problem.source_line, "  \"timeoutSeconds\": 99}}");
}

}  // namespace
}  // namespace patchcord
