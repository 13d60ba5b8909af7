#include "patchcord/cli/suggestion.h"

#include <gtest/gtest.h>

namespace patchcord::cli {
namespace {

TEST(Suggestion, LeavesOutWhatIsTheDefault) {
  EXPECT_EQ(command_line("verify", {}), "patchcord verify");
  EXPECT_EQ(command_line("verify", {}, {}), "patchcord verify");
}

TEST(Suggestion, RunsAsItIsPrinted) {
  EXPECT_EQ(command_line("plan",
                         {.file = "my orders.yaml", .environment = "dev"},
                         {.genesys_api_url = "http://127.0.0.1:1", .env_file = "it's.env"}),
            "patchcord plan 'my orders.yaml' --env dev --env-file 'it'\\''s.env' "
            "--genesys-api-url http://127.0.0.1:1");
}

}  // namespace
}  // namespace patchcord::cli
