#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "patchcord/plan/planned_world.h"

namespace patchcord {
namespace {

using test::all_there;
using test::desired_one;
using test::function;
using test::nothing_there;
using test::plan_for;
using test::policy_of;
using test::record_of_all;
using test::titles;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

TEST(Planner, MakesEverythingInAnOrderThatWorks) {
  const auto plan = plan_for(nothing_there(), {.operation_id = "0badcafe11"});
  EXPECT_THAT(titles(plan),
              ElementsAre("create role/GenesysCloudLambdaRole",
                          "write role policy/GenesysCloudLambdaRole/Invoke",
                          "create integration/Orders",
                          "create credential/Orders",
                          "configure integration/Orders",
                          "enable integration/Orders",
                          "create action/Orders/Get order"));
  EXPECT_THAT(plan.refusals, IsEmpty());
  EXPECT_EQ(plan.steps[2].fields.at("name"), "Orders [patchcord:orders/orders:0badcafe]");
  EXPECT_EQ(plan.steps[0].fields.at("tags").at("patchcord:operation"), "0badcafe11");
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    for (const auto need : plan.steps[i].needs) {
      EXPECT_LT(need, i);
    }
  }
}

TEST(Planner, WantsNothingWhenEverythingIsThere) {
  EXPECT_TRUE(plan_for(all_there()).empty());
  EXPECT_TRUE(plan_for(all_there(), {}, record_of_all()).empty());
}

TEST(Planner, SaysWhatItCannotKnowWithoutARecord) {
  const auto plan = plan_for(all_there());
  ASSERT_EQ(plan.unproven.size(), 1U);
  EXPECT_EQ(plan.unproven[0].address.text(), "credential/Orders");
  EXPECT_THAT(plan.unproven[0].why,
              HasSubstr("the role ARN inside credential c1 cannot be read back"));
  EXPECT_THAT(plan_for(all_there(), {}, record_of_all()).notes, IsEmpty());
}

TEST(Planner, DoesNotMindTheOrderInARequiredList) {
  auto observed = all_there();
  (*observed.actions[0].contract)["input"]["inputSchema"]["required"] = {"b", "a"};
  EXPECT_TRUE(plan_for(observed).empty());
}

struct Defect {
  std::string name;
  std::function<void(Observed&)> make;
  std::vector<std::string> steps;
};

TEST(Planner, RepairsWhatIsOurs) {
  const std::vector<Defect> defects = {
      {"trust without condition",
       [](Observed& o) { o.roles[0].trust["Statement"].erase("Condition"); },
       {"correct the trust policy of role/GenesysCloudLambdaRole"}},
      {"trust of another account",
       [](Observed& o) { o.roles[0].trust["Statement"]["Principal"]["AWS"] = "111111111111"; },
       {"correct the trust policy of role/GenesysCloudLambdaRole"}},
      {"trust that is no document",
       [](Observed& o) { o.roles[0].trust = "nonsense"; },
       {"correct the trust policy of role/GenesysCloudLambdaRole"}},
      {"description",
       [](Observed& o) { o.roles[0].description = "?"; },
       {"describe role/GenesysCloudLambdaRole"}},
      {"policy missing",
       [](Observed& o) { o.roles[0].policies.clear(); },
       {"write role policy/GenesysCloudLambdaRole/Invoke"}},
      {"policy too wide",
       [](Observed& o) { o.roles[0].policies["Invoke"] = policy_of("*"); },
       {"write role policy/GenesysCloudLambdaRole/Invoke"}},
      {"disabled",
       [](Observed& o) { o.integrations[0].intended_state = "DISABLED"; },
       {"enable integration/Orders"}},
      {"renamed",
       [](Observed& o) { o.integrations[0].config->name = o.integrations[0].name = "Other"; },
       {"configure integration/Orders"}},
      {"credential unbound",
       [](Observed& o) { o.integrations[0].config->credentials.clear(); },
       {"create credential/Orders", "configure integration/Orders", "remove credential/Orders"}},
      {"credential of somebody else",
       [](Observed& o) { o.credentials[0].name = "Integration-i1"; },
       {"create credential/Orders", "configure integration/Orders"}},
      {"credential gone",
       [](Observed& o) { o.credentials.clear(); },
       {"create credential/Orders", "configure integration/Orders"}},
      {"leftover credential",
       [](Observed& o) {
         o.credentials.push_back({.id = "c0", .name = "patchcord:orders/orders"});
       },
       {"remove credential/Orders"}},
      {"template",
       [](Observed& o) { (*o.actions[0].config)["request"]["requestTemplate"] = "{}"; },
       {"update action/Orders/Get order"}},
      {"function",
       [](Observed& o) { (*o.actions[0].config)["request"]["requestUrlTemplate"] = "arn:other"; },
       {"update action/Orders/Get order"}},
      {"category",
       [](Observed& o) { o.actions[0].category = "X"; },
       {"update action/Orders/Get order"}},
      {"action gone", [](Observed& o) { o.actions.clear(); }, {"create action/Orders/Get order"}},
      {"killed after create",
       [](Observed& o) {
         o.integrations[0] = {.id = "i1",
                              .name = "Orders [patchcord:orders/orders:0badcafe]",
                              .intended_state = "DISABLED"};
         o.integrations[0].config = ObservedConfig{.name = o.integrations[0].name, .version = 1};
         o.actions.clear();
         o.credentials.clear();
       },
       {"create credential/Orders",
        "configure integration/Orders",
        "enable integration/Orders",
        "create action/Orders/Get order"}},
  };
  for (const auto& defect : defects) {
    auto observed = all_there();
    defect.make(observed);
    const auto plan = plan_for(observed);
    EXPECT_EQ(titles(plan), defect.steps) << defect.name;
    EXPECT_THAT(plan.refusals, IsEmpty()) << defect.name;
  }
}

TEST(Planner, LeavesAContractAloneThatIsNotGiven) {
  auto desired = desired_one();
  auto& action = desired.integrations[0].actions[0];
  action.contract = {{"input", {{"inputSchema", {{"type", "object"}}}}},
                     {"output", {{"successSchema", {{"type", "object"}}}}}};
  action.keeps_contract = true;
  EXPECT_THAT(titles(make_plan(desired, all_there(), {}, {})), IsEmpty());
  const auto made = make_plan(desired, nothing_there(), {}, {});
  EXPECT_EQ(made.steps.back().fields.at("contract"), action.contract) << "for a new one";

  // What replaces it for another reason takes its contract over.
  action.secure = true;
  const auto replaced = make_plan(desired, all_there(), {}, {.allow_replace = true});
  ASSERT_EQ(replaced.steps.back().operation, Operation::create_action);
  EXPECT_EQ(replaced.steps.back().fields.at("contract"), *all_there().actions[0].contract);
}

TEST(Planner, ReplacesACredentialThatSomebodyChangedOrWhoseRoleChanged) {
  const std::vector<std::string> replaced = {
      "create credential/Orders", "configure integration/Orders", "remove credential/Orders"};
  auto observed = all_there();
  observed.credentials[0].modified = "t2";
  EXPECT_EQ(titles(plan_for(observed, {}, record_of_all())), replaced);
  auto applied = record_of_all();
  applied.objects[{Kind::credential, "Orders"}].role_arn = "arn:aws:iam::123456789012:role/Old";
  const auto plan = plan_for(all_there(), {}, applied);
  EXPECT_EQ(titles(plan), replaced);
  EXPECT_EQ(plan.steps[1].because, "a new credential: its role has changed");
}

TEST(Planner, TakesTheSameMomentInAnotherSpellingForNoChange) {
  auto observed = all_there();
  auto applied = record_of_all();
  for (const auto& [recorded, seen] : std::vector<std::pair<std::string, std::string>>{
           {"2026-01-02T03:04:05.678Z", "2026-01-02T03:04:05Z"},
           {"", "2026-01-02T03:04:05Z"},
           {"2026-01-02T03:04:05Z", ""}}) {
    applied.objects[{Kind::credential, "Orders"}].modified = recorded;
    observed.credentials[0].modified = seen;
    EXPECT_EQ(titles(plan_for(observed, {}, applied)), std::vector<std::string>()) << recorded;
  }
}

TEST(Planner, ComparesWhatAContractSaysAndNotItsLabels) {
  auto observed = all_there();
  Json& schema = (*observed.actions[0].contract)["input"]["inputSchema"];
  schema["$schema"] = "http://json-schema.org/draft-04/schema#";
  schema["title"] = nullptr;
  schema["description"] = "made by hand";
  schema["additionalProperties"] = true;
  (*observed.actions[0].contract)["output"]["successSchema"]["required"] = Json::array();
  EXPECT_EQ(titles(plan_for(observed, {}, {})), std::vector<std::string>());
  schema["additionalProperties"] = false;
  EXPECT_FALSE(plan_for(observed, {}, {}).refusals.empty());
  schema["additionalProperties"] = true;
  schema["properties"]["title"] = {{"type", "string"}};
  EXPECT_FALSE(plan_for(observed, {}, {}).refusals.empty());
}

TEST(Planner, ReplacesFrozenFieldsOnlyWhenAllowed) {
  auto observed = all_there();
  (*observed.actions[0].contract)["input"]["inputSchema"]["type"] = "string";
  const auto plan = plan_for(observed, {.allow_replace = true, .today = "2026-11-22"});
  EXPECT_THAT(titles(plan),
              ElementsAre("update action/Orders/Get order (replaced 2026-11-22)",
                          "create action/Orders/Get order"));
  EXPECT_THAT(plan.steps[1].needs, ElementsAre(0U));
}

TEST(Planner, TellsWhichFieldForcesANewAction) {
  auto observed = all_there();
  (*observed.actions[0].contract)["output"]["successSchema"]["properties"] = {
      {"articles", {{"type", "integer"}}}};
  observed.actions[0].secure = true;
  observed.actions[0].category = "Other";
  const auto refused = plan_for(observed);
  ASSERT_EQ(refused.refusals.size(), 1U);
  EXPECT_THAT(refused.refusals[0].detail,
              HasSubstr("output.articles: optional integer becomes nothing\n"
                        "secure: true becomes false\n"));
  const auto plan = plan_for(observed, {.allow_replace = true, .today = "2026-11-22"});
  std::vector<std::string> fields;
  for (const auto& change : plan.steps.back().changes) {
    fields.push_back(change.field);
  }
  EXPECT_THAT(fields, ElementsAre("contract.output.articles", "secure", "category"));
}

TEST(Planner, KeepsAllowedWhatOtherActionsOfOurIntegrationInvoke) {
  const std::string other = "arn:aws:lambda:us-east-1:123456789012:function:other";
  auto observed = all_there();
  observed.roles[0].policies["Invoke"] = policy_of(other);
  observed.actions.push_back(
      {.id = "a9", .name = "Other", .integration_id = "i1", .function = other});
  const auto plan = plan_for(observed);
  EXPECT_THAT(plan.refusals, IsEmpty());
  ASSERT_EQ(plan.steps.size(), 1U);
  EXPECT_THAT(plan.steps[0].fields.at("document").get<std::string>(), HasSubstr(other));
  EXPECT_THAT(plan.notes, ::testing::Contains(HasSubstr("still allows " + other)));
}

TEST(Planner, WithdrawsWhatOnlyActionsOfOtherIntegrationsInvoke) {
  const std::string other = "arn:aws:lambda:us-east-1:123456789012:function:other";
  auto observed = all_there();
  observed.roles[0].policies["Invoke"] = policy_of(other);
  observed.integrations.push_back({.id = "i9", .name = "By hand"});
  observed.actions.push_back(
      {.id = "a9", .name = "Other", .integration_id = "i9", .function = other});
  const auto plan = plan_for(observed);
  EXPECT_THAT(plan.refusals, IsEmpty());
  ASSERT_EQ(plan.steps.size(), 2U);
  EXPECT_THAT(plan.steps[1].fields.at("document").get<std::string>(), Not(HasSubstr(other)));
}

TEST(Planner, RenamesByWasAndKeepsTheId) {
  auto desired = desired_one();
  desired.integrations[0].actions[0].name = "Order status";
  desired.integrations[0].actions[0].was = "Get order";
  const auto plan = make_plan(desired, all_there(), record_of_all(), {});
  EXPECT_THAT(titles(plan), ElementsAre("update action/Orders/Order status"));
  EXPECT_EQ(plan.steps[0].fields.at("id"), "a1");
}

}  // namespace
}  // namespace patchcord
