#include "patchcord/aws/lambda_client.h"

#include <gtest/gtest.h>

#include "patchcord/base/text.h"
#include "tests/support/result_matchers.h"
#include "tests/support/scripted_transport.h"

namespace patchcord::aws {
namespace {

using test::answer;
using test::FailsWith;
using test::IsOk;

const FunctionArn function =
    *FunctionArn::parse("arn:aws:lambda:eu-central-1:123456789012:function:order-status:live");

TEST(Lambda, ConfigurationIsAskedForByArnAndQualifier) {
  test::ScriptedTransport wire({answer(
      200,
      R"({"FunctionArn":"arn:f:live","Version":"7","State":"Active","Timeout":30,"StateReason":null})")});
  const auto configuration =
      LambdaClient(wire, "https://lambda.example.com").get_function_configuration(function);
  ASSERT_THAT(configuration, IsOk());
  ASSERT_TRUE(*configuration);
  EXPECT_EQ((*configuration)->version, "7");
  EXPECT_EQ((*configuration)->state, "Active");
  EXPECT_EQ((*configuration)->timeout, std::chrono::seconds(30));
  EXPECT_EQ(wire.requests().front().url,
            "https://lambda.example.com/2015-03-31/functions/"
            "arn%3Aaws%3Alambda%3Aeu-central-1%3A123456789012%3Afunction%3Aorder-status/"
            "configuration?Qualifier=live");
}

TEST(Lambda, AbsenceIsToldFromDenial) {
  const auto ask = [](int status, const char* type) {
    test::ScriptedTransport wire(
        {answer(status, R"({"Message":"m"})", {{"X-Amzn-ErrorType", type}})});
    return LambdaClient(wire, "https://l").get_function_configuration(function);
  };
  EXPECT_EQ(*ask(404, "ResourceNotFoundException:http://x"), std::nullopt);
  EXPECT_THAT(ask(403, "AccessDeniedException"), FailsWith(Code::denied));
  EXPECT_THAT(ask(500, "ServiceException"), FailsWith(Code::unavailable));
}

TEST(Lambda, TheClientContextTravelsInBase64AndOnlyIfThereIsOne) {
  for (const std::string context : {"", R"({"inin-organization-id":"o"})"}) {
    test::ScriptedTransport wire({answer(200, "{}")});
    ASSERT_THAT(LambdaClient(wire, "https://l")
                    .invoke({.function = function, .payload = "{}", .client_context = context}),
                IsOk());
    const auto sent = find_header(wire.requests().front().headers, "X-Amz-Client-Context");
    EXPECT_EQ(sent.has_value(), !context.empty());
    EXPECT_EQ(base64_decode(sent.value_or("")), context);
  }
}

TEST(Lambda, AnInvocationIsNeverRepeated) {
  test::ScriptedTransport wire(
      {Error{.code = Code::deadline, .what = "lost", .effect = Effect::unknown}});
  const auto lost = LambdaClient(wire, "https://l")
                        .invoke({.function = function, .payload = "{}", .log_tail = true});
  ASSERT_THAT(lost, FailsWith(Code::deadline));
  EXPECT_EQ(lost.error().effect, Effect::unknown);
  const Request& request = wire.requests().front();
  EXPECT_EQ(request.repeat, Repeat::unsafe);
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(find_header(request.headers, "X-Amz-Log-Type"), "Tail");
  EXPECT_EQ(find_header(request.headers, "X-Amz-Invocation-Type"), "RequestResponse");
}

TEST(Lambda, AFunctionThatFailsIsAResult) {
  test::ScriptedTransport wire({answer(200,
                                       R"({"errorMessage":"no"})",
                                       {{"X-Amz-Function-Error", "Unhandled"},
                                        {"X-Amz-Log-Result", base64_encode("START\nEND")},
                                        {"X-Amz-Executed-Version", "7"},
                                        {"x-amzn-RequestId", "r-1"}})});
  const auto result =
      LambdaClient(wire, "https://l").invoke({.function = function, .payload = "{}"});
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->payload, R"({"errorMessage":"no"})");
  EXPECT_EQ(result->function_error, "Unhandled");
  EXPECT_EQ(result->log_tail, "START\nEND");
  EXPECT_EQ(result->executed_version, "7");
  EXPECT_EQ(result->request_id, "r-1");
}

}  // namespace
}  // namespace patchcord::aws
