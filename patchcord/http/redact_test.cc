#include "patchcord/http/redact.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "patchcord/http/log.h"
#include "tests/support/fake_clock.h"
#include "tests/support/scripted_transport.h"

namespace patchcord::http {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(Redact, HeadersAreShownByAllowlist) {
  const std::vector<Header> headers = {
      {"Content-Type", "text/plain"}, {"Authorization", "Bearer s3cret"}, {"X-New", "s3cret"}};
  EXPECT_EQ(redacted_headers(headers),
            "Content-Type: text/plain\nAuthorization: REDACTED\nX-New: REDACTED\n");
}

TEST(Redact, QueriesAreShownByAllowlist) {
  EXPECT_EQ(redacted_target("/p", "pageSize=25&X-Amz-Signature=abc&flag"),
            "/p?pageSize=25&X-Amz-Signature=REDACTED&flag");
  EXPECT_EQ(redacted_target("/p", ""), "/p");
}

TEST(Redact, SecretsNeverComeThrough) {
  struct Case {
    const char* type;
    const char* body;
  };
  const Case cases[] = {
      {"application/json", R"({"a":[{"access_token":"s3cret"}]})"},
      {"application/json; charset=utf-8", R"({"credentialFields":{"ARN":"s3cret"}})"},
      {"application/json",
       R"({"Credentials":{"SecretAccessKey":"s3cret","SessionToken":"s3cret"}})"},
      {"application/json", R"({"Environment":{"Variables":{"DB":"s3cret"}}})"},
      {"application/json", R"({"payload":"{\"client_secret\":\"s3cret\"}"})"},
      {"application/json", R"({"broken": "s3cret")"},
      {"application/x-www-form-urlencoded", "grant_type=x&client_secret=s3cret&a=b"},
      {"text/xml",
       "<r><SecretAccessKey>s3cret</SecretAccessKey><SessionToken x='1'>s3cret</SessionToken></r>"},
      {"text/xml", "<r><Token><![CDATA[s3cret]]><b>s3cret</b></Token></r>"},
      {"text/xml", "<Token>s3cret"},
      {"application/octet-stream", "s3cret"},
      {"", "s3cret"},
  };
  for (const auto& [type, body] : cases)
    EXPECT_THAT(redacted_body(type, body), Not(HasSubstr("s3cret"))) << body;
}

TEST(Redact, TheRestStaysReadable) {
  EXPECT_EQ(redacted_body("application/json", R"({"name":"x","password":"y"})"),
            R"({"name":"x","password":"REDACTED"})");
  EXPECT_EQ(redacted_body("text/xml", "<a><Arn>arn:x</Arn></a>"), "<a><Arn>arn:x</Arn></a>");
  EXPECT_EQ(redacted_body("application/x-www-form-urlencoded", "Action=GetRole&RoleName=r"),
            "Action=GetRole&RoleName=r");
  EXPECT_EQ(redacted_body("text/plain", "${input.rawRequest}"), "${input.rawRequest}");
  EXPECT_EQ(redacted_body("text/plain", std::string(70'000, 'x')), "(70000 bytes)");
}

TEST(Logged, TellsEachExchangeWithoutItsSecrets) {
  test::FakeClock clock;
  test::RecordedEvents events;
  test::ScriptedTransport wire([&](const Request&) -> Result<Response> {
    clock.advance(Milliseconds(12));
    return test::answer(400,
                        R"({"error":"s3cret"})",
                        {{"Content-Type", "application/json"}, {"inin-correlation-id", "c-1"}});
  });
  Logged transport(wire, clock, events, LogDetail::full);
  const Request request{.service = "login",
                        .operation = "token",
                        .method = "POST",
                        .url = "https://login.example.com/oauth/token?code=s3cret",
                        .headers = {{"Authorization", "Basic s3cret"},
                                    {"Content-Type", "application/x-www-form-urlencoded"}},
                        .body = "grant_type=s3cret"};
  ASSERT_TRUE(transport.send(request).ok());
  const auto sent = events.of<RequestSent>();
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(sent[0].path, "/oauth/token?code=REDACTED");
  EXPECT_EQ(sent[0].status, 400);
  EXPECT_EQ(sent[0].took, Milliseconds(12));
  EXPECT_EQ(sent[0].request_id, "c-1");
  EXPECT_THAT(sent[0].detail, HasSubstr("Content-Type: application/json"));
  EXPECT_THAT(sent[0].detail, Not(HasSubstr("s3cret")));
}

TEST(Logged, AMissingAnswerHasStatusZero) {
  test::FakeClock clock;
  test::RecordedEvents events;
  test::ScriptedTransport wire({Error{.code = Code::deadline, .what = "too slow"}});
  Logged transport(wire, clock, events);
  EXPECT_FALSE(transport.send({.url = "https://h/"}).ok());
  EXPECT_EQ(events.of<RequestSent>().at(0).status, 0);
  EXPECT_EQ(events.of<RequestSent>().at(0).detail, "");
}

}  // namespace
}  // namespace patchcord::http
