#include "patchcord/sandbox/env_file.h"

#include <gtest/gtest.h>

namespace patchcord::sandbox {
namespace {

TEST(EnvFile, QuotesForTheShell) {
  EXPECT_EQ(shell_exports({{"A", "b c"}, {"B", "it's $HOME"}, {"C", ""}}),
            "export A='b c'\nexport B='it'\\''s $HOME'\nexport C=''\n");
}

}  // namespace
}  // namespace patchcord::sandbox
