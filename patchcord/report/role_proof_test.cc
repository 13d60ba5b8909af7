#include "patchcord/report/role_proof.h"

#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace patchcord {
namespace {

using About = RoleFinding::About;
using ::testing::HasSubstr;
using ::testing::Not;

RoleProof proof_with(About about, const std::vector<const char*>& codes) {
  RoleProof proof{.role = "R", .functions = {"arn:a", "arn:b"}};
  proof.trusted = {.account = "765628985471", .external_id = "5f8a"};
  for (const auto* code : codes) {
    RoleFinding one{.about = about, .finding = {.code = code, .text = code}};
    if (one.finding.code == "invoke_denied") one.finding.resource = "arn:b";
    proof.findings.push_back(one);
  }
  return proof;
}

TEST(RoleProofText, SaysOfATrustWhetherItForbidsOrAllowsTooMuch) {
  const std::pair<std::vector<const char*>, const char*> cases[] = {
      {{}, "can assume it with external id 5f8a; nobody else can"},
      {{"assume_denied"}, "cannot assume it with external id 5f8a\n"},
      {{"assume_denied", "external_id_other"}, "cannot assume it with external id 5f8a\n"},
      {{"document"}, "cannot assume it with external id 5f8a\n"},
      {{"external_id_other"},
       "can assume it with external id 5f8a, but its trust policy allows more"},
      {{"assume_by_service"},
       "can assume it with external id 5f8a, but its trust policy allows more"},
      {{"assume_denied", "assume_by_service"},
       "cannot assume it with external id 5f8a, and its trust policy allows what it should not"},
  };
  for (const auto& [codes, text] : cases) {
    EXPECT_THAT(role_proof_text(proof_with(About::trust, codes), Style{}), HasSubstr(text));
  }
}

TEST(RoleProofText, NamesTheFunctionsThatItMayNotInvoke) {
  const auto told = [](const std::vector<const char*>& codes) {
    return role_proof_text(proof_with(About::permission, codes), Style{});
  };
  EXPECT_THAT(told({}), HasSubstr("it may invoke exactly:\n      arn:a\n      arn:b\n"));
  EXPECT_THAT(told({"action_wildcard"}), HasSubstr("it may do more than invoke:\n      arn:a\n"));
  EXPECT_THAT(told({"invoke_denied"}), HasSubstr("it may not invoke:\n      arn:b\n"));
  EXPECT_THAT(told({"invoke_denied"}), Not(HasSubstr("arn:a")));
  EXPECT_THAT(told({"invoke_denied", "action_wildcard"}),
              HasSubstr("it may do what it should not, and may not invoke:\n      arn:b\n"));
}

TEST(RoleProofProblems, AreOneForEachDocumentAndFewLinesLong) {
  auto proof = proof_with(About::permission, {});
  for (int i = 0; i < 100; ++i) {
    proof.findings.push_back({.about = About::permission,
                              .finding = {.code = "invoke_denied", .text = "no"},
                              .document = "inline policy Never"});
  }
  const auto problems = problems_of(proof, Plan{});
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].what, "role R: no");
  EXPECT_EQ(problems[0].detail, "no\nno\nno\nno\nno\nand 94 more");
}

}  // namespace
}  // namespace patchcord
