// Values, their text as Java and as JSON, and long numbers.
#include <gtest/gtest.h>

#include "patchcord/template/arithmetic.h"
#include "patchcord/template/big_number.h"
#include "patchcord/template/java_text.h"
#include "patchcord/template/json_text.h"

namespace patchcord::simulator {
namespace {

TEST(JavaText, DoublesPrintLikeDoubleToString) {
  const std::pair<double, const char*> rows[] = {{2.5, "2.5"},
                                                 {7.0, "7.0"},
                                                 {12345678.5, "1.23456785E7"},
                                                 {0.0001, "1.0E-4"},
                                                 {0.001, "0.001"},
                                                 {9999999.0, "9999999.0"},
                                                 {1e7, "1.0E7"},
                                                 {-0.5, "-0.5"},
                                                 {0.0, "0.0"},
                                                 {-0.0, "-0.0"},
                                                 {1e21, "1.0E21"},
                                                 {1.5e-10, "1.5E-10"},
                                                 {0.1 + 0.2, "0.30000000000000004"},
                                                 {100, "100.0"}};
  for (const auto& [value, text] : rows) {
    EXPECT_EQ(java_text(value), text);
  }
}

TEST(JavaText, PositionsCountUtf16Units) {
  EXPECT_EQ(utf16_length("aé€😀"), 5U);
  EXPECT_EQ(to_utf8(to_utf16("aé€😀")), "aé€😀");
  EXPECT_EQ(to_utf8(to_utf16("😀").substr(0, 1)), "?");
  EXPECT_EQ(valid_utf8("a\xFF\xC3"), "a\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST(JsonText, KeepsOrderAndTheLastOfEqualKeys) {
  const auto value = read_json(R"( {"b": 1, "a": [true, null, "x\n"], "b": 2.50} )", "it");
  ASSERT_TRUE(value);
  EXPECT_EQ(write_json(*value), R"({"b":2.5,"a":[true,null,"x\n"]})");
}

TEST(JsonText, WholeNumbersAreAsWideAsTheyNeed) {
  const auto value = read_json("[1, 2147483648, 92233720368547758080, 1.0, 1e2]", "it");
  ASSERT_TRUE(value);
  const auto items = value->list().items();
  EXPECT_EQ(class_name(items[0]), "java.lang.Integer");
  EXPECT_EQ(class_name(items[1]), "java.lang.Long");
  EXPECT_EQ(class_name(items[2]), "java.math.BigInteger");
  EXPECT_EQ(write_json(*value), "[1,2147483648,92233720368547758080,1.0,100.0]");
}

TEST(JsonText, WhatIsNotJsonIsRefusedWithItsPlace) {
  for (const char* text : {"",
                           "{",
                           "[1,]",
                           "{\"a\":}",
                           "{a:1}",
                           "'a'",
                           "01",
                           "1.",
                           "-",
                           "\"a",
                           "\"\\x\"",
                           "tru",
                           "1 2",
                           "\"\t\"",
                           "[1}"}) {
    EXPECT_FALSE(read_json(text, "it")) << text;
  }
  EXPECT_EQ(read_json("{\n \"a\": x}", "the reply").error().what,
            "the reply is not JSON: a value was expected at line 2, column 7");
  EXPECT_FALSE(read_json(std::string(1000, '['), "it"));
  EXPECT_TRUE(read_json("\xEF\xBB\xBF{}", "it"));
}

TEST(Map, FindsWhatItHasAfterManyChanges) {
  const Value value = make_map();
  Map& map = value.map();
  for (int i = 0; i < 1000; ++i)
    map.set(Value("k" + std::to_string(i)), Value(i));
  for (int i = 0; i < 1000; i += 2)
    EXPECT_TRUE(map.remove(Value("k" + std::to_string(i))));
  EXPECT_EQ(map.size(), 500U);
  for (int i = 0; i < 1000; ++i) {
    const Value* found = map.find("k" + std::to_string(i));
    ASSERT_EQ(found != nullptr, i % 2 == 1) << i;
    EXPECT_EQ(found == nullptr ? i : found->whole(), i);
  }
  EXPECT_EQ(map.find_key(Value(1)), nullptr);  // an Integer is no String
}

TEST(Value, ListsAreSharedByTheirNames) {
  const Value list = make_list({Value(1)});
  const Value& same = list;
  const Value copy = same;
  copy.list().change().push_back(Value(2));
  EXPECT_EQ(java_text(list), "[1, 2]");
}

std::string calculated(Operation operation, const Value& left, const Value& right) {
  const auto result = calculate(operation, left, right);
  return result ? class_name(*result) + " " + java_text(*result) : result.error().what;
}

TEST(Arithmetic, WidensInsteadOfOverflowing) {
  EXPECT_EQ(calculated(Operation::add, Value(2147483647), Value(1)), "java.lang.Long 2147483648");
  EXPECT_EQ(calculated(Operation::multiply, Value::long_integer(INT64_MAX), Value(2)),
            "java.math.BigInteger 18446744073709551614");
  EXPECT_EQ(calculated(Operation::divide, Value::long_integer(INT64_MIN), Value(-1)),
            "java.lang.Long -9223372036854775808");
  EXPECT_EQ(calculated(Operation::divide, Value(1), Value(0)), "null null");
  EXPECT_EQ(calculated(Operation::multiply, *as_number(Value("5")), Value(2)),
            "java.math.BigDecimal 10.0");
  EXPECT_EQ(calculated(Operation::modulo, *as_number(Value("5")), Value(2)),
            "Cannot calculate the modulo of BigDecimals.");
  EXPECT_FALSE(as_number(Value("5x")));
  EXPECT_FALSE(as_number(Value(" 5")));
}

TEST(BigNumber, PrintsLikeBigDecimal) {
  const std::pair<const char*, const char*> rows[] = {{"1.50", "1.50"},
                                                      {"1e3", "1E+3"},
                                                      {"12.5e3", "1.25E+4"},
                                                      {"0.0000001", "1E-7"},
                                                      {"-0.001", "-0.001"},
                                                      {"007", "7"}};
  for (const auto& [text, printed] : rows)
    EXPECT_EQ(BigNumber::parse(text)->to_text(), printed);
  for (const char* text : {"", "-", ".", "1e", "0x1", "1 ", "1e99999999"})
    EXPECT_FALSE(BigNumber::parse(text)) << text;
  EXPECT_EQ(compare(*BigNumber::parse("1.0"), *BigNumber::parse("1.00")),
            std::strong_ordering::equal);
}

}  // namespace
}  // namespace patchcord::simulator
