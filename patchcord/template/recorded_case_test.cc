#include "patchcord/template/recorded_case.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "patchcord/template/json_text.h"
#include "tests/support/result_matchers.h"

namespace patchcord::simulator {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

ActionDefinition action_with(const char* success_template, const char* schema) {
  ActionDefinition action;
  action.url_template = "arn:aws:lambda:eu-central-1:111122223333:function:f";
  action.success_template = success_template;
  action.success_schema = *read_json(schema, "the schema");
  return action;
}

const ActionDefinition pass_through = action_with(
    "", R"({"type":"object","properties":{"s":{"type":"string"},"n":{"type":"integer"}}})");

TestResult run(const ActionDefinition& action, const RecordedCase& recorded) {
  return run_action(
      action, recorded.input, [&](const ExecutionRequest&) { return *recorded.answer; });
}

std::vector<std::string> judged(const char* line) {
  const auto recorded = case_from_json(line);
  if (!recorded) return {recorded.error().what};
  return judge(*recorded, run(pass_through, *recorded));
}

TEST(RecordedCase, IsJudgedByOutcomeAndByWhatItExpects) {
  EXPECT_THAT(judged(R"({"reply":{"s":"a","n":1}})"), IsEmpty());
  EXPECT_THAT(judged(R"({"reply":{"s":"a","n":1},"expect":{"n":1.0}})"), IsEmpty());
  EXPECT_THAT(judged(R"({"reply":{"s":"a","n":1},"expect_exact":{"n":1}})"),
              ElementsAre("s: not expected, got \"a\""));
  EXPECT_THAT(judged(R"({"fail":"timeout","outcome":"timeout"})"), IsEmpty());
  EXPECT_THAT(judged(R"({"fail":"error","reply":{"errorType":"E"},"outcome":"failure"})"),
              IsEmpty());
  EXPECT_THAT(judged(R"({"fail":"authentication"})"),
              ElementsAre("expected success, got failure: Perform authentication: The role could "
                          "not be assumed (simulated)."));
  EXPECT_THAT(judged(R"({"reply":{"n":"five"}})"),
              ElementsAre("expected success, got failure: Validate response against output schema: "
                          "n must be integer"));
  EXPECT_THAT(judged(R"({"reply":{"n":5},"outcome":"failure"})"),
              ElementsAre("expected failure, got success"));
}

TEST(RecordedCase, WhatIsWrongInALineIsSaid) {
  const struct {
    const char* line;
    const char* what;
  } table[] = {
      {"[]", "a case is a JSON object"},
      {R"({"inputs":{}})", "a case has no `inputs`"},
      {R"({"reply":1,"outcome":"ok"})", "`outcome` cannot be `ok`"},
      {R"({"fail":"timeot"})", "a function cannot fail by `timeot`"},
      {R"({"expect":1,"expect_exact":1})", "a case has `expect` or `expect_exact`, not both"},
      {R"({"fail":"timeout","outcome":"timeout","expect":{}})",
       "a case that is expected to fail cannot expect a result"},
      {R"({"name":5})", "`name` must be a text"},
  };
  for (const auto& row : table) {
    const auto read = case_from_json(row.line);
    ASSERT_FALSE(read) << row.line;
    EXPECT_EQ(read.error().what, row.what);
  }
  EXPECT_EQ(case_from_json(R"({"fail":"timeot"})").error().hint, "Did you mean `timeout`?");
  EXPECT_FALSE(case_from_json("{"));
}

TEST(RecordedCase, ANullReplyIsAReplyAndNoReplyIsNone) {
  EXPECT_EQ(std::get<Reply>(*case_from_json(R"({"reply":null})")->answer).payload, "null");
  EXPECT_FALSE(case_from_json(R"({"input":{}})")->answer);
}

std::vector<std::string> changes(const ActionDefinition& before,
                                 const ActionDefinition& after,
                                 const char* line) {
  const auto recorded = *case_from_json(line);
  const auto one = run(before, recorded);
  const auto other = run(after, recorded);
  std::vector<std::string> out;
  for (const auto& change : output_changes({before, one}, {after, other}))
    out.push_back(change.text());
  return out;
}

TEST(Versions, OnlyWhatTheCallFlowSeesCounts) {
  const char* schema = R"({"type":"object","properties":{"s":{"type":"string"}}})";
  const auto plain = action_with("{\"s\": \"$rawResult.length()\"}", schema);
  const auto spaced = action_with("{ \"s\" : \"$rawResult.length()\" }", schema);
  const auto other = action_with(R"({"s": "x"})", schema);
  const auto broken = action_with(R"({"s": ${nope}})", schema);
  EXPECT_THAT(changes(plain, spaced, R"({"reply":{}})"), IsEmpty());
  EXPECT_THAT(changes(plain, other, R"({"reply":{}})"),
              ElementsAre("s: expected \"2\", got \"x\""));
  EXPECT_THAT(changes(plain, broken, R"({"reply":{}})"),
              ElementsAre("outcome: expected \"success\", got \"failure\""));
}

TEST(Versions, ANewOutputIsAChangeThoughTheResultIsTheSame) {
  const auto narrow = action_with("", R"({"type":"object","properties":{"s":{"type":"string"}}})");
  EXPECT_THAT(changes(narrow, pass_through, R"({"reply":{"s":"a","n":1}})"),
              ElementsAre("n: not expected, got 1"));
  EXPECT_THAT(
      changes(action_with("", "{}"), action_with(R"({"a":1})", "{}"), R"({"reply":{"a":2}})"),
      ElementsAre("a: expected 2, got 1"));
}

}  // namespace
}  // namespace patchcord::simulator
