#include "patchcord/report/outline.h"

#include <gtest/gtest.h>

namespace patchcord {
namespace {

TEST(Outline, NamesStandBeforeTheirValues) {
  EXPECT_EQ(
      outline_text({{"name", "Get order"}, {"version", 3}, {"secure", false}, {"id", nullptr}}),
      "id: none\nname: Get order\nsecure: false\nversion: 3\n");
}

TEST(Outline, WhatIsInsideStandsBelow) {
  const Json value = {{"config", {{"request", {{"requestType", "POST"}}}}},
                      {"tags", Json::object()}};
  EXPECT_EQ(outline_text(value), "config:\n  request:\n    requestType: POST\ntags: none\n");
}

TEST(Outline, ShortListsStandInALineAndListsOfObjectsBelow) {
  EXPECT_EQ(outline_text({{"required", {"a", "b"}}}), "required: a, b\n");
  const std::string arn = "arn:aws:lambda:us-east-1:123456789012:function:order";
  EXPECT_EQ(outline_text({{"resources", {arn, arn}}}),
            "resources:\n  - " + arn + "\n  - " + arn + "\n");
  EXPECT_EQ(outline_text({{"statements", {{{"effect", "Allow"}}}}}),
            "statements:\n  -\n    effect: Allow\n");
}

TEST(Outline, TextsOfSeveralLinesStayReadable) {
  EXPECT_EQ(outline_text({{"template", "{\n  \"id\": 1\n}\n"}, {"zone", ""}}),
            "template: |\n  {\n    \"id\": 1\n  }\nzone: \"\"\n");
}

TEST(Outline, ControlsOfTheTerminalAreLeftOut) {
  const auto text = outline_text({{"na\x1b[31mme", "a\x1b]0;b"}, {"c", "d\n\x1b[2Je"}});
  EXPECT_EQ(text.find('\x1b'), std::string::npos) << text;
}

}  // namespace
}  // namespace patchcord
