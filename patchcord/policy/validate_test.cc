#include "patchcord/policy/validate.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace patchcord::policy {
namespace {

std::string message(const Result<Document>& result) {
  if (result) return "accepted";
  EXPECT_EQ(result.error().code, Code::invalid);
  EXPECT_EQ(result.error().answer->status, 400);
  EXPECT_EQ(result.error().answer->code, "MalformedPolicyDocument");
  EXPECT_EQ(result.error().answer->message, result.error().what);
  return result.error().what;
}

std::string wrap(const std::string& statements) {
  return fmt::format(R"({{"Version":"2012-10-17","Statement":[{}]}})", statements);
}

struct Row {
  std::string text;
  std::string message;
};

TEST(Validate, AnInlinePolicyIsRefusedWithIamsWords) {
  const auto invoke = [](const std::string& rest) {
    return wrap(R"({"Effect":"Allow",)" + rest + "}");
  };
  const Row rows[] = {
      {invoke(R"("Action":"lambda:InvokeFunction","Resource":"*")"), "accepted"},
      {invoke(R"("Action":"*","Resource":["arn:aws:lambda:*:*:function:x"],"Sid":"Ab1")"),
       "accepted"},
      {invoke(R"("NotAction":"iam:*","NotResource":"arn:aws-us-gov:s3:::x")"), "accepted"},
      {"{", "Syntax errors in policy."},
      {"[]", "Syntax errors in policy."},
      {R"({"Version":"2012-10-17"})", "Syntax errors in policy."},
      {wrap(""), "Syntax errors in policy."},
      {R"({"Version":"2020-10-17","Statement":[]})", "Syntax errors in policy."},
      {R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"},"Extra":1})",
       "Syntax errors in policy."},
      {invoke(R"("Action":"a:b","Resource":"*","Extra":1)"), "Syntax errors in policy."},
      {invoke(R"("Action":"a:b","Action":"a:b","Resource":"*")"), "Syntax errors in policy."},
      {invoke(R"("Action":"a:b","NotAction":"a:b","Resource":"*")"), "Syntax errors in policy."},
      {invoke(R"("Action":"a:b","NotResource":"*","Resource":"*")"), "Syntax errors in policy."},
      {invoke(R"("Action":"a:b","Resource":"*","Condition":{"StringIs":{"a":"b"}})"),
       "Syntax errors in policy."},
      {wrap(R"({"Effect":"Permit","Action":"a:b","Resource":"*"})"), "Syntax errors in policy."},
      {wrap(R"({"Action":"a:b","Resource":"*"})"), "Syntax errors in policy."},
      {wrap(R"({"Effect":"allow","Action":"a:b","Resource":"*"})"),
       "The policy failed legacy parsing"},
      {invoke(R"("Action":"a:b","Resource":"arn:aws:lambda:x")"),
       "The policy failed legacy parsing"},
      {R"({"Statement":{"Effect":"Allow","Action":"a:b","Resource":"*"}})",
       "Policy document must be version 2012-10-17 or greater."},
      {invoke(R"("Action":"a:b","Resource":"*","Principal":"*")"),
       "Policy document should not specify a principal."},
      {invoke(R"("Resource":"*")"), "Policy statement must contain actions."},
      {invoke(R"("Action":[],"Resource":"*")"), "Policy statement must contain actions."},
      {invoke(R"("Action":"a:b")"), "Policy statement must contain resources."},
      {invoke(R"("Action":"a:b","Resource":[])"), "Policy statement must contain resources."},
      {wrap(
           R"({"Sid":"A","Effect":"Deny","Action":"a:b","Resource":"*"},{"Sid":"A","Effect":"Deny","Action":"a:b","Resource":"*"})"),
       "Statement IDs (SID) in a single policy must be unique."},
      {invoke(R"("Action":"a:b","Resource":"*","Sid":"a b")"),
       "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular "
       "expression [0-9A-Za-z]*"},
      {invoke(R"("Action":"a:b","Resource":"function:x")"),
       R"(Resource function:x must be in ARN format or "*".)"},
      {invoke(R"("Action":"a:b","Resource":"arn:amazon:s3:::b")"),
       R"(Partition "amazon" is not valid for resource "arn:amazon:s3:::b".)"},
      {invoke(R"("Action":"a:b","Resource":"arn:amazon:s3")"),
       R"(Partition "amazon" is not valid for resource "arn:amazon:s3:*:*:*".)"},
      {invoke(R"("Action":"a:b","Resource":"arn:aws:*:::b")"),
       "Resource vendor must be fully qualified and cannot contain regexes."},
      {invoke(R"("Action":"InvokeFunction","Resource":"*")"),
       "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."},
      {invoke(R"("Action":"a:b","Resource":"*","Condition":{"StringEquals":{"foo":"x"}})"),
       "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."},
      {invoke(
           R"("Action":"a:b","Resource":"*","Condition":{"Null":{"aws:RequestTag/a:b":"true"}})"),
       "accepted"},
      {invoke(R"("Action":"a:b:c","Resource":"*")"),
       "Actions/Condition can contain only one colon."},
      {invoke(R"("Action":"a_b:c","Resource":"*")"), "Vendor a_b is not valid"},
  };
  for (const auto& row : rows)
    EXPECT_EQ(message(validate_identity_document(row.text)), row.message) << row.text;
}

TEST(Validate, ATrustPolicyIsRefusedWithIamsWords) {
  const auto trust = [](const std::string& principal, const std::string& rest = "") {
    return wrap(fmt::format(
        R"({{"Effect":"Allow","Principal":{},"Action":"sts:AssumeRole"{}}})", principal, rest));
  };
  const std::string genesys = R"({"AWS":"arn:aws:iam::765628985471:root"})";
  const Row rows[] = {
      {trust(genesys), "accepted"},
      {trust(R"({"AWS":"765628985471"})"), "accepted"},
      {trust(R"({"AWS":"*"})"), "accepted"},
      {trust(R"({"AWS":"AROAEXAMPLE"})"), "accepted"},
      {trust(R"({"Service":"lambda.amazonaws.com"})"), "accepted"},
      {trust(R"({"AWS":"arn:aws:sts::765628985471:assumed-role/a/b"})"), "accepted"},
      {trust(R"({"AWS":"arn:aws:iam::123456789012:role/known"})"), "accepted"},
      {R"({"Statement":{"Effect":"Allow","Principal":{"AWS":"*"},"Action":["sts:assumerole","sts:TagSession"]}})",
       "accepted"},
      {"{", "This policy contains invalid Json"},
      {"3", "This policy contains invalid Json"},
      {R"({"Version":"2012-10-17","Statement":[]})", "Syntax errors in policy."},
      {R"({"Version":"2013-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]})",
       "Syntax errors in policy."},
      {trust(R"({"User":"x"})"), "Syntax errors in policy."},
      {trust(genesys, R"(,"Condition":{"StringEquals":{"ExternalId":"x"}})"),
       "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."},
      {trust(genesys, R"(,"Condition":{"StringEquals":{"oidc.example/id/x:sub":"x"}})"),
       "accepted"},
      {trust(genesys, R"(,"Resource":"*")"), "Has prohibited field Resource"},
      {trust(genesys, R"(,"NotResource":"*")"), "Has prohibited field NotResource"},
      {wrap(R"({"Effect":"Allow","NotPrincipal":{"AWS":"*"},"Action":"sts:AssumeRole"})"),
       "Has prohibited field NotPrincipal"},
      {wrap(R"({"Effect":"Allow","Action":"sts:AssumeRole"})"), "Missing required field Principal"},
      {trust("{}"), "Missing required field Principal"},
      {wrap(R"({"Effect":"Allow","Principal":{"AWS":"*"}})"), "Missing required field Action"},
      {wrap(R"({"Effect":"Allow","Principal":{"AWS":"*"},"Action":"lambda:InvokeFunction"})"),
       "AssumeRole policy may only specify STS AssumeRole actions."},
      {wrap(R"({"Effect":"Allow","Principal":{"AWS":"*"},"Action":"*"})"),
       "AssumeRole policy may only specify STS AssumeRole actions."},
      {wrap(
           R"({"Effect":"Allow","Principal":{"AWS":"*"},"Action":["sts:AssumeRole","sts:GetCallerIdentity"]})"),
       "AssumeRole policy may only specify STS AssumeRole actions."},
      {trust(R"("*")"), R"(AssumeRolepolicy contained an invalid principal: "STAR":"*".)"},
      {trust(R"({"AWS":"12345678901"})"), R"(Invalid principal in policy: "AWS":"12345678901")"},
      {trust(R"({"AWS":"arn:aws:iam::1234:root"})"),
       R"(Invalid principal in policy: "AWS":"arn:aws:iam::1234:root")"},
      {trust(R"({"AWS":"arn:aws-cn:iam::123456789012:root"})"),
       R"(Invalid principal in policy: "AWS":"arn:aws-cn:iam::123456789012:root")"},
      {trust(R"({"AWS":"arn:aws:iam::123456789012:role/gone"})"),
       R"(Invalid principal in policy: "AWS":"arn:aws:iam::123456789012:role/gone")"},
      {trust(R"({"AWS":"arn:aws:iam::123456789012:group/g"})"),
       R"(Invalid principal in policy: "AWS":"arn:aws:iam::123456789012:group/g")"},
  };
  const TrustRules rules{
      .exists = [](std::string_view arn) { return arn == "arn:aws:iam::123456789012:role/known"; }};
  for (const auto& row : rows)
    EXPECT_EQ(message(validate_trust_document(row.text, rules)), row.message) << row.text;
}

TEST(Validate, SizesCountCharactersWithoutWhiteSpace) {
  EXPECT_EQ(size_without_white_space(" { \"a\" :\t1\r\n}"), 7U);
  EXPECT_EQ(size_without_white_space("é"), 1U);
  EXPECT_EQ(size_without_white_space(""), 0U);
}

}  // namespace
}  // namespace patchcord::policy
