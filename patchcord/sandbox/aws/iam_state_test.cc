#include <gtest/gtest.h>

#include "patchcord/sandbox/aws/iam.h"
#include "patchcord/sandbox/aws/signed_client.h"

namespace patchcord::sandbox::aws {
namespace {

using namespace std::chrono_literals;

constexpr const char* other_policy =
    R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"lambda:*","Resource":"*"}})";

TEST(Iam, TagsAreMergedAndRemovedWithoutCase) {
  World world;
  create(world);
  world.iam("TagRole",
            {{"RoleName", "orders"},
             {"Tags.member.1.Key", "Owner"},
             {"Tags.member.1.Value", "a"},
             {"Tags.member.2.Key", "note"},
             {"Tags.member.2.Value", "é +/="}});
  world.iam("TagRole",
            {{"RoleName", "orders"}, {"Tags.member.1.Key", "owner"}, {"Tags.member.1.Value", "b"}});
  EXPECT_EQ(world.iam("ListRoleTags", {{"RoleName", "orders"}}).all("Value"),
            (std::vector<std::string>{"b", "é +/="}));
  world.iam("UntagRole", {{"RoleName", "orders"}, {"TagKeys.member.1", "OWNER"}});
  EXPECT_EQ(world.iam("ListRoleTags", {{"RoleName", "orders"}}).all("Key"),
            std::vector<std::string>{"note"});
}

TEST(Iam, PagesGoOnWithTheMarkerUntilNothingIsTruncated) {
  World world;
  for (const char* name : {"a", "b", "c", "d", "e"})
    create(world, name);
  std::vector<std::string> seen;
  Parameters parameters{{"MaxItems", "2"}};
  for (int pages = 1;; ++pages) {
    const QueryAnswer page = world.iam("ListRoles", parameters);
    for (const std::string& name : page.all("RoleName"))
      seen.push_back(name);
    if (page.at("IsTruncated") == "false") {
      EXPECT_EQ(pages, 3);
      break;
    }
    parameters = {{"MaxItems", "2"}, {"Marker", page.at("Marker")}};
  }
  EXPECT_EQ(seen, (std::vector<std::string>{"a", "b", "c", "d", "e"}));
  world.knob({{"pageSizeMax", 0}});
  const QueryAnswer empty = world.iam("ListRoles");
  EXPECT_TRUE(empty.all("RoleName").empty());
  EXPECT_EQ(empty.at("IsTruncated"), "true");
  EXPECT_EQ(world.iam("ListRoles", {{"Marker", empty.at("Marker")}}).all("RoleName").size(), 5U);
}

TEST(Iam, ReadsAreLateByTheKnobAndTheSecondCreateIsNot) {
  World world;
  world.knob({{"readDelayMs", 5000}});
  create(world);
  EXPECT_EQ(world.iam("GetRole", {{"RoleName", "orders"}}).outcome(), "404 NoSuchEntity");
  EXPECT_EQ(create(world).outcome(), "409 EntityAlreadyExists");
  world.time.advance(5s);
  EXPECT_EQ(world.iam("GetRole", {{"RoleName", "orders"}}).outcome(), "200");
  world.iam("PutRolePolicy", policy_parameters(invoke_policy()));
  EXPECT_EQ(world.iam("GetRolePolicy", {{"RoleName", "orders"}, {"PolicyName", "p"}}).outcome(),
            "404 NoSuchEntity");
  world.knob({{"earlyReads", "alternating"}});
  std::string outcomes;
  for (int read = 0; read < 4; ++read) {
    outcomes += world.iam("GetRolePolicy", {{"RoleName", "orders"}, {"PolicyName", "p"}})
                    .outcome()
                    .substr(0, 3) +
                " ";
  }
  EXPECT_EQ(outcomes, "404 200 404 200 ");
}

TEST(Iam, ANewRoleMayShowItsIdInPlaceOfItsArn) {
  World world;
  world.knob({{"arnDelayMs", 2000}});
  const std::string id = create(world).at("RoleId");
  EXPECT_EQ(world.iam("GetRole", {{"RoleName", "orders"}}).at("Arn"), id);
  world.time.advance(2s);
  EXPECT_EQ(world.iam("GetRole", {{"RoleName", "orders"}}).at("Arn"),
            "arn:aws:iam::123456789012:role/orders");
}

