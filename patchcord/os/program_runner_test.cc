#include "patchcord/os/program_runner.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/fake_clock.h"
#include "tests/support/result_matchers.h"

namespace patchcord::os {
namespace {

using test::FailsWith;
using test::IsOk;

class Programs : public ::testing::Test {
 protected:
  Result<ProgramEnd> run(std::vector<std::string> words) {
    return SystemPrograms(clock).run(
        {.words = std::move(words), .time_limit = limit, .max_output = 4096});
  }

  test::FakeClock clock;
  Milliseconds limit{60'000};
};

TEST_F(Programs, GiveWhatTheyWriteAndHowTheyEnded) {
  const auto end = run({"sh", "-c", "printf out; printf err >&2; exit 3"});
  ASSERT_THAT(end, IsOk());
  EXPECT_EQ(end->output, Secret("out"));
  EXPECT_EQ(end->complaint, "err");
  EXPECT_EQ(end->status, 3);
}

TEST_F(Programs, GetTheirWordsWithoutAShell) {
  EXPECT_EQ(run({"printf", "%s|", "$HOME", "; exit 1", "a  b"})->output,
            Secret("$HOME|; exit 1|a  b|"));
}

TEST_F(Programs, HaveNothingToRead) {
  EXPECT_EQ(run({"cat"})->output, Secret(""));
}

TEST_F(Programs, ThatDoNotExistAreAnError) {
  EXPECT_THAT(run({"/no/such/program"}), FailsWith(Code::not_found));
  EXPECT_THAT(run({"/"}), FailsWith(Code::denied));
}

TEST_F(Programs, ThatWriteTooMuchAreEnded) {
  EXPECT_THAT(run({"yes"}), FailsWith(Code::protocol));
  EXPECT_THAT(run({"sh", "-c", "head -c 5000 /dev/zero"}), FailsWith(Code::protocol));
  EXPECT_EQ(run({"sh", "-c", "yes >&2 & sleep 0; exit 0"})->status, 0) << "complaints are cut";
}

TEST_F(Programs, ThatTakeTooLongAreEnded) {
  limit = Milliseconds(1);
  EXPECT_THAT(run({"sleep", "1000"}), FailsWith(Code::deadline));
}

TEST_F(Programs, AreEndedByAnInterruption) {
  clock.cancel();
  EXPECT_THAT(run({"sleep", "1000"}), FailsWith(Code::cancelled));
}

TEST_F(Programs, ThatASignalEndsHaveItsNumber) {
  EXPECT_EQ(run({"sh", "-c", "kill -9 $$"})->status, 137);
}

}  // namespace
}  // namespace patchcord::os
