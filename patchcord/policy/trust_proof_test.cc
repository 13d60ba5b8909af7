#include <gmock/gmock.h>

#include "patchcord/policy/genesys_role.h"
#include "patchcord/policy/proof_fixtures.h"

namespace patchcord::policy {
namespace {

using testing::Contains;

TEST(TrustProof, ACorrectTrustPolicyIsNotFlaggedInAnySpelling) {
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
          {R"("StringEquals":{)", R"("Null":{"sts:ExternalId":"false"},"StringEqualsIfExists":{)"},
          {R"("StringEquals":{)",
           R"("Null":{"sts:externalid":["False"]},"ForAllValues:StringEquals":{)"},
          {R"("StringEquals":{)",
           R"("Null":{"sts:ExternalId":false},"ForAllValues:StringLikeIfExists":{)"},
          {R"("StringEquals":{)", R"("Null":{"sts:ExternalId":"false"},"StringEquals":{)"},
          {R"([{)",
           R"([{"Effect":"Deny","Principal":{"AWS":"*"},"Action":"sts:AssumeRole",)"
           R"("Condition":{"Bool":{"aws:SecureTransport":"false"}}},{)"},
          {"Version", "Version"}}) {
    const auto text = changed(trust_text, from, to);
    EXPECT_EQ(shown(trust_findings(text)), "") << text;
  }
}

TEST(TrustProof, ACorrectTrustPolicyMayLookUnusual) {
  const std::string condition =
      R"("Condition":{"StringEquals":{"sts:ExternalId":["5f8a2c1e-9b7d-4e0f-8a6b-3c2d1e0f9a8b"]}})";
  const auto statement = [&](const std::string& principal, const std::string& more = {}) {
    return "{" + condition + R"(,"Action":["sts:AssumeRole"],"Principal":{"AWS":)" + principal +
           R"(},"Effect":"Allow")" + more + "}";
  };
  const auto document = [](const std::string& statements) {
    return R"({"Statement":)" + statements + R"(,"Id":"x","Version":"2012-10-17"})";
  };
  const std::string root = R"("arn:aws:iam::765628985471:root")";
  for (
      const auto& text : {
          document(statement(root)),                              // no array
          document("[" + statement(root, R"(,"Sid":"")") + "]"),  // an empty name
          document("[" + statement(R"(["765628985471"])") + "]"),
          document("[" + statement(R"(["765628985471",)" + root + "]") + "]"),  // both spellings
          document("[" + statement(root) + "," + statement(R"("765628985471")") + "]"),
          // The second one allows nothing more: with another key, too, it has to be our id.
          document("[" + statement(root) + "," +
                   changed(statement(root),
                           "{\"StringEquals",
                           R"({"Bool":{"aws:SecureTransport":"true"},"StringEquals)") +
                   "]"),
          document(
              R"([{"Effect":"Deny","Principal":"*","Action":"sts:*","Condition":{"StringNotEquals":)"
              R"({"sts:ExternalId":"5f8a2c1e-9b7d-4e0f-8a6b-3c2d1e0f9a8b"}}},)" +
              statement(root) + "]"),
      }) {
    EXPECT_EQ(shown(trust_findings(text)), "") << text;
  }
}

TEST(TrustProof, EveryPartitionHasItsOwnPrincipals) {
  for (const auto* partition : {"aws-us-gov", "aws-cn"}) {
    const GenesysTrust there{
        .partition = partition, .account = genesys.account, .external_id = genesys.external_id};
    const auto right = changed(trust_text, "arn:aws:", fmt::format("arn:{}:", partition));
    EXPECT_EQ(shown(prove_trust(parse(right), there)), "");
    EXPECT_THAT(codes(prove_trust(parse(trust_text), there)), Contains("principal_partition"));
  }
}

TEST(TrustProof, WhatNobodyCanKnowIsUndeterminedAndWhatIsWrongIsNot) {
  const auto all_undetermined = [](const std::string& from, const std::string& to) {
    const auto findings = trust_findings(changed(trust_text, from, to));
    EXPECT_FALSE(findings.empty()) << to;
    return std::all_of(
        findings.begin(), findings.end(), [](const Finding& one) { return one.undetermined; });
  };
  EXPECT_TRUE(all_undetermined("{\"StringEquals",
                               R"({"IpAddress":{"aws:SourceIp":"203.0.113.0/24"},"StringEquals)"));
  EXPECT_TRUE(all_undetermined("765628985471:root", "765628985471:role/x"));
  EXPECT_FALSE(all_undetermined("StringEquals", "StringEqualsIfExists"));
  EXPECT_FALSE(all_undetermined("765628985471", "111122223333"));
}

TEST(TrustProof, EveryDefectOfATrustPolicyIsReported) {
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
      {equals, R"({"Null":{"sts:ExternalId":"true"}})", "external_id_optional"},
      {equals, R"({"Null":{"sts:ExternalId":"false"}})", "assume_with_other_id"},
      {equals, R"({"Null":{"sts:ExternalId":"false"}})", "external_id_any"},
      {"{\"StringEquals",
       R"({"Null":{"sts:ExternalId":["false","true"]},"StringEqualsIfExists)",
       "assume_without_id"},
      {"{\"StringEquals",
       R"({"Null":{"sts:ExternalId":["false","true"]},"StringEqualsIfExists)",
       "external_id_optional"},
      {"{\"StringEquals",
       R"({"Null":{"aws:SourceIp":"false"},"StringEqualsIfExists)",
       "external_id_optional"},
      {"{\"StringEquals",
       R"({"Null":{"sts:ExternalId":"false"},"StringNotEquals)",
       "external_id_optional"},
      {equals,
       R"({"Null":{"sts:ExternalId":"false"},"StringLikeIfExists":{"sts:ExternalId":"5f8a*"}})",
       "assume_with_other_id"},
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

