#include "patchcord/policy/access.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace patchcord::policy {
namespace {

using testing::HasSubstr;

const std::string role_arn = "arn:aws:iam::123456789012:role/target";
const std::string function_arn = "arn:aws:lambda:eu-west-1:123456789012:function:orders";

Document parse(const std::string& text) {
  return parse_document(text).value();
}

Document identity(const std::string& effect,
                  const std::string& action,
                  const std::string& resource = "*") {
  return parse(fmt::format(
      R"({{"Version":"2012-10-17","Statement":{{"Effect":"{}","Action":"{}","Resource":"{}"}}}})",
      effect,
      action,
      resource));
}

Document trust(const std::string& principal, const std::string& effect = "Allow") {
  return parse(fmt::format(
      R"({{"Version":"2012-10-17","Statement":{{"Effect":"{}","Principal":{{{}}},"Action":"sts:AssumeRole"}}}})",
      effect,
      principal));
}

Document function_policy(const std::string& principal, const std::string& resource = function_arn) {
  return parse(
      fmt::format(R"({{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Principal":{{{}}},)"
                  R"("Action":"lambda:InvokeFunction","Resource":"{}"}}}})",
                  principal,
                  resource));
}

Principal user(const std::string& account) {
  return {.kind = PrincipalKind::user,
          .account = account,
          .arn = fmt::format("arn:aws:iam::{}:user/ann", account)};
}

Principal session(const std::string& account) {
  return {.kind = PrincipalKind::role_session,
          .account = account,
          .arn = fmt::format("arn:aws:sts::{}:assumed-role/app/s", account),
          .role_arn = fmt::format("arn:aws:iam::{}:role/app", account)};
}

Request assume(Principal principal) {
  return {.principal = std::move(principal), .action = "sts:AssumeRole", .resource = role_arn};
}

Request invoke(Principal principal) {
  return {.principal = std::move(principal),
          .action = "lambda:InvokeFunction",
          .resource = function_arn};
}

const IdentityPolicies nothing{};
const IdentityPolicies everything{.policies = {identity("Allow", "*")}};

TEST(Access, IdentityPoliciesBoundaryAndSessionMustAllAllow) {
  const auto allow = identity("Allow", "lambda:*");
  const auto other = identity("Allow", "s3:*");
  const auto deny = identity("Deny", "lambda:InvokeFunction");
  struct Row {
    IdentityPolicies identity;
    Decision decision;
    Layer layer;
  };
  const Row rows[] = {
      {{.policies = {}}, Decision::implicit_deny, Layer::identity_policy},
      {{.policies = {allow}}, Decision::allowed, Layer::identity_policy},
      {{.policies = {other, allow}}, Decision::allowed, Layer::identity_policy},
      {{.policies = {allow, deny}}, Decision::explicit_deny, Layer::identity_policy},
      {{.policies = {allow}, .boundary = allow}, Decision::allowed, Layer::identity_policy},
      {{.policies = {allow}, .boundary = other},
       Decision::implicit_deny,
       Layer::permissions_boundary},
      {{.policies = {allow}, .boundary = deny},
       Decision::explicit_deny,
       Layer::permissions_boundary},
      {{.policies = {other}, .boundary = allow}, Decision::implicit_deny, Layer::identity_policy},
      {{.policies = {other}, .boundary = deny},
       Decision::explicit_deny,
       Layer::permissions_boundary},
      {{.policies = {allow}, .session = {other, allow}}, Decision::allowed, Layer::identity_policy},
      {{.policies = {allow}, .session = {other}}, Decision::implicit_deny, Layer::session_policy},
      {{.policies = {allow}, .session = {allow, deny}},
       Decision::explicit_deny,
       Layer::session_policy},
      {{.policies = {allow}, .boundary = allow, .session = {other}},
       Decision::implicit_deny,
       Layer::session_policy},
  };
  for (const auto& row : rows) {
    const auto verdict = may_act(row.identity, invoke(session("123456789012")));
    EXPECT_EQ(verdict.decision, row.decision) << verdict.reason;
    EXPECT_EQ(verdict.layer, row.layer) << verdict.reason;
    EXPECT_EQ(verdict.decision, decision_of(verdict.denies, verdict.allows));
  }
}

