#include "patchcord/manifest/yaml.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "patchcord/manifest/fixtures.h"

namespace patchcord {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using testing_manifest::text_of;

struct Read {
  std::optional<YamlValue> root{};
  std::string problems{};
};
Read read(const std::string& text) {
  Problems problems;
  Read out{.root = parse_yaml(text, "m.yaml", problems)};
  out.problems = text_of(std::move(problems).take("m.yaml", {{"m.yaml", text}}));
  return out;
}

Json json(const std::string& text) {
  Problems problems;
  const auto root = parse_yaml(text, "m.yaml", problems);
  return root ? json_of(*root, "m.yaml", problems) : Json("no value");
}

TEST(Yaml, EveryValueHasItsPlace) {
  const auto [root, problems] = read("a: 1\nb:\n  - x\n  - { c: \"y\" }\n");
  ASSERT_TRUE(root);
  EXPECT_THAT(problems, IsEmpty());
  EXPECT_EQ(root->find("a")->at.column, 4);
  const auto& list = *root->find("b");
  EXPECT_EQ(list.key_at.line, 2);
  EXPECT_EQ(list.items.at(0).at.line, 3);
  EXPECT_EQ(list.items.at(0).at.column, 5);
  EXPECT_EQ(list.items.at(1).find("c")->at.column, 10);
  EXPECT_EQ(root->find("z"), nullptr);
}

TEST(Yaml, KnowsTheCoreSchema) {
  const std::pair<const char*, YamlKind> cases[] = {
      {"", YamlKind::null},        {"~", YamlKind::null},          {"null", YamlKind::null},
      {"true", YamlKind::boolean}, {"FALSE", YamlKind::boolean},   {"yes", YamlKind::text},
      {"no", YamlKind::text},      {"on", YamlKind::text},         {"12", YamlKind::integer},
      {"-3", YamlKind::integer},   {"+3", YamlKind::integer},      {"012", YamlKind::integer},
      {"0x1F", YamlKind::integer}, {"0o17", YamlKind::integer},    {"0x", YamlKind::text},
      {"1.5", YamlKind::real},     {".5", YamlKind::real},         {"5.", YamlKind::real},
      {"1e3", YamlKind::real},     {"1e", YamlKind::text},         {".", YamlKind::text},
      {"-", YamlKind::text},       {".inf", YamlKind::real},       {"-.INF", YamlKind::real},
      {".nan", YamlKind::real},    {"15s", YamlKind::text},        {"1_000", YamlKind::text},
      {"1:30", YamlKind::text},    {"2026-11-22", YamlKind::text},
  };
  for (const auto& [text, kind] : cases)
    EXPECT_EQ(core_kind(text), kind) << text;
}

TEST(Yaml, BecomesJson) {
  EXPECT_EQ(json(R"({"a": [1, -2.5, 0x1F, 0o17, 1e2, true, null, "1"], "b": {}})"),
            Json::parse(R"({"a": [1, -2.5, 31, 15, 100.0, true, null, "1"], "b": {}})"));
  EXPECT_EQ(json("a: |\n  x\n  y\nb: 'true'\nc: yes\n"),
            Json::parse(R"({"a": "x\ny\n", "b": "true", "c": "yes"})"));
}

TEST(Yaml, RefusesNumbersThatJsonWouldChange) {
  const std::pair<const char*, const char*> cases[] = {
      {"[007]",
       "the number 007 begins with a zero, which would be lost | Quote it if it is text: "
       "\"007\""},
      {"[99999999999999999999]", "the number 99999999999999999999 is too large"},
      {"[.inf]", "the number .inf has no form in JSON"},
      {"[1e999]", "the number 1e999 has no form in JSON"},
  };
  for (const auto& [text, expected] : cases) {
    Problems problems;
    const auto root = parse_yaml(text, "m.yaml", problems);
    ASSERT_TRUE(root);
    EXPECT_EQ(json_of(*root, "m.yaml", problems), Json::array({nullptr}));
    EXPECT_THAT(text_of(std::move(problems).take("m.yaml", {{"m.yaml", text}})),
                HasSubstr(expected));
  }
}

TEST(Yaml, RefusesWhatManifestsDoNotUse) {
  const std::pair<std::string, std::string> cases[] = {
      {"a: 1\nb: 2\na: 3\n",
       "error 3:1 `a` is given twice: the first one is in line 1 | Remove one of them.\n"},
      {"a: &x 1\n",
       "error 1:4 anchors (`&name`) are not used in manifests | Write the value where it is "
       "needed; "
       "what differs between environments goes into `values`.\n"},
      {"a: 1\nb: *a\n", "error 2:4 this is not YAML: the referenced anchor is not defined\n"},
      {"<<: { a: 1 }\n",
       "error 1:1 merge keys (`<<`) are not used in manifests | Write the members themselves.\n"},
      {"a: !!str 1\n",
       "error 1:4 tags (`!name`) are not used in manifests | Remove it; quote what must be "
       "text.\n"},
      {"a: 1\n---\nb: 2\n",
       "error 2:1 a second document begins here; a manifest is one document | Remove the line "
       "`---`, "
       "or use a file for each deployment.\n"},
      {"? [a]\n: 1\n", "error 1:3 a key must be a text, not a list\n"},
      {"~: 1\n", "error 1:1 a key must be a text, not nothing\n"},
      {"a: \xC3(\n", "error 1:4 the byte 0xc3 is not UTF-8 text | Save the file as UTF-8.\n"},
      {"a: \xED\xA0\x80\n",
       "error 1:4 the byte 0xed is not UTF-8 text | Save the file as UTF-8.\n"},
  };
  for (const auto& [text, expected] : cases)
    EXPECT_EQ(read(text).problems, expected) << text;
}

TEST(Yaml, ReportsAnchorAndAliasAtTheirPlaces) {
  EXPECT_THAT(read("a: &x 1\nb: *x\n").problems,
              HasSubstr("error 2:4 aliases (`*name`) are not used in manifests"));
}

TEST(Yaml, FindsAllProblemsOfOneFile) {
  const auto [root, problems] = read("a: &x 1\na: !t 2\nb: { c: 1, c: 2 }\n");
  EXPECT_TRUE(root);
  EXPECT_EQ(std::count(problems.begin(), problems.end(), '\n'), 4);
}

TEST(Yaml, ExplainsSyntaxErrors) {
  const std::pair<std::string, std::string> cases[] = {
      {"a:\n  b: 1\n c: 2\n",
       "error 3:2 this line does not fit the indentation of the lines above | Indent the members "
       "of "
       "one mapping equally, with blanks.\n"},
      {"a: b: c\n",
       "error 1:5 a `:` cannot stand here | Check the indentation; quote a text that has `: ` in "
       "it.\n"},
      {"a: \"x\n",
       "error 1:4 the quoted text that begins here never ends | Close the quotation mark.\n"},
      {"a:\n\tb: 1\n",
       "error 2:3 a `:` cannot stand here | Indent with blanks: this line begins with a tab.\n"},
      {"a: 'it''s\n",
       "error 1:4 the quoted text that begins here never ends | Close the quotation mark.\n"},
      {"a: @b\n", "error 1:4 no value begins with this character | Quote the text.\n"},
      {"a: [x, y\n", "error 1:4 the bracket that opens here is never closed\n"},
      {"a: {x: y\n", "error 1:4 the bracket that opens here is never closed\n"},
      {"a: \"\\uD83D\\uDE00\"\n",
       "error 1:11 this is not YAML: invalid unicode: 55357 | Write the character itself instead "
       "of "
       "its \\u escape.\n"},
  };
  for (const auto& [text, expected] : cases) {
    const auto [root, problems] = read(text);
    EXPECT_FALSE(root) << text;
    EXPECT_EQ(problems, expected) << text;
  }
}

TEST(Yaml, SaysToQuoteWhatStopsFlowStyle) {
  const std::string hint =
      " cannot stand here without quotes | Inside {…} and […], quote a text that has ? [ ] { or } "
      "in it, or use block style: one `key: value` on each line.\n";
  EXPECT_EQ(read("a: { b: ${input.x} }\n").problems, "error 1:10 `{`" + hint);
  EXPECT_EQ(read("a: { m: $.a[0] }\n").problems, "error 1:12 `[`" + hint);
  EXPECT_EQ(read("a: { m: $.a[?(@.b)] }\n").problems, "error 1:12 `[`" + hint);
  EXPECT_EQ(read("a: { m: what?, n: 1 }\n").problems, "error 1:13 `?`" + hint);
  EXPECT_EQ(read("a: { m: b] }\n").problems, "error 1:10 `]`" + hint);
  EXPECT_THAT(read("a:\n  m: $.a[?(@.b == 'x')]\n  n: ${input.x}\n").problems, IsEmpty())
      << "block style needs no quotes";
}

TEST(Yaml, BoundsWhatItReads) {
  EXPECT_EQ(read(std::string(max_manifest_bytes + 1, 'a')).problems,
            "error 0:0 the file is larger than 8 MiB\n");
  const auto nested = [](int levels) {
    return std::string(static_cast<std::size_t>(levels), '[') +
           std::string(static_cast<std::size_t>(levels), ']');
  };
  EXPECT_TRUE(read(nested(max_yaml_depth)).root);
  EXPECT_EQ(read(nested(max_yaml_depth + 1)).problems,
            "error 1:65 the file is nested deeper than 64 levels\n");
  EXPECT_THAT(read(nested(100'000)).problems, HasSubstr("nested deeper than 64 levels"));
}

TEST(Yaml, SkipsAByteOrderMark) {
  const auto [root, problems] = read(
      "\xEF\xBB\xBF"
      "a: 1\n");
  ASSERT_TRUE(root);
  EXPECT_NE(root->find("a"), nullptr);
}

TEST(Problems, KeepAnErrorAmongWarnings) {
  Problems problems;
  for (std::size_t i = 0; i < Problems::max_problems + 5; ++i)
    problems.warning({.file = "f", .line = 1}, "w");
  problems.error({.file = "f", .line = 2}, "e");
  const auto all = std::move(problems).take("f", {});
  EXPECT_THAT(all, SizeIs(Problems::max_problems + 1));
  EXPECT_TRUE(has_errors(all));
  EXPECT_EQ(all.back().message, "6 more problems are not shown");
}

TEST(Problems, CarryTheirLine) {
  Problems problems;
  problems.error({.file = "f", .line = 2, .column = 1}, "e");
  problems.error({.file = "other", .line = 2, .column = 1}, "e");
  const auto all = std::move(problems).take("f", {{"f", "one\r\ntwo\r\n"}});
  EXPECT_EQ(all.at(0).source_line, "two");
  EXPECT_EQ(all.at(1).source_line, "");
}

}  // namespace
}  // namespace patchcord
