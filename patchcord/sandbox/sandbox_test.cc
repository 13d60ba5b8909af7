#include "patchcord/sandbox/sandbox.h"

#include <map>
#include <thread>

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace patchcord::sandbox {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Key;
using testing::Not;
using testing::StartsWith;

constexpr const char* me = "/api/v2/organizations/me";

SandboxOptions fixed_options() {
  SandboxOptions options;
  options.organization_id = "1f6d3c1e-5a0b-4a53-9d0e-0b7c2a9e4f10";
  options.client_id = "client";
  options.client_secret = Secret("its secret");
  options.seed = 1;
  options.frozen_at = TimePoint(std::chrono::sys_days(std::chrono::year{2026} / 5 / 14));
  return options;
}

class TheSandbox : public testing::Test {
 protected:
  Reply ask(const std::string& method, const std::string& path, const Json& body = {}) {
    Message message{
        .method = method, .path = path, .headers = {{"Authorization", "Bearer " + token_}}};
    if (!body.is_null()) {
      message.headers.push_back({"Content-Type", "application/json"});
      message.body = to_text(body);
    }
    return sandbox_.handle(message);
  }
  Json control(const std::string& method, const std::string& name, const Json& body = {}) {
    const auto reply = ask(method, "/_sandbox/" + name, body);
    EXPECT_EQ(reply.status, 200) << reply.body;
    return parse_json(reply.body, "the answer").value();
  }
  std::string mint() {
    const auto reply =
        sandbox_.handle({.method = "POST",
                         .path = "/oauth/token",
                         .headers = {{"Authorization", "Basic Y2xpZW50Oml0cyBzZWNyZXQ="},
                                     {"Content-Type", "application/x-www-form-urlencoded"}},
                         .body = "grant_type=client_credentials"});
    return string_at(parse_json(reply.body, "the answer").value(), "access_token");
  }
  Reply ask_iam() {
    return sandbox_.handle(
        {.method = "POST",
         .path = "/",
         .headers = {{"Host", "127.0.0.1"}, {"Content-Type", "application/x-www-form-urlencoded"}},
         .body = "Action=GetRole&RoleName=x&Version=2010-05-08"});
  }
  void fault(const Json& fault) { control("POST", "faults", fault); }
  std::size_t integrations() {
    return control("GET", "state").at("genesys").at("integrations").size();
  }
  Reply create() {
    return ask(
        "POST", "/api/v2/integrations", {{"integrationType", {{"id", "aws-lambda-data-actions"}}}});
  }

  Sandbox sandbox_{fixed_options()};
  std::string token_{mint()};
};

TEST_F(TheSandbox, HasBothClouds) {
  EXPECT_EQ(ask("GET", me).status, 200);
  EXPECT_EQ(ask_iam().status, 403) << "no signature";
  const auto state = control("GET", "state");
  EXPECT_EQ(state.at("format"), 1);
  EXPECT_EQ(state.at("now"), "2026-05-14T00:00:00.000Z");
  EXPECT_TRUE(state.at("aws").contains("roles"));
  EXPECT_TRUE(state.at("genesys").contains("integrations"));
}

TEST_F(TheSandbox, CountsOperationsOfBoth) {
  control("POST", "reset");
  token_ = mint();
  ask("GET", me);
  ask("GET", me);
  ask_iam();
  control("GET", "state");
  const Json expected = {{"login", {{"POST /oauth/token", 1}}},
                         {"genesys", {{"GET /api/v2/organizations/me", 2}}},
                         {"iam", {{"GetRole", 1}}},
                         {"total", 4}};
  EXPECT_EQ(control("GET", "stats"), expected);
}

TEST_F(TheSandbox, ChangesTheKnobsOfBothOrOfNone) {
  const auto changed =
      control("POST",
              "knobs",
              {{"latencyMs", 0}, {"secondDraft", "existing"}, {"aws", {{"readDelayMs", 5}}}});
  EXPECT_EQ(changed.at("secondDraft"), "existing");
  EXPECT_EQ(changed.at("aws").at("readDelayMs"), 5);
  const auto refused =
      ask("POST", "/_sandbox/knobs", {{"secondDraft", 409}, {"aws", {{"readDelay", 5}}}});
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(refused.body, HasSubstr("Did you mean"));
  EXPECT_EQ(control("GET", "knobs"), changed);
}

TEST_F(TheSandbox, MovesItsClock) {
  control("POST", "knobs", {{"tokenSeconds", 300}});
  token_ = mint();
  control("POST", "knobs", {{"advanceSeconds", 299}});
  EXPECT_EQ(ask("GET", me).status, 200);
  control("POST", "knobs", {{"advanceSeconds", 1}});
  EXPECT_EQ(ask("GET", me).status, 401);
  EXPECT_EQ(ask("POST", "/_sandbox/knobs", {{"advanceSeconds", -1}}).status, 400);
}

TEST_F(TheSandbox, RefusesUnknownControls) {
  EXPECT_EQ(ask("GET", "/_sandbox/none").status, 404);
  EXPECT_EQ(ask("DELETE", "/_sandbox/state").status, 405);
  EXPECT_EQ(ask("POST", "/_sandbox/faults", Json(7)).status, 400);
  EXPECT_EQ(ask("POST", "/_sandbox/seed", {{"roles", Json::array()}}).status, 400);
}

TEST_F(TheSandbox, IsSeededBySomebodyElse) {
  const auto ids =
      control("POST",
              "seed",
              {{"credentials", {{{"name", "Theirs"}, {"fields", {{"ARN", "arn:x"}}}}}},
               {"integrations", {{{"id", "i"}, {"name", "Theirs"}, {"enabled", true}}}},
               {"actions", {{{"name", "Theirs"}, {"integrationId", "i"}}}}});
  EXPECT_EQ(ids.at("integrations"), Json({"i"}));
  EXPECT_EQ(ask("GET", "/api/v2/integrations/i").status, 200);
  EXPECT_EQ(ask("GET", "/api/v2/integrations/actions/" + ids.at("actions").at(0).get<std::string>())
                .status,
            200);
  const auto before = integrations();
  const Json bad = {{"integrations", {{{"name", "Good"}}, {{"notes", "no name"}}}}};
  EXPECT_EQ(ask("POST", "/_sandbox/seed", bad).status, 400);
  EXPECT_EQ(integrations(), before) << "all or nothing";
}

TEST_F(TheSandbox, GoesBackToTheStart) {
  const auto start = control("GET", "state");
  create();
  control(
      "POST", "knobs", {{"record", true}, {"advanceSeconds", 60}, {"aws", {{"readDelayMs", 5}}}});
  fault({{"then", "stall"}, {"nth", 99}});
  ask("GET", me);
  control("POST", "reset");
  token_ = mint();
  EXPECT_EQ(control("GET", "state"), start);
  EXPECT_EQ(control("GET", "exchanges"), Json::array());
}

TEST_F(TheSandbox, RecordsOnRequestWithoutSecrets) {
  ask("GET", me);
  EXPECT_EQ(control("GET", "exchanges"), Json::array()) << "off at the start";
  control("POST", "knobs", {{"record", true}});
  fault({{"match", std::string("GET ") + me}, {"then", "html_502"}});
  const auto token = mint();
  ask("GET", me);
  const auto exchanges = control("GET", "exchanges");
  ASSERT_EQ(exchanges.size(), 2U);
  const auto text = to_text(exchanges);
  EXPECT_THAT(text, Not(HasSubstr(token)));
  EXPECT_THAT(text, Not(HasSubstr(token_)));
  EXPECT_THAT(text, Not(HasSubstr("Y2xpZW50")));
  EXPECT_EQ(exchanges.at(1).at("fault"), "html_502");
  EXPECT_EQ(exchanges.at(1).at("response").at("status"), 502);
  EXPECT_THAT(control("GET", "tokens"), Contains(Json(token)));
}

TEST_F(TheSandbox, FaultsRefuseInTheFormOfEachService) {
  fault({{"match", "*"}, {"then", "status 503"}, {"times", 0}, {"retryAfter", 7}});
  const auto api = ask("GET", me);
  EXPECT_EQ(api.status, 503);
  EXPECT_THAT(api.body, HasSubstr("\"service.unavailable\""));
  EXPECT_EQ(find_field(api.headers, "Retry-After"), "7");
  EXPECT_TRUE(find_field(api.headers, "inin-ratelimit-count"));
  const auto iam = ask_iam();
  EXPECT_EQ(iam.status, 503);
  EXPECT_THAT(iam.body, HasSubstr("<Code>ServiceUnavailable</Code>"));
  const auto lambda =
      sandbox_.handle({.method = "POST", .path = "/2015-03-31/functions/echo/invocations"});
  EXPECT_EQ(lambda.status, 503);
  EXPECT_TRUE(find_field(lambda.headers, "x-amzn-ErrorType"));
}

TEST_F(TheSandbox, FaultsSayWhatTheyAreToldTo) {
  fault({{"status", 400}, {"code", "x.y"}, {"message", "words"}});
  EXPECT_THAT(ask("GET", me).body, HasSubstr("\"code\":\"x.y\""));
  fault({{"status", 429}, {"body", "slow down"}, {"contentType", "text/plain"}});
  const auto plain = ask("GET", me);
  EXPECT_EQ(plain.body, "slow down");
  EXPECT_EQ(find_field(plain.headers, "Content-Type"), "text/plain");
}

TEST_F(TheSandbox, FaultsComeBeforeOrAfterTheEffect) {
  const std::vector<std::pair<Json, std::pair<int, std::size_t>>> table = {
      // the fault → the status in process, and how many integrations it leaves
      {{{"then", "reset_before_effect"}}, {0, 0}},
      {{{"then", "reset_after_effect"}}, {0, 1}},
      {{{"then", "stall"}}, {0, 0}},
      {{{"then", "stall"}, {"afterEffect", true}}, {0, 1}},
      {{{"then", "status 500"}}, {500, 0}},
      {{{"then", "status 500"}, {"afterEffect", true}}, {500, 1}},
      {{{"then", "html_502"}}, {502, 0}},
      {{{"then", "html_502"}, {"afterEffect", true}}, {502, 1}},
      {{{"then", "truncated_body"}}, {200, 1}},
      {{{"then", "wrong_content_type"}}, {200, 1}},
      {{{"then", "expired_token"}}, {401, 0}},
      {{{"then", "delay"}, {"delayMs", 1}}, {200, 1}},
  };
  for (const auto& [given, expected] : table) {
    token_ = mint();
    const auto before = integrations();
    fault(given);
    EXPECT_EQ(create().status, expected.first) << given;
    EXPECT_EQ(integrations() - before, expected.second) << given;
    control("DELETE", "faults");
  }
}

TEST_F(TheSandbox, AnExpiredTokenStaysExpired) {
  fault({{"match", std::string("GET ") + me}, {"then", "expired_token"}});
  EXPECT_EQ(ask("GET", me).status, 401);
  EXPECT_EQ(ask("GET", me).status, 401);
  token_ = mint();
  EXPECT_EQ(ask("GET", me).status, 200);
  fault({{"match", "GetRole"}, {"then", "expired_token"}});
  EXPECT_THAT(ask_iam().body, HasSubstr("<Code>ExpiredToken</Code>"));
}

TEST_F(TheSandbox, SpoilsBodiesAndTypes) {
  const auto whole = ask("GET", me).body;
  fault({{"then", "truncated_body"}});
  EXPECT_EQ(ask("GET", me).body, whole.substr(0, whole.size() / 2));
  fault({{"then", "wrong_content_type"}});
  EXPECT_EQ(find_field(ask("GET", me).headers, "Content-Type"), "text/html");
}

TEST_F(TheSandbox, IsTheSameBehindItsSocket) {
  const auto port = sandbox_.start();
  ASSERT_TRUE(port.ok());
  const int client = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(*port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ASSERT_EQ(::connect(client, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);  // NOLINT
  const std::string request =
      std::string("GET ") + me +
      " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer " + token_ +
      "\r\n\r\n";
  ::send(client, request.data(), request.size(), MSG_NOSIGNAL);
  std::string answer;
  char buffer[4096];
  for (auto got = ::recv(client, buffer, sizeof buffer, 0); got > 0;
       got = ::recv(client, buffer, sizeof buffer, 0)) {
    answer.append(buffer, static_cast<std::size_t>(got));
  }
  ::close(client);
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(answer, testing::EndsWith("\r\n\r\n" + ask("GET", me).body));
}

TEST_F(TheSandbox, TellsClientsWhatTheyNeed) {
  ASSERT_TRUE(sandbox_.start().ok());
  const auto environment = sandbox_.environment();
  const std::map<std::string, std::string> env(environment.begin(), environment.end());
  EXPECT_THAT(env.at("PATCHCORD_GENESYS_API_URL"), StartsWith("http://127.0.0.1:"));
  EXPECT_EQ(env.at("AWS_ENDPOINT_URL"), env.at("PATCHCORD_GENESYS_LOGIN_URL"));
  EXPECT_EQ(env.at("EXTERNAL_ID"), env.at("GENESYS_ORGANIZATION_ID"));
  EXPECT_EQ(env.at("GENESYS_CLIENT_SECRET"), "its secret");
  EXPECT_EQ(env.at("GENESYS_AWS_ACCOUNT_ID"), "765628985471");
  EXPECT_THAT(env.at("LAMBDA_FUNCTION_ARN"),
              StartsWith("arn:aws:lambda:us-east-1:123456789012:function:"));
  for (const auto* name : {"GENESYS_CLIENT_ID",
                           "AWS_ACCESS_KEY_ID",
                           "AWS_SECRET_ACCESS_KEY",
                           "AWS_REGION",
                           "AWS_DEFAULT_REGION",
                           "PATCHCORD_WAIT_BACKOFF_MS",
                           "PATCHCORD_WAIT_OPERATION_MS",
                           "PATCHCORD_WAIT_RETRY_AFTER_MS",
                           "PATCHCORD_WAIT_LISTING_MS",
                           "PATCHCORD_WAIT_POLL_MS",
                           "PATCHCORD_WAIT_ACTIVE_MS",
                           "PATCHCORD_WAIT_REMOVAL_MS",
                           "PATCHCORD_WAIT_IAM_POLL_MS",
                           "PATCHCORD_WAIT_PROPAGATION_MS"}) {
    EXPECT_THAT(env, Contains(Key(name)));
  }
}

TEST(Sandboxes, HaveSecretsOfTheirOwn) {
  Sandbox first;
  Sandbox second;
  const auto a = first.environment();
  const auto b = second.environment();
  for (std::size_t i = 0; i < a.size(); ++i) {
    const auto& name = a[i].first;
    const bool own = name == "GENESYS_CLIENT_SECRET" || name == "AWS_SECRET_ACCESS_KEY" ||
                     name == "AWS_ACCESS_KEY_ID" || name == "EXTERNAL_ID";
    if (own) {
      EXPECT_NE(a[i].second, b[i].second) << name;
    }
  }
}

TEST(Sandboxes, EndTheirWaitsWhenTheyStop) {
  Sandbox sandbox;
  ASSERT_TRUE(sandbox.start().ok());
  sandbox.handle(
      {.method = "POST", .path = "/_sandbox/knobs", .body = R"({"latencyMs": 86400000})"});
  std::thread waiting([&sandbox] { sandbox.handle({.method = "GET", .path = me}); });
  sandbox.stop();
  waiting.join();
}

}  // namespace
}  // namespace patchcord::sandbox
