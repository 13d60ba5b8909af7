#include "patchcord/report/drift.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace patchcord {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Address role{Kind::role, "R"};
const Address credential{Kind::credential, "Orders"};
const Address integration{Kind::integration, "Orders"};

std::vector<std::string> told(const Plan& plan) {
  std::vector<std::string> lines;
  for (const auto& error : drift_of(plan, "")) {
    lines.push_back(error.what + (error.detail.empty() ? "" : " | " + error.detail));
  }
  return lines;
}

Step step(Operation operation, const Address& address, std::string because) {
  return {.operation = operation, .address = address, .because = std::move(because)};
}

TEST(Drift, IsNothingWithoutSteps) {
  EXPECT_THAT(drift_of({}, "hint"), IsEmpty());
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

}  // namespace
}  // namespace patchcord
