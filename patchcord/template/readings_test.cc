#include "patchcord/template/readings.h"

#include <gtest/gtest.h>

#include "patchcord/template/json_text.h"
#include "patchcord/template/reply_shape.h"
#include "patchcord/template/simulate.h"

namespace patchcord::simulator {
namespace {

Value json(std::string_view text) {
  return *read_json(text, "the test");
}

// What an action gives under a reading, and under the default one; an error is its operation.
struct Case {
  const char* name{};
  Readings other{};
  ActionDefinition action{};
  const char* input{"{}"};
  const char* reply{nullptr};  // null: the event
  const char* by_default{};
  const char* otherwise{};
};

std::string outcome(const Case& c, const Readings& readings) {
  const auto echo = [&](const ExecutionRequest& request) {
    return Reply{c.reply == nullptr ? request.body : std::string(c.reply)};
  };
  const auto result = run_action(c.action, c.input, echo, {.flatten = true, .readings = readings});
  return result.success() ? write_json(*result.final_result) : result.operations.back().name;
}

ActionDefinition action_of(const char* request,
                           TextPairs map,
                           TextPairs defaults,
                           const char* success,
                           const char* output) {
  ActionDefinition action;
  action.url_template = "arn:aws:lambda:eu-central-1:111122223333:function:echo";
  action.request_template = request;
  action.translation_map = std::move(map);
  action.translation_map_defaults = std::move(defaults);
  action.success_template = success;
  action.success_schema = json(output);
  return action;
}

constexpr const char* output_a =
    R"({"type":"object","properties":{"a":{"type":["string","number","null"]}}})";
constexpr const char* step_3 = "Validate request body against simple input schema";
constexpr const char* step_7 = "Resolve request body template";
constexpr const char* step_9 = "Resolve translation map";
constexpr const char* step_10 = "Apply output transformation";
constexpr const char* step_11 = "Validate response against output schema";

ActionDefinition with_input(ActionDefinition action, const char* schema) {
  action.input_schema = json(schema);
  return action;
}

std::vector<Case> request_cases() {
  const auto pass = action_of("", {}, {}, "", output_a);
  return {
      {.name = "strict_request",
       .other = {.strict_request = true},
       .action = action_of(R"({"a": "$input.b"})", {}, {}, "", output_a),
       .by_default = R"({"a":"$input.b"})",
       .otherwise = step_7},
      {.name = "dialect",
       .other = {.dialect = Dialect::velocity_1_7},
       .action = action_of(R"({"a": #if($input.e)1#{else}2#end})", {}, {}, "", output_a),
       .input = R"({"e": ""})",
       .by_default = R"({"a":2})",
       .otherwise = R"({"a":1})"},
      {.name = "fills_contract_defaults",
       .other = {.fills_contract_defaults = true},
       .action = with_input(
           pass,
           R"({"type":"object","required":["a"],"properties":{"a":{"type":"string","default":"x"}}})"),
       .by_default = step_3,
       .otherwise = R"({"a":"x"})"},
      {.name = "fraction_is_integer",
       .other = {.fraction_is_integer = true},
       .action = with_input(pass, R"({"type":"object","properties":{"a":{"type":"integer"}}})"),
       .input = R"({"a": 5.0})",
       .by_default = step_3,
       .otherwise = R"({"a":5.0})"},
      {.name = "empty_body_is_object",
       .other = {.empty_body_is_object = true},
       .action = action_of("#if(false)x#end\n", {}, {}, "", output_a),
       .by_default = step_7,
       .otherwise = "{}"},
      {.name = "exact_decimals",
       .other = {.exact_decimals = true},
       .action = action_of(R"({"a": "$input.n"})", {}, {}, "", output_a),
       .input = R"({"n": 12345678.5})",
       .by_default = R"({"a":"1.23456785E7"})",
       .otherwise = R"({"a":"12345678.5"})"},
  };
}

std::vector<Case> response_cases() {
  const TextPairs map{{"a", "$.a"}};
  const TextPairs defaults{{"a", "\"none\""}};
  const char* success = R"({"a": ${a}})";
  return {
      {.name = "nulls",
       .other = {.nulls = NullPolicy::refuse},
       .action = action_of("{}", {}, {}, "", R"({"properties":{"a":{"type":"string"}}})"),
       .reply = R"({"a": null})",
       .by_default = "{}",
       .otherwise = step_11},
      {.name = "success_sees_input",
       .other = {.success_sees_input = false},
       .action = action_of("{}", {}, {}, R"({"a": "$input.a"})", output_a),
       .input = R"({"a": "x"})",
       .by_default = R"({"a":"x"})",
       .otherwise = step_10},
      {.name = "mapped_null_is_missing",
       .other = {.mapped_null_is_missing = true},
       .action = action_of("{}", map, defaults, success, output_a),
       .reply = R"({"a": null})",
       .by_default = "{}",
       .otherwise = R"({"a":"none"})"},
      {.name = "defaults_outside_map",
       .other = {.defaults_outside_map = true},
       .action = action_of("{}", {}, defaults, success, output_a),
       .by_default = step_10,
       .otherwise = R"({"a":"none"})"},
      {.name = "null_reply_is_missing",
       .other = {.null_reply_is_missing = true},
       .action = action_of("{}", map, defaults, success, output_a),
       .reply = "null",
       .by_default = step_9,
       .otherwise = R"({"a":"none"})"},
      {.name = "missing_leaf_is_left_out",
       .other = {.missing_leaf_is_left_out = true},
       .action = action_of(
           "{}",
           {},
           {},
           "",
           R"({"properties":{"l":{"type":"array","items":{"properties":{"x":{"type":"integer"}}}}}})"),
       .reply = R"({"l": [{"x": 1}, {}, {"x": null}]})",
       .by_default = R"({"l.x":[1,null,null]})",
       .otherwise = R"({"l.x":[1,null]})"},
  };
}

void expect_both(const std::vector<Case>& cases) {
  for (const auto& c : cases) {
    EXPECT_EQ(outcome(c, {}), c.by_default) << c.name;
    EXPECT_EQ(outcome(c, c.other), c.otherwise) << c.name;
  }
}

TEST(Readings, OfRequestsBothCanBePlayed) {
  expect_both(request_cases());
}

TEST(Readings, OfResponsesBothCanBePlayed) {
  expect_both(response_cases());
}

TEST(Readings, AnIntegerWithAFractionIsRefusedWhateverTheReading) {
  auto action = request_cases()[3].action;
  const auto echo = [](const ExecutionRequest& request) { return Reply{request.body}; };
  EXPECT_FALSE(
      run_action(action, R"({"a": 5.5})", echo, {.readings = {.fraction_is_integer = true}})
          .success());
}

TEST(Readings, AGapInParallelListsIsAWarning) {
  auto c = response_cases().back();
  const auto warnings = [&] {
    const auto reply = [&](const ExecutionRequest&) { return Reply{c.reply}; };
    return run_action(c.action, "{}", reply).warnings;
  };
  ASSERT_EQ(warnings().size(), 2U);  // and the null
  EXPECT_NE(warnings()[1].find("l.x: some elements have no such member"), std::string::npos);
  c.reply = R"({"l": [{"x": 1}, {"x": 2}]})";
  EXPECT_TRUE(warnings().empty());
}

TEST(Readings, WhatArchitectGetsFollowsTheReadingWithoutFlattening) {
  const auto c = response_cases().back();
  const auto reply = [&](const ExecutionRequest&) { return Reply{c.reply}; };
  const auto result =
      run_action(c.action, "{}", reply, {.readings = {.missing_leaf_is_left_out = true}});
  EXPECT_EQ(write_json(architect_variables(c.action, result)[0].value), "[1,null]");
}

TEST(ReplyShape, KnowsATextAndAnAnswerForApiGateway) {
  const std::vector<std::pair<const char*, ReplyShape>> table{
      {R"("{\"a\":1}")", ReplyShape::text},
      {R"({"statusCode": 200, "body": "{}"})", ReplyShape::proxy_answer},
      {R"({"statusCode": 200, "body": {}})", ReplyShape::plain},
      {R"({"body": "{}"})", ReplyShape::plain},
      {"[]", ReplyShape::plain},
      {"null", ReplyShape::plain},
  };
  for (const auto& [text, shape] : table) {
    EXPECT_EQ(shape_of(json(text)), shape) << text;
    EXPECT_EQ(sentence_of(shape).empty(), shape == ReplyShape::plain);
  }
}

TEST(ReplyShape, IsAWarningOfARun) {
  const auto action = action_of("{}", {}, {}, R"({"a": 1})", output_a);
  const auto proxy = [](const ExecutionRequest&) {
    return Reply{R"({"statusCode": 200, "body": "{}"})"};
  };
  const auto result = run_action(action, "{}", proxy);
  EXPECT_TRUE(result.success());
  ASSERT_EQ(result.warnings.size(), 1U);
  EXPECT_NE(result.warnings[0].find("API Gateway"), std::string::npos);
}

}  // namespace
}  // namespace patchcord::simulator
