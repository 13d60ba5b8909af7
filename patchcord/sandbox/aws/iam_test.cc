#include "patchcord/sandbox/aws/iam.h"

#include <gtest/gtest.h>

#include "patchcord/sandbox/aws/signed_client.h"

namespace patchcord::sandbox::aws {
namespace {

TEST(Iam, ARoleLivesItsWholeLife) {
  World world;
  const QueryAnswer created = create(world,
                                     "orders",
                                     {{"Path", "/genesys/"},
                                      {"Description", "x & <y>"},
                                      {"Tags.member.1.Key", "owner"},
                                      {"Tags.member.1.Value", "me"}});
  ASSERT_EQ(created.outcome(), "200") << created.body;
  EXPECT_EQ(created.at("Arn"), "arn:aws:iam::123456789012:role/genesys/orders");
  EXPECT_EQ(created.at("RoleId").substr(0, 4), "AROA");
  EXPECT_EQ(created.at("RoleId").size(), 21U);
  EXPECT_EQ(created.at("CreateDate"), "2026-01-02T00:00:00Z");

  EXPECT_EQ(
      world.iam("UpdateRole", {{"RoleName", "orders"}, {"MaxSessionDuration", "7200"}}).outcome(),
      "200");
  EXPECT_EQ(
      world
          .iam("PutRolePolicy",
               {{"RoleName", "orders"}, {"PolicyName", "p"}, {"PolicyDocument", invoke_policy()}})
          .outcome(),
      "200");
  const QueryAnswer read = world.iam("GetRole", {{"RoleName", "orders"}});
  EXPECT_EQ(percent_decode(read.at("AssumeRolePolicyDocument")), genesys_trust());
  EXPECT_EQ(read.at("Description"), "x & <y>");
  EXPECT_EQ(read.at("MaxSessionDuration"), "7200");
  EXPECT_EQ(percent_decode(world.iam("GetRolePolicy", {{"RoleName", "orders"}, {"PolicyName", "p"}})
                               .at("PolicyDocument")),
            invoke_policy());
  EXPECT_EQ(world.iam("ListRolePolicies", {{"RoleName", "orders"}}).all("member"),
            std::vector<std::string>{"p"});

  EXPECT_EQ(world.iam("DeleteRole", {{"RoleName", "orders"}}).at("Message"),
            "Cannot delete entity, must delete policies first.");
  EXPECT_EQ(world.iam("DeleteRolePolicy", {{"RoleName", "orders"}, {"PolicyName", "p"}}).outcome(),
            "200");
  EXPECT_EQ(world.iam("DeleteRole", {{"RoleName", "orders"}}).outcome(), "200");
  EXPECT_EQ(world.iam("GetRole", {{"RoleName", "orders"}}).outcome(), "404 NoSuchEntity");
}

TEST(Iam, UpdateRoleKeepsWhatItIsNotGivenOrErasesIt) {
  for (const auto& [reading, session] : {std::pair{"kept", "7200"}, std::pair{"erased", "3600"}}) {
    World world;
    world.knob({{"updateRoleOmitted", reading}});
    create(world, "orders", {{"MaxSessionDuration", "7200"}});
    world.iam("UpdateRole", {{"RoleName", "orders"}, {"Description", "x"}});
    const auto read = world.iam("GetRole", {{"RoleName", "orders"}});
    EXPECT_EQ(read.at("Description"), "x");
    EXPECT_EQ(read.at("MaxSessionDuration"), session) << reading;
  }
}

// Recorded from AWS: which fields of a role which answer has.
TEST(Iam, AnswersShowTheFieldsThatAwsShows) {
  World world;
  const QueryAnswer created = create(world);
  EXPECT_FALSE(created.has("MaxSessionDuration") || created.has("RoleLastUsed") ||
               created.has("Description") || created.has("Tags"));
  const QueryAnswer read = world.iam("GetRole", {{"RoleName", "orders"}});
  EXPECT_TRUE(read.has("MaxSessionDuration") && read.has("RoleLastUsed"));
  const QueryAnswer listed = world.iam("ListRoles");
  EXPECT_TRUE(listed.has("MaxSessionDuration"));
  EXPECT_FALSE(listed.has("RoleLastUsed") || listed.has("Tags"));
  EXPECT_EQ(percent_decode(listed.at("AssumeRolePolicyDocument")), genesys_trust());
}

struct Refused {
  const char* name;
  const char* action;
  Parameters parameters;
  const char* outcome;
  const char* message;
};

class RefusedCall : public testing::TestWithParam<Refused> {};

TEST_P(RefusedCall, GetsTheCodeAndTheWordsOfIam) {
  World world;
  ASSERT_EQ(create(world, "orders").outcome(), "200");
  const QueryAnswer answer = world.iam(GetParam().action, GetParam().parameters);
  EXPECT_EQ(answer.outcome(), GetParam().outcome);
  EXPECT_NE(answer.at("Message").find(GetParam().message), std::string::npos)
      << answer.at("Message");
}

Parameters with(Parameters parameters, std::string name, std::string value) {
  parameters.emplace_back(std::move(name), std::move(value));
  return parameters;
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    RefusedCall,
    testing::Values(
        Refused{"UnknownAction",
                "CreateRolls",
                {},
                "400 InvalidAction",
                "Could not find operation CreateRolls"},
        Refused{"MissingName",
                "GetRole",
                {},
                "400 ValidationError",
                "1 validation error detected: Value null at 'roleName' failed to satisfy "
                "constraint: Member must not be null"},
        Refused{"TwoMissing",
                "PutRolePolicy",
                {{"RoleName", "orders"}},
                "400 ValidationError",
                "2 validation errors detected: "},
        Refused{
            "BadName",
            "GetRole",
            {{"RoleName", "a b"}},
            "400 ValidationError",
            R"(Value 'a b' at 'roleName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]+)"},
        Refused{"LongName",
                "CreateRole",
                trust_parameters(genesys_trust(), std::string(65, 'x')),
                "400 ValidationError",
                "Member must have length less than or equal to 64"},
        Refused{"BadPath",
                "CreateRole",
                with(trust_parameters(genesys_trust()), "Path", "genesys"),
                "400 ValidationError",
                "path"},
        Refused{"ShortSession",
                "CreateRole",
                with(trust_parameters(genesys_trust()), "MaxSessionDuration", "100"),
                "400 ValidationError",
                "Member must have value greater than or equal to 3600"},
        Refused{"NoRole",
                "GetRole",
                {{"RoleName", "nobody"}},
                "404 NoSuchEntity",
                "The role with name nobody cannot be found."},
        Refused{"AnotherCase",
                "GetRole",
                {{"RoleName", "Orders"}},
                "404 NoSuchEntity",
                "The role with name Orders cannot be found."},
        Refused{"Duplicate",
                "CreateRole",
                trust_parameters(genesys_trust(), "orders"),
                "409 EntityAlreadyExists",
                "Role with name orders already exists."},
        Refused{"DuplicateInAnotherCase",
                "CreateRole",
                trust_parameters(genesys_trust(), "ORDERS"),
                "409 EntityAlreadyExists",
                "Role with name ORDERS already exists."},
        Refused{"NoInlinePolicy",
                "GetRolePolicy",
                {{"RoleName", "orders"}, {"PolicyName", "p"}},
                "404 NoSuchEntity",
                "The role policy with name p cannot be found."},
        Refused{"NoJsonInTrust",
                "CreateRole",
                trust_parameters("{"),
                "400 MalformedPolicyDocument",
                "This policy contains invalid Json"},
        Refused{
            "StarPrincipal",
            "CreateRole",
            trust_parameters(
                R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}})"),
            "400 MalformedPolicyDocument",
            ""},
        Refused{"UnknownPrincipal",
                "CreateRole",
                trust_parameters(trust_of("arn:aws:iam::123456789012:role/nobody")),
                "400 MalformedPolicyDocument",
                R"(Invalid principal in policy: "AWS":"arn:aws:iam::123456789012:role/nobody")"},
        Refused{"LargeTrust",
                "CreateRole",
                trust_parameters(trust_of(genesys_account, std::string(2000, 'x'))),
                "409 LimitExceeded",
                "Cannot exceed quota for ACLSizePerRole: 2048"},
        Refused{"PrincipalInIdentityPolicy",
                "PutRolePolicy",
                policy_parameters(genesys_trust()),
                "400 MalformedPolicyDocument",
                "Policy document should not specify a principal."},
        Refused{"LargeInlinePolicy",
                "PutRolePolicy",
                policy_parameters(invoke_policy(std::string(echo_arn) + std::string(11'000, 'x'))),
                "409 LimitExceeded",
                "Maximum policy size of 10240 bytes exceeded for role orders"},
        Refused{"TagsTwice",
                "TagRole",
                {{"RoleName", "orders"},
                 {"Tags.member.1.Key", "a"},
                 {"Tags.member.1.Value", "1"},
                 {"Tags.member.2.Key", "A"},
                 {"Tags.member.2.Value", "2"}},
                "400 InvalidInput",
                "Duplicate tag keys found. Please note that Tag keys are case insensitive."},
        Refused{
            "TagWithADash",
            "TagRole",
            {{"RoleName", "orders"}, {"Tags.member.1.Key", "a"}, {"Tags.member.1.Value", "1 – 2"}},
            "400 ValidationError",
            "regular expression"},
        Refused{
            "TagThatIsNoText",
            "TagRole",
            {{"RoleName", "orders"}, {"Tags.member.1.Key", "a\xff"}, {"Tags.member.1.Value", "1"}},
            "400 ValidationError",
            "regular expression"},
        Refused{"DescriptionWithAControl",
                "CreateRole",
                with(trust_parameters(genesys_trust()), "Description", "a\x7f"),
                "400 ValidationError",
                "regular expression"},
        Refused{"DescriptionWithANoBreakSpace",
                "CreateRole",
                with(trust_parameters(genesys_trust()), "Description", "a\u00a0b"),
                "400 ValidationError",
                "regular expression"},
        Refused{"LongDescription",
                "UpdateRole",
                {{"RoleName", "orders"}, {"Description", std::string(1001, 'x')}},
                "400 ValidationError",
                "less than or equal to 1000"},
        Refused{
            "SystemTag",
            "TagRole",
            {{"RoleName", "orders"}, {"Tags.member.1.Key", "aws:x"}, {"Tags.member.1.Value", "1"}},
            "400 InvalidInput",
            "System tags"},
        Refused{"NoPolicyArn",
                "AttachRolePolicy",
                {{"RoleName", "orders"}, {"PolicyArn", "arn:aws:iam::aws:nothing"}},
                "400 ValidationError",
                "Invalid ARN:  Could not be parsed!"},
        Refused{"UnknownPolicyArn",
                "AttachRolePolicy",
                {{"RoleName", "orders"}, {"PolicyArn", "arn:aws:iam::aws:policy/Nothing"}},
                "404 NoSuchEntity",
                "does not exist or is not attachable."},
        Refused{"NoBoundary",
                "CreateRole",
                with(trust_parameters(genesys_trust()),
                     "PermissionsBoundary",
                     "arn:aws:iam::aws:policy/Nothing"),
                "404 NoSuchEntity",
                "does not exist or is not attachable."},
        Refused{"BadMarker",
                "ListRoles",
                {{"Marker", "nonsense"}},
                "400 ValidationError",
                "Invalid Marker"},
        Refused{"SimulateNobody",
                "SimulatePrincipalPolicy",
                {{"PolicySourceArn", "arn:aws:iam::123456789012:role/nobody"},
                 {"ActionNames.member.1", "lambda:InvokeFunction"}},
                "404 NoSuchEntity",
                "does not exist"}),
    [](const auto& refused) { return refused.param.name; });

TEST(Iam, ParametersAreCheckedBeforePermissionAndPermissionBeforeExistence) {
  World world;
  world.knob({{"operatorPolicy", {{"Version", "2012-10-17"}, {"Statement", Json::array()}}}});
  EXPECT_EQ(world.iam("GetRole", {{"RoleName", "a b"}}).outcome(), "400 ValidationError");
  const QueryAnswer denied = world.iam("GetRole", {{"RoleName", "nobody"}});
  EXPECT_EQ(denied.outcome(), "403 AccessDenied");
  EXPECT_EQ(denied.at("Message"),
            "User: arn:aws:iam::123456789012:user/operator is not authorized to perform: "
            "iam:GetRole on resource: role "
            "nobody because no identity-based policy allows the iam:GetRole action");
  EXPECT_EQ(world.sts("GetCallerIdentity").outcome(), "200");
  EXPECT_EQ(world.iam("Nonsense").outcome(), "400 InvalidAction");
}

TEST(Iam, TheOperatorsPolicyIsEvaluatedOnTheExactRole) {
  World world;
  world.knob({{"operatorPolicy", R"({"Version":"2012-10-17","Statement":[
      {"Effect":"Allow","Action":["iam:CreateRole","iam:Get*"],"Resource":"arn:aws:iam::123456789012:role/genesys/*"},
      {"Effect":"Deny","Action":"iam:*","Resource":"arn:aws:iam::*:role/*/secret"}]})"}});
  EXPECT_EQ(create(world, "orders", {{"Path", "/genesys/"}}).outcome(), "200");
  EXPECT_EQ(create(world, "elsewhere").outcome(), "403 AccessDenied");
  EXPECT_NE(create(world, "secret", {{"Path", "/genesys/"}})
                .at("Message")
                .find("with an explicit deny in an identity-based policy"),
            std::string::npos);
  // Tags need a permission of their own.
  const QueryAnswer tagged =
      create(world,
             "tagged",
             {{"Path", "/genesys/"}, {"Tags.member.1.Key", "a"}, {"Tags.member.1.Value", "b"}});
  EXPECT_NE(tagged.at("Message").find("iam:TagRole"), std::string::npos);
}

}  // namespace
}  // namespace patchcord::sandbox::aws
