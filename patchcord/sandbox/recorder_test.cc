#include "patchcord/sandbox/recorder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace patchcord::sandbox {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Redaction, HidesSecretsInEachFormOfBody) {
  const auto json = [](const char* text) { return redacted_body(text, "application/json"); };
  EXPECT_EQ(json(R"({"access_token":"abc","expires_in":5})"),
            R"({"access_token":"REDACTED","expires_in":5})");
  EXPECT_EQ(json(R"([{"credentialFields":{"ARN":"a","x":1}}])"),
            R"([{"credentialFields":{"ARN":"REDACTED","x":"REDACTED"}}])");
  EXPECT_EQ(redacted_body("grant_type=x&client_secret=abc", "application/x-www-form-urlencoded"),
            "grant_type=x&client_secret=REDACTED");
  EXPECT_EQ(
      redacted_body("<C><SecretAccessKey>a</SecretAccessKey><SessionToken>b</SessionToken></C>",
                    "text/xml"),
      "<C><SecretAccessKey>REDACTED</SecretAccessKey><SessionToken>REDACTED</SessionToken></C>");
}

TEST(Redaction, LeavesEverythingElseAlone) {
  for (const auto* text :
       {R"({ "b" : 1, "a" : 2 })", "not json {", "", "<SecretAccessKey>", "a=b&c"}) {
    EXPECT_EQ(redacted_body(text, "application/json"), text);
  }
  EXPECT_EQ(redacted_body("a=b&c", "application/x-www-form-urlencoded"), "a=b&c");
}

Message message() {
  return {.method = "POST",
          .path = "/p",
          .query = "X-Amz-Security-Token=hidden3&X-Amz-Date=1",
          .headers = {{"authorization", "Bearer hidden1"},
                      {"X-Amz-Security-Token", "hidden2"},
                      {"Accept", "*/*"}},
          .body = "{}"};
}

TEST(Recorder, KeepsExchangesWithoutSecrets) {
  Recorder recorder;
  recorder.add(message(), {.status = 204}, "genesys POST /p", "");
  const auto exchange = recorder.state().at(0);
  EXPECT_THAT(to_text(exchange), Not(HasSubstr("hidden")));
  const auto& request = exchange.at("request");
  EXPECT_EQ(request.at("headers").at("authorization"), "Bearer REDACTED");
  EXPECT_EQ(request.at("headers").at("Accept"), "*/*");
  EXPECT_EQ(request.at("query"), "X-Amz-Security-Token=REDACTED&X-Amz-Date=1");
  EXPECT_EQ(exchange.at("response").at("status"), 204);
  EXPECT_TRUE(exchange.at("fault").is_null());
}

TEST(Recorder, IsARing) {
  Recorder recorder;
  for (std::size_t i = 0; i <= Recorder::max_exchanges; ++i) {
    recorder.add(message(), {}, std::to_string(i), "stall");
  }
  const auto all = recorder.state();
  EXPECT_EQ(all.size(), Recorder::max_exchanges);
  EXPECT_EQ(all.at(0).at("operation"), "1");
  EXPECT_EQ(all.at(0).at("fault"), "stall");
  recorder.clear();
  EXPECT_EQ(recorder.state(), Json::array());
}

}  // namespace
}  // namespace patchcord::sandbox