TEST(Iam, PrincipalsAreStoredByIdAndShowItWhenTheyAreGone) {
  World world;
  const std::string friend_id = create(world, "friend").at("RoleId");
  ASSERT_EQ(world
                .iam("CreateRole",
                     trust_parameters(trust_of("arn:aws:iam::123456789012:role/friend"), "orders"))
                .outcome(),
            "200");
  const auto principal = [&] {
    const Json trust = Json::parse(percent_decode(
        world.iam("GetRole", {{"RoleName", "orders"}}).at("AssumeRolePolicyDocument")));
    return trust["Statement"][0]["Principal"]["AWS"].get<std::string>();
  };
  EXPECT_EQ(principal(), "arn:aws:iam::123456789012:role/friend");
  world.iam("DeleteRole", {{"RoleName", "friend"}});
  EXPECT_EQ(principal(), friend_id);
  create(world, "friend");  // the same name, somebody else
  EXPECT_EQ(principal(), friend_id);
}

TEST(Iam, AccountIdsAreShownAsRootArnsOrAsTyped) {
  World world;
  ASSERT_EQ(
      world.iam("CreateRole", trust_parameters(trust_of(genesys_account), "orders")).outcome(),
      "200");
  const auto trust = [&] {
    return percent_decode(
        world.iam("GetRole", {{"RoleName", "orders"}}).at("AssumeRolePolicyDocument"));
  };
  EXPECT_EQ(trust(), genesys_trust());
  world.knob({{"accountPrincipals", "typed"}});
  EXPECT_EQ(trust(), trust_of(genesys_account));
}

TEST(Iam, SimulationAnswersInBothShapes) {
  World world;
  create(world);
  world.iam("PutRolePolicy", policy_parameters(invoke_policy()));
  const Parameters question{{"PolicySourceArn", "arn:aws:iam::123456789012:role/orders"},
                            {"ActionNames.member.1", "lambda:InvokeFunction"},
                            {"ResourceArns.member.1", echo_arn},
                            {"ResourceArns.member.2", std::string(echo_arn) + ":live"}};
  const QueryAnswer pairs = world.iam("SimulatePrincipalPolicy", question);
  EXPECT_EQ(pairs.all("EvalDecision"), (std::vector<std::string>{"allowed", "implicitDeny"}));
  EXPECT_FALSE(pairs.has("ResourceSpecificResults"));
  world.knob({{"simulationShape", "action"}});
  const QueryAnswer action = world.iam("SimulatePrincipalPolicy", question);
  EXPECT_EQ(action.all("EvalDecision"), std::vector<std::string>{"implicitDeny"});
  EXPECT_EQ(action.all("EvalResourceDecision"),
            (std::vector<std::string>{"allowed", "implicitDeny"}));
}

TEST(Iam, SimulationOfGivenPoliciesKnowsBoundariesContextAndDenies) {
  World world;
  const auto decision = [&](Parameters more) {
    more.insert(
        more.begin(),
        {{"ActionNames.member.1", "lambda:InvokeFunction"}, {"ResourceArns.member.1", echo_arn}});
    return world.iam("SimulateCustomPolicy", more).at("EvalDecision");
  };
  EXPECT_EQ(decision({{"PolicyInputList.member.1", invoke_policy()}}), "allowed");
  EXPECT_EQ(decision({{"PolicyInputList.member.1", other_policy},
                      {"PolicyInputList.member.2", invoke_policy(echo_arn, "Deny")}}),
            "explicitDeny");
  EXPECT_EQ(decision({{"PolicyInputList.member.1", other_policy},
                      {"PermissionsBoundaryPolicyInputList.member.1",
                       invoke_policy("arn:aws:lambda:us-east-1:123456789012:function:x")}}),
            "implicitDeny");
  const std::string conditional =
      R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"lambda:*","Resource":"*",)"
      R"("Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1"}}}})";
  EXPECT_EQ(decision({{"PolicyInputList.member.1", conditional}}), "implicitDeny");
  EXPECT_EQ(decision({{"PolicyInputList.member.1", conditional},
                      {"ContextEntries.member.1.ContextKeyName", "aws:PrincipalOrgID"},
                      {"ContextEntries.member.1.ContextKeyValues.member.1", "o-1"},
                      {"ContextEntries.member.1.ContextKeyType", "string"}}),
            "allowed");
}

