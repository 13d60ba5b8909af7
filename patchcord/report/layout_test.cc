#include "patchcord/report/layout.h"

#include <gtest/gtest.h>

#include "patchcord/base/text.h"

namespace patchcord {
namespace {

TEST(Layout, ALineThatFitsStaysAsItIs) {
  EXPECT_EQ(wrapped("  a line\n", 40), "  a line\n");
  EXPECT_EQ(wrapped("a very long line of text", 0), "a very long line of text");
}

TEST(Layout, LinesAreBrokenAtBlanksAndGoOnBelowTheirText) {
  EXPECT_EQ(wrapped("  hint    Allow iam:CreateRole for the caller.\n", 30),
            "  hint    Allow iam:CreateRole\n"
            "          for the caller.\n");
  EXPECT_EQ(wrapped("error: one two three four", 15), "error: one two\n  three four");
  EXPECT_EQ(wrapped("One two three four", 8), "One two\nthree\nfour");
}

TEST(Layout, AWordWiderThanTheTerminalStaysWhole) {
  EXPECT_EQ(wrapped("see arn:aws:iam::123456789012:role/x now", 12),
            "see\n  arn:aws:iam::123456789012:role/x\n  now");
}

TEST(Layout, ColorsTakeNoColumns) {
  EXPECT_EQ(columns("\x1b[31merror:\x1b[0m ü"), 8U);
  EXPECT_EQ(wrapped("\x1b[31merror:\x1b[0m one two three", 14),
            "\x1b[31merror:\x1b[0m one two\n  three");
}

TEST(Layout, ACaretStaysBelowItsCharacter) {
  const std::string source = "        function: arn:aws:lambda:us-east-1:123456789012:function:x:Y";
  const auto mark = source.find('Y');
  const auto text = wrapped(source + "\n" + std::string(mark, ' ') + "^\nafter", 40);
  const auto lines = split(text, '\n');
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0].find('Y'), lines[1].find('^')) << text;
  EXPECT_LE(columns(lines[0]), 40U);
}

TEST(Layout, NoBlankAndNoWordIsLost) {
  const std::string text = "one two  three four five six seven eight nine ten eleven twelve";
  for (std::size_t width = 1; width < 70; ++width) {
    std::string words;
    for (const char c : wrapped(text, width)) {
      if (c != ' ' && c != '\n') words += c;
    }
    EXPECT_EQ(words, "onetwothreefourfivesixseveneightnineteneleventwelve") << width;
  }
}

TEST(Layout, TheCLocaleGetsAsciiSymbolsAndItsOwnNames) {
  EXPECT_EQ(with_ascii_symbols("1 → 2 · …"), "1 -> 2 - ...");
  EXPECT_EQ(with_ascii_symbols("Größe"), "Größe");
}

}  // namespace
}  // namespace patchcord
