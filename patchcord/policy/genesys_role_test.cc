#include "patchcord/policy/genesys_role.h"

#include <algorithm>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace patchcord::policy {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;

const GenesysTrust genesys{.account = "765628985471",
                           .external_id = "5f8a2c1e-9b7d-4e0f-8a6b-3c2d1e0f9a8b"};
const std::string trust_text =
    R"({"Version":"2012-10-17","Statement":[{"Sid":"GenesysCloudAssume","Effect":"Allow",)"
    R"("Principal":{"AWS":"arn:aws:iam::765628985471:root"},"Action":"sts:AssumeRole",)"
    R"("Condition":{"StringEquals":{"sts:ExternalId":"5f8a2c1e-9b7d-4e0f-8a6b-3c2d1e0f9a8b"}}}]})";

const std::vector<std::string> functions{
    "arn:aws:lambda:us-east-1:123456789012:function:status:live",
    "arn:aws:lambda:us-east-1:123456789012:function:cancel"};
const std::string permission_text =
    R"({"Version":"2012-10-17","Statement":[{"Sid":"InvokeConfiguredFunctions","Effect":"Allow",)"
    R"("Action":"lambda:InvokeFunction","Resource":["arn:aws:lambda:us-east-1:123456789012:function:cancel",)"
    R"("arn:aws:lambda:us-east-1:123456789012:function:status:live"]}]})";

Document parse(const std::string& text) {
  return parse_document(text).value();
}

