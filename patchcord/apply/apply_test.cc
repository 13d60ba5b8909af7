#include "patchcord/apply/apply.h"

#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "patchcord/plan/planner.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_cloud.h"
#include "tests/support/memory_journal.h"

namespace patchcord {
namespace {

using test::MemoryJournal;
using test::NoEvents;

Desired desired_one() {
  const auto function =
      *FunctionArn::parse("arn:aws:lambda:us-east-1:123456789012:function:lookup");
  DesiredAction action{.name = "Get order", .category = "Orders", .function = function};
  action.config = {{"request", {{"requestUrlTemplate", function.text()}}}};
  action.contract = {{"input", {{"inputSchema", {{"type", "object"}}}}},
                     {"output", {{"successSchema", {{"type", "object"}}}}}};
  Desired desired{.deployment = "orders", .trusted_account = "765628985471"};
  desired.roles.push_back({.name = "R", .policy_name = "Invoke", .functions = {function}});
  desired.integrations.push_back(
      {.key = "orders", .name = "Orders", .role = "R", .actions = {action}});
  return desired;
}

// One run of the program: observe, plan, apply.
struct Session {
  test::FakeCloud& cloud;
  MemoryJournal& journal;
  test::FakeClock clock{};
  NoEvents events{};
  std::size_t in_flight{1};

  std::vector<Outcome> operator()() {
    const Remotes remotes{.aws = cloud, .genesys = cloud};
    const auto observed = observe(desired_one(), journal.applied, remotes);
    const auto plan =
        make_plan(desired_one(), *observed, journal.applied, {.operation_id = "0badcafe"});
    return *apply(plan,
                  *observed,
                  {.remotes = remotes,
                   .journal = journal,
                   .clock = clock,
                   .events = events,
                   .in_flight = in_flight});
  }
};

bool settled(const test::FakeCloud& cloud, const Applied& applied) {
  const auto plan = make_plan(desired_one(), cloud.world, applied, {});
  return plan.empty();
}

void expect_one_of_each(const test::FakeCloud& cloud) {
  EXPECT_EQ(cloud.world.roles.size(), 1U);
  EXPECT_EQ(cloud.world.integrations.size(), 1U);
  EXPECT_EQ(cloud.world.credentials.size(), 1U);
  EXPECT_EQ(cloud.world.actions.size(), 1U);
}

TEST(Apply, MakesEverythingAndThenWantsNothing) {
  test::FakeCloud cloud;
  MemoryJournal journal;
  for (const auto& outcome : Session{cloud, journal}()) {
    EXPECT_EQ(outcome.state, Outcome::State::done);
  }
  expect_one_of_each(cloud);
  EXPECT_TRUE(settled(cloud, journal.applied));
  EXPECT_TRUE(settled(cloud, {})) << "losing the record must lose nothing that matters";
  EXPECT_EQ(journal.applied.objects.at({Kind::credential, "Orders"}).role_arn,
            "arn:aws:iam::123456789012:role/R");
  EXPECT_THAT(journal.intents,
              ::testing::ElementsAre("create_integration integration/Orders",
                                     "create_credential credential/Orders",
                                     "create_action action/Orders/Get order"));
}

// Every step × every fault × with and without the record: running again ends in the same state.
TEST(Apply, ConvergesAfterAFaultAtAnyStep) {
  for (const bool keep_record : {true, false}) {
    for (const bool after : {false, true}) {
      for (int nth = 1; nth <= 7; ++nth) {
        SCOPED_TRACE(::testing::Message() << "step " << nth << (after ? " after" : " before")
                                          << " the effect, record " << keep_record);
        test::FakeCloud cloud;
        MemoryJournal journal;
        cloud.fault = test::FakeCloud::Fault{.nth = nth, .after = after};
        Session{cloud, journal}();
        if (!keep_record) journal.applied = {};
        Session{cloud, journal}();
        expect_one_of_each(cloud);
        EXPECT_TRUE(settled(cloud, journal.applied));
      }
    }
  }
}

TEST(Apply, FindsACreateWhoseAnswerWasLostInsteadOfRepeatingIt) {
  test::FakeCloud cloud;
  MemoryJournal journal;
  cloud.fault = test::FakeCloud::Fault{.nth = 3, .after = true};
  const auto outcomes = Session{cloud, journal}();
  EXPECT_EQ(outcomes[2].state, Outcome::State::done);
  EXPECT_THAT(outcomes[2].notes, ::testing::ElementsAre(::testing::HasSubstr("found by its name")));
  EXPECT_EQ(
      std::count(cloud.performed.begin(), cloud.performed.end(), Operation::create_integration), 1);
}

TEST(Apply, LeavesAnIntentOpenOnlyWhenNobodyKnowsWhatHappened) {
  test::FakeCloud refusing;
  MemoryJournal journal;
  refusing.fault = test::FakeCloud::Fault{.nth = 3, .after = false};
  Session{refusing, journal}();
  EXPECT_TRUE(journal.applied.unfinished.empty()) << "it certainly made nothing";
}

TEST(Apply, StopsAtTheFirstFailureAndSaysWhere) {
  test::FakeCloud cloud;
  MemoryJournal journal;
  cloud.fault = test::FakeCloud::Fault{.nth = 2, .after = false};
  const auto outcomes = Session{cloud, journal}();
  ASSERT_EQ(outcomes.size(), 7U);
  EXPECT_EQ(outcomes[0].state, Outcome::State::done);
  EXPECT_EQ(outcomes[1].state, Outcome::State::failed);
  EXPECT_THAT(outcomes[1].error->during,
              ::testing::ElementsAre("step 2 of 7: write role policy/R/Invoke"));
  EXPECT_EQ(outcomes[2].state, Outcome::State::skipped);
}

}  // namespace
}  // namespace patchcord
