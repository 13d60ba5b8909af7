#include "patchcord/plan/role_proof.h"

#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "patchcord/plan/role_documents.h"

namespace patchcord {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using About = RoleFinding::About;
using Answer = RoleProof::Answer;
using Kind = ObservedPolicy::Kind;

constexpr const char* organization = "1f6d3c1e-5a0b-4a53-9d0e-0b7c2a9e4f10";
constexpr const char* live = "arn:aws:lambda:us-east-1:123456789012:function:lookup:live";
constexpr const char* elsewhere = "arn:aws:lambda:us-east-1:210987654321:function:lookup:live";

DesiredRole wanted_role(const std::string& function = live) {
  return {.name = "R", .policy_name = "Invoke", .functions = {*FunctionArn::parse(function)}};
}

Json allow(const Json& action, const Json& resource) {
  return {{"Version", "2012-10-17"},
          {"Statement", {{{"Effect", "Allow"}, {"Action", action}, {"Resource", resource}}}}};
}

// As patchcord writes it.
ObservedRole right_role(const DesiredRole& wanted = wanted_role()) {
  const Desired desired{.trusted_account = "765628985471"};
  const auto documents = role_documents(desired, wanted, organization).value();
  return {.name = "R",
          .arn = "arn:aws:iam::123456789012:role/R",
          .trust = Json::parse(documents.trust),
          .policies = {{"Invoke", Json::parse(documents.permission)}}};
}

RoleProof proof_of(const ObservedRole& found,
                   const DesiredRole& wanted = wanted_role(),
                   std::vector<FunctionGrant> grants = {}) {
  return prove_role({.wanted = wanted,
                     .found = found,
                     .trusted = {.account = "765628985471", .external_id = organization},
                     .grants = std::move(grants),
                     .now = "2026-11-22T12:00:00Z"});
}

struct Case {
  std::string name;
  std::function<void(ObservedRole&)> change;
  Answer trust;
  Answer permission;
  std::string document;  // of the first finding
};

void add(ObservedRole& role, Kind kind, Json document) {
  role.others.push_back({.kind = kind,
                         .name = kind == Kind::inline_policy ? "Extra" : "arn:aws:iam::1:policy/P",
                         .document = std::move(document)});
}

void add_unread(ObservedRole& role, Kind kind, const std::string& name) {
  role.others.push_back({.kind = kind, .name = name, .unread = "AWS denied it"});
}

TEST(RoleProof, TheRoleThatPatchcordWritesIsProven) {
  const auto proof = proof_of(right_role());
  EXPECT_THAT(proof.findings, IsEmpty());
  EXPECT_EQ(proof.answer(About::trust), Answer::proven);
  EXPECT_EQ(proof.answer(About::permission), Answer::proven);
  EXPECT_THAT(proof.functions, ElementsAre(live));
}

TEST(RoleProof, WhatAddsNothingIsNotFlagged) {
  const std::vector<std::function<void(ObservedRole&)>> changes = {
      [](ObservedRole& r) { add(r, Kind::inline_policy, r.policies["Invoke"]); },
      [](ObservedRole& r) { add(r, Kind::attached, r.policies["Invoke"]); },
      [](ObservedRole& r) { add(r, Kind::boundary, allow("*", "*")); },
      [](ObservedRole& r) { add(r, Kind::boundary, allow("lambda:InvokeFunction", live)); },
      [](ObservedRole& r) {  // the grant is in a policy of another name
        add(r, Kind::inline_policy, r.policies["Invoke"]);
        r.policies.clear();
      },
  };
  for (std::size_t i = 0; i < changes.size(); ++i) {
    auto role = right_role();
    changes[i](role);
    EXPECT_THAT(proof_of(role).findings, IsEmpty()) << i;
  }
}

const std::vector<Case>& cases() {
  constexpr auto proven = Answer::proven;
  constexpr auto unknown = Answer::undetermined;
  constexpr auto wrong = Answer::wrong;
  static const std::vector<Case> all = {
      {"no condition",
       [](ObservedRole& r) { r.trust["Statement"][0].erase("Condition"); },
       wrong,
       proven,
       "trust policy"},
      {"a trust that is no document",
       [](ObservedRole& r) { r.trust = "nonsense"; },
       wrong,
       proven,
       "trust policy"},
      {"a trust that depends on an address",
       [](ObservedRole& r) {
         r.trust["Statement"][0]["Condition"]["IpAddress"]["aws:SourceIp"] = "203.0.113.0/24";
       },
       unknown,
       proven,
       "trust policy"},
      {"no policy at all", [](ObservedRole& r) { r.policies.clear(); }, proven, wrong, ""},
      {"an inline policy beside ours",
       [](ObservedRole& r) { add(r, Kind::inline_policy, allow("s3:*", "*")); },
       proven,
       wrong,
       "inline policy Extra"},
      {"an attached policy",
       [](ObservedRole& r) {
         add(r, Kind::attached, allow("lambda:InvokeFunction", std::string(live) + "2"));
       },
       proven,
       wrong,
       "attached policy arn:aws:iam::1:policy/P"},
      {"an attached policy that denies",
       [](ObservedRole& r) {
         auto deny = allow("lambda:*", "*");
         deny["Statement"][0]["Effect"] = "Deny";
         add(r, Kind::attached, deny);
       },
       proven,
       wrong,
       "attached policy arn:aws:iam::1:policy/P"},
      {"an inline policy that is no document",
       [](ObservedRole& r) { add(r, Kind::inline_policy, "nonsense"); },
       proven,
       wrong,
       "inline policy Extra"},
      {"a boundary that forbids",
       [](ObservedRole& r) { add(r, Kind::boundary, allow("s3:*", "*")); },
       proven,
       wrong,
       ""},
      {"an inline policy that cannot be read",
       [](ObservedRole& r) { add_unread(r, Kind::inline_policy, "Extra"); },
       proven,
       unknown,
       "inline policy Extra"},
      {"a boundary that cannot be read",
       [](ObservedRole& r) { add_unread(r, Kind::boundary, "arn:aws:iam::1:policy/B"); },
       proven,
       unknown,
       "permissions boundary arn:aws:iam::1:policy/B"},
      {"attached policies that cannot be listed",
       [](ObservedRole& r) { add_unread(r, Kind::attached, ""); },
       proven,
       unknown,
       "the attached policies"},
      {"the grant may be in what cannot be read",
       [](ObservedRole& r) {
         r.policies.clear();
         add_unread(r, Kind::attached, "arn:aws:iam::1:policy/P");
       },
       proven,
       unknown,
       "attached policy arn:aws:iam::1:policy/P"},
      {"an unread boundary gives nothing",
       [](ObservedRole& r) {
         r.policies.clear();
         add_unread(r, Kind::boundary, "arn:aws:iam::1:policy/B");
       },
       proven,
       wrong,
       "permissions boundary arn:aws:iam::1:policy/B"},
      {"a role that cannot be read",
       [](ObservedRole& r) { r.unread = "it is in another account"; },
       unknown,
       unknown,
       ""},
  };
  return all;
}

TEST(RoleProof, EachDefectIsFoundWhereItIs) {
  for (const auto& one : cases()) {
    auto role = right_role();
    one.change(role);
    const auto proof = proof_of(role);
    EXPECT_EQ(proof.answer(About::trust), one.trust) << one.name;
    EXPECT_EQ(proof.answer(About::permission), one.permission) << one.name;
    ASSERT_FALSE(proof.findings.empty()) << one.name;
    EXPECT_EQ(proof.findings[0].document, one.document) << one.name;
    EXPECT_FALSE(proof.findings[0].hint.empty()) << one.name;
  }
}

TEST(RoleProof, AFindingSaysWhereItIsAndWhatToDo) {
  auto role = right_role();
  add(role, Kind::inline_policy, allow("s3:*", "*"));
  const auto proof = proof_of(role);
  ASSERT_EQ(proof.findings.size(), 1U);
  EXPECT_EQ(
      finding_text(proof.findings[0]),
      "statement 0 of inline policy Extra allows more than lambda:InvokeFunction, found s3:*");
  EXPECT_THAT(proof.findings[0].hint,
              HasSubstr("aws iam delete-role-policy --role-name R --policy-name Extra"));
}

TEST(RoleProof, AnotherTeamsRoleIsForThatTeamToCorrect) {
  auto role = right_role();
  role.trust["Statement"][0].erase("Condition");
  auto wanted = wanted_role();
  EXPECT_THAT(proof_of(role, wanted).findings.at(0).hint, HasSubstr("patchcord apply"));
  wanted.managed = false;
  EXPECT_THAT(proof_of(role, wanted).findings.at(0).hint, HasSubstr("patchcord policy"));
}

TEST(RoleProof, AFunctionOfAnotherAccountMustLetTheRoleIn) {
  const auto wanted = wanted_role(elsewhere);
  const auto role = right_role(wanted);
  EXPECT_THAT(functions_elsewhere(wanted, role.arn), ElementsAre(*FunctionArn::parse(elsewhere)));
  EXPECT_THAT(functions_elsewhere(wanted_role(), role.arn), IsEmpty());
  const auto answer = [&](FunctionGrant grant) {
    grant.function = *FunctionArn::parse(elsewhere);
    const auto proof = proof_of(role, wanted, {grant});
    if (!proof.findings.empty()) {
      EXPECT_THAT(proof.findings[0].hint,
                  HasSubstr("aws lambda add-permission --region us-east-1 --function-name lookup "
                            "--qualifier live"));
    }
    return proof.answer(About::permission);
  };
  auto granted = allow("lambda:InvokeFunction", elsewhere);
  granted["Statement"][0]["Principal"]["AWS"] = role.arn;
  EXPECT_EQ(answer({.document = granted}), Answer::proven);
  granted["Statement"][0]["Principal"]["AWS"] = "arn:aws:iam::999999999999:root";
  EXPECT_EQ(answer({.document = granted}), Answer::wrong);
  EXPECT_EQ(answer({}), Answer::wrong);
  EXPECT_EQ(answer({.unread = "AWS denied lambda:GetPolicy"}), Answer::undetermined);
}

TEST(RoleProof, WhatIsHarmlessButNotOursIsProvenAndNamed) {
  auto role = right_role();
  auto& statement = role.trust["Statement"][0];
  statement["Principal"]["AWS"] = "*";
  statement["Condition"]["StringEquals"]["aws:PrincipalAccount"] = "765628985471";
  const auto proof = proof_of(role);
  EXPECT_EQ(proof.answer(About::trust), Answer::proven);
  EXPECT_THAT(proof.findings, IsEmpty());
  ASSERT_EQ(proof.notes.size(), 1U);
  EXPECT_THAT(finding_text(proof.notes[0]),
              HasSubstr("names every AWS account, and a condition lets only that of Genesys in"));
}

}  // namespace
}  // namespace patchcord
