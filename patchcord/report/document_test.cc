#include "patchcord/report/document.h"

#include <gtest/gtest.h>

namespace patchcord {
namespace {

TEST(Document, HoldsNothingThatATerminalObeysAndStaysTheSame) {
  const Json document = {{"name", "a\x1b[31m\xc2\x9b\xe2\x80\xae\xe2\x81\xa6 é € \xf0\x9f\x98\x80"},
                         {"list", {1, nullptr, "\n"}}};
  const auto text = document_text(document);
  EXPECT_NE(text.find("a\\u001b[31m\\u009b\\u202e\\u2066 é € \xf0\x9f\x98\x80"), std::string::npos)
      << text;
  EXPECT_EQ(Json::parse(text), document);
}

TEST(Document, BrokenTextIsReplaced) {
  EXPECT_EQ(document_text("a\xff\xc3"), "\"a\xef\xbf\xbd\xef\xbf\xbd\"");
}

}  // namespace
}  // namespace patchcord
