#include "patchcord/policy/arn.h"

#include <gtest/gtest.h>

namespace patchcord::policy {
namespace {

TEST(Arn, HasSixFieldsAndItsResourceMayHoldColons) {
  const auto arn = split_arn("arn:aws:lambda:eu-west-1:123456789012:function:a:live");
  ASSERT_TRUE(arn);
  EXPECT_EQ(arn->partition, "aws");
  EXPECT_EQ(arn->service, "lambda");
  EXPECT_EQ(arn->region, "eu-west-1");
  EXPECT_EQ(arn->account, "123456789012");
  EXPECT_EQ(arn->resource, "function:a:live");
  EXPECT_EQ(split_arn("arn:aws:s3:::bucket")->account, "");
  for (const auto* text :
       {"", "*", "arn", "arn:aws:s3::bucket", "urn:aws:s3:::bucket", "AROAEXAMPLE"}) {
    EXPECT_FALSE(split_arn(text)) << text;
  }
}

TEST(Arn, AnAccountIdIsTwelveDigits) {
  EXPECT_TRUE(is_account_id("765628985471"));
  EXPECT_FALSE(is_account_id("76562898547"));
  EXPECT_FALSE(is_account_id("7656289854710"));
  EXPECT_FALSE(is_account_id("76562898547x"));
  EXPECT_FALSE(is_account_id(""));
}

TEST(Arn, WildcardsOfAConditionStayInTheirFieldExceptInTheResource) {
  const auto* const arn = "arn:aws:sns:eu-west-1:123456789012:a:b/c";
  EXPECT_EQ(arn_is_like("arn:aws:sns:eu-west-1:123456789012:a:b/c", arn), Truth::yes);
  EXPECT_EQ(arn_is_like("arn:aws:sns:*:*:*", arn), Truth::yes);
  EXPECT_EQ(arn_is_like("arn:*:sns:*:??????789012:a*c", arn), Truth::yes);
  EXPECT_EQ(arn_is_like("arn:aws:sns:eu*12:a:b/c:x", arn), Truth::no);
  EXPECT_EQ(arn_is_like("arn:aws:s*:eu-west-1:123456789012:a:b/c", arn), Truth::yes);
  EXPECT_EQ(arn_is_like("arn:aws:?ns:eu-west-1:123456789012:a:b/c", arn), Truth::yes);
  EXPECT_EQ(arn_is_like("arn:aws:s3*:eu-west-1:123456789012:a:b/c", arn), Truth::no);
  EXPECT_EQ(arn_is_like("*:*:*:*:*:*", arn), Truth::yes);
  EXPECT_EQ(arn_is_like("arn:aws:sns:eu-west-1:123456789012:a", arn), Truth::no);
  EXPECT_EQ(arn_is_like("*", arn), Truth::yes);
  EXPECT_EQ(arn_is_like("arn:aws:sns", arn), Truth::unknown);
  EXPECT_EQ(arn_is_like("arn:aws:sns:*:*:*", "topic"), Truth::no);
}

TEST(Arn, AResourceThatOnlyOneReadingMatchesIsUnknown) {
  const auto* const arn = "arn:aws:lambda:eu-west-1:123456789012:function:a";
  struct Row {
    const char* pattern;
    Truth truth;
  };
  const Row rows[] = {
      {"*", Truth::yes},
      {"arn:aws:lambda:*:123456789012:function:a", Truth::yes},
      {"arn:*:lambda:eu-*:*:function:*", Truth::yes},
      {"arn:aws:lambda:*:123456789012:function:b", Truth::no},
      {"arn:aws:lambda:eu-*-1:function:a", Truth::no},
      {"arn:aws:lambda:eu-*:function:a", Truth::unknown},
      {"arn:aws:lambda:*:function:a", Truth::unknown},
      {"arn:aws:lambda:*:a:", Truth::no},
      {"arn:a*:123456789012:function:a", Truth::unknown},
      {"arn:aws:lambda:eu-west-?:function:a", Truth::no},
      {"arn:aws:lambda:eu-*1:function:x:a", Truth::no},
      {"arn:aws:*:eu-west-1:123456789012:function:a", Truth::unknown},
      {"arn:aws:l?mbda:eu-west-1:123456789012:function:a", Truth::unknown},
      {"arn:aws:s*:eu-west-1:123456789012:function:a", Truth::no},
      {"*:aws:lambda:eu-west-1:123456789012:function:a", Truth::unknown},
      {"arn:aws:lambda:*", Truth::unknown},
  };
  for (const auto& row : rows)
    EXPECT_EQ(resource_is_like(row.pattern, arn), row.truth) << row.pattern;
}

TEST(Arn, ALiteralMatchesOnlyItself) {
  EXPECT_TRUE(is_like(literal("a*b?"), "a*b?"));
  EXPECT_FALSE(is_like(literal("a*b?"), "axbc"));
  EXPECT_TRUE(is_like("a*b?", "a*b?"));
  EXPECT_TRUE(is_like("a*b?", "axbc"));
}

}  // namespace
}  // namespace patchcord::policy