TEST(TrustProof, AnExpiryDateIsUnknownWithoutTheTimeAndMetBeforeIt) {
  const auto text =
      changed(trust_text,
              "{\"StringEquals",
              R"({"DateLessThan":{"aws:CurrentTime":"2030-01-01T00:00:00Z"},"StringEquals)");
  EXPECT_THAT(codes(trust_findings(text)), Contains("assume_undetermined"));
  EXPECT_EQ(shown(trust_findings(text, "2026-11-22T12:00:00Z")), "");
  EXPECT_THAT(codes(trust_findings(text, "2030-01-01T00:00:00Z")), Contains("assume_denied"));
}

TEST(TrustProof, AFindingSaysWhatWasExpectedAndFound) {
  const auto findings = trust_findings(changed(trust_text, "StringEquals", "StringEqualsIfExists"));
  ASSERT_FALSE(findings.empty());
  EXPECT_EQ(findings[0],
            (Finding{.code = "external_id_optional",
                     .text = "statement 0 (GenesysCloudAssume) does not require the external id: "
                             "the condition holds "
                             "without it or with any other",
                     .expected = "StringEquals 5f8a2c1e-9b7d-4e0f-8a6b-3c2d1e0f9a8b",
                     .found = "StringEqualsIfExists 5f8a2c1e-9b7d-4e0f-8a6b-3c2d1e0f9a8b",
                     .place = StatementPlace{.sid = "GenesysCloudAssume"},
                     .layer = Layer::trust_policy}));
}

TEST(TrustProof, WhatLetsOthersInIsAnErrorAndWhatIsMerelyWiderAWarning) {
  const auto damaged = [](const std::string& from, const std::string& to) {
    return trust_findings(changed(trust_text, from, to));
  };
  const auto everyone = damaged("arn:aws:iam::765628985471:root", "*");
  EXPECT_EQ(severity(everyone, "principal_everyone"), Severity::warning);
  EXPECT_EQ(severity(everyone, "assume_by_other_account"), Severity::error);
  EXPECT_EQ(severity(damaged(",\"Condition\":{", ",\"x\":{"), "external_id_missing"),
            Severity::error);
  EXPECT_EQ(severity(damaged("StringEquals", "Nothing"), "assume_without_id"), Severity::warning);
  EXPECT_EQ(severity(damaged(R"("5f8a2c1e-9b7d-4e0f-8a6b-3c2d1e0f9a8b")",
                             R"(["5f8a2c1e-9b7d-4e0f-8a6b-3c2d1e0f9a8b","b2"])"),
                     "external_id_several"),
            Severity::warning);
  EXPECT_EQ(severity(damaged("2012-10-17", "2008-10-17"), "version"), Severity::note);
}

TEST(TrustProof, EveryoneWithAConditionOnTheAccountIsCorrectAndNamed) {
  const auto everyone = changed(trust_text, "arn:aws:iam::765628985471:root", "*");
  const auto with = [&](const std::string& condition) {
    return trust_findings(changed(everyone, R"("StringEquals":{)", condition));
  };
  const auto closed = with(R"("StringEquals":{"aws:PrincipalAccount":"765628985471",)");
  EXPECT_EQ(codes(closed), Strings{"principal_everyone"});
  EXPECT_EQ(severity(closed, "principal_everyone"), Severity::note);
  const auto open = with(
      R"("StringEqualsIfExists":{"aws:PrincipalAccount":["765628985471","111122223333"]},"StringEquals":{)");
  EXPECT_EQ(severity(open, "principal_everyone"), Severity::warning);
  EXPECT_EQ(severity(open, "assume_by_other_account"), Severity::error);
  const auto several =
      with(R"("StringEquals":{"aws:PrincipalAccount":["765628985471","999988887777"],)");
  EXPECT_EQ(severity(several, "principal_everyone"), Severity::warning);
  const auto doubtful = with(R"("StringEquals":{"aws:PrincipalOrgID":"o-abc",)");
  EXPECT_EQ(severity(doubtful, "principal_everyone"), Severity::warning);
}

TEST(TrustProof, OneOtherExternalIdThatGetsInIsToldOnce) {
  const auto count = [](const std::string& from, const std::string& to) {
    const auto found = codes(trust_findings(changed(trust_text, from, to)));
    return std::count(found.begin(), found.end(), "assume_with_other_id");
  };
  EXPECT_EQ(count("StringEquals", "StringNotEquals"), 1);
  EXPECT_EQ(count("StringEquals", "Nothing"), 1);
  EXPECT_EQ(count("StringEquals", "StringLike"), 0);
}

TEST(TrustProof, AnEmptyDocumentTrustsNobody) {
  EXPECT_THAT(codes(prove_trust({}, genesys)), Contains("assume_denied"));
}

}  // namespace
}  // namespace patchcord::policy
