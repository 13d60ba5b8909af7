#include "patchcord/aws/config_file.h"

#include <gtest/gtest.h>

#include "tests/support/result_matchers.h"

namespace patchcord::aws {
namespace {

using test::FailsWith;
using test::IsOk;

ConfigFile parse(const std::string& text, FileKind kind = FileKind::config) {
  auto file = parse_config_file(text, kind, "f");
  EXPECT_THAT(file, IsOk()) << text;
  return file ? *std::move(file) : ConfigFile{};
}

TEST(ConfigFile, ReadsSectionsAndValues) {
  const auto file = parse(
      "# comment\r\n"
      "[default]\r\n"
      "Region = eu-central-1 ; comment\r\n"
      "[ profile dev ] # comment\n"
      "aws_access_key_id=AKID#1\n"
      "aws_secret_access_key = a #b;c\n"
      "[profile \"my prof\"]\n"
      "region = x\n"
      "[sso-session s]\n"
      "sso_region = y\n"
      "[ignored]\n"
      "region = z\n");
  EXPECT_EQ(file.profiles.at("default").get("region"), "eu-central-1");
  EXPECT_EQ(file.profiles.at("dev").get("aws_access_key_id"), "AKID#1");
  EXPECT_EQ(file.profiles.at("dev").get("aws_secret_access_key"), "a #b;c");
  EXPECT_EQ(file.profiles.at("my prof").get("region"), "x");
  EXPECT_EQ(file.profiles.size(), 3U);
  EXPECT_EQ(file.sso_sessions.at("s").get("sso_region"), "y");
  EXPECT_EQ(file.profiles.at("dev").line, 4);
  EXPECT_EQ(file.profiles.at("dev").settings.at("aws_access_key_id").line, 5);
}

TEST(ConfigFile, CredentialsHaveBareNamesOnly) {
  const auto file = parse("[dev]\nk = 1\n[profile dev]\nk = 2\n", FileKind::credentials);
  EXPECT_EQ(file.profiles.size(), 1U);
  EXPECT_EQ(file.profiles.at("dev").get("k"), "1");
}

TEST(ConfigFile, TheSameSectionTwiceIsMergedAndTheLaterValueWins) {
  const auto file = parse("[profile a]\nx = 1\ny = 1\n[profile a]\nx = 2\n");
  EXPECT_EQ(file.profiles.at("a").get("x"), "2");
  EXPECT_EQ(file.profiles.at("a").get("y"), "1");
}

TEST(ConfigFile, ProfileDefaultBeatsDefault) {
  EXPECT_EQ(parse("[profile default]\nx = 1\n[default]\nx = 2\n").profiles.at("default").get("x"),
            "1");
}

TEST(ConfigFile, IndentedLinesContinueOrNest) {
  const auto file = parse(
      "[profile a]\n"
      "long = one\n"
      "  two\n"
      "services = local\n"
      "[services local]\n"
      "iam =\n"
      "  endpoint_url = http://127.0.0.1:1\n"
      "sts =\n"
      "\tendpoint_url = http://127.0.0.1:2 # comment\n");
  EXPECT_EQ(file.profiles.at("a").get("long"), "one\ntwo");
  EXPECT_EQ(file.services.at("local").nested.at("iam").at("endpoint_url").text,
            "http://127.0.0.1:1");
  EXPECT_EQ(file.services.at("local").nested.at("sts").at("endpoint_url").text,
            "http://127.0.0.1:2");
}

TEST(ConfigFile, KeysMayBeIndentedAndHaveAColon) {
  const auto file = parse(
      "  [default]\n"
      "  region: eu-west-1\n"
      "  output = json\n"
      "    more\n"
      "[profile a]\n"
      "\tendpoint_url: http://127.0.0.1:1\n");
  EXPECT_EQ(file.profiles.at("default").get("region"), "eu-west-1");
  EXPECT_EQ(file.profiles.at("default").get("output"), "json\nmore");
  EXPECT_EQ(file.profiles.at("a").get("endpoint_url"), "http://127.0.0.1:1");
}

TEST(ConfigFile, ProblemsHaveTheirLine) {
  struct Case {
    const char* text;
    const char* at;
  };
  const Case cases[] = {{"[default\nx = 1", "f:1"},
                        {"[default] x\n", "f:1"},
                        {"\n\nx = 1\n", "f:3"},
                        {"[default]\nnonsense\n", "f:2"},
                        {"[default]\n = 1\n", "f:2"},
                        {"[default]\nx =\n  y\n", "f:3"}};
  for (const auto& [text, at] : cases) {
    const auto file = parse_config_file(text, FileKind::config, "f");
    ASSERT_THAT(file, FailsWith(Code::invalid)) << text;
    EXPECT_EQ(file.error().at, at) << text;
  }
  EXPECT_THAT(parse_config_file(std::string(2'000'000, '\n'), FileKind::config, "f"),
              FailsWith(Code::invalid));
}

}  // namespace
}  // namespace patchcord::aws
