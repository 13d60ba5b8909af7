#include "patchcord/cli/variables.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace patchcord::cli {
namespace {

TEST(EnvFile, ReadsWhatShellsRead) {
  const auto variables = parse_env_file(
      "# comment\n\nexport A='one two'\nB=plain\nC=\"with \\\" quote\" \nD='it'\\''s'\nE=x # "
      "comment\nF=\nG=a#b\r\n",
      "env");
  ASSERT_TRUE(variables.ok()) << variables.error().what;
  EXPECT_EQ(*variables,
            (Variables{{"A", "one two"},
                       {"B", "plain"},
                       {"C", "with \" quote"},
                       {"D", "it's"},
                       {"E", "x"},
                       {"F", ""},
                       {"G", "a#b"}}));
}

TEST(EnvFile, NamesTheLineThatIsWrong) {
  for (const std::string line : {"no assignment", "1A=x", "A='open", "=x"}) {
    const auto variables = parse_env_file("OK=1\n" + line + "\n", "my.env");
    ASSERT_FALSE(variables.ok()) << line;
    EXPECT_EQ(variables.error().at, "my.env:2");
  }
}

TEST(Waits, AreReadFromVariablesAndChecked) {
  const auto good =
      read_waits({{"PATCHCORD_WAIT_POLL_MS", "20"}, {"PATCHCORD_WAIT_LISTING_MS", ""}});
  EXPECT_EQ(good.waits.poll, Milliseconds(20));
  EXPECT_EQ(good.waits.listing, Waits{}.listing);
  const auto bad = read_waits({{"PATCHCORD_WAIT_POLL_MS", "-1"},
                               {"PATCHCORD_WAIT_ACTIVE_MS", "1s"},
                               {"PATCHCORD_WAIT_LISTING_MS", "99999999999999999999"}});
  EXPECT_EQ(bad.problems.size(), 3U);
}

}  // namespace
}  // namespace patchcord::cli
