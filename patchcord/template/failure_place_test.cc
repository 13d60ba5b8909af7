#include "patchcord/template/failure_place.h"

#include <gtest/gtest.h>

#include "patchcord/template/simulate.h"

namespace patchcord::simulator {
namespace {

// The failing text with a caret below its place.
std::string pointed_at(const ActionDefinition& action, const char* inputs, const char* reply) {
  const auto result =
      run_action(action, inputs, [&](const ExecutionRequest&) { return Reply{reply}; });
  if (!result.error || !result.error->place) return "no place";
  const auto& place = *result.error->place;
  return place.name + ":" + std::to_string(place.line) + "\n" + place.source_line + "\n" +
         std::string(static_cast<std::size_t>(place.column - 1), ' ') + "^";
}

ActionDefinition action_with(const char* request_template, const char* success_template) {
  ActionDefinition action;
  action.url_template = "arn:aws:lambda:eu-central-1:111122223333:function:f";
  action.request_template = request_template;
  action.success_template = success_template;
  return action;
}

TEST(FailurePlace, AnUnsetVariableIsPointedAt) {
  EXPECT_EQ(pointed_at(action_with("", "{\n\t\"a\": ${nope}\n}"), "{}", "{}"),
            "successTemplate:2\n        \"a\": ${nope}\n             ^");
}

TEST(FailurePlace, ATemplateThatDoesNotParseIsPointedAt) {
  EXPECT_EQ(pointed_at(action_with("{\"x\":\n  #if(}", ""), "{}", "{}"),
            "requestTemplate:2\n  #if(}\n      ^");
}

TEST(FailurePlace, WhatATemplateRenderedToIsPointedAtWhereItIsNoJson) {
  EXPECT_EQ(pointed_at(action_with("", "{\"a\": Not Found}"), "{}", "{}"),
            "the resolved template:1\n{\"a\": Not Found}\n      ^");
  EXPECT_EQ(pointed_at(action_with("{\"n\":\"${input.n}\"}", ""), R"({"n":"say \"hi\""})", "{}"),
            "the request body:1\n{\"n\":\"say \"hi\"\"}\n           ^");
}

TEST(FailurePlace, AHeaderIsNamed) {
  auto action = action_with("", "");
  action.headers = {{"X-Order", "#if("}};
  EXPECT_EQ(pointed_at(action, "{}", "{}").substr(0, 8), "X-Order:");
}

TEST(FailurePlace, AContractHasNone) {
  EXPECT_EQ(pointed_at(action_with("", ""), R"({"a":[1]})", "{}"), "no place");
}

TEST(FailurePlace, APlaceBeyondTheTextHasNoLine) {
  const auto place = failure_place("t", "one", "t[line 5, column 2]");
  ASSERT_TRUE(place);
  EXPECT_EQ(place->source_line, "");
  EXPECT_FALSE(failure_place("t", "one", "requestType"));
  EXPECT_FALSE(failure_place("t", "one", "t[line 99999999999999999999, column 2]"));
}

}  // namespace
}  // namespace patchcord::simulator
