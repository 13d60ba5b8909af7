#include "patchcord/policy/genesys_role.h"

#include <gmock/gmock.h>

#include "patchcord/policy/proof_fixtures.h"

namespace patchcord::policy {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(GenesysRole, WritesTheTrustPolicyInCanonicalForm) {
  EXPECT_EQ(to_text(trust_document(genesys).value()), trust_text);
  auto gov = genesys;
  gov.partition = "aws-us-gov";
  EXPECT_THAT(to_text(trust_document(gov).value()),
              HasSubstr("arn:aws-us-gov:iam::765628985471:root"));
}

TEST(GenesysRole, WritesThePermissionPolicySortedAndEachFunctionOnce) {
  auto repeated = functions;
  repeated.push_back(functions.front());
  EXPECT_EQ(to_text(permission_document(repeated).value()), permission_text);
  EXPECT_THAT(to_text(permission_document({functions.back()}).value()),
              HasSubstr(R"("Resource":"arn:aws:lambda:us-east-1:123456789012:function:cancel"})"));
}

TEST(GenesysRole, RefusesWhatWouldWidenATrustPolicy) {
  const auto refused = [](const GenesysTrust& trust) {
    const auto result = trust_document(trust);
    return !result && result.error().code == Code::invalid && !prove_trust({}, trust).empty();
  };
  EXPECT_TRUE(refused({.account = "76562898547", .external_id = "abc"}));
  EXPECT_TRUE(refused({.account = "*", .external_id = "abc"}));
  EXPECT_TRUE(refused({.account = "765628985471", .external_id = ""}));
  EXPECT_TRUE(refused({.account = "765628985471", .external_id = "a"}));
  EXPECT_TRUE(refused({.account = "765628985471", .external_id = "a*"}));
  EXPECT_TRUE(refused({.account = "765628985471", .external_id = "${aws:userid}"}));
  EXPECT_TRUE(refused({.account = "765628985471", .external_id = std::string(1225, 'a')}));
  EXPECT_TRUE(refused({.partition = "*", .account = "765628985471", .external_id = "abc"}));
  EXPECT_TRUE(refused({.partition = "", .account = "765628985471", .external_id = "abc"}));
  EXPECT_TRUE(trust_document({.account = "765628985471", .external_id = std::string(1224, 'a')}));
}

TEST(GenesysRole, RefusesWhatIsNotTheFullArnOfOneFunction) {
  const std::string good = "arn:aws:lambda:us-east-1:123456789012:function:a";
  for (const std::string arn : {"",
                                "a",
                                "function:a",
                                "123456789012:function:a",
                                "arn:aws:lambda:us-east-1:123456789012:function:",
                                "arn:aws:lambda:us-east-1:123456789012:function::live",
                                "arn:aws:lambda:us-east-1:123456789012:function:*",
                                "arn:aws:lambda:us-east-1:123456789012:function:a*",
                                "arn:aws:lambda:us-east-1:123456789012:function:a:",
                                "arn:aws:lambda:us-east-1:123456789012:function:a:*",
                                "arn:aws:lambda:us-east-1:123456789012:function:a:b:c",
                                "arn:aws:lambda:*:123456789012:function:a",
                                "arn:aws:lambda:us-east-1:*:function:a",
                                "arn:aws:lambda::123456789012:function:a",
                                "arn:*:lambda:us-east-1:123456789012:function:a",
                                "arn:aws:lambda:us-east-1:123456789012:layer:a",
                                "arn:aws:s3:::b",
                                "*"}) {
    EXPECT_FALSE(permission_document({good, arn})) << arn;
    EXPECT_THAT(codes(prove_permission({}, {good, arn})), ElementsAre("expectation"));
  }
  EXPECT_FALSE(permission_document({}));
  for (const std::string qualifier : {"", ":live", ":7", ":$LATEST"}) {
    EXPECT_TRUE(permission_document({good + qualifier})) << qualifier;
  }
}

TEST(GenesysRole, ExternalIdsAreReadWhateverTheCaseOfTheirKey) {
  const auto document = parse_document(
      R"({"Version":"2012-10-17","Statement":[
        {"Effect":"Allow","Principal":{"AWS":"765628985471"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"STS:externalId":["a","b"]}}},
        {"Effect":"Allow","Principal":{"AWS":"765628985471"},"Action":"sts:AssumeRole","Condition":{"Null":{"sts:ExternalId":"false"},"StringLike":{"sts:ExternalId":"c"}}},
        {"Effect":"Allow","Principal":{"AWS":"765628985471"},"Action":"sts:AssumeRole"}]})");
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(external_ids(*document), (std::vector<std::string>{"a", "b", "c"}));
}

}  // namespace
}  // namespace patchcord::policy
