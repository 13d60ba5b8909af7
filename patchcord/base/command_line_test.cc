#include "patchcord/base/command_line.h"

#include <gtest/gtest.h>

#include "tests/support/result_matchers.h"

namespace patchcord {
namespace {

using test::FailsWith;
using test::IsOk;

TEST(SplitWords, AreThoseOfAPosixShell) {
  struct Case {
    const char* command;
    std::vector<std::string> words;
  };
  const Case cases[] = {
      {"", {}},
      {"  a\tb  c ", {"a", "b", "c"}},
      {"a 'b  c' \"d e\"f", {"a", "b  c", "d ef"}},
      {R"("C \"x\" \\ \n" 'a\b' c\ d)", {R"(C "x" \ \n)", R"(a\b)", "c d"}},
      {"a '' \"\"", {"a", "", ""}},
      {"$(rm) `x` ;a | b && c > ~/d $HOME",
       {"$(rm)", "`x`", ";a", "|", "b", "&&", "c", ">", "~/d", "$HOME"}},
      {"a#b # c", {"a#b", "#", "c"}},
  };
  for (const auto& [command, words] : cases) {
    const auto split = split_words(command);
    ASSERT_THAT(split, IsOk());
    EXPECT_EQ(*split, words) << command;
  }
  for (const auto* open : {"a 'b", "\"a", "a \\", "\"a\\"})
    EXPECT_THAT(split_words(open), FailsWith(Code::invalid)) << open;
}

}  // namespace
}  // namespace patchcord