TEST(Access, TheRootUserNeedsNoPolicyAndOthersWithoutAccountHaveNone) {
  EXPECT_EQ(
      may_act(nothing, invoke({.kind = PrincipalKind::account_root, .account = "123456789012"}))
          .decision,
      Decision::allowed);
  EXPECT_EQ(may_act(everything, invoke({.kind = PrincipalKind::service, .arn = "x"})).decision,
            Decision::implicit_deny);
  EXPECT_EQ(may_act(everything, invoke({})).decision, Decision::implicit_deny);
}

TEST(Access, ARoleOfAnotherAccountNeedsBothSides) {
  const auto trusted = trust(R"("AWS":"111122223333")");
  const auto by_name = trust(R"("AWS":"arn:aws:iam::111122223333:user/ann")");
  const auto caller = assume(user("111122223333"));
  EXPECT_EQ(may_assume_role(trusted, everything, caller).decision, Decision::allowed);
  EXPECT_EQ(may_assume_role(by_name, everything, caller).decision, Decision::allowed);
  EXPECT_EQ(may_assume_role(by_name, nothing, caller).decision, Decision::implicit_deny);
  EXPECT_EQ(may_assume_role(by_name, nothing, caller).layer, Layer::identity_policy);
  EXPECT_EQ(may_assume_role(trust(R"("AWS":"999922223333")"), everything, caller).layer,
            Layer::trust_policy);
  EXPECT_EQ(
      may_assume_role(trusted, {.policies = {identity("Allow", "sts:*", role_arn + "2")}}, caller)
          .decision,
      Decision::implicit_deny);
  EXPECT_EQ(may_assume_role(trust(R"("AWS":"*")", "Deny"), everything, caller).decision,
            Decision::explicit_deny);
}

TEST(Access, ARoleOfTheSameAccountNeedsTheIdentityPolicyOnlyWhenTrustNamesTheAccount) {
  const auto by_account = trust(R"("AWS":"arn:aws:iam::123456789012:root")");
  const auto by_name = trust(R"("AWS":"arn:aws:iam::123456789012:user/ann")");
  const auto caller = assume(user("123456789012"));
  EXPECT_EQ(may_assume_role(by_name, nothing, caller).decision, Decision::allowed);
  EXPECT_EQ(may_assume_role(by_name, nothing, caller).layer, Layer::trust_policy);
  EXPECT_EQ(may_assume_role(by_account, nothing, caller).decision, Decision::implicit_deny);
  EXPECT_EQ(may_assume_role(by_account, everything, caller).decision, Decision::allowed);
  EXPECT_EQ(may_assume_role(trust(R"("Service":"x")"), everything, caller).decision,
            Decision::implicit_deny);
  EXPECT_EQ(may_assume_role(by_name, {.policies = {identity("Deny", "sts:*")}}, caller).decision,
            Decision::explicit_deny);
}

TEST(Access, ATrustPolicyThatNamesARoleDoesNotLiftTheLimitsOfItsSessions) {
  const auto named = trust(R"("AWS":"arn:aws:iam::123456789012:role/app")");
  const auto other = identity("Allow", "s3:*");
  const auto allow = identity("Allow", "sts:AssumeRole");
  const auto decided = [&](const IdentityPolicies& limits) {
    return may_assume_role(named, limits, assume(session("123456789012"))).decision;
  };
  EXPECT_EQ(decided({}), Decision::allowed);
  EXPECT_EQ(decided({.boundary = allow, .session = {allow}}), Decision::allowed);
  EXPECT_EQ(decided({.boundary = other}), Decision::implicit_deny);
  EXPECT_EQ(decided({.session = {other}}), Decision::implicit_deny);
  // A user has no such limits on what others grant it by name.
  const auto users = trust(R"("AWS":"arn:aws:iam::123456789012:user/ann")");
  EXPECT_EQ(may_assume_role(users, {.boundary = other}, assume(user("123456789012"))).decision,
            Decision::allowed);
}