TEST(Iam, SimulationNamesTheContextThatThePoliciesAskForAndTheRequestDoesNotGive) {
  World world;
  const auto missing = [&](Parameters more) {
    more.insert(more.begin(), {{"ActionNames.member.1", "lambda:InvokeFunction"}});
    const auto text = world.iam("SimulateCustomPolicy", more).body;
    const auto begin = text.find("<MissingContextValues>");
    return text.substr(begin, text.find("</MissingContextValues>") - begin);
  };
  const std::string conditional =
      R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"lambda:*","Resource":"*",)"
      R"("Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1"},"Bool":{"aws:SecureTransport":"true"}}}})";
  const auto all = missing({{"PolicyInputList.member.1", conditional}});
  EXPECT_NE(all.find("<member>aws:PrincipalOrgID</member>"), std::string::npos) << all;
  EXPECT_NE(all.find("<member>aws:SecureTransport</member>"), std::string::npos) << all;
  const auto rest = missing({{"PolicyInputList.member.1", conditional},
                             {"ContextEntries.member.1.ContextKeyName", "AWS:principalorgid"},
                             {"ContextEntries.member.1.ContextKeyValues.member.1", "o-1"},
                             {"ContextEntries.member.1.ContextKeyType", "string"}});
  EXPECT_EQ(rest, "<MissingContextValues><member>aws:SecureTransport</member>");
}

TEST(Iam, ManagedPoliciesAreAttachedAndHoldARoleBack) {
  World world;
  create(world);
  const std::string arn =
      world.iam("CreatePolicy", {{"PolicyName", "invoke"}, {"PolicyDocument", invoke_policy()}})
          .at("Arn");
  EXPECT_EQ(arn, "arn:aws:iam::123456789012:policy/invoke");
  const Parameters attachment{{"RoleName", "orders"}, {"PolicyArn", arn}};
  EXPECT_EQ(world.iam("AttachRolePolicy", attachment).outcome(), "200");
  EXPECT_EQ(world.iam("AttachRolePolicy", attachment).outcome(), "200");
  EXPECT_EQ(world.iam("ListAttachedRolePolicies", {{"RoleName", "orders"}}).all("PolicyArn"),
            std::vector<std::string>{arn});
  EXPECT_EQ(world.iam("DeletePolicy", {{"PolicyArn", arn}}).outcome(), "409 DeleteConflict");
  EXPECT_EQ(world.iam("DeleteRole", {{"RoleName", "orders"}}).at("Message"),
            "Cannot delete entity, must detach all policies first.");
  EXPECT_EQ(
      percent_decode(
          world.iam("GetPolicyVersion", {{"PolicyArn", arn}, {"VersionId", "v1"}}).at("Document")),
      invoke_policy());
  EXPECT_EQ(world.iam("DetachRolePolicy", attachment).outcome(), "200");
  EXPECT_EQ(world.iam("DetachRolePolicy", attachment).outcome(), "404 NoSuchEntity");
  EXPECT_EQ(world.iam("DeletePolicy", {{"PolicyArn", arn}}).outcome(), "200");
}

TEST(Iam, AnInstanceProfileHoldsItsRoleBack) {
  World world;
  create(world);
  const Parameters both{{"InstanceProfileName", "web"}, {"RoleName", "orders"}};
  const Parameters profile{{"InstanceProfileName", "web"}};
  EXPECT_EQ(world.iam("AddRoleToInstanceProfile", both).outcome(), "404 NoSuchEntity");
  EXPECT_EQ(world.iam("CreateInstanceProfile", profile).at("Arn"),
            "arn:aws:iam::123456789012:instance-profile/web");
  EXPECT_EQ(world.iam("CreateInstanceProfile", profile).outcome(), "409 EntityAlreadyExists");
  EXPECT_EQ(world.iam("AddRoleToInstanceProfile", both).outcome(), "200");
  EXPECT_EQ(world.iam("AddRoleToInstanceProfile", both).outcome(), "409 LimitExceeded");
  EXPECT_EQ(
      world.iam("ListInstanceProfilesForRole", {{"RoleName", "orders"}}).all("InstanceProfileName"),
      std::vector<std::string>{"web"});
  EXPECT_EQ(world.iam("DeleteRole", {{"RoleName", "orders"}}).at("Message"),
            "Cannot delete entity, must remove roles from instance profile first.");
  EXPECT_EQ(world.iam("DeleteInstanceProfile", profile).outcome(), "409 DeleteConflict");
  EXPECT_EQ(world.iam("RemoveRoleFromInstanceProfile", both).outcome(), "200");
  EXPECT_EQ(world.iam("RemoveRoleFromInstanceProfile", both).outcome(), "404 NoSuchEntity");
  EXPECT_EQ(world.iam("DeleteInstanceProfile", profile).outcome(), "200");
  EXPECT_EQ(world.iam("DeleteRole", {{"RoleName", "orders"}}).outcome(), "200");
}