// The text with one place changed.
std::string changed(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

Findings trust_findings(const std::string& text, std::string_view now = {}) {
  return prove_trust(parse(text), genesys, now);
}

Findings permission_findings(const std::string& text) {
  return prove_permission({.policies = {parse(text)}}, functions);
}

std::vector<std::string> codes(const Findings& findings) {
  std::vector<std::string> out;
  for (const auto& finding : findings)
    out.push_back(finding.code);
  return out;
}

std::string shown(const Findings& findings) {
  std::string out;
  for (const auto& one : findings) {
    out += fmt::format(
        "{} {}: {} (found {})\n", static_cast<int>(one.severity), one.code, one.text, one.found);
  }
  return out;
}

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
  const auto refused = [](GenesysTrust trust) {
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

TEST(GenesysRole, ACorrectTrustPolicyIsNotFlaggedInAnySpelling) {
  for (
      const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
          {"GenesysCloudAssume", "Other"},
          {R"("Sid":"GenesysCloudAssume",)", ""},
          {"arn:aws:iam::765628985471:root", "765628985471"},
          {R"("arn:aws:iam::765628985471:root")", R"(["arn:aws:iam::765628985471:root"])"},
          {R"("sts:AssumeRole")", R"(["STS:assumerole"])"},
          {"sts:ExternalId", "STS:EXTERNALID"},
          {R"("5f8a2c1e-9b7d-4e0f-8a6b-3c2d1e0f9a8b")",
           R"(["5f8a2c1e-9b7d-4e0f-8a6b-3c2d1e0f9a8b"])"},
          {"StringEquals", "StringLike"},
          {"StringEquals", "ForAnyValue:StringEquals"},
          {R"("Condition":{)", R"("Condition":{"Bool":{"aws:SecureTransport":true},)"},
          {R"("Condition":{)",
           R"("Condition":{"StringEqualsIfExists":{"sts:ExternalId":"5f8a2c1e-9b7d-4e0f-8a6b-3c2d1e0f9a8b"},)"},
          {R"([{)",
           R"([{"Effect":"Deny","Principal":{"AWS":"*"},"Action":"sts:AssumeRole",)"
           R"("Condition":{"Bool":{"aws:SecureTransport":"false"}}},{)"},
          {"Version", "Version"}}) {
    const auto text = changed(trust_text, from, to);
    EXPECT_EQ(shown(trust_findings(text)), "") << text;
  }
}

struct Defect {
  std::string from;
  std::string to;
  std::string code;  // one of the findings
};

TEST(GenesysRole, EveryDefectOfATrustPolicyIsReported) {
  const std::string id = R"("5f8a2c1e-9b7d-4e0f-8a6b-3c2d1e0f9a8b")";
  const std::string equals = R"({"StringEquals":{"sts:ExternalId":)" + id + "}}";
  const std::string condition = R"(,"Condition":)" + equals;
  const Defect defects[] = {
      {"2012-10-17", "2008-10-17", "version"},
      {"2012-10-17", "2032-10-17", "assume_undetermined"},
      {R"("Version":"2012-10-17",)", "", "version"},
      {"Statement", "statement", "assume_undetermined"},
      {"Allow", "Deny", "assume_denied"},
      {"Allow", "allow", "not_understood"},
      {R"("Effect":"Allow",)", "", "assume_undetermined"},
      {R"("Effect":"Allow",)", R"("Effect":"Allow","Until":"2030",)", "not_understood"},
      {R"("Effect":"Allow",)", R"("Effect":"Allow","Resource":"*",)", "resource"},
      {"765628985471", "765628985472", "assume_denied"},
      {"arn:aws:iam::765628985471:root", "325654371633", "principal_additional"},
      {"arn:aws:iam", "arn:aws-us-gov:iam", "principal_partition"},
      {"arn:aws:iam", "arn:aws-us-gov:iam", "assume_denied"},
      {R"("arn:aws:iam::765628985471:root")", R"("*")", "principal_everyone"},
      {R"("arn:aws:iam::765628985471:root")", R"("*")", "assume_by_other_account"},
      {R"("arn:aws:iam::765628985471:root")", R"("*")", "assume_by_service"},
      {R"({"AWS":"arn:aws:iam::765628985471:root"})", R"("*")", "assume_by_anyone"},
      {R"("arn:aws:iam::765628985471:root")",
       R"(["765628985471","111122223333"])",
       "principal_additional"},
      {R"("arn:aws:iam::765628985471:root")",
       R"(["765628985471","arn:aws:iam::111122223333:role/x"])",
       "principal_additional"},
      {R"("arn:aws:iam::765628985471:root")",
       R"(["765628985471","AROAEXAMPLEID"])",
       "principal_dead"},
      {R"("arn:aws:iam::765628985471:root")", R"("AIDAEXAMPLEID")", "assume_denied"},
      {R"("arn:aws:iam::765628985471:root")",
       R"("arn:aws:iam::765628985471:role/x")",
       "assume_undetermined"},
      {R"("arn:aws:iam::765628985471:root")",
       R"("arn:aws:iam::765628985471:role/x")",
       "principal_narrow"},
      {R"("arn:aws:iam::765628985471:root")",
       R"("765628985471","Service":"events.amazonaws.com")",
       "assume_by_service"},
      {R"("arn:aws:iam::765628985471:root")",
       R"("765628985471","Service":"ec2.amazonaws.com")",
       "principal_additional"},
      {R"("arn:aws:iam::765628985471:root")",
       R"("765628985471","Federated":"accounts.google.com")",
       "principal_additional"},
      {R"("arn:aws:iam::765628985471:root")", "[]", "assume_denied"},
      {R"("AWS":)", R"("Aws":)", "not_understood"},
      {R"("AWS":)", R"("Service":)", "assume_denied"},
      {R"("Principal":)", R"("NotPrincipal":)", "not_principal"},
      {R"("Principal":{"AWS":"arn:aws:iam::765628985471:root"},)", "", "principal_missing"},
      {R"("sts:AssumeRole")", R"("sts:*")", "action_wildcard"},
      {R"("sts:AssumeRole")", R"("*")", "action_wildcard"},
      {R"("sts:AssumeRole")", R"("sts:AssumeRol?")", "action_wildcard"},
      {R"("sts:AssumeRole")", R"(["sts:AssumeRole","sts:TagSession"])", "action_additional"},
      {R"("sts:AssumeRole")", R"("sts:AssumeRoleWithSAML")", "assume_denied"},
      {R"("sts:AssumeRole")", R"([])", "assume_denied"},
      {R"("Action")", R"("NotAction")", "not_action"},
      {R"("Action":"sts:AssumeRole")", R"("NotAction":"iam:*")", "not_action"},
      {R"("Action":"sts:AssumeRole",)", "", "assume_undetermined"},
      {condition, "", "external_id_missing"},
      {condition, "", "assume_without_id"},
      {condition, R"(,"Condition":{})", "assume_with_other_id"},
      {equals, R"({"StringEquals":{}})", "external_id_missing"},
      {"sts:ExternalId", "sts:ExternalID2", "external_id_missing"},
      {"sts:ExternalId", "aws:PrincipalAccount", "assume_denied"},
      {id, R"("5F8A2C1E-9B7D-4E0F-8A6B-3C2D1E0F9A8B")", "external_id_other"},
      {id, R"("6f8a2c1e-9b7d-4e0f-8a6b-3c2d1e0f9a8b")", "assume_denied"},
      {id, "[" + id + R"(,"another"])", "external_id_several"},
      {id, "[]", "assume_denied"},
      {id, R"("*")", "assume_denied"},
      {"StringEquals", "StringEqualsIfExists", "external_id_optional"},
      {"StringEquals", "StringEqualsIfExists", "assume_without_id"},
      {"StringEquals", "ForAllValues:StringEquals", "external_id_optional"},
      {"StringEquals", "ForAllValues:StringEquals", "assume_without_id"},
      {"StringEquals", "StringNotEquals", "external_id_optional"},
      {"StringEquals", "StringNotEquals", "assume_with_other_id"},
      {"StringEquals", "StringNotLike", "assume_without_id"},
      {"StringEquals", "StringEqualsIgnoreCase", "assume_with_other_id"},
      {"StringEquals", "StringEqualsIgnoreCase", "external_id_inexact"},
      {"StringEquals", "stringequals", "not_understood"},
      {"StringEquals", "ArnEquals", "assume_undetermined"},
      {equals, R"({"StringLike":{"sts:ExternalId":"*"}})", "external_id_pattern"},
      {equals, R"({"StringLike":{"sts:ExternalId":"5f8a*"}})", "assume_with_other_id"},
      {equals,
       R"({"StringLike":{"sts:ExternalId":"?f8a2c1e-9b7d-4e0f-8a6b-3c2d1e0f9a8b"}})",
       "external_id_pattern"},
      {equals, R"({"Null":{"sts:ExternalId":"true"}})", "assume_without_id"},
      {equals, R"({"Null":{"sts:ExternalId":"false"}})", "assume_with_other_id"},
      {"{\"StringEquals",
       R"({"IpAddress":{"aws:SourceIp":"203.0.113.0/24"},"StringEquals)",
       "assume_undetermined"},
      {"{\"StringEquals",
       R"({"StringLike":{"aws:PrincipalOrgID":"o-abc"},"StringEquals)",
       "assume_undetermined"},
      {"{\"StringEquals",
       R"({"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::1:role/x"},"StringEquals)",
       "assume_undetermined"},
      {"{\"StringEquals",
       R"({"Bool":{"aws:MultiFactorAuthPresent":"true"},"StringEquals)",
       "assume_denied"},
      {"{\"StringEquals",
       R"({"StringLike":{"aws:SourceAccount":"765628985471"},"StringEquals)",
       "assume_denied"},
      {"{\"StringEquals",
       R"({"ArnLike":{"aws:SourceArn":"arn:aws:lambda:*:*:*"},"StringEquals)",
       "assume_denied"},
      {"{\"StringEquals",
       R"({"DateLessThan":{"aws:CurrentTime":"2020-01-01T00:00:00Z"},"StringEquals)",
       "assume_denied"},
      {"[{", R"([{"Effect":"Deny","Principal":{"AWS":"*"},"Action":"sts:*"},{)", "assume_denied"},
      {"[{",
       R"([{"Effect":"Deny","Principal":{"AWS":"765628985471"},"Action":"sts:AssumeRole","Condition":{"NotIpAddress":{"aws:SourceIp":"203.0.113.0/24"}}},{)",
       "assume_undetermined"},
      {"[{",
       R"([{"Effect":"Deny","NotPrincipal":{"AWS":"111122223333"},"Action":"sts:AssumeRole"},{)",
       "assume_denied"},
      {"[{",
       R"([{"Effect":"Allow","Principal":{"AWS":"765628985471"},"Action":"sts:AssumeRole"},{)",
       "external_id_missing"},
      {"[{",
       R"([{"Effect":"Allow","Principal":{"AWS":"765628985471"},"Action":"sts:AssumeRole","Resource":"*"},{)",
       "resource"},
  };
  for (const auto& defect : defects) {
    const auto text = changed(trust_text, defect.from, defect.to);
    const auto findings = trust_findings(text, "2026-11-22T12:00:00Z");
    EXPECT_THAT(codes(findings), Contains(defect.code)) << text << "\n" << shown(findings);
  }
}