TEST(Access, ADenyWithNotPrincipalReachesWhoeverHasABoundary) {
  const auto document = parse(
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*"},)"
      R"({"Effect":"Deny","NotPrincipal":{"AWS":"*"},"Action":"sts:AssumeRole"}]})");
  IdentityPolicies identity = everything;
  EXPECT_EQ(may_assume_role(document, identity, assume(user("123456789012"))).decision,
            Decision::allowed);
  identity.boundary = identity.policies.front();
  EXPECT_EQ(may_assume_role(document, identity, assume(user("123456789012"))).decision,
            Decision::explicit_deny);
}

TEST(Access, AServiceNeedsTheTrustPolicyAlone) {
  const Principal lambda{.kind = PrincipalKind::service, .arn = "lambda.amazonaws.com"};
  EXPECT_EQ(may_assume_role(trust(R"("Service":"lambda.amazonaws.com")"), nothing, assume(lambda))
                .decision,
            Decision::allowed);
  EXPECT_EQ(may_assume_role(trust(R"("AWS":"123456789012")"), nothing, assume(lambda)).decision,
            Decision::implicit_deny);
}

TEST(Access, AFunctionOfAnotherAccountNeedsBothSides) {
  const auto caller = invoke(session("111122223333"));
  const auto granted = function_policy(R"("AWS":"arn:aws:iam::111122223333:role/app")");
  EXPECT_EQ(may_use(everything, granted, caller).decision, Decision::allowed);
  EXPECT_EQ(may_use(everything, function_policy(R"("AWS":"111122223333")"), caller).decision,
            Decision::allowed);
  EXPECT_EQ(may_use(nothing, granted, caller).layer, Layer::identity_policy);
  const auto without = may_use(everything, std::nullopt, caller);
  EXPECT_EQ(without.decision, Decision::implicit_deny);
  EXPECT_EQ(without.layer, Layer::resource_policy);
  EXPECT_EQ(without.reason, "the resource has no policy");
  EXPECT_EQ(
      may_use(
          everything, function_policy(R"("AWS":"111122223333")", function_arn + ":live"), caller)
          .decision,
      Decision::implicit_deny);
}

TEST(Access, AFunctionOfTheSameAccountNeedsEitherSide) {
  const auto caller = invoke(session("123456789012"));
  const auto granted = function_policy(R"("AWS":"arn:aws:iam::123456789012:role/app")");
  EXPECT_EQ(may_use(everything, std::nullopt, caller).decision, Decision::allowed);
  EXPECT_EQ(may_use(nothing, granted, caller).decision, Decision::allowed);
  EXPECT_EQ(may_use(nothing, granted, caller).layer, Layer::resource_policy);
  EXPECT_EQ(may_use(nothing, function_policy(R"("AWS":"123456789012")"), caller).decision,
            Decision::implicit_deny);
  EXPECT_EQ(may_use(nothing, std::nullopt, caller).decision, Decision::implicit_deny);
  const IdentityPolicies limited{.boundary = identity("Allow", "s3:*")};
  EXPECT_EQ(may_use(limited, granted, caller).decision, Decision::implicit_deny);
  const auto ann = function_policy(R"("AWS":"arn:aws:iam::123456789012:user/ann")");
  EXPECT_EQ(may_use(limited, ann, invoke(user("123456789012"))).decision, Decision::allowed);
}

TEST(Access, ADenyOfEitherSideIsFinal) {
  auto denied = function_policy(R"("AWS":"*")");
  denied.statements[0].effect = StatementEffect::deny;
  for (const std::string account : {"123456789012", "111122223333"}) {
    const auto verdict = may_use(everything, denied, invoke(session(account)));
    EXPECT_EQ(verdict.decision, Decision::explicit_deny);
    EXPECT_EQ(verdict.layer, Layer::resource_policy);
  }
}

TEST(Access, AnUnknownOfOneSideIsDecisiveOnlyIfTheOtherAllows) {
  auto from_network = identity("Allow", "lambda:*");
  from_network.statements[0].conditions = {
      {.operation = "IpAddress", .key = "aws:SourceIp", .values = {"10.0.0.0/8"}}};
  auto caller = invoke(session("123456789012"));
  caller.context.unknown = {"aws:SourceIp"};
  const auto verdict =
      may_act({.policies = {from_network}, .boundary = identity("Allow", "*")}, caller);
  EXPECT_EQ(verdict.decision, Decision::undetermined);
  EXPECT_THAT(verdict.reason, HasSubstr("aws:SourceIp"));
  EXPECT_EQ(
      may_act({.policies = {from_network}, .boundary = identity("Allow", "s3:*")}, caller).decision,
      Decision::implicit_deny);
  EXPECT_EQ(
      may_act({.policies = {from_network}, .boundary = identity("Deny", "*")}, caller).decision,
      Decision::explicit_deny);
  EXPECT_EQ(may_act({.policies = {from_network, identity("Allow", "*")}}, caller).decision,
            Decision::allowed);
}

