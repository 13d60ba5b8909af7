#include "patchcord/http/retry.h"

#include <chrono>

#include <gtest/gtest.h>

#include "tests/support/fake_clock.h"
#include "tests/support/result_matchers.h"
#include "tests/support/scripted_transport.h"

namespace patchcord::http {
namespace {

using std::chrono::seconds;
using test::answer;
using test::FailsWith;
using test::IsOk;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// 503 may have been executed, 429 was not, 401 asks for another token, everything else is final.
Verdict judge(const Request&, const Result<Response>& result) {
  if (!result.ok()) return judge_failure(result.error());
  switch (result->status) {
    case 401:
      return {.meaning = Meaning::refused, .reason = "401", .sign_again = true};
    case 429:
      return {.meaning = Meaning::refused, .reason = "429"};
    case 503:
      return {.meaning = Meaning::transient, .reason = "503"};
    default:
      return {};
  }
}

Error failure(Code code, Effect effect) {
  return {.code = code, .what = "lost", .effect = effect};
}

struct World {
  explicit World(std::vector<Result<Response>> answers, Waits waits = {})
      : wire(std::move(answers)),
        transport(
            wire,
            judge,
            {.clock = clock, .events = events, .random = [] { return 1.0; }, .waits = waits}) {}
  test::FakeClock clock;
  test::RecordedEvents events;
  test::ScriptedTransport wire;
  Retrying transport;
};

const Request safe{.service = "s", .operation = "Op", .repeat = Repeat::safe};
const Request unsafe{.service = "s", .operation = "Op", .method = "POST", .repeat = Repeat::unsafe};

TEST(Retrying, ASafeRequestIsRepeatedWithGrowingDelays) {
  World world({answer(503), answer(503), failure(Code::deadline, Effect::unknown), answer(200)});
  EXPECT_THAT(world.transport.send(safe), IsOk());
  EXPECT_THAT(world.clock.waits(), ElementsAre(seconds(1), seconds(2), seconds(4)));
  const auto planned = world.events.of<RetryPlanned>();
  ASSERT_EQ(planned.size(), 3U);
  EXPECT_EQ(planned[0].reason, "503");
  EXPECT_EQ(planned[2].attempt, 3);
}

TEST(Retrying, AnUnsafeRequestIsNotRepeatedWhenItMayHaveBeenExecuted) {
  World after_503({answer(503), answer(200)});
  const auto result = after_503.transport.send(unsafe);
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->status, 503);
  World after_loss({failure(Code::unavailable, Effect::unknown), answer(200)});
  EXPECT_THAT(after_loss.transport.send(unsafe), FailsWith(Code::unavailable));
  EXPECT_EQ(after_loss.wire.requests().size(), 1U);
}

TEST(Retrying, AnUnsafeRequestIsRepeatedWhenItCertainlyWasNotExecuted) {
  World world({failure(Code::unavailable, Effect::none), answer(429), answer(200)});
  EXPECT_EQ(world.transport.send(unsafe)->status, 200);
  EXPECT_EQ(world.wire.requests().size(), 3U);
}

TEST(Retrying, RetryAfterIsALowerBound) {
  World world({answer(429, "", {{"Retry-After", "23"}}), answer(200)});
  EXPECT_THAT(world.transport.send(unsafe), IsOk());
  ASSERT_EQ(world.clock.waits().size(), 1U);
  EXPECT_GE(world.clock.waits()[0], seconds(23));
  EXPECT_LT(world.clock.waits()[0], seconds(25));
}

TEST(Retrying, AServiceThatAsksForTooMuchIsNotWaitedFor) {
  World world({answer(429, "", {{"Retry-After", "181"}}), answer(200)});
  EXPECT_EQ(world.transport.send(safe)->status, 429);
  EXPECT_THAT(world.clock.waits(), IsEmpty());
}

TEST(Retrying, TheDeadlineIsKept) {
  World world({answer(503)}, {.operation = seconds(60)});
  const auto begin = world.clock.now();
  EXPECT_EQ(world.transport.send(safe)->status, 503);
  EXPECT_LE(world.clock.now() - begin, seconds(60));
  EXPECT_GT(world.clock.now() - begin, seconds(30));
}

TEST(Retrying, EndsEvenWhenWaitingTakesNoTime) {
  World world({answer(503)}, {.backoff = Milliseconds(0)});
  EXPECT_EQ(world.transport.send(safe)->status, 503);
  EXPECT_EQ(world.wire.requests().size(), 20U);
}

TEST(Retrying, AHostThatCannotBeReachedIsTriedFiveTimes) {
  World world({failure(Code::unavailable, Effect::none)});
  EXPECT_THAT(world.transport.send(safe), FailsWith(Code::unavailable));
  EXPECT_EQ(world.wire.requests().size(), 5U);
}

TEST(Retrying, ARefusedTokenGetsOneMoreAttemptAtOnce) {
  World world({answer(401), answer(401), answer(200)});
  EXPECT_EQ(world.transport.send(unsafe)->status, 401);
  EXPECT_EQ(world.wire.requests().size(), 2U);
  EXPECT_THAT(world.clock.waits(), ElementsAre(seconds(0)));
}

TEST(Retrying, CancellingStopsTheWait) {
  World world({answer(503)});
  world.clock.cancel();
  EXPECT_THAT(world.transport.send(safe), FailsWith(Code::cancelled));
  EXPECT_EQ(world.wire.requests().size(), 1U);
}

TEST(Retrying, WhatCannotGetBetterIsNotRepeated) {
  for (const auto code : {Code::invalid, Code::protocol, Code::cancelled, Code::unauthenticated}) {
    World world({failure(code, Effect::none)});
    EXPECT_THAT(world.transport.send(safe), FailsWith(code));
    EXPECT_EQ(world.wire.requests().size(), 1U);
  }
}

}  // namespace
}  // namespace patchcord::http