TEST(GenesysRole, EveryDefectOfAPermissionPolicyIsReported) {
  const std::string cancel = R"("arn:aws:lambda:us-east-1:123456789012:function:cancel")";
  const std::string live = R"("arn:aws:lambda:us-east-1:123456789012:function:status:live")";
  const std::string list = "[" + cancel + "," + live + "]";
  const Defect defects[] = {
      {"2012-10-17", "2008-10-17", "version"},
      {"Allow", "Deny", "invoke_denied"},
      {"Allow", "ALLOW", "invoke_undetermined"},
      {R"("Effect":"Allow",)", "", "invoke_undetermined"},
      {R"("Effect")", R"("Principal":"*","Effect")", "principal"},
      {R"("Effect")", R"("If":"x","Effect")", "not_understood"},
      {"lambda:InvokeFunction", "lambda:Invoke", "invoke_denied"},
      {"lambda:InvokeFunction", "lambda:*", "action_wildcard"},
      {"lambda:InvokeFunction", "*", "action_wildcard"},
      {"lambda:InvokeFunction", "lambda:Invoke*", "action_wildcard"},
      {R"("lambda:InvokeFunction")",
       R"(["lambda:InvokeFunction","lambda:UpdateFunctionCode"])",
       "action_additional"},
      {R"("Action")", R"("NotAction")", "not_action"},
      {R"("Action":"lambda:InvokeFunction",)", "", "invoke_undetermined"},
      {list, R"("*")", "resource_wildcard"},
      {list, R"("*")", "invoke_other_function"},
      {list, R"(["arn:aws:lambda:us-east-1:123456789012:function:*"])", "invoke_other_function"},
      {list, R"("arn:aws:lambda:us-east-1:123456789012:*")", "resource_wildcard"},
      {list, cancel, "invoke_denied"},
      {list, "[]", "invoke_denied"},
      {list, R"("cancel")", "invoke_undetermined"},
      {"function:cancel", "function:cancel*", "resource_wildcard"},
      {"function:cancel", "function:cancel*", "invoke_other_function"},
      {"function:cancel", "function:*cancel", "invoke_other_function"},
      {"function:cancel", "function:cance?", "resource_wildcard"},
      {"function:cancel", "function:cancel:*", "invoke_denied"},
      {"function:cancel", "function:cancel:*", "invoke_other_qualifier"},
      {"function:cancel", "function:CANCEL", "invoke_denied"},
      {"function:status:live", "function:status", "invoke_denied"},
      {"function:status:live", "function:status", "invoke_other_qualifier"},
      {"function:status:live", "function:status:*", "invoke_other_qualifier"},
      {"function:status:live", "function:status:*", "resource_additional"},
      {"function:status:live", "function:status:liv*", "resource_additional"},
      {"function:status:live", "function:status:dev", "invoke_denied"},
      {"us-east-1", "*", "invoke_other_function"},
      {"us-east-1", "us-*-1", "resource_wildcard"},
      {"us-east-1", "us-west-1", "invoke_denied"},
      {"123456789012", "*", "invoke_denied"},
      {"123456789012", "111122223333", "resource_additional"},
      {"arn:aws:", "arn:*:", "resource_wildcard"},
      {"arn:aws:", "arn:aws-cn:", "invoke_denied"},
      {":lambda:us", ":*:us", "invoke_denied"},
      {"[" + cancel,
       R"(["arn:aws:lambda:us-east-1:123456789012:function:delete",)" + cancel,
       "resource_additional"},
      {R"("Resource")", R"("NotResource")", "not_resource"},
      {R"("Resource")", R"("NotResource")", "invoke_other_function"},
      {"]}]", R"(],"Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}])", "invoke_denied"},
      {"]}]",
       R"(],"Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}}])",
       "invoke_undetermined"},
      {"[{", R"([{"Effect":"Deny","Action":"lambda:*","Resource":"*"},{)", "invoke_denied"},
      {"[{",
       R"([{"Effect":"Deny","NotAction":"s3:*","Resource":"arn:aws:lambda:*:123456789012:function:*"},{)",
       "invoke_denied"},
      {"[{",
       R"([{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"},{)",
       "action_additional"},
  };
  for (const auto& defect : defects) {
    const auto text = changed(permission_text, defect.from, defect.to);
    const auto findings = permission_findings(text);
    EXPECT_THAT(codes(findings), Contains(defect.code)) << text << "\n" << shown(findings);
  }
}

