#include "patchcord/base/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace patchcord {
namespace {

TEST(Text, PercentEncodesEverythingButUnreservedBytes) {
  EXPECT_EQ(percent_encode("aZ09-._~"), "aZ09-._~");
  EXPECT_EQ(percent_encode("arn:aws:lambda/é +"), "arn%3Aaws%3Alambda%2F%C3%A9%20%2B");
}

TEST(Text, PercentDecodesAndLeavesPlusAndStrayPercentAlone) {
  EXPECT_EQ(percent_decode("%7B%22a%22%7d+%2"), "{\"a\"}+%2");
  EXPECT_EQ(percent_decode("%41"), "A");
  EXPECT_EQ(percent_decode("%zz%"), "%zz%");
}

TEST(Text, Base64RoundTrips) {
  for (const std::string bytes : {"", "f", "fo", "foo", "foob", "ann:pw"}) {
    EXPECT_EQ(base64_decode(base64_encode(bytes)), bytes);
  }
  EXPECT_EQ(base64_encode("ann:pw"), "YW5uOnB3");
  EXPECT_EQ(base64_decode("YW5u="), std::nullopt);
  EXPECT_EQ(base64_decode("YW=u"), std::nullopt);
  EXPECT_EQ(base64_decode("Y W5"), std::nullopt);
}

TEST(Text, SplitsAndTrimsAndJoins) {
  EXPECT_THAT(split("a,,b", ','), testing::ElementsAre("a", "", "b"));
  EXPECT_EQ(trim(" \t a b\r\n"), "a b");
  const std::vector<std::string> parts{"a", "b"};
  EXPECT_EQ(join(parts, ", "), "a, b");
}

TEST(Text, PrintableRemovesEscapesAndBrokenBytes) {
  EXPECT_EQ(printable("a\x1b[31mred"), "a?[31mred");
  EXPECT_EQ(printable("line\nnext"), "line?next");
  EXPECT_EQ(printable("line\nnext", 100, true), "line\nnext");
  EXPECT_EQ(printable("line\r\nnext\r", 100, true), "line\nnext?");
  EXPECT_EQ(printable("caf\xC3\xA9"), "caf\xC3\xA9");
  EXPECT_EQ(printable("bad\xC3(\xFF"), "bad?(?");
  EXPECT_EQ(printable("\xC2\x9B"
                      "31m"),
            "?31m");
  EXPECT_EQ(printable("\xE2\x80\xAE"
                      "abc"),
            "?abc");
  EXPECT_EQ(printable("abcdef", 3), "abc…");
}

TEST(Text, XmlHoldsOnlyWhatXmlCanHold) {
  EXPECT_EQ(xml_escaped("a<b> & \"c\"\r\n\t"), "a&lt;b&gt; &amp; &quot;c&quot;&#13;&#10;&#9;");
  EXPECT_EQ(xml_escaped("\x01\x1b[1m \xEF\xBF\xBE\xEF\xBF\xBF."), "??[1m ??.");
  EXPECT_EQ(xml_escaped("\xC3\xA9'"), "\xC3\xA9'");
}

TEST(Text, SuggestsOnlyNearWords) {
  const std::vector<std::string> words{"timeout", "template", "tests"};
  EXPECT_EQ(nearest("timout", words), "timeout");
  EXPECT_EQ(nearest("test", words), "tests");
  EXPECT_EQ(nearest("banana", words), std::nullopt);
  const std::vector<std::string> commands = {"plan", "apply"};
  EXPECT_EQ(nearest("plna", commands), "plan") << "two letters that changed places are one mistake";
  EXPECT_EQ(nearest("paln", commands), "plan");
  EXPECT_EQ(nearest("nalp", commands), std::nullopt);
}

TEST(Text, WildcardsMatchRunsAndSingleCharacters) {
  EXPECT_TRUE(matches_wildcard("a*c?", "abbbcd"));
  EXPECT_TRUE(matches_wildcard("*", ""));
  EXPECT_TRUE(matches_wildcard("a**", "a"));
  EXPECT_FALSE(matches_wildcard("a?", "a"));
  EXPECT_FALSE(matches_wildcard("abc", "abcd"));
  EXPECT_TRUE(matches_wildcard("caf?", "café"));
  EXPECT_TRUE(matches_wildcard("?*?", "é€"));
  EXPECT_FALSE(matches_wildcard("caf??", "café"));
  EXPECT_FALSE(matches_wildcard("*??", "€"));
  EXPECT_FALSE(matches_wildcard("??", "😀"));
  EXPECT_TRUE(matches_wildcard("???", "\xC3\xA9\xA9\xFF")) << "a byte without a sequence is one";
  EXPECT_FALSE(matches_wildcard(std::string(40, '*') + "b", std::string(20000, 'a')));
}

}  // namespace
}  // namespace patchcord
