// The specification's worked examples, computed with the real engines; the numbers are its own.
#include <gtest/gtest.h>

#include "patchcord/template/json_text.h"
#include "patchcord/template/simulate.h"
#include "patchcord/template/velocity.h"

namespace patchcord::simulator {
namespace {

struct SuccessExample {
  const char* name{};
  const char* reply{};
  TextPairs map{};
  TextPairs defaults{};
  const char* text{};
  const char* variables{};  // JSON of operation 9
  const char* resolved{};   // null: fails at operation 10
  const char* error{};      // part of the message
};

void PrintTo(const SuccessExample& example, std::ostream* out) {
  *out << example.text;
}

class SuccessTemplate : public testing::TestWithParam<SuccessExample> {};

TEST_P(SuccessTemplate, ResolvesAsTheRealEnginesDo) {
  const auto& example = GetParam();
  ActionDefinition action;
  action.url_template = "arn:aws:lambda:us-east-1:123456789012:function:f";
  action.translation_map = example.map;
  action.translation_map_defaults = example.defaults;
  action.success_template = example.text;
  const auto result =
      run_action(action, "{}", [&](const ExecutionRequest&) { return Reply{example.reply}; });
  ASSERT_GE(result.operations.size(), 9U) << write_json(to_json(result));
  if (example.variables != nullptr) {
    const auto& translated = result.operations[7];
    EXPECT_EQ(translated.name, "Resolve translation map");
    EXPECT_EQ(write_json(translated.result), example.variables);
  }
  if (example.resolved != nullptr) {
    ASSERT_TRUE(result.final_result) << write_json(to_json(result));
    EXPECT_EQ(write_json(*result.final_result), example.resolved);
    return;
  }
  ASSERT_TRUE(result.error);
  EXPECT_EQ(result.operations.back().name, "Apply output transformation");
  EXPECT_EQ(result.error->error_code, "ACTION.PROCESSING");
  EXPECT_NE(result.error->message.find(example.error), std::string::npos) << result.error->message;
}

constexpr const char* participants = R"~({"p":[{"r":"agent","id":"u1"},{"r":"cust","id":"c1"}]})~";
constexpr const char* agents = "$.p[?(@.r=='agent')].id";

INSTANTIATE_TEST_SUITE_P(
    Examples,
    SuccessTemplate,
    testing::Values(
        SuccessExample{"E01",
                       R"~({"status":"ok","score":7})~",
                       {},
                       {},
                       "${rawResult}",
                       "{}",
                       R"~({"status":"ok","score":7})~"},
        SuccessExample{"E12",
                       R"~({"cust":{"name":"Ann","tier":2}})~",
                       {{"n", "$.cust.name"}, {"t", "$.cust.tier"}},
                       {},
                       R"~({"name": ${n}, "tier": ${t}})~",
                       R"~({"n":"\"Ann\"","t":"2"})~",
                       R"~({"name":"Ann","tier":2})~"},
        SuccessExample{"E13",
                       R"~({"name":"Ann"})~",
                       {{"n", "$.name"}},
                       {},
                       R"~({"name": "${n}"})~",
                       R"~({"n":"\"Ann\""})~",
                       nullptr,
                       R"~({"name": ""Ann""})~"},
        SuccessExample{"E14",
                       "{}",
                       {{"n", "$.name"}},
                       {{"n", "\"\""}},
                       R"~({"name": ${n}})~",
                       R"~({"n":"\"\""})~",
                       R"~({"name":""})~"},
        SuccessExample{"E15",
                       "{}",
                       {{"s", "$.state"}},
                       {{"s", "Not Found"}},
                       R"~({"state": ${s}})~",
                       R"~({"s":"Not Found"})~",
                       nullptr,
                       R"~({"state": Not Found})~"},
        SuccessExample{
            "E16",
            "{}",
            {{"n", "$.name"}},
            {},
            R"~({"name": ${n}})~",
            "{}",
            nullptr,
            "error:'Variable $n has not been set at successTemplate[line 1, column 10]'"},
        SuccessExample{"E17",
                       R"~({"name":null})~",
                       {{"n", "$.name"}},
                       {{"n", "\"none\""}},
                       R"~({"name": ${n}})~",
                       R"~({"n":"null"})~",
                       R"~({"name":null})~"},
        SuccessExample{
            "E18",
            R"~({"a":1})~",
            {{"Presence", "$.a"}},
            {},
            R"~({"PresenceArray" : $Presences})~",
            R"~({"Presence":"1"})~",
            nullptr,
            "Variable $Presences has not been set at successTemplate[line 1, column 20]"},
        SuccessExample{"E19",
                       "{}",
                       {{"n", "$.name"}},
                       {},
                       R"~({"name": "$!{n}"})~",
                       "{}",
                       nullptr,
                       "Variable $n has not been set at successTemplate[line 1, column 11]"},
        SuccessExample{"E20",
                       participants,
                       {{"ids", agents}},
                       {},
                       R"~({"id": ${ids}})~",
                       R"~({"ids":"[\"u1\"]"})~",
                       R"~({"id":["u1"]})~"},
        SuccessExample{
            "E21",
            participants,
            {{"ids", agents}},
            {},
            R"~({"id": ${successTemplateUtils.firstFromArray("${ids}", "$esc.quote$esc.quote")}})~",
            R"~({"ids":"[\"u1\"]"})~",
            R"~({"id":"u1"})~"},
        SuccessExample{
            "E22",
            R"~({"p":[]})~",
            {{"ids", agents}},
            {{"ids", R"~(["zz"])~"}},
            R"~({"id": ${successTemplateUtils.firstFromArray("${ids}", "$esc.quote$esc.quote")}})~",
            R"~({"ids":"[]"})~",
            R"~({"id":""})~"},
        SuccessExample{"E23",
                       R"~({"data":[]})~",
                       {{"c", "$..data[?(@.m=='x')].n"}},
                       {},
                       R"~({"count": ${successTemplateUtils.firstFromArray("${c}", "0")}})~",
                       R"~({"c":"[]"})~",
                       R"~({"count":0})~"},
        SuccessExample{"E24",
                       R"~({"items":[]})~",
                       {{"i", "$.items[0].id"}},
                       {{"i", "\"none\""}},
                       R"~({"id": ${i}})~",
                       R"~({"i":"\"none\""})~",
                       R"~({"id":"none"})~"},
        SuccessExample{"E25",
                       "{}",
                       {{"ids", "$.items[*].id"}},
                       {{"ids", "[]"}},
                       R"~({"ids": ${ids}})~",
                       R"~({"ids":"[]"})~",
                       R"~({"ids":[]})~"},
        SuccessExample{"E26",
                       "{}",
                       {{"ids", "$..id"}},
                       {{"ids", R"~(["x"])~"}},
                       R"~({"ids": ${ids}})~",
                       R"~({"ids":"[]"})~",
                       R"~({"ids":[]})~"},
        SuccessExample{"E27",
                       R"~({"i":[{"a":1,"b":"x"},{"a":2},{"a":3,"b":null}]})~",
                       {{"a", "$.i[*].a"}, {"b", "$.i[*].b"}},
                       {},
                       R"~({"a": ${a}, "b": ${b}})~",
                       R"~({"a":"[1,2,3]","b":"[\"x\",null]"})~",
                       R"~({"a":[1,2,3],"b":["x",null]})~"},
        SuccessExample{"E28",
                       R"~({"e":[1,2,3]})~",
                       {{"n", "$.e.size()"}},
                       {{"n", "0"}},
                       R"~({"count": ${n}})~",
                       R"~({"n":"3"})~",
                       R"~({"count":3})~"},
        SuccessExample{"E29",
                       R"~({"s":"OPEN"})~",
                       {{"s", "$.s"}},
                       {},
                       R"~({"open": #if(${s} == "OPEN")true#{else}false#end})~",
                       R"~({"s":"\"OPEN\""})~",
                       R"~({"open":false})~"},
        SuccessExample{"E30",
                       R"~({"s":"OPEN"})~",
                       {{"s", "$.s"}},
                       {},
                       "#set($v = $s.replace($esc.quote, \"\"))\n"
                       R"~({"open": #if($v == "OPEN")true#{else}false#end})~",
                       R"~({"s":"\"OPEN\""})~",
                       R"~({"open":true})~"},
        SuccessExample{"E31",
                       R"~({"statusCode":404,"body":"{\"error\":\"no such customer\"}"})~",
                       {{"e", "$.body.error"}},
                       {{"e", "\"\""}},
                       R"~({"error": ${e}})~",
                       R"~({"e":"\"\""})~",
                       R"~({"error":""})~"},
        SuccessExample{"E32", R"~({"a":1})~", {}, {}, "{rawResult}", "{}", nullptr, "{rawResult}"},
        SuccessExample{
            "E33",
            R"~({"at":[{"k":"v \"q\""}]})~",
            {{"at", "$.at[*]"}},
            {},
            R"~({"json": "$esc.jsonEncode(${successTemplateUtils.firstFromArray("${at}")})"})~",
            R"~({"at":"[{\"k\":\"v \\\"q\\\"\"}]"})~",
            R"~({"json":"{\"k\":\"v \\\"q\\\"\"}"})~"},
        SuccessExample{"E34",
                       R"~({"n":5})~",
                       {{"n", "$.n"}},
                       {},
                       R"~({"big": #if($n > 3)true#{else}false#end})~",
                       R"~({"n":"5"})~",
                       R"~({"big":true})~"},
        SuccessExample{
            "E40", R"~("{\"a\":1}")~", {}, {}, "${rawResult}", "{}", R"~("{\"a\":1}")~"}),
    [](const auto& test) { return std::string(test.param.name); });