TEST(GenesysRole, ACorrectPermissionPolicyIsNotFlaggedInAnySpelling) {
  for (
      const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
          {"Version", "Version"},
          {R"("Sid":"InvokeConfiguredFunctions",)", ""},
          {R"("lambda:InvokeFunction")", R"(["LAMBDA:invokefunction"])"},
          {"[{",
           R"([{"Effect":"Deny","Action":"lambda:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}},{)"},
          {"]}]", R"(],"Condition":{"StringEquals":{"aws:RequestedRegion":"us-east-1"}}}])"},
          {"[{", R"([{"Effect":"Deny","Action":"iam:*","Resource":"*"},{)"}}) {
    const auto text = changed(permission_text, from, to);
    EXPECT_EQ(shown(permission_findings(text)), "") << text;
  }
}

TEST(GenesysRole, GrantsSpreadOverSeveralPoliciesAreProvenTogether) {
  IdentityPolicies role;
  for (const auto& arn : functions)
    role.policies.push_back(permission_document({arn}).value());
  EXPECT_EQ(shown(prove_permission(role, functions)), "");
}

TEST(GenesysRole, ABoundaryMustAllowTheFunctionsToo) {
  IdentityPolicies role{.policies = {parse(permission_text)}};
  role.boundary = parse(changed(permission_text, "function:cancel", "function:*"));
  EXPECT_EQ(shown(prove_permission(role, functions)), "");
  role.boundary = permission_document({functions.front()}).value();
  const auto findings = prove_permission(role, functions);
  ASSERT_THAT(codes(findings), ElementsAre("invoke_denied"));
  EXPECT_THAT(findings[0].text, HasSubstr("function:cancel"));
}

