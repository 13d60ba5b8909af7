#include "patchcord/report/drift.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "patchcord/report/role_proof.h"

namespace patchcord {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Address role{Kind::role, "R"};
const Address credential{Kind::credential, "Orders"};
const Address integration{Kind::integration, "Orders"};

std::vector<std::string> told(const Plan& plan,
                              const std::vector<RoleProof>& roles = {},
                              std::set<std::string> unusable = {}) {
  std::vector<std::string> lines;
  for (const auto& error :
       drift_of({.plan = plan, .roles = roles, .unusable = std::move(unusable)})) {
    lines.push_back(error.what + (error.detail.empty() ? "" : " | " + error.detail));
  }
  return lines;
}

Step step(Operation operation, const Address& address, std::string because) {
  return {.operation = operation, .address = address, .because = std::move(because)};
}

TEST(Drift, IsNothingWithoutSteps) {
  EXPECT_THAT(told({}), IsEmpty());
}

TEST(Drift, OfAMissingRoleIsOneError) {
  Plan plan;
  plan.steps.push_back(step(Operation::create_role, role, "it is new"));
  auto policy = step(Operation::put_role_policy, {Kind::role_policy, "R"}, "it is new");
  policy.needs = {0};
  auto made = step(Operation::create_credential, credential, "its role is new");
  made.fields = {{"role_arn", reference_to(role, "arn")}};
  made.needs = {0, 1};
  auto bound = step(Operation::configure_integration, integration, "a new credential");
  bound.fields = {{"credential", reference_to(credential, "id")}};
  bound.changes = {{.field = "credential", .before = "old", .after = bound.fields["credential"]}};
  bound.needs = {2};
  auto removed = step(Operation::delete_credential, credential, "a new one takes its place");
  removed.needs = {3};
  plan.steps.insert(plan.steps.end(), {policy, made, bound, removed});
  EXPECT_THAT(
      told(plan),
      ElementsAre("role/R is not as the manifest says: it is missing | with it: " + policy.title() +
                  ", " + made.title() + ", " + bound.title() + ", " + removed.title()));
}

TEST(Drift, OfAnActionThatOnlyWaitsForAPolicyIsItsOwn) {
  Plan plan;
  plan.steps.push_back(
      step(Operation::put_role_policy, {Kind::role_policy, "R"}, "changed outside patchcord"));
  auto action = step(Operation::create_action, {Kind::action, "Orders/Get"}, "it is new");
  action.fields = {{"integration_id", "i-1"}};
  action.needs = {0};
  plan.steps.push_back(action);
  const auto lines = told(plan);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[1], "action/Orders/Get is not as the manifest says: it is missing");
}

TEST(Drift, OfAMissingIntegrationTakesItsActionsWithIt) {
  Plan plan;
  plan.steps.push_back(step(Operation::create_integration, integration, "it is new"));
  auto action = step(Operation::create_action, {Kind::action, "Orders/Get"}, "it is new");
  action.fields = {{"integration_id", reference_to(integration, "id")}};
  action.needs = {0};
  plan.steps.push_back(action);
  EXPECT_THAT(told(plan),
              ElementsAre("integration/Orders is not as the manifest says: it is missing | with "
                          "it: create action/Orders/Get"));
}

TEST(Drift, OfAPolicyThatIsWrittenTwiceIsOneError) {
  Plan plan;
  const Address policy{Kind::role_policy, "R/Invoke"};
  plan.steps.push_back(step(Operation::put_role_policy, policy, "what is wanted has changed"));
  plan.steps.push_back(step(Operation::put_role_policy, policy, "what no action uses any more"));
  plan.steps.back().needs = {0};
  EXPECT_THAT(told(plan),
              ElementsAre("role policy/R/Invoke is not as the manifest says: what is wanted has "
                          "changed"));
}

TEST(Drift, TellsWhatIsWrongInADocumentWhereThePlanWritesIt) {
  Plan plan;
  plan.steps.push_back(step(
      Operation::put_role_policy, {Kind::role_policy, "R/Invoke"}, "changed outside patchcord"));
  RoleProof proof{.role = "R"};
  const auto found = [&](const char* text, const char* document) {
    proof.findings.push_back(
        {.about = RoleFinding::About::permission, .finding = {.text = text}, .document = document});
  };
  found("too wide", "inline policy Invoke");
  found("nothing allows it", "");
  found("another is too wide", "inline policy Extra");
  EXPECT_THAT(told(plan, {proof}),
              ElementsAre("role policy/R/Invoke is not as the manifest says: changed outside "
                          "patchcord | too wide\nnothing allows it"));
  const auto others = problems_of(proof, plan);
  ASSERT_EQ(others.size(), 1U);
  EXPECT_EQ(others[0].what, "role R: another is too wide");
}

TEST(Drift, IsNotWhatOnlyTurnsToAFunctionThatCannotBeUsed) {
  const std::string function = "arn:aws:lambda:us-east-1:123456789012:function:lookup:lvie";
  Plan plan;
  const auto add = [&](const char* because, const std::string& after) {
    auto made = step(Operation::update_action, {Kind::action, "Orders/Get"}, because);
    made.changes = {{.field = "config.request.requestUrlTemplate", .after = after}};
    plan.steps.push_back(made);
  };
  add("what is wanted has changed", function);
  EXPECT_THAT(told(plan, {}, {function}), IsEmpty());
  EXPECT_EQ(told(plan, {}, {function + "x"}).size(), 1U) << "it turns to another one";
  EXPECT_EQ(told(plan).size(), 1U);
  add("changed outside patchcord", function);
  EXPECT_EQ(told(plan, {}, {function}).size(), 1U) << "somebody else changed it, too";
}

}  // namespace
}  // namespace patchcord
