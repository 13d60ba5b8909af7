#include "patchcord/cli/progress.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace patchcord::cli {
namespace {

TEST(WaitFilter, TellsOfOneThingAtMostOnceInTenSecondsOfIt) {
  WaitFilter filter;
  const Waiting wait{.what = "the role", .why = "…", .delay = Milliseconds(2000)};
  int shown = 0;
  for (int i = 0; i < 16; ++i) {
    shown += filter.shows(wait) ? 1 : 0;
  }
  EXPECT_EQ(shown, 4) << "at the beginning, and after 10, 20 and 30 of 32 seconds";
}

TEST(WaitFilter, TellsOfEachThing) {
  WaitFilter filter;
  EXPECT_TRUE(filter.shows({.what = "one", .delay = Milliseconds(1)}));
  EXPECT_TRUE(filter.shows({.what = "another", .delay = Milliseconds(1)}));
  EXPECT_FALSE(filter.shows({.what = "one", .delay = Milliseconds(1)}));
}

TEST(Progress, CountsStepsInOneColumn) {
  const auto line = [](int number, int of) {
    return event_text(StepEnded{.number = number, .of = of, .title = "create x", .ok = true},
                      Verbosity::steps,
                      Style{});
  };
  EXPECT_THAT(line(9, 15), testing::HasSubstr("  9/15 create x"));
  EXPECT_THAT(line(10, 15), testing::HasSubstr(" 10/15 create x"));
  EXPECT_THAT(line(1, 7), testing::HasSubstr(" 1/7 create x"));
}

}  // namespace
}  // namespace patchcord::cli