TEST(GenesysRole, AGrantOfTheOtherQualifierFormIsExplained) {
  const auto text = changed(permission_text, "function:status:live", "function:status");
  const auto findings = permission_findings(text);
  EXPECT_THAT(
      findings,
      Contains(Field(&Finding::text,
                     HasSubstr("function:status is allowed, but that does not cover the ARN with a "
                               "qualifier"))));
}

TEST(GenesysRole, AnExpiryDateIsUnknownWithoutTheTimeAndMetBeforeIt) {
  const auto text =
      changed(trust_text,
              "{\"StringEquals",
              R"({"DateLessThan":{"aws:CurrentTime":"2030-01-01T00:00:00Z"},"StringEquals)");
  EXPECT_THAT(codes(trust_findings(text)), Contains("assume_undetermined"));
  EXPECT_EQ(shown(trust_findings(text, "2026-11-22T12:00:00Z")), "");
  EXPECT_THAT(codes(trust_findings(text, "2030-01-01T00:00:00Z")), Contains("assume_denied"));
}

TEST(GenesysRole, AFindingSaysWhatWasExpectedAndFound) {
  const auto findings = trust_findings(changed(trust_text, "StringEquals", "StringEqualsIfExists"));
  ASSERT_FALSE(findings.empty());
  EXPECT_EQ(findings[0],
            (Finding{.code = "external_id_optional",
                     .text = "statement 0 (GenesysCloudAssume) does not require the external id: "
                             "the condition holds "
                             "without it or with any other",
                     .expected = "StringEquals 5f8a2c1e-9b7d-4e0f-8a6b-3c2d1e0f9a8b",
                     .found = "StringEqualsIfExists 5f8a2c1e-9b7d-4e0f-8a6b-3c2d1e0f9a8b"}));
}

