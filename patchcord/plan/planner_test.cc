#include "patchcord/plan/planner.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "patchcord/model/marks.h"

namespace patchcord {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr const char* organization = "1f6d3c1e-5a0b-4a53-9d0e-0b7c2a9e4f10";
constexpr const char* function = "arn:aws:lambda:us-east-1:123456789012:function:lookup:live";
const std::string role_name = "GenesysCloudLambdaRole";

Desired desired_one() {
  DesiredAction action{
      .name = "Get order", .category = "Orders", .function = *FunctionArn::parse(function)};
  action.config = {{"timeoutSeconds", 15},
                   {"request",
                    {{"requestUrlTemplate", function},
                     {"requestType", "POST"},
                     {"requestTemplate", "${input.rawRequest}"},
                     {"headers", Json::object()}}},
                   {"response",
                    {{"translationMap", Json::object()},
                     {"translationMapDefaults", Json::object()},
                     {"successTemplate", "${rawResult}"}}}};
  action.contract = {{"input", {{"inputSchema", {{"type", "object"}, {"required", {"a", "b"}}}}}},
                     {"output", {{"successSchema", {{"type", "object"}}}}}};
  Desired desired{.deployment = "orders", .trusted_account = "765628985471"};
  desired.roles.push_back({.name = role_name,
                           .description = "made for Genesys Cloud",
                           .policy_name = "Invoke",
                           .functions = {action.function}});
  desired.integrations.push_back(
      {.key = "orders", .name = "Orders", .role = role_name, .actions = {action}});
  return desired;
}

Observed nothing_there() {
  Observed observed;
  observed.organization = Organization{.id = organization, .name = "Example"};
  observed.caller = Caller{.account = "123456789012",
                           .arn = "arn:aws:iam::123456789012:user/operator",
                           .partition = "aws"};
  return observed;
}

Json trust_of(const std::string& external_id) {
  return Json::parse(
      R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"765628985471"},"Action":"sts:AssumeRole",
    "Condition":{"StringEquals":{"sts:ExternalId":")" +
      external_id + R"("}}}})");
}

Json policy_of(const std::string& arn) {
  return Json::parse(
      R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"lambda:InvokeFunction","Resource":")" +
      arn + R"("}})");
}

// Everything as desired_one() wants it, ours.
Observed all_there() {
  const auto desired = desired_one();
  const auto& action = desired.integrations[0].actions[0];
  auto observed = nothing_there();
  observed.roles.push_back({.name = role_name,
                            .arn = "arn:aws:iam::123456789012:role/" + role_name,
                            .path = "/",
                            .description = "made for Genesys Cloud",
                            .tags = {{std::string(marks::deployment_tag), "orders"},
                                     {std::string(marks::organization_tag), organization}},
                            .trust = trust_of(organization),
                            .policies = {{"Invoke", policy_of(function)}}});
  observed.integrations.push_back({.id = "i1",
                                   .name = "Orders",
                                   .notes = "patchcord:orders/orders",
                                   .intended_state = "ENABLED",
                                   .reported_state = "ACTIVE"});
  observed.integrations[0].config = ObservedConfig{.name = "Orders",
                                                   .version = 2,
                                                   .notes = "patchcord:orders/orders",
                                                   .credentials = {{"AmazonWebServicesARN", "c1"}}};
  observed.credentials.push_back({.id = "c1", .name = "patchcord:orders/orders", .modified = "t1"});
  observed.actions.push_back({.id = "a1",
                              .name = "Get order",
                              .integration_id = "i1",
                              .category = "Orders",
                              .version = 1,
                              .config = action.config,
                              .contract = action.contract});
  return observed;
}

Applied record_of_all() {
  Applied applied{.present = true};
  applied.objects[{Kind::credential, "Orders"}] = {
      .id = "c1",
      .name = "patchcord:orders/orders",
      .role_arn = "arn:aws:iam::123456789012:role/" + role_name,
      .modified = "t1"};
  applied.objects[{Kind::integration, "Orders"}] = {.id = "i1", .name = "Orders"};
  applied.objects[{Kind::action, "Orders/Get order"}] = {
      .id = "a1", .name = "Get order", .version = 1};
  return applied;
}

std::vector<std::string> titles(const Plan& plan) {
  std::vector<std::string> titles;
  for (const auto& step : plan.steps) {
    titles.push_back(step.title());
  }
  return titles;
}

Plan plan_for(const Observed& observed,
              const PlanOptions& options = {},
              const Applied& applied = {}) {
  return make_plan(desired_one(), observed, applied, options);
}

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

TEST(Planner, RefusesWhatBelongsToOthers) {
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

TEST(Planner, NeverAdoptsARoleThatAnotherOrganizationUses) {
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

TEST(Planner, AdoptsWhenToldAndShowsEveryDifference) {
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

TEST(Planner, ReplacesFrozenFieldsOnlyWhenAllowed) {
  auto observed = all_there();
  (*observed.actions[0].contract)["input"]["inputSchema"]["type"] = "string";
  const auto plan = plan_for(observed, {.allow_replace = true, .today = "2026-11-22"});
  EXPECT_THAT(titles(plan),
              ElementsAre("update action/Orders/Get order (replaced 2026-11-22)",
                          "create action/Orders/Get order"));
  EXPECT_THAT(plan.steps[1].needs, ElementsAre(0U));
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

TEST(Planner, KeepsACredentialThatAnotherIntegrationMayUse) {
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

TEST(Planner, LeavesUnknownActionsAloneAndSaysSo) {
  auto observed = all_there();
  observed.actions.push_back({.id = "a9", .name = "By hand", .integration_id = "i1"});
  const auto plan = plan_for(observed);
  EXPECT_TRUE(plan.empty());
  EXPECT_THAT(plan.notes, ::testing::Contains(HasSubstr("\"By hand\" (a9)")));
}

TEST(Planner, RefusesAnExternalIdThatGenesysNeverSends) {
  auto desired = desired_one();
  desired.external_id = "customer-7";
  const auto refused = make_plan(desired, nothing_there(), {}, {});
  ASSERT_EQ(refused.refusals.size(), 1U);
  EXPECT_THAT(refused.refusals[0].what, HasSubstr("customer-7 is not the organization's id"));
  const auto told = make_plan(desired, nothing_there(), {}, {.any_external_id = true});
  EXPECT_THAT(told.refusals, IsEmpty());
  EXPECT_THAT(told.steps[0].fields.at("trust").get<std::string>(), HasSubstr("customer-7"));
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
