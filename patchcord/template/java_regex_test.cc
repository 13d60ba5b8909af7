// What JDK 17 answers, for each rule; the comparison with the real engine has thousands more.
#include "patchcord/template/java_regex.h"

#include <gtest/gtest.h>

#include "patchcord/template/jsonpath.h"

namespace patchcord::simulator {
namespace {

struct Row {
  std::string pattern{};
  std::string text{};
  std::string replacement{};
  std::string result{};  // of replaceAll; or what the error says
};

std::string replaced(const Row& row) {
  const auto regex = JavaRegex::compile(row.pattern);
  if (!regex) return regex.error().what;
  std::int64_t effort = 0;
  const auto result = regex->replace(
      row.text, {.text = row.replacement, .all = true, .max_bytes = 1 << 20}, effort);
  return result ? *result : result.error().what;
}

void expect_all(const std::vector<Row>& rows) {
  for (const Row& row : rows)
    EXPECT_EQ(replaced(row), row.result) << row.pattern;
}

TEST(JavaRegex, PropertiesStandAloneInClassesAndRepeated) {
  expect_all({{R"(\p{L})", "aé1", "_", "__1"},
              {R"(\p{L}+)", "José 1", "_", "_ 1"},
              {R"(\pL\PL)", "a1", "_", "_"},
              {R"(\p{Punct}+)", "a.,!b", "_", "a_b"},
              {R"([\p{L}\d])", "é1-", "_", "__-"},
              {R"([^\p{Alnum}])", "a1é", "_", "a1_"},
              {R"(\P{ASCII})", "aé€", "_", "a__"},
              {R"(\p{Lu}|\p{gc=Ll})", "aB1", "_", "__1"},
              {R"(\p{IsAlphabetic}+)", "ひらé1", "_", "_1"},
              {R"(\p{IsLatin}\p{script=Greek}\p{IsCYRL})", "aαж", "_", "_"},
              {R"(\p{Cntrl}|\p{C})", "a\x01\x7f\xc2\x85", "_", "a___"},
              {R"((?i)\p{Lu}\p{Lower})", "éA", "_", "_"}});
}

TEST(JavaRegex, EndsAndBeginningsOfLinesAreJavas) {
  expect_all({{"b$", "a\nb\n", "E", "a\nE\n"},
              {"b$", "b\r\n", "E", "E\r\n"},
              {"b$", "b\n\n", "E", "b\n\n"},
              {"$", "a\r\n", "E", "aE\r\nE"},
              {"a$\\n", "a\n", "_", "_"},
              {"a\\Z", "a\xc2\x85", "_", "_\xc2\x85"},
              {"a\\z", "a\n", "_", "a\n"},
              {"(?m)^", "a\nb\n", "> ", "> a\n> b\n"},
              {"(?m)$", "a\r\nb", ";", "a;\r\nb;"},
              {"(?m)^",
               "a\r\nb\xe2\x80\xa8"
               "c",
               ">",
               ">a\r\n>b\xe2\x80\xa8>c"},
              {"(?m)^$", "a\n\nb", "-", "a\n-\nb"},
              {".", "a\r\xc2\x85\xe2\x80\xa9", "_", "_\r\xc2\x85\xe2\x80\xa9"},
              {"(?s).", "a\r", "_", "__"},
              {"\\s??$\\s", "\nxx\n", "_", "\nxx_"},
              {"\\Ga", "aaba", "_", "__ba"}});
}

TEST(JavaRegex, WordsAreOfAllLettersAndTheirMarks) {
  expect_all({{"\\b", "José é", "|", "|José| |é|"},
              {"\\bé", "é aé", "_", "_ aé"},
              {"\\b", "e\xcc\x81 \xcc\x81", "|", "|e\xcc\x81| \xcc\x81"},
              {"\\w", "aé_", "-", "-é-"}});
}

TEST(JavaRegex, CaseIsFoldedInAsciiAlone) {
  expect_all({{"(?i)josé", "JOSé JOSÉ", "_", "_ JOSÉ"},
              {"(?i)[a-c]k", "BK B\xe2\x84\xaa", "_", "_ B\xe2\x84\xaa"},
              {"(?i:a)b", "Ab AB", "_", "_ AB"},
              {"a(?i)b|c", "aB C", "_", "_ _"},
              {"(?i)a(?-i)b", "Ab AB", "_", "_ AB"}});
}

TEST(JavaRegex, EscapesNameCharacters) {
  expect_all({{R"(\0141\061\x41\x{e9}\u00e9)", "a1Aéé", "_", "_"},
              {R"(\uD83D\uDE00)", "😀", "_", "_"},
              {R"(\h)", "a \xc2\xa0", "_", "a__"},
              {R"(\H+)", "a b", "_", "_ _"},
              {R"(\R)",
               "a\r\nb\x0b"
               "c\n",
               "_",
               "a_b_c_"},
              {R"(\R{2})", "\r\n", "_", "\r\n"},
              {R"(\e\cI\t)", "\x1b\t\t", "_", "_"},
              {R"(\Qa.b\E+)", "a.bb a_b", "_", "_ a_b"},
              {R"(\x4\QA\E)", "J", "_", "_"},
              {R"([\Q]-\E])", "a]-b", "_", "a__b"},
              {R"(\$\.)", "$.", "_", "_"}});
}

TEST(JavaRegex, ClassesHoldAndCutClasses) {
  expect_all({{"[a-d&&[^bc]]", "abcd", "_", "_bc_"},
              {"[a[0-9]]", "a5b", "_", "__b"},
              {"[^a[0-9]]", "a5b", "_", "a5_"},
              {"[a-z&&\\w&&[b-y]]", "abz", "_", "a_z"},
              {"[]a]", "]a", "_", "__"},
              {"[&a]", "&a", "_", "__"},
              {"[a-]", "-", "_", "_"}});
}

TEST(JavaRegex, TheFirstWayThatJavaWouldTakeWins) {
  expect_all({{"a|ab", "ab", "_", "_b"},
              {"(a|b*)*", "a", "<$1>", "<><>"},
              {"(|a)+", "a", "_", "_a_"},
              {"((a)|b)*", "ab", "$2", "a"},
              {"a{0,1001}", "aa", "_", "__"},
              {"x{2}{3}", "xx", "_", "_"},
              {".*?b", "aab", "_", "_"}});
}

TEST(JavaRegex, ReplacementsNameGroups) {
  expect_all({{"(?<g>b)", "abc", "[${g}]", "a[b]c"},
              {"(a)(b)?", "a", "$1$2$12", "aa2"},
              {"a", "a", "\\$\\\\", "$\\"},
              {"a", "b", "$9", "b"}});
  const std::string wrong = "java.lang.IllegalArgumentException: ";
  expect_all({{"a", "a", "$", wrong + "Illegal group reference: group index is missing"},
              {"a", "a", "\\", wrong + "character to be escaped is missing"},
              {"a", "a", "$a", wrong + "Illegal group reference"},
              {"a", "a", "${2}", wrong + "capturing group name {2} starts with digit character"},
              {"a", "a", "${b}", wrong + "No group with name {b}"},
              {"a", "a", "${}", wrong + "named capturing group has 0 length name"},
              {"a", "a", "${g", wrong + "named capturing group is missing trailing '}'"},
              {"a", "a", "$2", "java.lang.IndexOutOfBoundsException: No group 2"}});
}

TEST(JavaRegex, WhatJavaRefusesIsRefused) {
  for (const std::string pattern :
       {"(?P<n>a)", "(?<n_1>a)", "\\C",     "(?<a>x)(?<a>y)", "a**",   "(",     "a)",    "[a",
        "[z-a]",    "a{2",       "a{,3}",   "a{3,2}",         "\\x4",  "\\u12", "\\08",  "\\",
        "\\p{L",    "\\y",       "[a-\\d]", "[\\b]",          "(?z)a", "\\E",   "(?#x)", "+"}) {
    const auto regex = JavaRegex::compile(pattern);
    ASSERT_FALSE(regex.ok()) << pattern;
    EXPECT_NE(regex.error().what.find(pattern + " is not understood: "), std::string::npos)
        << regex.error().what;
  }
}

TEST(JavaRegex, WhatIsMissingIsRefusedByName) {
  const std::pair<const char*, const char*> rows[] = {
      {"a(?=b)", "look-around"},
      {"(?<!a)b", "look-around"},
      {"(?>a)", "an atomic group"},
      {"a++", "a possessive quantifier"},
      {"(a)\\1", "a back-reference"},
      {"\\k<a>", "a back-reference"},
      {"(?x)a", "the flag x"},
      {"(?U)a", "the flag U"},
      {"\\X", "grapheme clusters (\\X)"},
      {"\\p{InGreek}", "the characters \\p{InGreek}"},
      {"\\p{Foo}", "the characters \\p{Foo}"}};
  for (const auto& [pattern, name] : rows) {
    const std::string expected = std::string("The regular expression ") + pattern + " uses " +
                                 name + ", which this program does not have";
    EXPECT_TRUE(replaced({.pattern = pattern}).starts_with(expected))
        << replaced({.pattern = pattern});
  }
}

TEST(JavaRegex, HostilePatternsAreBounded) {
  const auto nested = [](std::size_t depth, const std::string& open, const std::string& close) {
    std::string made;
    for (std::size_t i = 0; i < depth; ++i)
      made += open;
    made += "a";
    for (std::size_t i = 0; i < depth; ++i)
      made += close;
    return made;
  };
  EXPECT_FALSE(JavaRegex::compile(nested(100'000, "(", ")")).ok());
  EXPECT_FALSE(JavaRegex::compile(nested(100'000, "[", "]")).ok());
  EXPECT_FALSE(JavaRegex::compile("((a{1000}){1000}){1000}").ok());
  EXPECT_TRUE(JavaRegex::compile("(?:(?:){2147483647}){2147483647}").ok());
  const auto slow = JavaRegex::compile(".*(?:a{0,1000}){0,2}b");
  std::int64_t effort = 0;
  const auto answer = slow->matches_all(std::string(1 << 18, 'a'), effort);
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, Code::deadline);
  EXPECT_GT(effort, 1'000'000);
  EXPECT_TRUE(*JavaRegex::compile("(a*)*b|a*")->matches_all(std::string(1 << 16, 'a'), effort));
}

TEST(JavaRegex, BytesThatAreNoUtf8AreNoCharacters) {
  EXPECT_EQ(replaced({"\\w|\xc3\xa9",
                      "a\xc3"
                      "b\xe2\x82\xff\xc3\xa9",
                      "_",
                      ""}),
            "_\xc3_\xe2\x82\xff_");
}

TEST(JavaRegex, AnUnknownFunctionInAFilterDoesNotMatch) {
  const Value document = make_list({Value("v"), Value("w")});
  const std::pair<const char*, std::size_t> rows[] = {{"$[?(@.foo() == 1)]", 0},
                                                      {"$[?(@ == 'v' || @.foo() == 1)]", 1},
                                                      {"$[?(!(@.foo() == 1))]", 0}};
  for (const auto& [path, count] : rows) {
    const auto found = JsonPath::compile(path)->read(document);
    ASSERT_TRUE(found.ok() && *found) << path;
    EXPECT_EQ((*found)->list().items().size(), count) << path;
  }
  EXPECT_EQ(JsonPath::compile("$[*].foo()")->read(document).error().what,
            "Function with name: foo does not exist.");
}

}  // namespace
}  // namespace patchcord::simulator
