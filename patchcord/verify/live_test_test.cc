#include "patchcord/verify/live_test.h"

#include <deque>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/fake_clock.h"

namespace patchcord {
namespace {

Json failure(const std::string& code) {
  const Json error = {{"message", "no"}, {"details", {{{"errorCode", code}}}}};
  return {
      {"success", false},
      {"error", error},
      {"operations",
       {{{"step", 1}, {"name", "one"}, {"success", true}},
        {{"step", 4}, {"name", "Perform authentication"}, {"success", false}, {"error", error}}}}};
}

Json success() {
  return {{"success", true}};
}

// Answers from a list, the last one for ever.
class Tester : public ActionTester {
 public:
  explicit Tester(std::vector<Json> answers) : answers_(answers.begin(), answers.end()) {}
  int calls{};

  Result<Json> test(const std::string& /*action_id*/, const Json& /*input*/) override {
    ++calls;
    Json answer = answers_.front();
    if (answers_.size() > 1) answers_.pop_front();
    return answer;
  }

 private:
  std::deque<Json> answers_;
};

class NoEvents : public Events {
 public:
  void emit(const Event& /*event*/) override {}
};

constexpr Milliseconds patience = std::chrono::minutes(2);

struct Bench {
  test::FakeClock clock{};
  NoEvents events{};
  Result<LiveTest> run(Tester& tester) {
    return run_live_test("a1",
                         Json::object(),
                         {.tester = tester,
                          .clock = clock,
                          .events = events,
                          .poll = std::chrono::seconds(1),
                          .patience = clock.now() + patience});
  }
};

TEST(LiveTest, RepeatsOnlyWhatRanNothing) {
  Tester heals({failure("ACTION.AUTHENTICATION"), failure("ACTION.AUTHENTICATION"), success()});
  const auto healed = Bench{}.run(heals);
  EXPECT_TRUE(healed->passed);
  EXPECT_EQ(healed->authentications_failed, 2);

  Tester broken({failure("ACTION.REMOTE_ENDPOINT"), success()});
  EXPECT_FALSE(Bench{}.run(broken)->passed);
  EXPECT_EQ(broken.calls, 1);
}

TEST(LiveTest, GivesUpAfterThePropagationTime) {
  Tester never(std::vector<Json>{failure("ACTION.AUTHENTICATION")});
  Bench bench;
  const auto began = bench.clock.now();
  EXPECT_FALSE(bench.run(never)->passed);
  EXPECT_EQ(bench.clock.now() - began, patience);
}

TEST(LiveTest, NamesTheOperationThatFailed) {
  EXPECT_EQ(failing_operation(failure("X")), "step 4, Perform authentication: no");
  EXPECT_EQ(failing_operation({{"success", true}}), "");
  auto nested = failure("ACTION.REMOTE_ENDPOINT");
  nested["operations"][1]["error"]["errors"] = {{{"message", "no such order"}}};
  EXPECT_EQ(failing_operation(nested), "step 4, Perform authentication: no: no such order");
}

}  // namespace
}  // namespace patchcord
