#include "patchcord/genesys/gc_profile.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/result_matchers.h"

namespace patchcord::genesys {
namespace {

using test::FailsWith;
using test::IsOk;
using ::testing::HasSubstr;
using ::testing::Not;

// As gc writes it: small letters, indented, in alphabetical order.
constexpr const char* written = R"(
[default]
  access_token = ""
  client_credentials = "id-1"
  client_secret = "s-1"
  environment = "mypurecloud.com"
  grant_type = "1"
  redirect_uri = ""
  secure_login_enabled = false

[staging]
  client_credentials = 'id-2'
  environment = 'eu_central_2'
  grant_type = '3'
  proxy_host = 'proxy.example.com'
  gateway_host = 'gateway.example.com'
  oauth_token_data = '{"accessToken": "t"}'
)";

TEST(GcProfiles, AreReadAsGcWritesThem) {
  const auto profiles = parse_gc_profiles(written, "config.toml");
  ASSERT_THAT(profiles, IsOk());
  ASSERT_EQ(profiles->size(), 2U);
  const auto& first = profiles->at("default");
  EXPECT_EQ(first.client_id, "id-1");
  EXPECT_EQ(first.client_secret, Secret("s-1"));
  EXPECT_EQ(first.environment, "mypurecloud.com");
  EXPECT_EQ(first.grant_type, "1");
  EXPECT_FALSE(first.has_proxy);
  EXPECT_FALSE(first.has_gateway);
  const auto& second = profiles->at("staging");
  EXPECT_EQ(second.grant_type, "3");
  EXPECT_TRUE(second.client_secret.empty());
  EXPECT_TRUE(second.has_proxy);
  EXPECT_TRUE(second.has_gateway);
}

TEST(GcProfiles, NamesAndKeysMayHaveAnyCaseAndTheGrantMayBeANumber) {
  const auto profiles =
      parse_gc_profiles("[DEFAULT]\nClient_Credentials = \"a\"\ngrant_type = 1\n", "x");
  ASSERT_THAT(profiles, IsOk());
  EXPECT_EQ(profiles->at("default").client_id, "a");
  EXPECT_EQ(profiles->at("default").grant_type, "1");
}

TEST(GcProfiles, WhatIsNoProfileIsPassedOver) {
  const auto profiles = parse_gc_profiles(
      "top = 1\n[a]\nclient_credentials = [1]\nclient_secret = true\n[a.b]\nc = 1\n", "x");
  ASSERT_THAT(profiles, IsOk());
  ASSERT_EQ(profiles->size(), 1U);
  EXPECT_EQ(profiles->at("a").client_id, "");
  EXPECT_TRUE(profiles->at("a").client_secret.empty());
}

TEST(GcProfiles, WhatIsNoTomlIsAnErrorWithItsPlaceAndWithoutItsText) {
  const auto profiles = parse_gc_profiles("[a]\nclient_secret = hunter2\n", "/h/config.toml");
  ASSERT_THAT(profiles, FailsWith(Code::invalid));
  EXPECT_THAT(profiles.error().at, HasSubstr("/h/config.toml:2:"));
  EXPECT_THAT(profiles.error().what, Not(HasSubstr("hunter2")));
  for (const std::string& text : {std::string(100'000, '['),
                                  "a = " + std::string(100'000, '['),
                                  std::string("[a]\n[a]\n"),
                                  std::string("\xff\xfe"),
                                  std::string("a = \"\0\"", 7)})
    EXPECT_THAT(parse_gc_profiles(text, "x"), FailsWith(Code::invalid));
}

}  // namespace
}  // namespace patchcord::genesys
