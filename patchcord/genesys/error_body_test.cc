#include "patchcord/genesys/error_body.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "patchcord/genesys/judge.h"
#include "tests/support/scripted_transport.h"

namespace patchcord::genesys {
namespace {

using http::Meaning;
using std::chrono::seconds;
using test::answer;
using ::testing::HasSubstr;

const Attempt write{.subject = "integration Orders", .verb = "created", .writes = true};

TEST(GenesysError, TellsWhichPermissionIsMissing) {
  const auto with_params = to_error(
      answer(
          403,
          R"({"message":"m","code":"missing.permissions","messageParams":{"permissions":"integrations:action:add"}})"),
      write);
  EXPECT_EQ(with_params.code, Code::denied);
  EXPECT_EQ(with_params.what,
            "integration Orders cannot be created: the OAuth client lacks the permission "
            "integrations:action:add");
  const auto with_text = to_error(
      answer(
          403,
          R"({"message":"You are missing the following permission(s): integrations:action:add","code":"missing.permissions"})"),
      write);
  EXPECT_EQ(with_text.what, with_params.what);
}

TEST(GenesysError, TellsThatOnePermissionOfSeveralIsEnough) {
  const auto error = to_error(
      answer(
          403,
          R"({"message":"You must have at least one of the following permissions assigned: a:b, c:d"})"),
      write);
  EXPECT_EQ(error.what,
            "integration Orders cannot be created: the OAuth client needs one of the permissions "
            "a:b, c:d, and has none of them");
}

TEST(GenesysError, KeepsWhatTheServiceSaid) {
  const auto error = to_error(
      answer(
          400,
          R"({"message":"The value for 'name' is required.","code":"constraint.validation","status":400,
                 "contextId":"c-1","details":[{"errorCode":"constraint.validation","fieldName":"name"}]})"),
      write);
  EXPECT_EQ(error.code, Code::invalid);
  EXPECT_THAT(error.what,
              HasSubstr("The value for 'name' is required. (name: constraint.validation)"));
  const Answer expected{.status = 400,
                        .code = "constraint.validation",
                        .message = "The value for 'name' is required.",
                        .request_id = "c-1"};
  EXPECT_EQ(error.answer, expected);
  EXPECT_EQ(error.effect, Effect::none);
}

TEST(GenesysError, MapsEveryStatus) {
  struct Case {
    int status;
    const char* body;
    Code code;
    Effect effect;
  };
  const Case cases[] = {
      {302, "", Code::protocol, Effect::none},
      {400, "", Code::invalid, Effect::none},
      {400,
       R"({"message":"The version 1 does not match the current version 2"})",
       Code::conflict,
       Effect::none},
      {400,
       R"({"message":"Supplied version 2 does not match latest draft version 1"})",
       Code::conflict,
       Effect::none},
      {401, "", Code::unauthenticated, Effect::none},
      {404, "<html>", Code::not_found, Effect::none},
      {410, "", Code::not_found, Effect::none},
      {408, "", Code::unavailable, Effect::unknown},
      {409, "[1]", Code::conflict, Effect::none},
      {413, "", Code::invalid, Effect::none},
      {429, "", Code::throttled, Effect::none},
      {500, "", Code::unavailable, Effect::unknown},
      {502, "<html>bad gateway</html>", Code::unavailable, Effect::unknown},
  };
  for (const auto& [status, body, code, effect] : cases) {
    const auto error = to_error(answer(status, body), write);
    EXPECT_EQ(error.code, code) << status << body;
    EXPECT_EQ(error.effect, effect) << status << body;
    EXPECT_EQ(error.answer->status, status);
  }
  EXPECT_EQ(to_error(answer(503), {.writes = false}).effect, Effect::none)
      << "a read has no effect";
}

TEST(GenesysError, SaysWhatCameInsteadOfAnAnswer) {
  const auto redirect =
      to_error(answer(307, "", {{"Location", "https://portal.example.com/x?token=y"}}), write);
  EXPECT_EQ(redirect.what,
            "integration Orders cannot be created: Genesys Cloud answered 307 to "
            "https://portal.example.com, which is not followed");
  EXPECT_THAT(redirect.hint, HasSubstr("proxy or portal"));
  const auto bad = to_error(answer(400, "<html>"), write);
  EXPECT_EQ(bad.code, Code::protocol) << "that is no fault of the input";
  EXPECT_THAT(bad.what, HasSubstr("it got 400 with an HTML page instead of an answer"));
  const auto page = to_error(answer(403, "<html><title>Blocked</title>"), write);
  EXPECT_EQ(page.code, Code::denied);
  EXPECT_EQ(page.answer->message, "an HTML page (\"Blocked\") instead of an answer");
  EXPECT_THAT(page.hint, HasSubstr("`patchcord permissions`"));
}

TEST(GenesysError, TakesTheCorrelationIdFromTheHeaderIfThereIsNoBody) {
  EXPECT_EQ(read_error(answer(502, "", {{"ININ-Correlation-Id", "c-2"}})).context_id, "c-2");
}

TEST(GenesysJudge, KnowsWhatMayBeRepeated) {
  struct Case {
    Response response;
    Meaning meaning;
    bool sign_again;
  };
  const Case cases[] = {
      {answer(200), Meaning::final, false},
      {answer(302), Meaning::final, false},
      {answer(400), Meaning::final, false},
      {answer(401, R"({"code":"bad.credentials"})"), Meaning::refused, true},
      {answer(401, R"({"code":"ip.not.authorized"})"), Meaning::final, false},
      {answer(403), Meaning::final, false},
      {answer(404), Meaning::final, false},
      {answer(408), Meaning::transient, false},
      {answer(409), Meaning::final, false},
      {answer(429), Meaning::refused, false},
      {answer(500), Meaning::transient, false},
      {answer(501), Meaning::final, false},
      {answer(502), Meaning::transient, false},
      {answer(503), Meaning::transient, false},
      {answer(504), Meaning::transient, false},
  };
  for (const auto& [response, meaning, sign_again] : cases) {
    const auto verdict = judge({}, response);
    EXPECT_EQ(verdict.meaning, meaning) << response.status;
    EXPECT_EQ(verdict.sign_again, sign_again) << response.status;
  }
}

TEST(GenesysJudge, FindsOutHowLongToWait) {
  const auto from_text = judge(
      {},
      answer(
          429,
          R"({"message":"Rate limit exceeded the maximum. Retry the request in [23] seconds"})"));
  EXPECT_EQ(from_text.retry_after, seconds(23));
  const auto from_reset = judge({}, answer(429, "", {{"inin-ratelimit-reset", "7"}}));
  EXPECT_EQ(from_reset.retry_after, seconds(7));
  EXPECT_EQ(judge({}, answer(429)).retry_after, seconds(60));
  EXPECT_EQ(
      judge({}, answer(429, R"({"message":"Retry the request in [-1] seconds"})")).retry_after,
      seconds(60));
}

}  // namespace
}  // namespace patchcord::genesys
