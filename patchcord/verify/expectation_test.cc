#include "patchcord/verify/expectation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace patchcord {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> compare(const char* expected, const char* actual, bool exact = false) {
  return mismatches(Json::parse(expected), Json::parse(actual), exact);
}

TEST(Expectation, IsAPartOfTheResult) {
  EXPECT_THAT(compare(R"({"status": "shipped"})", R"({"status": "shipped", "eta": null})"),
              IsEmpty());
  EXPECT_THAT(compare(R"({"a": {"b": 1}})", R"({"a": {"b": 1.0, "c": 2}})"), IsEmpty());
  EXPECT_THAT(compare(R"({"a": [{"b": 1}]})", R"({"a": [{"b": 1, "c": 2}]})"), IsEmpty());
}

TEST(Expectation, NamesEachDifferenceByItsPlace) {
  EXPECT_THAT(compare(R"({"status": "shipped", "lines": ["a"], "n": {"x": 1}})",
                      R"({"status": "lost", "lines": ["a", "b"], "n": {}})"),
              ElementsAre(R"($.lines is ["a","b"], not ["a"])",
                          R"($.n.x is missing; 1 is expected)",
                          R"($.status is "lost", not "shipped")"));
  EXPECT_THAT(compare(R"({"a": "1"})", R"({"a": 1})"), ElementsAre(R"($.a is 1, not "1")"));
  EXPECT_THAT(compare(R"({"a": 1})", "null"), ElementsAre(R"($ is null, not {"a":1})"));
}

TEST(Expectation, ExactMeansNothingElse) {
  EXPECT_THAT(compare(R"({"a": 1})", R"({"a": 1})", true), IsEmpty());
  EXPECT_THAT(compare(R"({"a": 1})", R"({"a": 1, "b": 2})", true),
              ElementsAre("$.b is 2; nothing is expected"));
}

}  // namespace
}  // namespace patchcord
