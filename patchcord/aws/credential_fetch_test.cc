#include "patchcord/aws/credential_fetch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "patchcord/aws/credential_fixtures.h"
#include "patchcord/base/json.h"
#include "tests/support/result_matchers.h"

namespace patchcord::aws {
namespace {

using test::answer;
using test::FailsWith;
using test::IsOk;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

Result<Response> nobody(const Request& request) {
  return Error{.code = Code::unavailable, .what = request.url + " was not reached"};
}

CredentialRecipe recipe_of(FirstRecipe first) {
  return {.first = std::move(first),
          .source = "somewhere",
          .at = "config:1",
          .sts = {.url = "https://sts.example", .signing_region = "eu-west-1"}};
}

std::string keys_json(const std::string& expiration = "2026-01-02T04:04:05Z") {
  return to_text(Json{{"Version", 1},
                      {"AccessKeyId", "K"},
                      {"SecretAccessKey", "secret"},
                      {"SessionToken", "session"},
                      {"Token", "session"},
                      {"Code", "Success"},
                      {"Expiration", expiration}});
}

// Everything that a person could be shown of an error.
std::string shown(const Error& error) {
  return error.what + error.hint + error.detail + (error.answer ? error.answer->message : "");
}

TEST(FetchCredentials, RolesAreAssumedOneWithTheOther) {
  int session = 0;
  Surroundings world([&](const Request&) -> Result<Response> {
    return answer(200, session_answer("AssumeRole", "SESSION" + std::to_string(++session)));
  });
  world.typed = "123456";
  auto recipe = recipe_of(
      KeysRecipe{{.access_key_id = "AKIA", .secret_access_key = Secret("x"), .source = "keys"}});
  recipe.roles = {{.role_arn = "arn:inner", .mfa_serial = "arn:mfa/me", .profile = "inner"},
                  {.role_arn = "arn:outer",
                   .session_name = "me",
                   .external_id = "ex",
                   .duration = 900,
                   .profile = "outer"}};
  const auto found = fetch_credentials(recipe, world.parts());
  ASSERT_THAT(found, IsOk());
  EXPECT_EQ(found->access_key_id, "SESSION2");
  EXPECT_EQ(found->expires, TimePoint(Milliseconds(1'767'326'645'000)));
  EXPECT_EQ(found->source, "arn:outer (profile outer), by arn:inner (profile inner), by somewhere");
  const auto& requests = world.transport.requests();
  ASSERT_EQ(requests.size(), 2U);
  EXPECT_THAT(requests[0].body,
              AllOf(HasSubstr("RoleArn=arn%3Ainner"),
                    HasSubstr("RoleSessionName=patchcord-1767323045"),
                    HasSubstr("SerialNumber=arn%3Amfa%2Fme&TokenCode=123456"),
                    Not(HasSubstr("ExternalId"))));
  EXPECT_THAT(*find_header(requests[0].headers, "Authorization"),
              HasSubstr("Credential=AKIA/20260102/eu-west-1/sts/"));
  EXPECT_THAT(requests[1].body,
              AllOf(HasSubstr("RoleSessionName=me&DurationSeconds=900&ExternalId=ex"),
                    Not(HasSubstr("TokenCode"))));
  EXPECT_THAT(*find_header(requests[1].headers, "Authorization"),
              HasSubstr("Credential=SESSION1/"));
  EXPECT_THAT(world.asked, ElementsAre("MFA code of arn:mfa/me: "));
}

TEST(FetchCredentials, AnMfaCodeNeedsATerminal) {
  Surroundings world(nobody);
  auto recipe = recipe_of(KeysRecipe{});
  recipe.roles = {{.role_arn = "r", .mfa_serial = "m", .profile = "dev", .at = "config:7"}};
  const auto alone = fetch_credentials(recipe, world.parts());
  ASSERT_THAT(alone, FailsWith(Code::unauthenticated));
  EXPECT_THAT(alone.error().hint, HasSubstr("--profile dev --format env"));
  EXPECT_EQ(alone.error().at, "config:7");
  world.typed = "12345x";
  EXPECT_THAT(fetch_credentials(recipe, world.parts()), FailsWith(Code::unauthenticated));
  EXPECT_THAT(world.transport.requests(), IsEmpty());
}

TEST(FetchCredentials, ARefusedRoleIsToldWithItsProfile) {
  Surroundings world([](const Request&) -> Result<Response> {
    return answer(403,
                  "<ErrorResponse><Error><Code>AccessDenied</Code><Message>not "
                  "authorized</Message></Error></ErrorResponse>");
  });
  auto recipe = recipe_of(KeysRecipe{});
  recipe.roles = {{.role_arn = "arn:r", .profile = "dev", .at = "config:7"}};
  const auto refused = fetch_credentials(recipe, world.parts());
  ASSERT_THAT(refused, FailsWith(Code::denied));
  EXPECT_EQ(refused.error().at, "config:7");
  EXPECT_THAT(refused.error().during, ElementsAre("assuming arn:r of profile dev"));
  EXPECT_EQ(refused.error().hint,
            "The role must trust somewhere, and that must be allowed sts:AssumeRole.");
}

TEST(FetchCredentials, ASessionThatWasJustMadeHasNotExpiredWhateverOurClockSays) {
  Surroundings world([](const Request&) -> Result<Response> {
    return answer(200, session_answer("AssumeRoleWithWebIdentity", "W"));
  });
  world.files["/token"] = "a.b.c";
  world.clock.advance(std::chrono::hours(2));
  const auto recipe = recipe_of(WebIdentityRecipe{.role_arn = "arn:r", .token_file = "/token"});
  EXPECT_EQ(fetch_credentials(recipe, world.parts())->access_key_id, "W");
}

TEST(FetchCredentials, AWebIdentityIsExchangedWithoutASignature) {
  Surroundings world([](const Request&) -> Result<Response> {
    return answer(200, session_answer("AssumeRoleWithWebIdentity", "W"));
  });
  const auto recipe = recipe_of(WebIdentityRecipe{.role_arn = "arn:r", .token_file = "/token"});
  EXPECT_THAT(fetch_credentials(recipe, world.parts()), FailsWith(Code::unauthenticated));
  world.files["/token"] = "a.b.c\n";
  EXPECT_EQ(fetch_credentials(recipe, world.parts())->access_key_id, "W");
  world.files["/token"] = "d.e.f";
  EXPECT_EQ(fetch_credentials(recipe, world.parts())->access_key_id, "W");
  const auto& requests = world.transport.requests();
  ASSERT_EQ(requests.size(), 2U);
  EXPECT_EQ(find_header(requests[0].headers, "Authorization"), std::nullopt);
  EXPECT_THAT(requests[0].body, HasSubstr("WebIdentityToken=a.b.c"));
  EXPECT_THAT(requests[1].body, HasSubstr("WebIdentityToken=d.e.f"))
      << "the file is read each time";
}

TEST(FetchCredentials, IdentityCenterGivesThemForTheCachedToken) {
  Surroundings world([](const Request& request) -> Result<Response> {
    if (find_header(request.headers, "x-amz-sso_bearer_token") != "token") return answer(401);
    return answer(
        200,
        R"({"roleCredentials":{"accessKeyId":"K","secretAccessKey":"s","sessionToken":"t",)"
        R"("expiration":1767326645000}})");
  });
  const auto recipe = recipe_of(SsoRecipe{.portal = "https://portal.example",
                                          .account = "1",
                                          .role = "a b",
                                          .token_file = "/cache",
                                          .login = "aws sso login --profile dev"});
  const auto fetched = [&] { return fetch_credentials(recipe, world.parts()); };
  const auto logged_out = [&](const char* what) {
    const auto result = fetched();
    ASSERT_THAT(result, FailsWith(Code::unauthenticated)) << what;
    EXPECT_THAT(result.error().what, HasSubstr(what));
    EXPECT_EQ(result.error().hint, "Run: aws sso login --profile dev");
  };
  logged_out("there is no session");
  world.files["/cache"] = "{";
  logged_out("holds no token");
  world.files["/cache"] = R"({"accessToken":"token","expiresAt":"2026-01-02T03:04:05Z"})";
  logged_out("has expired");
  EXPECT_THAT(world.transport.requests(), IsEmpty());
  world.files["/cache"] = R"({"accessToken":"old","expiresAt":"2026-01-02T03:04:06Z"})";
  logged_out("does not accept");
  world.files["/cache"] = R"({"accessToken":"token","expiresAt":"2026-01-02T03:04:06UTC"})";
  const auto found = fetched();
  ASSERT_THAT(found, IsOk());
  EXPECT_EQ(found->expires, TimePoint(Milliseconds(1'767'326'645'000)));
  EXPECT_EQ(world.transport.requests().back().url,
            "https://portal.example/federation/credentials?role_name=a%20b&account_id=1");
}

// An OIDC service that renews each refresh token once, and a portal that knows the last token.
class IdentityCenter {
 public:
  Result<Response> operator()(const Request& request) {
    if (request.url == "https://oidc.example/token") return renew(*parse_json(request.body, ""));
    if (find_header(request.headers, "x-amz-sso_bearer_token") != token) return answer(401);
    return answer(
        200,
        R"({"roleCredentials":{"accessKeyId":"K","secretAccessKey":"s","sessionToken":"t",)"
        R"("expiration":1767341045000}})");
  }

