#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "patchcord/plan/planned_world.h"

namespace patchcord {
namespace {

using test::all_there;
using test::desired_one;
using test::function;
using test::nothing_there;
using test::organization;
using test::plan_for;
using test::titles;
using test::trust_of;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(Ownership, RefusesWhatBelongsToOthers) {
  const std::vector<std::pair<std::function<void(Observed&)>, std::string>> cases = {
      {[](Observed& o) { o.roles[0].tags.clear(); },
       "role GenesysCloudLambdaRole exists and is not ours"},
      {[](Observed& o) { o.roles[0].tags["patchcord:deployment"] = "billing"; },
       "belongs to the deployment billing, not to orders"},
      {[](Observed& o) { o.roles[0].tags["patchcord:organization"] = "x"; },
       "belongs to another organization"},
      {[](Observed& o) { o.roles[0].path = "/team/"; }, "a path cannot be changed"},
      {[](Observed& o) { o.roles[0].boundary = "arn:aws:iam::1:policy/B"; },
       "as permissions boundary, not nothing"},
      {[](Observed& o) { o.integrations[0].notes = o.integrations[0].config->notes = ""; },
       "exists and is not ours: somebody else made it"},
      {[](Observed& o) {
         o.integrations[0].notes = o.integrations[0].config->notes = "patchcord:billing/orders";
       },
       "belongs to the deployment billing"},
      {[](Observed& o) {
         o.integrations.push_back(o.integrations[0]);
         o.integrations[1].id = "i2";
       },
       "ambiguous: 2 of them could be meant: i1, i2"},
      {[](Observed& o) {
         o.actions.push_back(o.actions[0]);
         o.actions[1].id = "a2";
       },
       "of that name are under integration \"Orders\": a1, a2"},
      {[](Observed& o) { (*o.actions[0].contract)["input"]["inputSchema"]["type"] = "string"; },
       "its contract is published and cannot change"},
      {[](Observed& o) { o.actions[0].secure = true; },
       "its `secure` is published and cannot change"},
      {[](Observed& o) { o.caller->account = "999999999999"; },
       "is in account 123456789012, but the AWS credentials are of account 999999999999"},
      {[](Observed& o) { o.caller->partition = "aws-cn"; }, "is in partition aws, but"},
  };
  for (const auto& [make, text] : cases) {
    auto observed = all_there();
    make(observed);
    const auto plan = plan_for(observed);
    ASSERT_FALSE(plan.refusals.empty()) << text;
    EXPECT_THAT(plan.refusals[0].what, HasSubstr(text));
  }
}

TEST(Ownership, NeverAdoptsARoleThatAnotherOrganizationUses) {
  for (const auto& make : std::vector<std::function<void(Observed&)>>{
           [](Observed& o) { o.roles[0].tags["patchcord:organization"] = "x"; },
           [](Observed& o) { o.roles[0].tags["patchcord:deployment"] = "billing"; },
           [](Observed& o) {
             o.roles[0].tags.clear();
             o.roles[0].trust = trust_of("somebody");
           }}) {
    auto observed = all_there();
    make(observed);
    const auto plan = plan_for(observed, {.adopt = true});
    ASSERT_EQ(plan.refusals.size(), 1U);
    EXPECT_THAT(plan.refusals[0].hint, HasSubstr("Choose another role name"));
  }
}

TEST(Ownership, AdoptsWhenToldAndShowsEveryDifference) {
  auto observed = all_there();
  observed.roles[0].tags = {{"team", "ivr"}};
  observed.roles[0].description = "by hand";
  observed.roles[0].max_session_seconds = 7200;
  observed.roles[0].trust["Statement"].erase("Condition");
  observed.integrations[0].config->notes = observed.integrations[0].notes = "Ask the IVR team.";
  observed.credentials[0].name = "Integration-i1";
  const auto refused = plan_for(observed);
  ASSERT_EQ(refused.refusals.size(), 2U);
  EXPECT_THAT(refused.refusals[0].detail, HasSubstr("trust policy: "));

  const auto plan = plan_for(observed, {.adopt = true});
  EXPECT_THAT(plan.refusals, IsEmpty());
  EXPECT_THAT(titles(plan),
              ElementsAre("tag role/GenesysCloudLambdaRole",
                          "describe role/GenesysCloudLambdaRole",
                          "correct the trust policy of role/GenesysCloudLambdaRole",
                          "create credential/Orders",
                          "configure integration/Orders"));
  EXPECT_EQ(plan.steps[0].fields.at("tags").at("patchcord:adopted"), "true");
  EXPECT_EQ(plan.steps[1].fields.at("max_session_seconds"), 7200);
  EXPECT_EQ(plan.steps[4].fields.at("notes"),
            "Ask the IVR team.\npatchcord:orders/orders (adopted, before: c1)");
}

TEST(Ownership, KeepsACredentialThatAnotherIntegrationMayUse) {
  auto observed = all_there();
  observed.credentials.push_back({.id = "c0", .name = "patchcord:orders/orders"});
  observed.integrations.push_back({.id = "i2", .name = "Copy", .intended_state = "ENABLED"});
  EXPECT_TRUE(plan_for(observed).empty()) << "its configuration is not known";
  observed.integrations[1].config =
      ObservedConfig{.name = "Copy", .credentials = {{"AmazonWebServicesARN", "c0"}}};
  const auto plan = plan_for(observed);
  EXPECT_TRUE(plan.empty());
  EXPECT_THAT(plan.notes,
              ::testing::Contains(
                  HasSubstr("credential c0 has our name, but another integration may use it")));
}

TEST(Ownership, LeavesUnknownActionsAloneAndSaysSo) {
  auto observed = all_there();
  observed.actions.push_back({.id = "a9", .name = "By hand", .integration_id = "i1"});
  const auto plan = plan_for(observed);
  EXPECT_TRUE(plan.empty());
  EXPECT_THAT(plan.notes, ::testing::Contains(HasSubstr("\"By hand\" (a9)")));
}

TEST(Ownership, RefusesAnExternalIdThatGenesysNeverSends) {
  auto desired = desired_one();
  desired.external_id = "customer-7";
  const auto refused = make_plan(desired, nothing_there(), {}, {});
  ASSERT_EQ(refused.refusals.size(), 1U);
  EXPECT_THAT(refused.refusals[0].what, HasSubstr("customer-7 is not the organization's id"));
  const auto told = make_plan(desired, nothing_there(), {}, {.any_external_id = true});
  EXPECT_THAT(told.refusals, IsEmpty());
  EXPECT_THAT(told.steps[0].fields.at("trust").get<std::string>(), HasSubstr("customer-7"));
}

}  // namespace
}  // namespace patchcord
