#include "patchcord/sandbox/genesys/genesys.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "patchcord/sandbox/genesys/world.h"

namespace patchcord::sandbox::genesys {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

constexpr const char* me = "/api/v2/organizations/me";

TEST(Login, GivesATokenForTheClientsIdAndSecret) {
  World world;
  const auto minted = world.log_in("client", "secret");
  EXPECT_EQ(minted.status, 200);
  EXPECT_EQ(string_at(minted.json, "token_type"), "bearer");
  EXPECT_EQ(integer_at(minted.json, "expires_in"), 86'400);
  EXPECT_FALSE(minted.header("ININ-Correlation-Id").empty());
  EXPECT_EQ(minted.header("inin-ratelimit-count"), "") << "the login service has no such headers";
}

TEST(Organization, HasAProduct) {
  World world;
  const auto products = world.call("GET", "/api/v2/authorization/products").json;
  EXPECT_EQ(integer_at(products, "total"), 1);
  EXPECT_EQ(string_at(products.at("entities").at(0), "id"), "purecloud");
}

TEST(Login, SaysWhatIsWrongWithAClient) {
  World world;
  const auto stranger = world.log_in("nobody", "secret");
  EXPECT_EQ(stranger.status, 400);
  EXPECT_EQ(string_at(stranger.json, "error"), "invalid_client");
  EXPECT_EQ(string_at(stranger.json, "error_description"), "client not found");
  EXPECT_EQ(string_at(stranger.json, "description"), "client not found");
  EXPECT_EQ(string_at(world.log_in("client", "wrong").json, "description"),
            "authentication failed");
}

TEST(Login, RefusesOtherGrantsAndOtherBodies) {
  World world;
  Message message{.method = "POST",
                  .path = "/oauth/token",
                  .headers = {{"Content-Type", "application/x-www-form-urlencoded"}},
                  .body = "grant_type=password"};
  EXPECT_EQ(string_at(world.send(message).json, "error"), "unsupported_grant_type");
  message.headers = {{"Content-Type", "application/json"}};
  EXPECT_EQ(world.send(message).status, 400);
  EXPECT_EQ(world.call("GET", "/oauth/token").status, 405);
}

TEST(Login, LimitsTokensPerMinuteWithA400) {
  World world;
  world.set({{"tokensPerMinute", 2}});
  EXPECT_EQ(world.log_in("client", "secret").status, 200);
  const auto limited = world.log_in("client", "secret");
  EXPECT_EQ(limited.status, 400);
  EXPECT_THAT(string_at(limited.json, "description"), StartsWith("rate limit exceeded;"));
  world.advance(60'000);
  EXPECT_EQ(world.log_in("client", "secret").status, 200);
}

TEST(Token, MustBeThereAndAlive) {
  World world;
  const auto without = world.send({.method = "GET", .path = me});
  EXPECT_EQ(without.status, 401);
  EXPECT_EQ(string_at(without.json, "code"), "authentication.required");
  EXPECT_EQ(string_at(without.json, "contextId"), without.header("ININ-Correlation-Id"));
  world.token = "unknown";
  EXPECT_EQ(string_at(world.call("GET", me).json, "code"), "bad.credentials");
}

TEST(Token, EndsAfterItsTime) {
  World world;
  world.set({{"tokenSeconds", 300}});
  world.token = world.mint();
  world.advance(299'999);
  EXPECT_EQ(world.call("GET", me).status, 200);
  world.advance(1);
  EXPECT_EQ(world.call("GET", me).status, 401);
}

TEST(Token, CanBeRevoked) {
  World world;
  EXPECT_EQ(world.call("DELETE", "/api/v2/tokens/me").status, 200);
  EXPECT_EQ(world.call("DELETE", "/api/v2/tokens/me").status, 401);
}

TEST(Organization, TellsItsId) {
  World world;
  const auto answer = world.call("GET", me);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(string_at(answer.json, "id"), World::organization);
  EXPECT_EQ(string_at(answer.json, "domain"), "exampleorg.mypurecloud.de");
}

TEST(RateLimit, IsTold) {
  World world;
  world.call("GET", me);
  world.advance(20'000);
  const auto second = world.call("GET", me);
  EXPECT_EQ(second.header("inin-ratelimit-count"), "2");
  EXPECT_EQ(second.header("inin-ratelimit-allowed"), "300");
  EXPECT_EQ(second.header("inin-ratelimit-reset"), "40");
}

TEST(RateLimit, Answers429UntilTheWindowEnds) {
  World world;
  world.set({{"rateLimit", 2}});
  world.call("GET", me);
  world.call("GET", me);
  const auto limited = world.call("GET", me);
  EXPECT_EQ(limited.status, 429);
  EXPECT_EQ(limited.header("Retry-After"), "60");
  EXPECT_EQ(limited.header("inin-ratelimit-count"), "3");
  EXPECT_THAT(string_at(limited.json, "message"), HasSubstr("Retry the request in [60] seconds"));
  EXPECT_EQ(integer_at(limited.json.at("limit"), "value"), 2);
  world.advance(60'000);
  EXPECT_EQ(world.call("GET", me).status, 200);
}

TEST(RateLimit, HasOtherReadings) {
  World world;
  world.set(
      {{"rateLimit", 1}, {"retryAfter", false}, {"limitObject", false}, {"rateWindow", "clock"}});
  world.advance(50'000);
  EXPECT_EQ(world.call("GET", me).header("inin-ratelimit-reset"), "10");
  const auto limited = world.call("GET", me);
  EXPECT_EQ(limited.status, 429);
  EXPECT_EQ(limited.header("Retry-After"), "");
  EXPECT_FALSE(limited.json.contains("limit"));
}

TEST(RateLimit, IsCountedForEachToken) {
  World world;
  world.set({{"rateLimit", 1}});
  EXPECT_EQ(world.call("GET", me).status, 200);
  EXPECT_EQ(world.call("GET", me).status, 429);
  world.token = world.mint();
  EXPECT_EQ(world.call("GET", me).status, 200);
}

TEST(RateLimit, CanBeSwitchedOff) {
  World world;
  world.set({{"rateLimit", 0}});
  for (int i = 0; i < 400; ++i)
    ASSERT_EQ(world.call("GET", me).status, 200);
}

TEST(Permissions, AreNamedWhenOneIsMissing) {
  World world;
  world.set({{"permissions", {"integrations:integration:view"}}});
  EXPECT_EQ(world.call("GET", "/api/v2/integrations").status, 200);
  const auto add = world.call("POST", "/api/v2/integrations", Json::object());
  EXPECT_EQ(add.status, 403);
  EXPECT_EQ(string_at(add.json, "code"), "missing.permissions");
  EXPECT_THAT(string_at(add.json, "message"), HasSubstr("integrations:integration:add"));
  EXPECT_EQ(string_at(world.call("GET", "/api/v2/integrations/actions").json, "code"),
            "missing.any.permissions");
  EXPECT_EQ(world.call("GET", me).status, 200) << "needs no permission";
}

TEST(Permissions, HaveAlternatives) {
  World world;
  world.set({{"permissions", {"bridge:actions:view", "bridge:actions:execute"}}});
  EXPECT_EQ(world.call("GET", "/api/v2/integrations/actions").status, 200);
  const auto path = std::string("/api/v2/integrations/actions/custom_-_1");
  EXPECT_EQ(world.call("POST", path + "/test", Json::object()).status, 404);
  EXPECT_EQ(world.call("POST", path + "/draft/test", Json::object()).status, 403);
}

TEST(Permissions, BelongToTheClient) {
  World world;
  ASSERT_TRUE(world.cloud.seed(
      {{"clients",
        {{{"id", "reader"}, {"secret", "s"}, {"permissions", {"integrations:action:view"}}}}}}));
  world.token = string_at(world.log_in("reader", "s").json, "access_token");
  EXPECT_EQ(world.call("GET", "/api/v2/integrations/actions").status, 200);
  EXPECT_EQ(world.call("GET", "/api/v2/integrations").status, 403);
}

TEST(Requests, AreCheckedInThePlatformsOrder) {
  World world;
  world.set({{"rateLimit", 4}, {"permissions", Json::array()}, {"requestBytesMax", 10}});
  const std::string path = "/api/v2/integrations/credentials/none";
  const auto put = [&](const std::string& type, const std::string& body) {
    return world
        .send({.method = "PUT",
               .path = path,
               .headers = {{"Authorization", "Bearer " + world.token}, {"Content-Type", type}},
               .body = body})
        .status;
  };
  EXPECT_EQ(put("text/plain", "not json"), 403) << "permission before content type";
  world.set({{"permissions", nullptr}});
  EXPECT_EQ(put("text/plain", "much longer, not json"), 415) << "content type before size";
  EXPECT_EQ(put("application/json", "much longer, not json"), 413) << "size before syntax";
  EXPECT_EQ(put("application/json; charset=UTF-8", "{"), 400) << "syntax before existence";
  EXPECT_EQ(put("text/plain", "not json"), 429) << "rate before everything else";
}

TEST(Requests, NeedAKnownPathAndMethod) {
  World world;
  EXPECT_EQ(world.call("GET", "/api/v2/flows/dataactions").status, 404);
  EXPECT_EQ(world.call("PUT", "/api/v2/integrations").status, 405);
  EXPECT_EQ(world.call("POST", "/api/v2/integrations/types", Json::object()).status, 405);
  EXPECT_EQ(world.call("GET", "/api/v2/integrations/").status, 404);
}

TEST(Requests, HaveAnOperationName) {
  const auto name = [](const char* method, const char* path) {
    return GenesysCloud::operation_of({.method = method, .path = path});
  };
  EXPECT_EQ(name("POST", "/oauth/token"), "login POST /oauth/token");
  EXPECT_EQ(name("GET", "/api/v2/integrations/7a2f"),
            "genesys GET /api/v2/integrations/{integrationId}");
  EXPECT_EQ(name("GET", "/api/v2/integrations/actions/drafts"),
            "genesys GET /api/v2/integrations/actions/drafts");
  EXPECT_EQ(name("GET", "/api/v2/nothing"), "genesys unknown");
}

TEST(Types, TellTheSlotOfTheCredential) {
  World world;
  const auto type = world.call("GET", "/api/v2/integrations/types/aws-lambda-data-actions");
  EXPECT_EQ(type.json.at("credentials").at("AmazonWebServicesARN").at("credentialTypes"),
            Json({"amazonWebServicesARN"}));
  EXPECT_EQ(world.call("GET", string_at(type.json, "configPropertiesSchemaUri")).status, 200);
  EXPECT_EQ(world.call("GET", "/api/v2/integrations/types/none").status, 404);
  EXPECT_EQ(world.call("GET", "/api/v2/integrations/types/aws-lambda-data-actions/configschemas/x")
                .status,
            404);
  world.set({{"lambdaTypeInstalled", false}});
  EXPECT_EQ(world.call("GET", "/api/v2/integrations/types/aws-lambda-data-actions").status, 404);
}

TEST(Types, OfCredentialsComeInTwoShapes) {
  World world;
  const auto* path = "/api/v2/integrations/credentials/types";
  const auto bare = world.call("GET", path).json;
  ASSERT_TRUE(bare.is_array());
  EXPECT_EQ(bare.at(0).at("required"), Json({"ARN"}));
  world.set({{"credentialTypesShape", "page"}});
  EXPECT_EQ(world.call("GET", path).json.at("entities"), bare);
}

TEST(Dependencies, AreListedByTheObjectThatIsUsed) {
  World world;
  ASSERT_TRUE(world.cloud.seed(
      {{"dependencies",
        {{{"consumed", "custom_-_1"}, {"name", "Main IVR"}},
         {{"consumed", "custom_-_1"}, {"name", "Chat"}, {"type", "INBOUNDCHATFLOW"}},
         {{"consumed", "custom_-_2"}, {"name", "Other"}}}}}));
  const std::string path = "/api/v2/architect/dependencytracking/consumingresources";
  const auto query = path + "?id=custom_-_1&objectType=DATAACTION";
  EXPECT_THAT(names_of(world.call("GET", query).json), ElementsAre("Main IVR", "Chat"));
  EXPECT_THAT(names_of(world.call("GET", query + "&resourceType=INBOUNDCHATFLOW").json),
              ElementsAre("Chat"));
  EXPECT_EQ(world.call("GET", path + "?id=custom_-_1").status, 400);
  world.set({{"dependencyTracking", "building"}});
  EXPECT_THAT(names_of(world.call("GET", query).json), ElementsAre());
  world.set({{"dependencyTracking", "403"}});
  EXPECT_EQ(world.call("GET", query).status, 403);
}

TEST(State, HasNeitherSecretsNorTokens) {
  World world;
  const auto text = to_text(world.cloud.state());
  EXPECT_THAT(text, HasSubstr(World::organization));
  EXPECT_THAT(text, testing::Not(HasSubstr(world.token)));
  EXPECT_THAT(text, testing::Not(HasSubstr("\"secret\"")));
  EXPECT_EQ(world.cloud.tokens(), Json({world.token}));
}

TEST(Reset, GoesBackToTheStart) {
  World world;
  const auto start = to_text(world.cloud.state()["integrations"]);
  world.ready_integration();
  world.set({{"tokenSeconds", 5}});
  world.cloud.reset();
  EXPECT_EQ(to_text(world.cloud.state()["integrations"]), start);
  EXPECT_EQ(world.cloud.knobs().token_seconds, 86'400);
  EXPECT_EQ(world.call("GET", me).status, 401);
}

TEST(Refusals, OfFaultsHaveTheFormOfTheService) {
  World world;
  const auto api = world.cloud.refuse({.method = "GET", .path = me}, 503, "", "");
  EXPECT_EQ(string_at(parse_json(api.body, "x").value(), "code"), "service.unavailable");
  const auto login = world.cloud.refuse(
      {.method = "POST", .path = "/oauth/token"}, 400, "", "rate limit exceeded; x");
  EXPECT_EQ(string_at(parse_json(login.body, "x").value(), "error_description"),
            "rate limit exceeded; x");
}

TEST(Refusals, ExpiredTokensStayExpired) {
  World world;
  world.cloud.expire_token(
      {.method = "GET", .path = me, .headers = {{"Authorization", "Bearer " + world.token}}});
  EXPECT_EQ(world.call("GET", me).status, 401);
}

}  // namespace
}  // namespace patchcord::sandbox::genesys
