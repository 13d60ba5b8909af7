#include <gmock/gmock.h>

#include "patchcord/policy/genesys_role.h"
#include "patchcord/policy/proof_fixtures.h"

namespace patchcord::policy {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::string function_arn = "arn:aws:lambda:us-east-1:210987654321:function:status:live";
const std::string role = "arn:aws:iam::123456789012:role/cc/GenesysCloud-orders";
const std::string granted =
    R"({"Version":"2012-10-17","Id":"default","Statement":[{"Sid":"genesys","Effect":"Allow",)"
    R"("Principal":{"AWS":"arn:aws:iam::123456789012:role/cc/GenesysCloud-orders"},)"
    R"("Action":"lambda:InvokeFunction",)"
    R"("Resource":"arn:aws:lambda:us-east-1:210987654321:function:status:live"}]})";

Findings findings(const std::string& from, const std::string& to) {
  return prove_grant(parse(changed(granted, from, to)), function_arn, role);
}

TEST(GrantProof, WhatLetsTheRoleInIsNotFlagged) {
  for (
      const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
          {"genesys", "other"},
          {"arn:aws:iam::123456789012:role/cc/GenesysCloud-orders",
           "arn:aws:iam::123456789012:root"},
          {"arn:aws:iam::123456789012:role/cc/GenesysCloud-orders", "123456789012"},
          {"lambda:InvokeFunction", "lambda:*"},
          {R"("Action")",
           R"("Condition":{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::123456789012:role/cc/*"}},"Action")"},
          {R"("Effect")", R"("Condition":{},"Effect")"}}) {
    EXPECT_EQ(shown(findings(from, to)), "") << to;
  }
}

TEST(GrantProof, EachDefectIsNamed) {
  for (const auto& [from, to, code] : std::vector<Defect>{
           {"Allow", "Deny", "grant_missing"},
           {"role/cc/GenesysCloud-orders", "role/GenesysCloud-orders", "grant_missing"},
           {"123456789012:role", "999999999999:role", "grant_missing"},
           {"arn:aws:iam", "arn:aws-cn:iam", "grant_missing"},
           {"lambda:InvokeFunction", "lambda:GetFunction", "grant_missing"},
           {"status:live", "status", "grant_missing"},
           {"status:live", "status:dev", "grant_missing"},
           {R"("Action")",
            R"("Condition":{"StringEquals":{"aws:SourceAccount":"123456789012"}},"Action")",
            "grant_missing"},
           {R"("Action")",
            R"("Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-x"}},"Action")",
            "grant_undetermined"}}) {
    EXPECT_THAT(codes(findings(from, to)), ElementsAre(code)) << to;
  }
}

TEST(GrantProof, WithoutAPolicyNoOtherAccountGetsIn) {
  EXPECT_THAT(codes(prove_grant({}, function_arn, role)), ElementsAre("grant_missing"));
  EXPECT_THAT(prove_grant(parse(granted), function_arn, role), IsEmpty());
}

}  // namespace
}  // namespace patchcord::policy
