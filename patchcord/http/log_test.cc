#include "patchcord/http/log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/fake_clock.h"
#include "tests/support/scripted_transport.h"

namespace patchcord::http {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string detail_of(const Request& request, const Response& response) {
  test::FakeClock clock;
  test::RecordedEvents events;
  test::ScriptedTransport next({response});
  EXPECT_TRUE(Logged(next, clock, events, LogDetail::full).send(request).ok());
  const auto sent = events.of<RequestSent>();
  return sent.size() == 1 ? sent[0].detail : std::string();
}

TEST(Log, BodiesOfWhoGivesCredentialsAreNeverShown) {
  const auto answer = test::answer(200, "token", {{"Content-Type", "text/plain"}});
  for (const auto* service : {"login", "credentials"}) {
    const auto detail = detail_of({.service = service,
                                   .url = "http://127.0.0.1/x",
                                   .headers = {{"x-amz-sso_bearer_token", "bearer"}}},
                                  answer);
    EXPECT_THAT(detail, HasSubstr("(not shown)"));
    EXPECT_THAT(detail, Not(HasSubstr("token\n")));
    EXPECT_THAT(detail, Not(HasSubstr("bearer\n")));
  }
  EXPECT_THAT(detail_of({.service = "iam", .url = "http://127.0.0.1/x"}, answer),
              HasSubstr("token\n"));
}

TEST(Log, SessionsOfStsAreRedacted) {
  const auto detail = detail_of(
      {.service = "sts",
       .method = "POST",
       .url = "http://127.0.0.1/",
       .headers = {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}},
       .body = "Action=AssumeRole&TokenCode=123456&WebIdentityToken=web"},
      test::answer(200,
                   "<A><AccessKeyId>id</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>"
                   "<SessionToken>session</SessionToken></A>",
                   {{"Content-Type", "text/xml"}}));
  EXPECT_THAT(detail, HasSubstr("Action=AssumeRole&TokenCode=REDACTED&WebIdentityToken=REDACTED"));
  EXPECT_THAT(detail, HasSubstr("<SessionToken>REDACTED</SessionToken>"));
  EXPECT_THAT(detail, HasSubstr("<SecretAccessKey>REDACTED</SecretAccessKey>"));
}

}  // namespace
}  // namespace patchcord::http
