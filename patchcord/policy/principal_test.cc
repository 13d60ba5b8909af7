#include "patchcord/policy/principal.h"

#include <gtest/gtest.h>

namespace patchcord::policy {
namespace {

const Principal user{.kind = PrincipalKind::user,
                     .account = "111122223333",
                     .arn = "arn:aws:iam::111122223333:user/team/ann",
                     .unique_id = "AIDAANN"};
const Principal role{.kind = PrincipalKind::role,
                     .account = "111122223333",
                     .arn = "arn:aws:iam::111122223333:role/app/web"};
const Principal session{.kind = PrincipalKind::role_session,
                        .account = "111122223333",
                        .arn = "arn:aws:sts::111122223333:assumed-role/web/s1",
                        .role_arn = "arn:aws:iam::111122223333:role/app/web",
                        .unique_id = "AROAWEB"};
const Principal root{.kind = PrincipalKind::account_root,
                     .account = "111122223333",
                     .arn = "arn:aws:iam::111122223333:root"};
const Principal somebody{.kind = PrincipalKind::role, .account = "111122223333"};
const Principal service{.kind = PrincipalKind::service, .arn = "lambda.amazonaws.com"};
const Principal provider{.kind = PrincipalKind::federated, .arn = "accounts.google.com"};
const Principal nobody{};

struct Row {
  std::string named;
  const Principal& principal;
  Truth covers;
  Truth by_name;
};

TEST(Principal, EachFormOfAnAwsPrincipalCoversWhatItNames) {
  constexpr auto yes = Truth::yes;
  constexpr auto no = Truth::no;
  constexpr auto unknown = Truth::unknown;
  const std::string account = "arn:aws:iam::111122223333:";
  const Row rows[] = {
      {"111122223333", user, yes, no},
      {"111122223333", session, yes, no},
      {"111122223333", root, yes, no},
      {"111122223333", somebody, yes, no},
      {"111122223333", service, no, no},
      {"111122223333", nobody, no, no},
      {"999922223333", user, no, no},
      {account + "root", user, yes, no},
      {account + "root", role, yes, no},
      {"arn:aws-us-gov:iam::111122223333:root", user, no, no},
      {"arn:aws:iam::999922223333:root", user, no, no},
      {account + "user/team/ann", user, yes, yes},
      {account + "user/ann", user, no, no},
      {account + "user/team/ann", role, no, no},
      {account + "user/team/ann", somebody, unknown, unknown},
      {account + "user/*", user, no, no},
      {"arn:aws:iam::*:root", user, no, no},
      {account + "role/app/web", role, yes, yes},
      {account + "role/app/web", session, yes, yes},
      {account + "role/web", session, no, no},
      {account + "role/app/other", session, no, no},
      {account + "role/app/web", user, no, no},
      {account + "role/app/web", somebody, unknown, unknown},
      {"arn:aws:sts::111122223333:assumed-role/web/s1", session, yes, yes},
      {"arn:aws:sts::111122223333:assumed-role/web/s2", session, no, no},
      {"arn:aws:sts::111122223333:assumed-role/web/s1", role, unknown, unknown},
      {"arn:aws:sts::111122223333:assumed-role/api/s1", role, no, no},
      {"AIDAANN", user, yes, yes},
      {"AROAWEB", session, yes, yes},
      {"AROAGONE", session, no, no},
      {"AROAGONE", role, no, no},
      {"*", user, yes, yes},
      {"*", nobody, yes, yes},
      {"*", service, yes, yes},
  };
  for (const auto& row : rows) {
    const auto match = match_principal({.aws = {"444455556666", row.named}}, row.principal);
    EXPECT_EQ(match.covers, row.covers) << row.named << " and " << row.principal.arn;
    EXPECT_EQ(match.by_name, row.by_name) << row.named << " and " << row.principal.arn;
  }
}

TEST(Principal, ASessionOfARoleWhosePathIsNotKnownIsComparedByTheRolesName) {
  auto unpathed = session;
  unpathed.role_arn.clear();
  EXPECT_EQ(match_principal({.aws = {"arn:aws:iam::111122223333:role/app/web"}}, unpathed).covers,
            Truth::yes);
  EXPECT_EQ(match_principal({.aws = {"arn:aws:iam::111122223333:role/app/api"}}, unpathed).covers,
            Truth::no);
}

TEST(Principal, ServicesAndProvidersAreNamedInTheirOwnLists) {
  EXPECT_EQ(match_principal({.service = {"lambda.amazonaws.com"}}, service).covers, Truth::yes);
  EXPECT_EQ(match_principal({.service = {"ec2.amazonaws.com"}}, service).covers, Truth::no);
  EXPECT_EQ(match_principal({.aws = {"lambda.amazonaws.com"}}, service).covers, Truth::no);
  EXPECT_EQ(match_principal({.federated = {"accounts.google.com"}}, provider).covers, Truth::yes);
  EXPECT_EQ(match_principal({.service = {"accounts.google.com"}}, provider).covers, Truth::no);
  EXPECT_EQ(match_principal({.service = {"lambda.amazonaws.com"}}, user).covers, Truth::no);
  EXPECT_EQ(match_principal({.canonical_user = {"79a5"}}, user).covers, Truth::unknown);
}

TEST(Principal, NotPrincipalIsDecidedOnlyWhereItIsBeyondDoubt) {
  EXPECT_EQ(not_principal_applies({.aws = {"444455556666"}}, user), Truth::yes);
  EXPECT_EQ(not_principal_applies({.aws = {"111122223333"}}, user), Truth::unknown);
  EXPECT_EQ(not_principal_applies({.aws = {"arn:aws:iam::111122223333:user/bob"}}, user),
            Truth::unknown);
  EXPECT_EQ(not_principal_applies({.aws = {"*"}}, user), Truth::no);
  EXPECT_EQ(not_principal_applies({.aws = {"111122223333"}}, nobody), Truth::yes);
  EXPECT_EQ(not_principal_applies({.service = {"lambda.amazonaws.com"}}, service), Truth::no);
  EXPECT_EQ(not_principal_applies({.service = {"ec2.amazonaws.com"}}, service), Truth::yes);
  EXPECT_EQ(not_principal_applies({.federated = {"accounts.google.com"}}, provider), Truth::no);
}

}  // namespace
}  // namespace patchcord::policy
