#include "patchcord/policy/condition.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace patchcord::policy {
namespace {

using testing::HasSubstr;

constexpr auto yes = Truth::yes;
constexpr auto no = Truth::no;
constexpr auto unknown = Truth::unknown;

struct Row {
  const char* operation;
  Strings wanted;
  Strings found;  // empty: the request does not have the key
  Truth truth;
};

void check(const std::vector<Row>& rows) {
  for (const auto& row : rows) {
    Context context;
    context.values["k:key"] = row.found;
    const auto trial =
        holds({.operation = row.operation, .key = "K:KEY", .values = row.wanted}, context, true);
    EXPECT_EQ(trial.truth, row.truth)
        << row.operation << ' ' << testing::PrintToString(row.wanted) << " for "
        << testing::PrintToString(row.found) << ": " << trial.why;
    EXPECT_EQ(trial.why.empty(), trial.truth == yes) << row.operation;
  }
}

TEST(Condition, StringOperatorsCompareAsDocumented) {
  check({
      {"StringEquals", {"a"}, {"a"}, yes},
      {"StringEquals", {"a"}, {"A"}, no},
      {"StringEquals", {"b", "a"}, {"a"}, yes},
      {"StringEquals", {"a*"}, {"ab"}, no},
      {"StringEquals", {"a*"}, {"a*"}, yes},
      {"StringEquals", {}, {"a"}, no},
      {"StringNotEquals", {"a"}, {"a"}, no},
      {"StringNotEquals", {"a"}, {"b"}, yes},
      {"StringNotEquals", {"a", "b"}, {"b"}, no},
      {"StringEqualsIgnoreCase", {"aB"}, {"Ab"}, yes},
      {"StringEqualsIgnoreCase", {"aB"}, {"Abc"}, no},
      {"StringEqualsIgnoreCase", {"CAFÉ"}, {"café"}, yes},
      {"StringNotEqualsIgnoreCase", {"CAFÉ"}, {"café"}, no},
      {"StringEqualsIgnoreCase", {"ŁÓDŹ"}, {"łódź"}, unknown},
      {"StringNotEqualsIgnoreCase", {"aB"}, {"Ab"}, no},
      {"StringLike", {"a*"}, {"abc"}, yes},
      {"StringLike", {"a?"}, {"abc"}, no},
      {"StringLike", {"a?c"}, {"abc"}, yes},
      {"StringLike", {"A*"}, {"abc"}, no},
      {"StringLike", {"caf?"}, {"café"}, yes},
      {"StringNotLike", {"caf??"}, {"café"}, yes},
      {"StringNotLike", {"a*"}, {"abc"}, no},
      {"StringNotLike", {"b*"}, {"abc"}, yes},
  });
}

TEST(Condition, ArnOperatorsCompareFieldByField) {
  const std::string role = "arn:aws:iam::123456789012:role/team/x";
  check({
      {"ArnEquals", {role}, {role}, yes},
      {"ArnLike", {"arn:aws:iam::123456789012:role/*"}, {role}, yes},
      {"ArnEquals", {"arn:aws:iam::*:role/team/?"}, {role}, yes},
      {"ArnLike", {"arn:*:role/team/x"}, {role}, unknown},
      {"ArnLike", {"arn:aws:*:*:*:role/team/x"}, {role}, yes},
      {"ArnEquals", {"arn:aws:ia?::123456789012:*"}, {role}, yes},
      {"ArnLike", {"*:*:*:*:*:*"}, {role}, yes},
      {"ArnNotLike", {"arn:aws:*::123456789012:*"}, {role}, no},
      {"ArnNotEquals", {"arn:aws:*::210987654321:*"}, {role}, yes},
      {"ArnLike", {"arn:aws:s*::123456789012:*"}, {role}, no},
      {"ArnLike", {"*"}, {role}, yes},
      {"ArnLike", {role}, {"no-arn"}, no},
      {"ArnNotEquals", {role}, {role}, no},
      {"ArnNotLike", {"arn:aws:iam::*:user/*"}, {role}, yes},
      {"ArnLike", {"role/x"}, {role}, unknown},
  });
}

TEST(Condition, NumbersDatesBooleansAndBytesCompareByValue) {
  check({
      {"NumericEquals", {"5"}, {"5.0"}, yes},
      {"NumericNotEquals", {"5"}, {"5.0"}, no},
      {"NumericLessThan", {"5"}, {"4"}, yes},
      {"NumericLessThan", {"5"}, {"5"}, no},
      {"NumericLessThanEquals", {"5"}, {"5"}, yes},
      {"NumericGreaterThan", {"5"}, {"10"}, yes},
      {"NumericGreaterThan", {"5"}, {"5"}, no},
      {"NumericGreaterThanEquals", {"5"}, {"5"}, yes},
      {"NumericEquals", {"five"}, {"5"}, unknown},
      {"DateEquals", {"2026-11-22T13:00:00Z"}, {"2026-11-22T14:00:00+01:00"}, yes},
      {"DateNotEquals", {"2026-11-22"}, {"2026-11-22T00:00:00Z"}, no},
      {"DateLessThan", {"2026-11-22T13:00:00Z"}, {"2026-11-22T12:59:59Z"}, yes},
      {"DateLessThanEquals", {"2026-11-22"}, {"2026-11-23"}, no},
      {"DateGreaterThan", {"1763812800"}, {"2026-11-22"}, yes},
      {"DateGreaterThanEquals", {"2026-11-22"}, {"2026-11-22"}, yes},
      {"DateGreaterThan", {"soon"}, {"2026-11-22"}, unknown},
      {"DateLessThan", {"2030"}, {"2026-11-22"}, unknown},
      {"Bool", {"true"}, {"True"}, yes},
      {"Bool", {"false"}, {"true"}, no},
      {"Bool", {"1"}, {"true"}, unknown},
      {"BinaryEquals", {"Zm9v"}, {"Zm9v"}, yes},
      {"BinaryEquals", {"Zm9v"}, {"Zm9w"}, no},
      {"BinaryEquals", {"!"}, {"Zm9v"}, unknown},
  });
}

TEST(Condition, AddressesAreInBlocksOfTheirFamily) {
  check({
      {"IpAddress", {"203.0.113.0/24"}, {"203.0.113.9"}, yes},
      {"IpAddress", {"203.0.113.0/24"}, {"203.0.114.9"}, no},
      {"IpAddress", {"203.0.113.9"}, {"203.0.113.9"}, yes},
      {"IpAddress", {"2001:DB8::/33"}, {"2001:db8:7fff::1"}, yes},
      {"IpAddress", {"2001:DB8::/33"}, {"2001:db8:8000::1"}, no},
      {"IpAddress", {"0.0.0.0/0"}, {"::1"}, no},
      {"NotIpAddress", {"203.0.113.0/24", "10.0.0.0/8"}, {"10.1.1.1"}, no},
      {"NotIpAddress", {"203.0.113.0/24"}, {"10.1.1.1"}, yes},
      {"IpAddress", {"203.0.113.0/33"}, {"203.0.113.9"}, unknown},
      {"IpAddress", {"somewhere"}, {"203.0.113.9"}, unknown},
  });
}

TEST(Condition, AMissingKeyIsDecidedByTheOperator) {
  check({
      {"StringEquals", {"a"}, {}, no},
      {"StringLike", {"*"}, {}, no},
      {"ArnLike", {"*"}, {}, no},
      {"Bool", {"false"}, {}, no},
      {"NumericLessThan", {"5"}, {}, no},
      {"DateLessThan", {"2026-11-22"}, {}, no},
      {"IpAddress", {"0.0.0.0/0"}, {}, no},
      {"StringNotEquals", {"a"}, {}, yes},
      {"StringNotLike", {"*"}, {}, yes},
      {"ArnNotLike", {"*"}, {}, yes},
      {"NotIpAddress", {"0.0.0.0/0"}, {}, yes},
      {"NumericNotEquals", {"5"}, {}, yes},
      {"DateNotEquals", {"2026-11-22"}, {}, yes},
      {"StringEqualsIfExists", {"a"}, {}, yes},
      {"StringEqualsIfExists", {"a"}, {"b"}, no},
      {"BoolIfExists", {"true"}, {}, yes},
      {"ForAllValues:StringEquals", {"a"}, {}, yes},
      {"ForAnyValue:StringEquals", {"a"}, {}, no},
      {"ForAnyValue:StringNotEquals", {"a"}, {}, no},
      {"ForAnyValue:StringEqualsIfExists", {"a"}, {}, yes},
      {"Null", {"true"}, {}, yes},
      {"Null", {"false"}, {}, no},
      {"Null", {"true"}, {"a"}, no},
      {"Null", {"false"}, {"a"}, yes},
      {"Null", {"maybe"}, {"a"}, unknown},
  });
}

TEST(Condition, SetOperatorsLookAtEveryValueOfTheRequest) {
  check({
      {"ForAllValues:StringEquals", {"a", "b"}, {"a", "b"}, yes},
      {"ForAllValues:StringEquals", {"a", "b"}, {"a", "c"}, no},
      {"ForAnyValue:StringEquals", {"a", "b"}, {"c", "b"}, yes},
      {"ForAnyValue:StringEquals", {"a", "b"}, {"c"}, no},
      {"ForAllValues:StringNotEquals", {"a"}, {"b", "c"}, yes},
      {"ForAllValues:StringNotEquals", {"a"}, {"b", "a"}, no},
      {"ForAnyValue:StringNotLike", {"a*"}, {"ab", "c"}, yes},
      {"ForAnyValue:StringNotLike", {"a*"}, {"ab"}, no},
      {"StringEquals", {"a"}, {"a", "b"}, unknown},
  });
}

TEST(Condition, OperatorsThatAreNotDocumentedAreUnknown) {
  check({
      {"stringequals", {"a"}, {"a"}, unknown},
      {"StringEqual", {"a"}, {"a"}, unknown},
      {"NullIfExists", {"true"}, {}, unknown},
      {"ForAllValues:Null", {"true"}, {}, unknown},
      {"ForSomeValues:StringEquals", {"a"}, {"a"}, unknown},
      {"IfExists", {"a"}, {"a"}, unknown},
      {"NumericNotLessThan", {"5"}, {"5"}, unknown},
  });
}

TEST(Condition, AnUnknownKeyIsNamed) {
  Context context{.unknown = {"aws:SourceIp"}};
  const auto trial = holds(
      {.operation = "IpAddress", .key = "AWS:sourceip", .values = {"10.0.0.0/8"}}, context, true);
  EXPECT_EQ(trial.truth, unknown);
  EXPECT_THAT(trial.why, HasSubstr("AWS:sourceip"));
}

TEST(Condition, WithOthersUnknownOnlyAnEmptyListMeansAbsent) {
  const Context context{.values = {{"aws:MultiFactorAuthPresent", {}}}, .others_unknown = true};
  const Condition mfa{
      .operation = "BoolIfExists", .key = "aws:MultiFactorAuthPresent", .values = {"true"}};
  const Condition other{.operation = "StringEqualsIfExists", .key = "aws:Other", .values = {"x"}};
  EXPECT_EQ(holds(mfa, context, true).truth, yes);
  EXPECT_EQ(holds(other, context, true).truth, unknown);
}

TEST(Condition, PolicyVariablesTakeTheValueOfTheRequest) {
  const Context context{
      .values = {{"aws:username", {"ann*"}}, {"aws:TagKeys", {"a", "b"}}, {"k", {"home/ann*/x"}}},
      .unknown = {"aws:userid"}};
  const auto truth = [&](const char* operation, const char* value, bool variables = true) {
    return holds({.operation = operation, .key = "k", .values = {value}}, context, variables).truth;
  };
  EXPECT_EQ(truth("StringLike", "home/${aws:UserName}/*"), yes);
  EXPECT_EQ(truth("StringEquals", "home/${aws:username}/x"), yes);
  EXPECT_EQ(truth("StringEquals", "home/${aws:username}/x", false), no);
  EXPECT_EQ(truth("StringLike", "home/${aws:missing}/*"), no);
  EXPECT_EQ(truth("StringNotLike", "home/${aws:missing}/*"), unknown);
  EXPECT_EQ(truth("StringLike", "home/${aws:missing, 'ann*'}/x"), yes);
  EXPECT_EQ(truth("StringLike", "home/${aws:missing, 'ann'}/x"), no);
  EXPECT_EQ(truth("StringLike", "home/${aws:userid}/*"), unknown);
  EXPECT_EQ(truth("StringLike", "home/${aws:TagKeys}/*"), unknown);
  EXPECT_EQ(truth("StringLike", "home/ann${*}/x"), yes);
  EXPECT_EQ(truth("StringLike", "home/an${*}/x"), no);
  EXPECT_EQ(truth("StringLike", "home/an${?}*/x"), no);
  EXPECT_EQ(truth("StringLike", "home/${unclosed"), no);
}

TEST(Condition, DollarAndQuestionMarkCanBeWrittenLiterally) {
  const Context context{.values = {{"k", {"${a}?"}}}};
  EXPECT_EQ(
      holds({.operation = "StringEquals", .key = "k", .values = {"${$}{a}${?}"}}, context, true)
          .truth,
      yes);
  EXPECT_EQ(
      holds({.operation = "StringEquals", .key = "k", .values = {"${a}?"}}, context, false).truth,
      yes);
}

}  // namespace
}  // namespace patchcord::policy
