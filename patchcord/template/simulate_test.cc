#include "patchcord/template/simulate.h"

#include <gtest/gtest.h>

#include "patchcord/template/json_text.h"

namespace patchcord::simulator {
namespace {

TEST(Simulate, TheDefaultTemplatesPassInputAndReplyThrough) {
  ActionDefinition action;
  action.url_template = "arn:aws:lambda:eu-west-1:123456789012:function:f";
  std::string event;
  const auto result = run_action(
      action, R"({"accountId": "42", "vip": true})", [&](const ExecutionRequest& request) {
        event = request.body;
        return Reply{R"({"status":"ok","score":7})"};
      });
  EXPECT_EQ(event, R"({"accountId":"42","vip":true})");
  ASSERT_TRUE(result.success()) << write_json(to_json(result));
  EXPECT_EQ(write_json(*result.final_result), R"({"status":"ok","score":7})");
  EXPECT_EQ(result.operations.size(), 10U);
}

}  // namespace
}  // namespace patchcord::simulator
