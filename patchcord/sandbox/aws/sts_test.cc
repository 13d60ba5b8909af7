#include "patchcord/sandbox/aws/sts.h"

#include <gtest/gtest.h>

#include "patchcord/sandbox/aws/signed_client.h"

namespace patchcord::sandbox::aws {
namespace {

using namespace std::chrono_literals;

constexpr const char* own_account = "123456789012";
constexpr const char* role = "arn:aws:iam::123456789012:role/app/r";

World& with_role(World& world, const std::string& trust) {
  const QueryAnswer created = world.iam(
      "CreateRole", {{"RoleName", "r"}, {"Path", "/app/"}, {"AssumeRolePolicyDocument", trust}});
  EXPECT_EQ(created.outcome(), "200") << created.body;
  return world;
}

Parameters assume_parameters(Parameters more = {}) {
  more.insert(more.begin(),
              {{"RoleArn", role}, {"RoleSessionName", "s1"}, {"ExternalId", organization}});
  return more;
}

ClientKey key_of(const QueryAnswer& session) {
  return {session.at("AccessKeyId"), session.at("SecretAccessKey"), session.at("SessionToken")};
}

TEST(Sts, CallerIdentityNeedsNoPermission) {
  World world;
  world.knob(
      {{"operatorPolicy",
        R"({"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"*","Resource":"*"}})"}});
  const QueryAnswer identity = world.sts("GetCallerIdentity");
  EXPECT_EQ(identity.at("Account"), own_account);
  EXPECT_EQ(identity.at("UserId").substr(0, 4), "AIDA");
}

TEST(Sts, ASessionHasTheRolesNameWithoutItsPath) {
  World world;
  const QueryAnswer session =
      with_role(world, trust_of(own_account)).sts("AssumeRole", assume_parameters());
  ASSERT_EQ(session.outcome(), "200") << session.body;
  EXPECT_EQ(session.at("Arn"), "arn:aws:sts::123456789012:assumed-role/r/s1");
  EXPECT_EQ(session.at("AccessKeyId").substr(0, 4), "ASIA");
  EXPECT_EQ(session.at("Expiration"), "2026-01-02T01:00:00Z");
  EXPECT_FALSE(session.has("PackedPolicySize"));
}

struct Refused {
  const char* name;
  Parameters parameters;
  const char* outcome;
};

class RefusedAssumption : public testing::TestWithParam<Refused> {};

TEST_P(RefusedAssumption, GetsTheCodeOfSts) {
  World world;
  EXPECT_EQ(
      with_role(world, trust_of(own_account)).sts("AssumeRole", GetParam().parameters).outcome(),
      GetParam().outcome);
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    RefusedAssumption,
    testing::Values(
        Refused{"NoId", {{"RoleArn", role}, {"RoleSessionName", "s1"}}, "403 AccessDenied"},
        Refused{"AnotherId",
                {{"RoleArn", role}, {"RoleSessionName", "s1"}, {"ExternalId", "x1"}},
                "403 AccessDenied"},
        Refused{"NoSuchRole",
                {{"RoleArn", "arn:aws:iam::123456789012:role/nobody"}, {"RoleSessionName", "s1"}},
                "403 AccessDenied"},
        Refused{"WithoutThePath",
                {{"RoleArn", "arn:aws:iam::123456789012:role/r"},
                 {"RoleSessionName", "s1"},
                 {"ExternalId", organization}},
                "403 AccessDenied"},
        Refused{"NoArn",
                {{"RoleArn", "role/app/r-role/app/r"}, {"RoleSessionName", "s1"}},
                "400 ValidationError"},
        Refused{"ABadSessionName",
                {{"RoleArn", role}, {"RoleSessionName", "a b"}},
                "400 ValidationError"},
        Refused{"ABlankInTheId", assume_parameters({{"ExternalId", "a b"}}), "400 ValidationError"},
        Refused{"AShortDuration",
                assume_parameters({{"DurationSeconds", "60"}}),
                "400 ValidationError"},
        Refused{"LongerThanTheRoleAllows",
                assume_parameters({{"DurationSeconds", "7200"}}),
                "400 ValidationError"},
        Refused{"ABrokenSessionPolicy",
                assume_parameters({{"Policy", "{"}}),
                "400 MalformedPolicyDocument"},
        Refused{"ALargeSessionPolicy",
                assume_parameters({{"Policy", invoke_policy(echo_arn + std::string(2048, 'x'))}}),
                "400 PackedPolicyTooLarge"},
        Refused{"ATokenCodeWithoutADevice",
                assume_parameters({{"SerialNumber", "arn:aws:iam::123456789012:mfa/x"},
                                   {"TokenCode", "123456"}}),
                "403 AccessDenied"}),
    [](const auto& refused) { return refused.param.name; });

TEST(Sts, TheAccountAsPrincipalNeedsTheCallersPermissionToo) {
  World world;
  with_role(world, trust_of(own_account));
  world.knob({{"operatorPolicy", {{"Version", "2012-10-17"}, {"Statement", Json::array()}}}});
  EXPECT_EQ(world.sts("AssumeRole", assume_parameters()).outcome(), "403 AccessDenied");
}

TEST(Sts, TheUserNamedAsPrincipalNeedsNoPermission) {
  World world;
  with_role(world, trust_of("arn:aws:iam::123456789012:user/operator"));
  world.knob({{"operatorPolicy", {{"Version", "2012-10-17"}, {"Statement", Json::array()}}}});
  EXPECT_EQ(world.sts("AssumeRole", assume_parameters()).outcome(), "200");
}

TEST(Sts, AUserOfAnotherAccountNeedsBothSides) {
  AwsOptions options = test_options();
  options.more_users = {{.account = genesys_account,
                         .name = "allowed",
                         .access_key_id = "AKIAGENESYS000000001",
                         .secret_access_key = Secret("one")},
                        {.account = genesys_account,
                         .name = "limited",
                         .access_key_id = "AKIAGENESYS000000002",
                         .secret_access_key = Secret("two"),
                         .policy = R"({"Version":"2012-10-17","Statement":[]})"}};
  World world(options);
  with_role(world, genesys_trust());
  EXPECT_EQ(world.sts("AssumeRole", assume_parameters()).outcome(), "403 AccessDenied")
      << "our own account is not trusted";
  world.key = {"AKIAGENESYS000000001", "one", ""};
  EXPECT_EQ(world.sts("AssumeRole", assume_parameters()).outcome(), "200");
  world.key = {"AKIAGENESYS000000002", "two", ""};
  EXPECT_EQ(world.sts("AssumeRole", assume_parameters()).outcome(), "403 AccessDenied");
}

TEST(Sts, ASessionMayDoWhatRoleAndSessionPolicyBothAllow) {
  World world;
  with_role(world, trust_of(own_account));
  const std::string all =
      R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["iam:*","sts:*"],"Resource":"*"}})";
  const std::string lists =
      R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:List*","Resource":"*"}})";
  world.iam("PutRolePolicy", {{"RoleName", "r"}, {"PolicyName", "p"}, {"PolicyDocument", all}});
  const QueryAnswer limited = world.sts("AssumeRole", assume_parameters({{"Policy", lists}}));
  EXPECT_TRUE(limited.has("PackedPolicySize"));
  const ClientKey operator_key = std::exchange(world.key, key_of(limited));
  EXPECT_EQ(world.iam("ListRoles").outcome(), "200");
  const QueryAnswer denied = world.iam("GetRole", {{"RoleName", "r"}});
  EXPECT_NE(denied.at("Message").find("because no session policy allows the iam:GetRole action"),
            std::string::npos)
      << denied.body;
  // A role that is gone takes the rights of its sessions with it, though not their existence.
  const ClientKey session_key = std::exchange(world.key, operator_key);
  world.iam("DeleteRolePolicy", {{"RoleName", "r"}, {"PolicyName", "p"}});
  world.iam("DeleteRole", {{"RoleName", "r"}});
  world.key = session_key;
  EXPECT_EQ(world.iam("ListRoles").outcome(), "403 AccessDenied");
  EXPECT_EQ(world.sts("GetCallerIdentity").outcome(), "200");
}

