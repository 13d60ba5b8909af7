#include "patchcord/base/json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace patchcord {
namespace {

TEST(Json, SaysWhereATextIsNotJson) {
  EXPECT_EQ(parse_json("{\n \"a\": x}", "the reply").error().what,
            "the reply is not JSON: line 2, column 7");
  EXPECT_FALSE(parse_json("", "it").ok());
}

TEST(Json, RefusesBottomlessDocuments) {
  EXPECT_TRUE(parse_json(std::string(256, '[') + std::string(256, ']'), "it").ok());
  EXPECT_THAT(parse_json(std::string(100000, '['), "it").error().what,
              testing::HasSubstr("deeper than 256"));
  EXPECT_TRUE(parse_json("\"" + std::string(1000, '[') + "\"", "brackets in a string").ok());
}

TEST(Json, ReadsMembersWithoutTrustingTheirTypes) {
  const Json object = {{"name", "x"},
                       {"count", 3},
                       {"flag", true},
                       {"nothing", nullptr},
                       {"huge", 18446744073709551615ULL}};
  EXPECT_EQ(string_at(object, "name"), "x");
  EXPECT_EQ(string_at(object, "count", "no"), "no");
  EXPECT_EQ(integer_at(object, "count"), 3);
  EXPECT_EQ(integer_at(object, "huge", -1), -1);
  EXPECT_TRUE(boolean_at(object, "flag"));
  EXPECT_TRUE(member_at(object, "absent").is_null());
  EXPECT_TRUE(member_at(Json(5), "x").is_null());
}

TEST(Json, WritesInvalidUtf8WithoutThrowing) {
  EXPECT_EQ(to_text(Json("a\xFF")), "\"a\xEF\xBF\xBD\"");
}

}  // namespace
}  // namespace patchcord
