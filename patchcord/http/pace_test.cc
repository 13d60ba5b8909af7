#include "patchcord/http/pace.h"

#include <thread>

#include <gtest/gtest.h>

#include "tests/support/fake_clock.h"
#include "tests/support/result_matchers.h"
#include "tests/support/scripted_transport.h"

namespace patchcord::http {
namespace {

using std::chrono::seconds;
using test::IsOk;

// A window of `budget` requests each minute that begins with its first request, and 429 beyond.
class LimitedService : public Transport {
 public:
  LimitedService(test::FakeClock& clock, int budget) : clock_(clock), budget_(budget) {}

  Result<Response> send(const Request&) override {
    const std::lock_guard lock(mutex_);
    if (clock_.now() >= end_) {
      end_ = clock_.now() + seconds(60);
      used_ = 0;
    }
    ++used_;
    if (used_ > budget_) ++refused_;
    const auto reset = std::chrono::ceil<seconds>(end_ - clock_.now()).count();
    return test::answer(used_ > budget_ ? 429 : 200,
                        "",
                        {{"inin-ratelimit-count", std::to_string(used_)},
                         {"ININ-RateLimit-Allowed", std::to_string(budget_)},
                         {"inin-ratelimit-reset", std::to_string(reset)}});
  }
  [[nodiscard]] int refused() const { return refused_; }

 private:
  test::FakeClock& clock_;
  int budget_;
  std::mutex mutex_;
  TimePoint end_{};
  int used_{};
  int refused_{};
};

TEST(Paced, NeverRunsIntoALimitThatItCouldHaveForeseen) {
  test::FakeClock clock;
  test::RecordedEvents events;
  LimitedService service(clock, 10);
  Paced transport(service, clock, events);
  const auto begin = clock.now();
  for (int i = 0; i < 35; ++i) {
    EXPECT_THAT(transport.send({}), IsOk());
    clock.advance(Milliseconds(137));
  }
  EXPECT_EQ(service.refused(), 0);
  EXPECT_EQ(events.of<patchcord::Paced>().size(), 3U);
  EXPECT_LT(clock.now() - begin, seconds(3 * 62 + 5));
}

TEST(Paced, RequestsUnderWayCountToo) {
  test::FakeClock clock;
  test::RecordedEvents events;
  LimitedService service(clock, 10);
  Paced transport(service, clock, events);
  ASSERT_THAT(transport.send({}), IsOk());
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 10; ++j)
        EXPECT_THAT(transport.send({}), IsOk());
    });
  }
  for (auto& thread : threads)
    thread.join();
  EXPECT_EQ(service.refused(), 0);
}

TEST(Paced, AnswersWithoutOrWithOddHeadersHoldNothingBack) {
  test::FakeClock clock;
  test::RecordedEvents events;
  const Response odd = test::answer(200,
                                    "",
                                    {{"inin-ratelimit-count", "-3"},
                                     {"inin-ratelimit-allowed", "x"},
                                     {"inin-ratelimit-reset", "1e9"}});
  test::ScriptedTransport wire({test::answer(200), odd});
  Paced transport(wire, clock, events);
  for (int i = 0; i < 1000; ++i)
    EXPECT_THAT(transport.send({}), IsOk());
  EXPECT_TRUE(clock.waits().empty());
}

TEST(Paced, AnAbsurdResetIsNotWaitedFor) {
  test::FakeClock clock;
  test::RecordedEvents events;
  test::ScriptedTransport wire({test::answer(200,
                                             "",
                                             {{"inin-ratelimit-count", "5"},
                                              {"inin-ratelimit-allowed", "5"},
                                              {"inin-ratelimit-reset", "999999999"}})});
  Paced transport(wire, clock, events);
  EXPECT_THAT(transport.send({}), IsOk());
  EXPECT_THAT(transport.send({}), IsOk());
  ASSERT_EQ(clock.waits().size(), 1U);
  EXPECT_LE(clock.waits()[0], seconds(301));
}

}  // namespace
}  // namespace patchcord::http