TEST(GenesysRole, WhatLetsOthersInIsAnErrorAndWhatIsMerelyWiderAWarning) {
  const auto severity = [](const Findings& findings, std::string_view code) {
    const auto found = std::find_if(
        findings.begin(), findings.end(), [&](const Finding& one) { return one.code == code; });
    return found == findings.end() ? std::optional<Severity>() : found->severity;
  };
  const auto trust = [](const std::string& from, const std::string& to) {
    return trust_findings(changed(trust_text, from, to));
  };
  const auto permission = [](const std::string& from, const std::string& to) {
    return permission_findings(changed(permission_text, from, to));
  };
  const auto everyone = trust("arn:aws:iam::765628985471:root", "*");
  const auto two_ids = trust(R"("5f8a2c1e-9b7d-4e0f-8a6b-3c2d1e0f9a8b")",
                             R"(["5f8a2c1e-9b7d-4e0f-8a6b-3c2d1e0f9a8b","b2"])");
  EXPECT_EQ(severity(everyone, "principal_everyone"), Severity::error);
  EXPECT_EQ(severity(everyone, "assume_by_other_account"), Severity::error);
  EXPECT_EQ(severity(trust(",\"Condition\":{", ",\"x\":{"), "external_id_missing"),
            Severity::error);
  EXPECT_EQ(severity(trust("StringEquals", "Nothing"), "assume_without_id"), Severity::warning);
  EXPECT_EQ(severity(two_ids, "external_id_several"), Severity::warning);
  EXPECT_EQ(severity(trust("2012-10-17", "2008-10-17"), "version"), Severity::note);
  EXPECT_EQ(severity(permission("function:cancel", "function:cancel*"), "invoke_other_function"),
            Severity::error);
  EXPECT_EQ(severity(permission("status:live", "status:*"), "invoke_other_qualifier"),
            Severity::warning);
  EXPECT_EQ(severity(permission("status:live", "status:*"), "resource_additional"),
            Severity::warning);
}

TEST(GenesysRole, AnEmptyDocumentProvesNothing) {
  EXPECT_THAT(codes(prove_trust({}, genesys)), Contains("assume_denied"));
  EXPECT_THAT(codes(prove_permission({}, functions)),
              ElementsAre("invoke_denied", "invoke_denied"));
}

}  // namespace
}  // namespace patchcord::policy