  std::string token{"token 0"};

 private:
  Result<Response> renew(const Json& asked) {
    const Json expected{{"clientId", "c"},
                        {"clientSecret", "s"},
                        {"grantType", "refresh_token"},
                        {"refreshToken", "refresh " + std::to_string(renewals_)}};
    if (asked != expected) return answer(400, R"({"error":"invalid_grant"})");
    ++renewals_;
    token = "token " + std::to_string(renewals_);
    return answer(200,
                  to_text(Json{{"accessToken", token},
                               {"expiresIn", 3600},
                               {"refreshToken", "refresh " + std::to_string(renewals_)}}));
  }

  int renewals_{0};
};

TEST(FetchCredentials, ASessionOfIdentityCenterIsRenewed) {
  IdentityCenter center;
  Surroundings world([&](const Request& request) { return center(request); });
  const SsoRecipe sso{.portal = "https://portal.example",
                      .oidc = "https://oidc.example",
                      .token_file = "/cache",
                      .login = "aws sso login"};
  const auto fetched = [&] { return fetch_credentials(recipe_of(sso), world.parts()); };
  const auto cached = [&] { return *parse_json(world.files["/cache"], "the cache"); };
  const Json session{{"accessToken", "token 0"},
                     {"expiresAt", "2026-01-02T03:34:05Z"},
                     {"refreshToken", "refresh 0"},
                     {"clientId", "c"},
                     {"clientSecret", "s"},
                     {"registrationExpiresAt", "2026-03-02T03:04:05Z"},
                     {"startUrl", "https://x"}};
  world.files["/cache"] = to_text(session);
  EXPECT_THAT(fetched(), IsOk());
  EXPECT_EQ(cached(), session) << "half an hour is left";
  world.clock.advance(std::chrono::minutes(20));
  EXPECT_THAT(fetched(), IsOk());
  EXPECT_EQ(center.token, "token 1");
  auto renewed = session;
  renewed.update({{"accessToken", "token 1"},
                  {"refreshToken", "refresh 1"},
                  {"expiresAt", "2026-01-02T04:24:05Z"}});
  EXPECT_EQ(cached(), renewed);

  world.clock.advance(std::chrono::hours(2));
  world.read_only = true;
  EXPECT_THAT(fetched(), IsOk()) << "expired, but renewable";
  EXPECT_EQ(world.events.of<Notice>().size(), 1U) << "it could not be kept";
  EXPECT_THAT(fetched(), FailsWith(Code::unauthenticated)) << "the old refresh token is used up";
  for (const auto* key : {"refreshToken", "clientId", "registrationExpiresAt"}) {
    auto incomplete = session;
    incomplete.erase(key);
    world.files["/cache"] = to_text(incomplete);
    const auto requests = world.transport.requests().size();
    EXPECT_THAT(fetched(), FailsWith(Code::unauthenticated));
    EXPECT_EQ(world.transport.requests().size(), requests) << key;
  }
}

TEST(FetchCredentials, AProgramGivesThem) {
  Surroundings world(nobody);
  const auto recipe = recipe_of(ProcessRecipe{{"tool", "--x"}});
  const auto fetched = [&] { return fetch_credentials(recipe, world.parts()); };
  world.programs.ends.insert_or_assign("tool", ProgramEnd{.output = Secret(keys_json())});
  const auto found = fetched();
  ASSERT_THAT(found, IsOk());
  EXPECT_EQ(found->access_key_id, "K");
  EXPECT_EQ(found->session_token, Secret("session"));
  EXPECT_THAT(world.programs.calls[0].words, ElementsAre("tool", "--x"));
  EXPECT_EQ(world.programs.calls[0].time_limit, Waits{}.credential_process);

  struct Case {
    ProgramEnd end;
    const char* what;
  };
  const Case cases[] = {
      {{.status = 1, .complaint = "vault: locked\n"}, "tool ended with 1: vault: locked"},
      {{.output = Secret("SECRET{")}, "the output of tool is not JSON"},
      {{.output = Secret("{\"Version\": 2}")}, "does not have \"Version\": 1"},
      {{.output = Secret("{\"Version\": \"1\"}")}, "does not have \"Version\": 1"},
      {{.output = Secret(R"({"Version":1,"AccessKeyId":"A"})")}, "has no SecretAccessKey"},
      {{.output = Secret(keys_json("soon"))}, "has a Expiration that is no date: \"soon\""},
      {{.output = Secret(keys_json("2026-01-02T03:04:05Z"))}, "have expired"},
  };
  for (const auto& [end, what] : cases) {
    world.programs.ends.insert_or_assign("tool", end);
    const auto refused = fetched();
    ASSERT_THAT(refused, FailsWith(Code::unauthenticated)) << what;
    EXPECT_THAT(refused.error().what, HasSubstr(what));
    EXPECT_THAT(shown(refused.error()), Not(HasSubstr("SECRET{")));
  }
  world.programs.ends.insert_or_assign("tool",
                                       Error{.code = Code::cancelled, .what = "interrupted"});
  EXPECT_THAT(fetched(), FailsWith(Code::cancelled));
}

// A container that answers after some failures.
TEST(FetchCredentials, AContainerIsAskedThreeTimes) {
  int failures = 2;
  Surroundings world([&](const Request&) -> Result<Response> {
    return --failures >= 0 ? answer(500) : answer(200, keys_json());
  });
  world.files["/authorization"] = "Bearer x";
  const auto recipe = recipe_of(ContainerRecipe{
      .url = "http://169.254.170.2/x", .token = Secret("other"), .token_file = "/authorization"});
  EXPECT_EQ(fetch_credentials(recipe, world.parts())->access_key_id, "K");
  EXPECT_EQ(world.transport.requests().size(), 3U);
  EXPECT_EQ(find_header(world.transport.requests()[0].headers, "Authorization"), "Bearer x");
  EXPECT_EQ(world.transport.requests()[0].service, "credentials") << "its body is never logged";
  failures = 3;
  EXPECT_THAT(fetch_credentials(recipe, world.parts()), FailsWith(Code::unauthenticated));
  world.files["/authorization"] = "Bearer x\r\nEvil: y";
  const auto refused = fetch_credentials(recipe, world.parts());
  ASSERT_THAT(refused, FailsWith(Code::unauthenticated));
  EXPECT_THAT(shown(refused.error()), Not(HasSubstr("Bearer")));
}

// EC2's metadata service, version 2.
class Instance {
 public:
  Result<Response> operator()(const Request& request) {
    if (silent) return Error{.code = Code::deadline, .what = "nothing came", .effect = lost};
    if (request.url.ends_with("/latest/api/token"))
      return request.method == "PUT" ? answer(token_status, "TOKEN") : answer(405);
    if (find_header(request.headers, "X-aws-ec2-metadata-token") != "TOKEN") return answer(401);
    if (request.url.ends_with("security-credentials/"))
      return role.empty() ? answer(404) : answer(200, role);
    return request.url.ends_with("/" + role) ? answer(200, credentials) : answer(404);
  }

