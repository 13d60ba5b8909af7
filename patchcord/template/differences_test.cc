#include "patchcord/template/differences.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "patchcord/template/json_text.h"

namespace patchcord::simulator {
namespace {

std::vector<std::string> texts(const char* expected, const char* actual, Comparison comparison) {
  std::vector<std::string> out;
  for (const auto& one :
       differences(*read_json(expected, "one"), *read_json(actual, "other"), comparison))
    out.push_back(one.text());
  return out;
}

TEST(Differences, NumbersAreComparedByValueAndObjectsWithoutOrder) {
  const struct {
    const char* one;
    const char* other;
    bool same;
  } table[] = {
      {R"({"a":1,"b":[2]})", R"({"b":[2.0],"a":1.0})", true},
      {"1", "\"1\"", false},
      {"null", "0", false},
      {"9007199254740993", "9007199254740992", false},
      {"123456789012345678901234567890", "123456789012345678901234567890", true},
      {"123456789012345678901234567890", "123456789012345678901234567891", false},
      {"[1,2]", "[2,1]", false},
      {"\"x\"", "\"x\"", true},
      {"true", "false", false},
      {"[]", "{}", false},
  };
  for (const auto& row : table) {
    EXPECT_EQ(texts(row.one, row.other, Comparison::whole).empty(), row.same)
        << row.one << " and " << row.other;
    EXPECT_EQ(texts(row.other, row.one, Comparison::whole).empty(), row.same)
        << row.other << " and " << row.one;
  }
}

TEST(Differences, APartMayHaveMoreMembersAtEveryDepthButListsMayNot) {
  EXPECT_TRUE(texts(R"({"a":{"b":1}})", R"({"a":{"b":1,"c":2},"d":3})", Comparison::part).empty());
  EXPECT_THAT(texts(R"({"a":[1]})", R"({"a":[1,2]})", Comparison::part),
              testing::ElementsAre("a[1]: not expected, got 2"));
}

TEST(Differences, EachNamesItsPathAndBothSides) {
  EXPECT_THAT(texts(R"({"a":{"x":"p"},"l":[{"k":1}],"gone":null})",
                    R"({"a":{"x":"q"},"l":[{"k":2}],"new":true})",
                    Comparison::whole),
              testing::ElementsAre("a.x: expected \"p\", got \"q\"",
                                   "l[0].k: expected 1, got 2",
                                   "gone: expected null, but it is not there",
                                   "new: not expected, got true"));
  EXPECT_THAT(texts("1", "2", Comparison::whole),
              testing::ElementsAre("the result: expected 1, got 2"));
}

TEST(Differences, ThereAreAtMostFifty) {
  std::string one = "[0";
  std::string other = "[1";
  for (int i = 0; i < 1000; ++i) {
    one += ",0";
    other += ",1";
  }
  EXPECT_EQ(texts((one + "]").c_str(), (other + "]").c_str(), Comparison::whole).size(),
            max_differences);
}

}  // namespace
}  // namespace patchcord::simulator