TEST(Access, ADenyThatMightMatchOnTheSideThatAllowsNothingIsNamed) {
  auto perhaps_denied = identity("Deny", "lambda:*");
  perhaps_denied.statements[0].conditions = {
      {.operation = "StringEquals", .key = "aws:SourceVpc", .values = {"vpc-1"}}};
  auto caller = invoke(session("123456789012"));
  caller.context.unknown = {"aws:SourceVpc"};
  const auto granted = function_policy(R"("AWS":"arn:aws:iam::123456789012:role/app")");
  const auto verdict = may_use({.policies = {perhaps_denied}}, granted, caller);
  EXPECT_EQ(verdict.decision, Decision::undetermined);
  EXPECT_THAT(verdict.reason, HasSubstr("aws:SourceVpc"));
}

TEST(Access, ANameHelpsOnlyAsFarAsItsConditionsAreKnown) {
  auto by_name = trust(R"("AWS":"arn:aws:iam::123456789012:user/ann")");
  by_name.statements[0].conditions = {
      {.operation = "StringEquals", .key = "aws:SourceVpc", .values = {"vpc-1"}}};
  auto caller = assume(user("123456789012"));
  EXPECT_EQ(may_assume_role(by_name, nothing, caller).decision, Decision::implicit_deny);
  caller.context.unknown = {"aws:SourceVpc"};
  const auto verdict = may_assume_role(by_name, nothing, caller);
  EXPECT_EQ(verdict.decision, Decision::undetermined);
  EXPECT_THAT(verdict.reason, HasSubstr("aws:SourceVpc"));
}

TEST(Access, TheInvokedResourceHasTheQualifierOfTheRequest) {
  EXPECT_EQ(invoked_resource(function_arn, "").value(), function_arn);
  EXPECT_EQ(invoked_resource(function_arn, "live").value(), function_arn + ":live");
  EXPECT_EQ(invoked_resource(function_arn, "$LATEST").value(), function_arn + ":$LATEST");
  EXPECT_EQ(invoked_resource(function_arn + ":live", "").value(), function_arn + ":live");
  EXPECT_EQ(invoked_resource(function_arn + ":live", "live").value(), function_arn + ":live");
  EXPECT_EQ(invoked_resource(function_arn + ":live", "dev").error().code, Code::invalid);
  EXPECT_FALSE(invoked_resource("orders", "live"));
  EXPECT_FALSE(invoked_resource("arn:aws:lambda:eu-west-1:123456789012:layer:x", ""));
}

TEST(Access, ADenialIsWordedAsByAws) {
  const auto clause = [](const IdentityPolicies& policies) {
    return denial_clause(may_act(policies, invoke(session("123456789012"))),
                         "lambda:InvokeFunction");
  };
  EXPECT_EQ(clause(everything), "");
  EXPECT_EQ(clause(nothing),
            "because no identity-based policy allows the lambda:InvokeFunction action");
  EXPECT_EQ(clause({.policies = everything.policies, .boundary = Document{}}),
            "because no permissions boundary allows the lambda:InvokeFunction action");
  EXPECT_EQ(clause({.policies = everything.policies, .session = {Document{}}}),
            "because no session policy allows the lambda:InvokeFunction action");
  EXPECT_EQ(clause({.policies = {identity("Deny", "*")}}),
            "with an explicit deny in an identity-based policy");
  EXPECT_EQ(clause({.policies = everything.policies, .boundary = identity("Deny", "*")}),
            "with an explicit deny in a permissions boundary");
  EXPECT_EQ(denial_clause(may_assume_role(trust(""), everything, assume(user("111122223333"))),
                          "sts:AssumeRole"),
            "because no role trust policy allows the sts:AssumeRole action");
}

}  // namespace
}  // namespace patchcord::policy
