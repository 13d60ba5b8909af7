#include "patchcord/http/backoff.h"

#include <gtest/gtest.h>

namespace patchcord::http {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

TEST(Backoff, DoublesUpToTwentyTimesTheBase) {
  const Milliseconds base = seconds(1);
  EXPECT_EQ(backoff_delay(base, 1, 1), seconds(1));
  EXPECT_EQ(backoff_delay(base, 2, 1), seconds(2));
  EXPECT_EQ(backoff_delay(base, 5, 1), seconds(16));
  EXPECT_EQ(backoff_delay(base, 6, 1), seconds(20));
  EXPECT_EQ(backoff_delay(base, 1'000'000, 1), seconds(20));
}

TEST(Backoff, StaysBetweenHalfAndAll) {
  EXPECT_EQ(backoff_delay(seconds(8), 1, 0), seconds(4));
  EXPECT_EQ(backoff_delay(seconds(8), 1, 0.5), seconds(6));
  EXPECT_EQ(backoff_delay(seconds(8), 1, -7), seconds(4));
  EXPECT_EQ(backoff_delay(Milliseconds(0), 9, 0.9), Milliseconds(0));
}

TEST(RetryAfter, IsReadInBothForms) {
  const TimePoint now{Milliseconds(1'767'323'045'000)};
  struct Case {
    const char* text;
    std::optional<Milliseconds> expected;
  };
  const Case cases[] = {
      {"0", seconds(0)},
      {" 23 ", seconds(23)},
      {"Fri, 02 Jan 2026 03:04:35 GMT", seconds(30)},
      {"Fri, 02 Jan 2026 03:00:00 GMT", seconds(0)},
      {"999999999999999999999999", hours(24)},
      {"Fri, 02 Jan 2099 03:04:35 GMT", hours(24)},
      {"", std::nullopt},
      {"-5", std::nullopt},
      {"1.5", std::nullopt},
      {"soon", std::nullopt},
  };
  for (const auto& [text, expected] : cases)
    EXPECT_EQ(parse_retry_after(text, now), expected) << text;
}

}  // namespace
}  // namespace patchcord::http