Value json(std::string_view text) {
  return *read_json(text, "the test");
}

TEST(WorkedExamples, E40AStringReplyFailsAnObjectContract) {
  ActionDefinition action;
  action.url_template = "arn:aws:lambda:us-east-1:123456789012:function:f";
  action.success_schema = json(R"~({"type":"object"})~");
  const auto result =
      run_action(action, "{}", [](const ExecutionRequest&) { return Reply{R"~("{\"a\":1}")~"}; });
  EXPECT_EQ(result.operations.back().name, "Validate response against output schema");
  EXPECT_FALSE(result.success());
}

TEST(WorkedExamples, E41AMissingRequiredInputFailsAtStep3AndNothingIsInvoked) {
  ActionDefinition action;
  action.url_template = "arn:aws:lambda:us-east-1:123456789012:function:f";
  action.input_schema =
      json(R"~({"type":"object","required":["id"],"properties":{"id":{"type":"string"}}})~");
  bool invoked = false;
  const auto result = run_action(action,
                                 "{}",
                                 [&](const ExecutionRequest&) {
                                   invoked = true;
                                   return Reply{"{}"};
                                 },
                                 {.draft = true});
  EXPECT_FALSE(invoked);
  ASSERT_EQ(result.operations.size(), 3U);
  EXPECT_EQ(result.operations[2].step, 3);
  EXPECT_EQ(result.operations[2].name, "Validate request body against simple input schema");
  EXPECT_EQ(result.error->message, "id is required");
}

TEST(WorkedExamples, E42ANestedInputFailsAtStep1) {
  ActionDefinition action;
  action.url_template = "arn:aws:lambda:us-east-1:123456789012:function:f";
  const auto result =
      run_action(action, R"~({"a":{"b":1}})~", [](const ExecutionRequest&) { return Reply{"{}"}; });
  ASSERT_EQ(result.operations.size(), 1U);
  EXPECT_EQ(result.operations[0].name,
            "Validate request body contains simple json (key-value pairs)");
  EXPECT_FALSE(result.operations[0].success);
}

TEST(WorkedExamples, E43NestedOutputsFlatten) {
  const Value schema = json(R"~({"type":"object","properties":{
      "c":{"type":"object","properties":{"name":{"type":"string"},"tags":{"type":"array","items":{"type":"string"}}}},
      "items":{"type":"array","items":{"type":"object","properties":{"id":{"type":"integer"},"n":{"type":"string"}}}}}})~");
  const Value document = json(
      R"~({"c":{"name":"Ann","tags":["x","y"]},"items":[{"id":1,"n":"a"},{"id":2,"n":"b"}]})~");
  EXPECT_EQ(write_json(flatten(schema, document)),
            R"~({"c.name":"Ann","c.tags":["x","y"],"items.id":[1,2],"items.n":["a","b"]})~");
  EXPECT_EQ(write_json(*flatten_schema(schema).map().find(std::string_view("arrayProperties"))),
            R"~(["c.tags","items.id","items.n"])~");
}

TEST(WorkedExamples, E44AFunctionErrorEndsTheRunWith500) {
  ActionDefinition action;
  action.url_template = "arn:aws:lambda:us-east-1:123456789012:function:f";
  const auto result = run_action(action, "{}", [](const ExecutionRequest&) {
    return FunctionError{R"~({"errorType":"Error","errorMessage":"boom","trace":[]})~"};
  });
  EXPECT_EQ(result.outcome, RunOutcome::failure);
  EXPECT_EQ(result.operations.back().name, "Execute");
  EXPECT_EQ(result.error->status, 500);
  EXPECT_EQ(result.error->code, "internal.server.error");
  EXPECT_EQ(result.error->error_code, "ACTION.REMOTE_ENDPOINT");
  EXPECT_EQ(result.error->inner_message,
            "REST call for action execute failed. Message: Invoked function failed. Response from "
            "function: Function "
            "execution failed with error Type: Unhandled; Message: "
            "errorType:Error,errorMessage:boom,trace:[] "
            "[00000000-0000-4000-8000-000000000000]");
}

TEST(WorkedExamples, E45ASlowFunctionIsATimeout) {
  ActionDefinition action;
  action.url_template = "arn:aws:lambda:us-east-1:123456789012:function:f";
  action.timeout_seconds = 5;
  const auto result = run_action(action, "{}", [](const ExecutionRequest& request) -> Execution {
    if (request.timeout_seconds < 7) return Timeout{};
    return Reply{"{}"};
  });
  EXPECT_EQ(result.outcome, RunOutcome::timeout);
  EXPECT_EQ(result.operations.back().name, "Execute");
}

}  // namespace
}  // namespace patchcord::simulator