  bool silent{false};
  Effect lost{Effect::none};
  int token_status{200};
  std::string role{"my-role"};
  std::string credentials{keys_json()};
};

TEST(FetchCredentials, AnInstanceGivesThemForAToken) {
  Instance instance;
  Surroundings world([&](const Request& request) { return instance(request); });
  auto metadata = MetadataRecipe{.url = "http://169.254.169.254", .attempts = 2};
  const auto refused = [&]() {
    const auto result = fetch_credentials(recipe_of(metadata), world.parts());
    EXPECT_THAT(result, FailsWith(Code::unauthenticated));
    return result.ok() ? Error{} : result.error();
  };
  const auto found = fetch_credentials(recipe_of(metadata), world.parts());
  ASSERT_THAT(found, IsOk());
  EXPECT_EQ(found->session_token, Secret("session"));
  EXPECT_EQ(world.transport.requests()[0].timeout, Milliseconds(1000));

  instance.credentials = R"({"Code":"AssumeRoleUnauthorizedAccess","Message":"no trust"})";
  EXPECT_THAT(refused().what, HasSubstr("AssumeRoleUnauthorizedAccess no trust"));
  instance.role.clear();
  EXPECT_THAT(refused().what, HasSubstr("has no IAM role"));
  instance.token_status = 403;
  EXPECT_THAT(refused().hint, HasSubstr("HttpEndpoint"));
  instance.silent = true;
  const auto before = world.transport.requests().size();
  EXPECT_THAT(refused().what, StartsWith("the instance metadata service does not answer"));
  EXPECT_EQ(world.transport.requests().size() - before, 2U) << "as often as was set";
  instance.lost = Effect::unknown;
  EXPECT_THAT(refused().hint, HasSubstr("--http-put-response-hop-limit 2"));
  metadata.last_resort = true;
  EXPECT_THAT(refused().what, StartsWith("no AWS credentials are configured, and the instance"));
  instance.lost = Effect::none;
  EXPECT_THAT(refused().what, StartsWith("there are no AWS credentials"));
}

}  // namespace
}  // namespace patchcord::aws