TEST(Sts, ChainedSessionsLastAnHourAtMost) {
  World world;
  with_role(world, trust_of(own_account));
  const std::string all =
      R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:*","Resource":"*"}})";
  world.iam("PutRolePolicy", {{"RoleName", "r"}, {"PolicyName", "p"}, {"PolicyDocument", all}});
  world.iam("UpdateRole", {{"RoleName", "r"}, {"MaxSessionDuration", "43200"}});
  const QueryAnswer session =
      world.sts("AssumeRole", assume_parameters({{"DurationSeconds", "7200"}}));
  ASSERT_EQ(session.outcome(), "200");
  world.key = key_of(session);
  EXPECT_EQ(world.sts("AssumeRole", assume_parameters({{"DurationSeconds", "7200"}})).outcome(),
            "400 ValidationError");
  EXPECT_EQ(world.sts("AssumeRole", assume_parameters()).outcome(), "200");
}

TEST(Sts, AWebIdentityIsTakenWithoutASignature) {
  AwsOptions options = test_options();
  options.knobs.web_identity =
      WebIdentity{.token = Secret("the token"),
                  .provider = "arn:aws:iam::123456789012:oidc-provider/token.example.com",
                  .subject = "repo:me/project"};
  World world(options);
  with_role(
      world,
      R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Federated":)"
      R"("arn:aws:iam::123456789012:oidc-provider/token.example.com"},"Action":"sts:AssumeRoleWithWebIdentity",)"
      R"("Condition":{"StringEquals":{"token.example.com:sub":"repo:me/project"}}}})");
  const auto assume_with = [&](const std::string& token) {
    return QueryAnswer(world.cloud.handle(query_message(
        "sts",
        "AssumeRoleWithWebIdentity",
        {{"RoleArn", role}, {"RoleSessionName", "s1"}, {"WebIdentityToken", token}})));
  };
  const QueryAnswer session = assume_with("the token");
  ASSERT_EQ(session.outcome(), "200") << session.body;
  EXPECT_EQ(session.at("SubjectFromWebIdentityToken"), "repo:me/project");
  EXPECT_EQ(assume_with("another token").outcome(), "400 InvalidIdentityToken");
  world.iam("UpdateAssumeRolePolicy", {{"RoleName", "r"}, {"PolicyDocument", genesys_trust()}});
  EXPECT_EQ(assume_with("the token").outcome(), "403 AccessDenied");
  world.key = key_of(session);
  EXPECT_EQ(world.sts("GetCallerIdentity").outcome(), "200");
}

TEST(Sts, AnMfaCodeIsCheckedAndSeenByTheTrustPolicy) {
  World world;
  with_role(
      world,
      R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"123456789012"},)"
      R"("Action":"sts:AssumeRole","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}})");
  const auto with_code = [&](const std::string& code) {
    return world
        .sts("AssumeRole",
             assume_parameters(
                 {{"SerialNumber", "arn:aws:iam::123456789012:mfa/me"}, {"TokenCode", code}}))
        .outcome();
  };
  EXPECT_EQ(world.sts("AssumeRole", assume_parameters()).outcome(), "403 AccessDenied");
  EXPECT_EQ(with_code("123456"), "403 AccessDenied");
  world.knob({{"mfaCode", "123456"}});
  EXPECT_EQ(with_code("123456"), "200");
  EXPECT_EQ(with_code("654321"), "403 AccessDenied");
}

TEST(Sts, AnAccessKeyTellsItsAccount) {
  World world;
  EXPECT_EQ(world.sts("GetAccessKeyInfo", {{"AccessKeyId", world.key.id}}).at("Account"),
            own_account);
}

}  // namespace
}  // namespace patchcord::sandbox::aws
