// The specification's worked examples of request templates, computed with the real engine.
#include <gtest/gtest.h>

#include "patchcord/template/json_text.h"
#include "patchcord/template/simulate.h"

namespace patchcord::simulator {
namespace {

struct RequestExample {
  const char* name{};
  const char* inputs{};
  const char* text{};
  const char* rendered{};
  bool json{true};
};

void PrintTo(const RequestExample& example, std::ostream* out) {
  *out << example.text;
}

class RequestTemplate : public testing::TestWithParam<RequestExample> {};

TEST_P(RequestTemplate, RendersAsTheRealEngineDoes) {
  const auto& example = GetParam();
  ActionDefinition action;
  action.url_template = "arn:aws:lambda:us-east-1:123456789012:function:f";
  action.request_template = example.text;
  RunOptions options;
  options.credentials = {{"u", "ann"}, {"p", "pw"}};
  std::string body;
  const auto result = run_action(
      action,
      example.inputs,
      [&](const ExecutionRequest& request) {
        body = request.body;
        return Reply{"{}"};
      },
      options);
  if (example.json) {
    EXPECT_TRUE(result.success()) << write_json(to_json(result));
    EXPECT_EQ(body, example.rendered);
    return;
  }
  ASSERT_TRUE(result.error);
  EXPECT_EQ(result.operations.back().name, "Resolve request body template");
  EXPECT_TRUE(result.error->message.ends_with(std::string(": ") + example.rendered))
      << result.error->message;
}

INSTANTIATE_TEST_SUITE_P(
    Examples,
    RequestTemplate,
    testing::Values(
        RequestExample{"E01",
                       R"~({"accountId": "42", "vip": true})~",
                       "${input.rawRequest}",
                       R"~({"accountId":"42","vip":true})~"},
        RequestExample{"E02",
                       R"~({"accountId": "A-1", "count": 3})~",
                       R"~({"acct":"${input.accountId}","n":${input.count}})~",
                       R"~({"acct":"A-1","n":3})~"},
        RequestExample{"E03",
                       R"~({"note": "He said \"hi\""})~",
                       R"~({"note":"${input.note}"})~",
                       R"~({"note":"He said "hi""})~",
                       false},
        RequestExample{"E04",
                       R"~({"note": "He said \"hi\"\nbye \\ end"})~",
                       R"~({"note":"$esc.jsonString(${input.note})"})~",
                       R"~({"note":"He said \"hi\"\nbye \\ end"})~"},
        RequestExample{"E05", "{}", R"~({"ref":"${input.ref}"})~", R"~({"ref":"${input.ref}"})~"},
        RequestExample{"E06", "{}", R"~({"ref":"$!{input.ref}"})~", R"~({"ref":""})~"},
        RequestExample{"E07", "{}", R"~({"n":$!{input.n}})~", R"~({"n":})~", false},
        RequestExample{"E08",
                       R"~({"id": "a"})~",
                       R"~({"id":"${input.id}"#if("$!{input.n}" != ""), "n":${input.n}#end})~",
                       R"~({"id":"a"})~"},
        RequestExample{"E09",
                       R"~({"id": "a", "n": 0})~",
                       R"~({"id":"${input.id}"#if("$!{input.n}" != ""), "n":${input.n}#end})~",
                       R"~({"id":"a", "n":0})~"},
        RequestExample{"E10",
                       "{}",
                       R"~({"t":"$esc.jsonString(${input.t})"})~",
                       R"~({"t":"$esc.jsonString(${input.t})"})~"},
        RequestExample{"E11", "{}", R"~({"t":"$!esc.jsonString($!{input.t})"})~", R"~({"t":""})~"},
        RequestExample{"E35",
                       "{}",
                       R"~(Basic $encoding.base64("${credentials.u}:${credentials.p}"))~",
                       "Basic YW5uOnB3",
                       false},
        RequestExample{"E36",
                       R"~({"a": 12345678.5, "b": 0.0001, "c": 7.0})~",
                       R"~({"a":${input.a},"b":${input.b},"c":${input.c}})~",
                       R"~({"a":1.23456785E7,"b":1.0E-4,"c":7.0})~"},
        RequestExample{"E37",
                       "{}",
                       R"~({"a":"x",#if("$!{input.b}" != "")"b":"${input.b}"#end})~",
                       R"~({"a":"x",})~",
                       false},
        RequestExample{"E38", R"~({"f": true})~", "#if($input.f)yes#else no#end", "yes", false},
        RequestExample{
            "E39", R"~({"id": "7"})~", "$input.idX ${input.id}X", "$input.idX 7X", false}),
    [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace patchcord::simulator
