#include "patchcord/policy/comparison.h"

#include <gtest/gtest.h>

namespace patchcord::policy {
namespace {

TEST(Comparison, CaseIsKnownForAsciiAndLatin1AndNotGuessedBeyond) {
  struct Row {
    const char* a;
    const char* b;
    Truth truth;
  };
  const Row rows[] = {
      {"", "", Truth::yes},
      {"CAFÉ", "café", Truth::yes},
      {"ÀÐÖØÞ", "àðöøþ", Truth::yes},
      {"×", "÷", Truth::no},
      {"CAFÉ", "cafe", Truth::no},
      {"café", "caf", Truth::no},
      {"é", "è", Truth::no},
      {"ß", "ß", Truth::yes},
      {"STRASSE", "straße", Truth::unknown},
      {"ÿ", "Ÿ", Truth::unknown},
      {"µ", "μ", Truth::unknown},
      {"ŁÓDŹ", "łódź", Truth::unknown},
      {"a日", "b本", Truth::no},
      {"kelvin", "\u212Aelvin", Truth::unknown},
      {"日本", "日本", Truth::yes},
      {"\xFE", "*", Truth::no},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(same_ignoring_case(row.a, row.b), row.truth) << row.a << ' ' << row.b;
    EXPECT_EQ(same_ignoring_case(row.b, row.a), row.truth) << row.b << ' ' << row.a;
  }
}

TEST(Comparison, NumbersAreDecimal) {
  EXPECT_EQ(number_of("12"), 12.0);
  EXPECT_EQ(number_of("+1.5"), 1.5);
  EXPECT_EQ(number_of("-3"), -3.0);
  for (const auto* text : {"", " 1", "1 ", "1e3", "0x10", "inf", "nan", "one", "1,5", "+-1"}) {
    EXPECT_EQ(number_of(text), std::nullopt) << text;
  }
}

TEST(Comparison, DatesAreIso8601OrEpochSeconds) {
  EXPECT_EQ(time_of("1970-01-01"), 0.0);
  EXPECT_EQ(time_of("1970-01-02T00:00:00Z"), 86400.0);
  EXPECT_EQ(time_of("1970-01-01T00:01Z"), 60.0);
  EXPECT_EQ(time_of("1970-01-01T01:00:00+01:00"), 0.0);
  EXPECT_EQ(time_of("1969-12-31T19:00:00-0500"), 0.0);
  EXPECT_EQ(time_of("1970-01-01T00:00:00.5Z"), 0.5);
  EXPECT_EQ(time_of("2000-02-29T12:00:00Z"), 951825600.0);
  EXPECT_EQ(time_of("86400"), 86400.0);
  EXPECT_EQ(time_of("19700"), 19700.0);
  EXPECT_EQ(time_of("-1970"), -1970.0);
  for (const auto* text : {"",
                           "1970",
                           "2030",
                           "1970-01",
                           "1970-1-1",
                           "1970-13-01",
                           "1970-02-30",
                           "2001-02-29",
                           "1970-01-01T",
                           "1970-01-01T00:00:00",
                           "1970-01-01T24:00:00Z",
                           "1970-01-01T00:60Z",
                           "1970-01-01 00:00:00Z",
                           "1970-01-01T00:00:00Zx",
                           "1970-01-01T00:00:00+1",
                           "tomorrow"}) {
    EXPECT_EQ(time_of(text), std::nullopt) << text;
  }
}

TEST(Comparison, BlocksCompareTheirPrefixBits) {
  constexpr auto yes = Truth::yes;
  constexpr auto no = Truth::no;
  constexpr auto unknown = Truth::unknown;
  struct Row {
    const char* address;
    const char* block;
    Truth truth;
  };
  const Row rows[] = {
      {"10.0.0.1", "10.0.0.1", yes},
      {"10.0.0.1", "10.0.0.2", no},
      {"10.0.0.1", "10.0.0.0/31", yes},
      {"10.0.0.2", "10.0.0.0/31", no},
      {"10.127.0.1", "10.0.0.0/9", yes},
      {"10.128.0.1", "10.0.0.0/9", no},
      {"1.2.3.4", "255.0.0.0/0", yes},
      {"2001:db8::1", "2001:DB8::/32", yes},
      {"2001:db9::1", "2001:DB8::/32", no},
      {"::1", "::1/128", yes},
      {"::ffff:10.0.0.1", "10.0.0.1", no},
      {"10.0.0.1", "::/0", no},
      {"10.0.0.1", "10.0.0.0/", unknown},
      {"10.0.0.1", "10.0.0.0/x", unknown},
      {"10.0.0.1", "10.0.0.0/-1", unknown},
      {"10.0.0.1", "10.0.0/8", unknown},
      {"10.0.0.256", "10.0.0.0/8", unknown},
      {"", "10.0.0.0/8", unknown},
      {"::1", "::/129", unknown},
  };
  for (const auto& row : rows)
    EXPECT_EQ(is_in_block(row.address, row.block), row.truth) << row.address << ' ' << row.block;
}

}  // namespace
}  // namespace patchcord::policy
