#include <gmock/gmock.h>

#include "patchcord/policy/genesys_role.h"
#include "patchcord/policy/proof_fixtures.h"

namespace patchcord::policy {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;

TEST(PermissionProof, EveryDefectOfAPermissionPolicyIsReported) {
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
      {":lambda:us", ":*:us", "invoke_undetermined"},
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
       R"([{"Effect":"Deny","Action":"lambda:*","Resource":"arn:aws:lambda:us-*:function:cancel"},{)",
       "invoke_undetermined"},
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

TEST(PermissionProof, ACorrectPermissionPolicyIsNotFlaggedInAnySpelling) {
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

TEST(PermissionProof, ACorrectPermissionPolicyMayLookUnusual) {
  const std::string cancel = R"("arn:aws:lambda:us-east-1:123456789012:function:cancel")";
  const std::string live = R"("arn:aws:lambda:us-east-1:123456789012:function:status:live")";
  const auto statement = [](const std::string& resource) {
    return R"({"Resource":)" + resource +
           R"(,"Action":["lambda:InvokeFunction"],"Effect":"Allow"})";
  };
  for (const auto& statements : {
           "[" + statement(cancel) + "," + statement(live) + "]",
           "[" + statement("[" + live + "]") + "," + statement("[" + cancel + "," + live + "]") +
               "]",
           statement("[" + live + "," + live + "," + cancel + "]"),
           R"([{"Sid":"","Effect":"Deny","Action":"lambda:InvokeFunction","NotResource":[)" + live +
               "," + cancel + "]}," + statement("[" + live + "," + cancel + "]") + "]",
       }) {
    const auto text = R"({"Statement":)" + statements + R"(,"Version":"2012-10-17"})";
    EXPECT_EQ(shown(permission_findings(text)), "") << text;
  }
}

TEST(PermissionProof, VersionsAliasesAndPartitionsAreOnlyNames) {
  for (const std::string arn : {"arn:aws:lambda:us-east-1:123456789012:function:f",
                                "arn:aws:lambda:us-east-1:123456789012:function:f:7",
                                "arn:aws:lambda:us-east-1:123456789012:function:f:$LATEST",
                                "arn:aws:lambda:eu-central-1:123456789012:function:f:live",
                                "arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:f:live",
                                "arn:aws-cn:lambda:cn-north-1:123456789012:function:f"}) {
    const auto document = permission_document({arn}).value();
    EXPECT_EQ(shown(prove_permission({.policies = {document}}, {arn})), "") << arn;
  }
}

TEST(PermissionProof, GrantsSpreadOverSeveralPoliciesAreProvenTogether) {
  IdentityPolicies role;
  for (const auto& arn : functions)
    role.policies.push_back(permission_document({arn}).value());
  EXPECT_EQ(shown(prove_permission(role, functions)), "");
}

TEST(PermissionProof, ABoundaryMustAllowTheFunctionsToo) {
  IdentityPolicies role{.policies = {parse(permission_text)}};
  role.boundary = parse(changed(permission_text, "function:cancel", "function:*"));
  EXPECT_EQ(shown(prove_permission(role, functions)), "");
  role.boundary = permission_document({functions.front()}).value();
  const auto findings = prove_permission(role, functions);
  ASSERT_THAT(codes(findings), ElementsAre("invoke_denied"));
  EXPECT_THAT(findings[0].text, HasSubstr("function:cancel"));
}

TEST(PermissionProof, AGrantOfTheOtherQualifierFormIsExplained) {
  const auto text = changed(permission_text, "function:status:live", "function:status");
  const auto findings = permission_findings(text);
  EXPECT_THAT(
      findings,
      Contains(Field(&Finding::text,
                     HasSubstr("function:status is allowed, but that does not cover the ARN with a "
                               "qualifier"))));
}

TEST(PermissionProof, AnotherFunctionIsAnErrorAndAnotherQualifierAWarning) {
  const auto damaged = [](const std::string& from, const std::string& to) {
    return permission_findings(changed(permission_text, from, to));
  };
  EXPECT_EQ(severity(damaged("function:cancel", "function:cancel*"), "invoke_other_function"),
            Severity::error);
  EXPECT_EQ(severity(damaged("status:live", "status:*"), "invoke_other_qualifier"),
            Severity::warning);
  EXPECT_EQ(severity(damaged("status:live", "status:*"), "resource_additional"), Severity::warning);
}

TEST(PermissionProof, AllQualifiersOfAConfiguredFunctionAreWiderButNotOpenToOthers) {
  const auto findings = permission_findings(
      changed(permission_text,
              "function:cancel\"",
              "function:cancel\",\"arn:aws:lambda:us-east-1:123456789012:function:cancel:*\""));
  EXPECT_EQ(codes(findings), (Strings{"resource_additional", "invoke_other_qualifier"}))
      << shown(findings);
  EXPECT_EQ(severity(findings, "resource_additional"), Severity::warning);
}

TEST(PermissionProof, AnEmptyDocumentAllowsNothing) {
  EXPECT_THAT(codes(prove_permission({}, functions)),
              ElementsAre("invoke_denied", "invoke_denied"));
}

}  // namespace
}  // namespace patchcord::policy
