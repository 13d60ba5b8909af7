#include "patchcord/base/parallel.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <vector>

#include <gtest/gtest.h>

namespace patchcord {
namespace {

TEST(InFlight, DoesEachPieceOnce) {
  for (const std::size_t limit : {1U, 4U, 100U}) {
    std::vector<std::atomic<int>> done(37);
    ASSERT_TRUE(in_flight(done.size(), limit, [&](std::size_t i) -> Result<void> {
                  ++done[i];
                  return {};
                }).ok());
    for (const auto& one : done) {
      EXPECT_EQ(one, 1);
    }
  }
  EXPECT_TRUE(in_flight(0, 4, [](std::size_t) -> Result<void> { return {}; }).ok());
}

TEST(InFlight, HasSeveralAtATimeAndNeverMore) {
  std::mutex mutex;
  std::condition_variable met;
  int running = 0;
  int most = 0;
  ASSERT_TRUE(in_flight(12, 4, [&](std::size_t) -> Result<void> {
                std::unique_lock lock(mutex);
                most = std::max(most, ++running);
                met.notify_all();
                // Nobody leaves before four have met: this hangs if they never do.
                met.wait(lock, [&] { return most == 4; });
                --running;
                return {};
              }).ok());
  EXPECT_EQ(most, 4);
}

TEST(InFlight, BeginsNothingAfterAFailureAndReportsTheFirst) {
  std::atomic<int> begun{0};
  const auto done = in_flight(1000, 1, [&](std::size_t i) -> Result<void> {
    ++begun;
    if (i == 3) return Error{.code = Code::denied, .what = "the third"};
    return {};
  });
  EXPECT_EQ(done.error().what, "the third");
  EXPECT_EQ(begun, 4);
}

}  // namespace
}  // namespace patchcord