TEST(Iam, AnotherHostLearnsOfAWriteByTheKnob) {
  World world;
  world.knob({{"writeDelayMs", 5000}});
  create(world);
  EXPECT_EQ(world.iam("GetRole", {{"RoleName", "orders"}}).outcome(), "200");
  const Parameters policy = policy_parameters(invoke_policy());
  EXPECT_EQ(world.iam("PutRolePolicy", policy).outcome(), "404 NoSuchEntity");
  EXPECT_EQ(
      world
          .iam("TagRole",
               {{"RoleName", "orders"}, {"Tags.member.1.Key", "a"}, {"Tags.member.1.Value", "b"}})
          .outcome(),
      "404 NoSuchEntity");
  world.time.advance(5s);
  EXPECT_EQ(world.iam("PutRolePolicy", policy).outcome(), "200");
  world.time.advance(5s);
  const Parameters name{{"RoleName", "orders"}, {"PolicyName", "p"}};
  EXPECT_EQ(world.iam("DeleteRolePolicy", name).outcome(), "200");
  EXPECT_TRUE(world.iam("ListRolePolicies", {{"RoleName", "orders"}}).all("PolicyNames").empty());
  EXPECT_EQ(world.iam("DeleteRole", {{"RoleName", "orders"}}).outcome(), "409 DeleteConflict");
  world.time.advance(5s);
  EXPECT_EQ(world.iam("DeleteRole", {{"RoleName", "orders"}}).outcome(), "200");
}

TEST(Iam, WhatElseAToolAsksIsAnswered) {
  World world;
  create(world);
  EXPECT_EQ(world.iam("GetUser").at("UserName"), "operator");
  EXPECT_EQ(world.iam("ListInstanceProfilesForRole", {{"RoleName", "orders"}}).at("IsTruncated"),
            "false");
  EXPECT_EQ(world.iam("ListAccountAliases").outcome(), "200");
  EXPECT_NE(world.iam("GetAccountSummary").body.find("<key>RolesQuota</key><value>1000</value>"),
            std::string::npos);
}

TEST(Iam, ResetForgetsEverythingAndKnobsGoBack) {
  World world;
  world.knob({{"readDelayMs", 1}});
  create(world);
  world.cloud.reset();
  EXPECT_EQ(world.iam("GetRole", {{"RoleName", "orders"}}).outcome(), "404 NoSuchEntity");
  EXPECT_EQ(world.cloud.knobs().read_delay_ms, 0);
  EXPECT_TRUE(world.cloud.state()["roles"].empty());
}

TEST(Iam, TheStateShowsRolesAndNoSecret) {
  World world;
  create(world);
  const Json state = world.cloud.state();
  EXPECT_EQ(state["roles"][0]["trust"], Json::parse(genesys_trust()));
  EXPECT_EQ(state.dump().find(ClientKey{}.secret), std::string::npos);
}

TEST(Knobs, WhatIsWrongIsRefusedWithTheNameMeant) {
  EXPECT_EQ(with_change({}, {{"readDelay", 5}}).error().hint, "Did you mean readDelayMs?");
  EXPECT_FALSE(with_change({}, {{"readDelayMs", "5"}}).ok());
  EXPECT_FALSE(with_change({}, {{"earlyReads", "never"}}).ok());
  EXPECT_FALSE(with_change({}, {{"operatorPolicy", "{"}}).ok());
  EXPECT_FALSE(with_change({}, 7).ok());
  EXPECT_FALSE(with_change({}, {{"mfaCode", 123456}}).ok());
  EXPECT_FALSE(with_change({}, {{"webIdentity", {{"token", "t"}, {"subject", "s"}}}}).ok());
  const Json identity{
      {"token", "t"}, {"subject", "s"}, {"provider", "arn:aws:iam::1:oidc-provider/x"}};
  const auto changed = with_change({},
                                   {{"earlyReads", "alternating"},
                                    {"enforcementDelayMs", 7},
                                    {"mfaCode", "123456"},
                                    {"webIdentity", identity}});
  ASSERT_TRUE(changed.ok());
  EXPECT_EQ(with_change({}, to_json(*changed))->enforcement_delay_ms, 7);
  EXPECT_EQ(to_json(*with_change({}, to_json(*changed))), to_json(*changed));
}

}  // namespace
}  // namespace patchcord::sandbox::aws
