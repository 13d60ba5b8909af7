#include "patchcord/model/arn.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace patchcord {
namespace {

TEST(FunctionArn, ReadsWhatItWrites) {
  for (const std::string text : {"arn:aws:lambda:us-east-1:123456789012:function:my-fn",
                                 "arn:aws:lambda:eu-central-1:123456789012:function:my_fn:live",
                                 "arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:f:7",
                                 "arn:aws:lambda:us-east-1:123456789012:function:f:$LATEST"}) {
    const auto arn = FunctionArn::parse(text);
    ASSERT_TRUE(arn.ok()) << arn.error().what;
    EXPECT_EQ(arn->text(), text);
  }
  EXPECT_EQ(FunctionArn::parse("arn:aws:lambda:us-east-1:123456789012:function:f:live")
                ->unqualified()
                .text(),
            "arn:aws:lambda:us-east-1:123456789012:function:f");
}

TEST(FunctionArn, SaysWhatIsWrong) {
  const std::pair<std::string, std::string> cases[] = {
      {"my-function", "does not begin with `arn:`"},
      {"https://abc.lambda-url.us-east-1.on.aws/", "it is a URL"},
      {"arn:aws:lambda", "too few parts"},
      {"arn:gcp:lambda:us-east-1:123456789012:function:f", "`gcp` is not a partition"},
      {"arn:aws:s3:us-east-1:123456789012:function:f", "not of `lambda`"},
      {"arn:aws:lambda:useast1:123456789012:function:f", "`useast1` is not a region"},
      {"arn:aws:lambda:us-east-1:1234:function:f", "`1234` is not an account of 12 digits"},
      {"arn:aws:lambda:us-east-1:123456789012:layer:f", "it names a `layer`"},
      {"arn:aws:lambda:us-east-1:123456789012:function:", "is not a function name"},
      {"arn:aws:lambda:us-east-1:123456789012:function:f:a:b", "at most one alias or version"},
      {"arn:aws:lambda:us-east-1:123456789012:function:f:no spaces",
       "neither an alias nor a version"},
      {"arn:aws:lambda:us-east-1:123456789012:function", "after `function` come the name"},
  };
  for (const auto& [text, reason] : cases) {
    const auto arn = FunctionArn::parse(text);
    ASSERT_FALSE(arn.ok()) << text;
    EXPECT_THAT(arn.error().what, testing::HasSubstr(reason));
  }
}

TEST(FunctionArn, LatestByNameIsTheUnqualifiedFunctionToo) {
  const std::string stem = "arn:aws:lambda:us-east-1:123456789012:function:";
  const auto resources = [&stem](std::initializer_list<const char*> names) {
    std::vector<FunctionArn> functions;
    for (const auto* name : names)
      functions.push_back(*FunctionArn::parse(stem + name));
    return invoked_resources(functions);
  };
  EXPECT_THAT(resources({"f", "g:live"}), testing::ElementsAre(stem + "f", stem + "g:live"));
  EXPECT_THAT(resources({"f", "f:$LATEST"}), testing::ElementsAre(stem + "f", stem + "f:$LATEST"));
  EXPECT_THAT(resources({"f:$LATEST"}), testing::ElementsAre(stem + "f", stem + "f:$LATEST"));
}

TEST(Arn, KnowsPartitionsAndIds) {
  EXPECT_EQ(partition_of_region("us-east-1"), "aws");
  EXPECT_EQ(partition_of_region("us-gov-west-1"), "aws-us-gov");
  EXPECT_EQ(partition_of_region("cn-north-1"), "aws-cn");
  EXPECT_EQ(partition_of_region("eusc-de-east-1"), "aws-eusc");
  EXPECT_TRUE(is_account_id("765628985471"));
  EXPECT_FALSE(is_account_id("76562898547"));
  EXPECT_TRUE(is_organization_id("1f6d3c1e-5a0b-4a53-9d0e-0b7c2a9e4f10"));
  EXPECT_FALSE(is_organization_id("1f6d3c1e-5a0b-4a53-9d0e-0b7c2a9e4f1"));
  EXPECT_FALSE(is_organization_id("1f6d3c1e+5a0b-4a53-9d0e-0b7c2a9e4f10"));
  EXPECT_EQ(role_arn("aws", "123456789012", "/x/", "R"), "arn:aws:iam::123456789012:role/x/R");
}

}  // namespace
}  // namespace patchcord
