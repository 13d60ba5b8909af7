#include "patchcord/aws/answer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "patchcord/aws/judge.h"
#include "tests/support/result_matchers.h"
#include "tests/support/scripted_transport.h"

namespace patchcord::aws {
namespace {

using http::Meaning;
using test::answer;
using test::FailsWith;

std::string xml(const std::string& code, const std::string& message = "m") {
  return R"(<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>)" +
         code + "</Code><Message>" + message +
         "</Message></Error><RequestId>r-1</RequestId></ErrorResponse>";
}

TEST(Xml, BecomesValuesByLocalNames) {
  const auto value = parse_xml(
      R"(<?xml version="1.0"?><a:R xmlns:a="u"><a:List><member>1</member><member><K>2</K></member></a:List><E/><T x="1"> t </T></a:R>)");
  ASSERT_TRUE(value.ok());
  EXPECT_EQ(value->dump(), R"({"E":"","List":["1",{"K":"2"}],"T":" t "})");
}

TEST(Xml, RefusesWhatIsNotXmlOrBottomless) {
  std::string deep;
  for (int i = 0; i < 100; ++i)
    deep += "<a>";
  for (int i = 0; i < 100; ++i)
    deep += "</a>";
  for (const auto& text :
       {std::string(), std::string("{}"), std::string("<a>"), std::string("<a></b>"), deep}) {
    EXPECT_THAT(parse_xml(text), FailsWith(Code::protocol));
  }
}

TEST(AwsAnswer, IsReadInEveryShape) {
  struct Case {
    const char* name;
    Response response;
    Answer expected;
  };
  const Case cases[] = {
      {"query", answer(409, xml("EntityAlreadyExists")), {409, "EntityAlreadyExists", "m", "r-1"}},
      {"wrapped",
       answer(403,
              "<ErrorResponse><Errors><Error><Code>AccessDenied</Code><Message>m</Message></"
              "Error></Errors>"
              "<RequestID>r-2</RequestID></ErrorResponse>"),
       {403, "AccessDenied", "m", "r-2"}},
      {"json by header",
       answer(404,
              R"({"Type":"User","Message":"m"})",
              {{"x-amzn-errortype", "ResourceNotFoundException:http://internal.amazon.com/"},
               {"x-amzn-RequestId", "r-3"}}),
       {404, "ResourceNotFoundException", "m", "r-3"}},
      {"json by member",
       answer(400, R"({"__type":"com.amazon#ValidationException:x","message":"m"})"),
       {400, "ValidationException", "m", ""}},
      {"html",
       answer(503, "<html><body>Service Unavailable</body></html>"),
       {503, "HTTP 503", "an HTML page instead of an answer", ""}},
      {"redirect",
       answer(307, "", {{"Location", "https://portal.example.com/x?token=y"}}),
       {307, "HTTP 307", "to https://portal.example.com", ""}},
      {"nothing", answer(500), {500, "HTTP 500", "", ""}},
      {"broken", answer(502, "<Error><Code>x"), {502, "HTTP 502", "", ""}},
  };
  for (const auto& [name, response, expected] : cases)
    EXPECT_EQ(read_answer(response), expected) << name;
}

TEST(AwsError, HasTheCodeThatCallersReactTo) {
  struct Case {
    int status;
    const char* code;
    Code expected;
    Effect effect;
  };
  const Case cases[] = {
      {403, "AccessDenied", Code::denied, Effect::none},
      {403, "AccessDeniedException", Code::denied, Effect::none},
      {404, "NoSuchEntity", Code::not_found, Effect::none},
      {404, "ResourceNotFoundException", Code::not_found, Effect::none},
      {409, "EntityAlreadyExists", Code::conflict, Effect::none},
      {409, "DeleteConflict", Code::conflict, Effect::none},
      {409, "LimitExceeded", Code::invalid, Effect::none},
      {400, "MalformedPolicyDocument", Code::invalid, Effect::none},
      {400, "Throttling", Code::throttled, Effect::none},
      {429, "TooManyRequestsException", Code::throttled, Effect::none},
      {403, "ExpiredToken", Code::unauthenticated, Effect::none},
      {403, "InvalidClientTokenId", Code::unauthenticated, Effect::none},
      {403, "SignatureDoesNotMatch", Code::unauthenticated, Effect::none},
      {500, "ServiceFailure", Code::unavailable, Effect::unknown},
      {503, "ServiceUnavailable", Code::unavailable, Effect::unknown},
  };
  for (const auto& [status, code, expected, effect] : cases) {
    const auto error = to_error(answer(status, xml(code)),
                                {.action = "iam:X", .subject = "role r", .writes = true});
    EXPECT_EQ(error.code, expected) << code;
    EXPECT_EQ(error.effect, effect) << code;
    EXPECT_EQ(error.answer->code, code);
    EXPECT_EQ(error.answer->request_id, "r-1");
  }
}

TEST(AwsError, APageOfSomebodyElseIsNoFaultOfTheInput) {
  const auto error = to_error(answer(403, "<html><title>Stop</title>"),
                              {.action = "iam:X", .subject = "role r", .writes = true});
  EXPECT_EQ(error.code, Code::protocol);
  EXPECT_EQ(error.what,
            "AWS refused iam:X for role r: an HTML page (\"Stop\") instead of an answer");
  EXPECT_THAT(error.hint, testing::HasSubstr("no proxy or portal"));
}

TEST(AwsError, TellsAWrongRegionFromAWrongSecret) {
  const auto error = to_error(
      answer(403, xml("SignatureDoesNotMatch", "Credential should be scoped to a valid Region.")),
      {.action = "lambda:Invoke", .subject = "f", .writes = false});
  EXPECT_EQ(error.code, Code::invalid);
  EXPECT_THAT(error.hint, testing::HasSubstr("region in the function's ARN"));
}

TEST(AwsError, SaysWhoWasDeniedWhat) {
  const auto error =
      to_error(answer(403, xml("AccessDenied", "User: arn:aws:iam::1:user/u is not authorized")),
               {.action = "iam:CreateRole", .subject = "role X", .writes = true});
  EXPECT_EQ(error.what,
            "AWS denied iam:CreateRole for role X: User: arn:aws:iam::1:user/u is not authorized");
}

TEST(AwsJudge, ComparesCodesExactly) {
  struct Case {
    int status;
    const char* code;
    const char* message;
    Meaning meaning;
    bool sign_again;
  };
  const Case cases[] = {
      {400, "Throttling", "Rate exceeded", Meaning::refused, false},
      {400, "ThrottlingException", "", Meaning::refused, false},
      {400, "LimitExceededException", "", Meaning::refused, false},
      {409,
       "LimitExceeded",
       "Cannot exceed quota for RolesPerAccount: 1000",
       Meaning::final,
       false},
      {429, "TooManyRequestsException", "", Meaning::refused, false},
      {409, "ConcurrentModification", "", Meaning::refused, false},
      {409, "ConcurrentModificationException", "", Meaning::refused, false},
      {409, "EntityAlreadyExists", "", Meaning::final, false},
      {400, "RequestTimeout", "", Meaning::transient, false},
      {500, "ServiceFailure", "", Meaning::transient, false},
      {501, "X", "", Meaning::final, false},
      {503, "ServiceUnavailable", "", Meaning::transient, false},
      {403, "ExpiredToken", "", Meaning::refused, true},
      {403, "ExpiredTokenException", "", Meaning::refused, true},
      {403,
       "SignatureDoesNotMatch",
       "Signature expired: 20260102T030405Z is now earlier than",
       Meaning::refused,
       true},
      {403, "InvalidSignatureException", "Signature not yet current: x", Meaning::refused, true},
      {403,
       "SignatureDoesNotMatch",
       "The request signature we calculated does not match",
       Meaning::final,
       false},
      {403, "RequestExpired", "", Meaning::refused, true},
      {403, "InvalidClientTokenId", "", Meaning::final, false},
      {403, "AccessDenied", "", Meaning::final, false},
      {400, "MalformedPolicyDocument", "", Meaning::final, false},
      {400, "IDPCommunicationError", "", Meaning::refused, false},
      {403, "IDPRejectedClaim", "", Meaning::final, false},
  };
  for (const auto& [status, code, message, meaning, sign_again] : cases) {
    const auto verdict = judge({}, answer(status, xml(code, message)));
    EXPECT_EQ(verdict.meaning, meaning) << code << " " << message;
    EXPECT_EQ(verdict.sign_again, sign_again) << code << " " << message;
  }
  EXPECT_EQ(judge({}, answer(200)).meaning, Meaning::final);
  EXPECT_EQ(judge({}, answer(503, "<html>")).meaning, Meaning::transient);
}

}  // namespace
}  // namespace patchcord::aws
