// The table of the rules, and its promise: each rule has an example that breaks it and nothing
// else, and a corrected one that breaks nothing.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "patchcord/lint/lint.h"
#include "patchcord/lint/rule.h"
#include "patchcord/manifest/fixtures.h"

namespace patchcord::lint {
namespace {

Diagnostics all_of(const std::string& text) {
  const bool exported = text.starts_with('{');
  auto parsed =
      exported ? parse_exported_action(text, "e.custom.json") : testing_manifest::parse(text);
  auto out = parsed.diagnostics;
  if (!parsed.manifest) return out;
  Compiled compiled;
  if (!exported) {
    compiled = compile(*parsed.manifest, {.find_place = testing_manifest::find_place});
    out.insert(out.end(), compiled.diagnostics.begin(), compiled.diagnostics.end());
  }
  const auto linted = check(*parsed.manifest, compiled);
  out.insert(out.end(), linted.begin(), linted.end());
  return out;
}

std::string text_of(const Diagnostics& diagnostics) {
  std::string out;
  for (const auto& one : diagnostics)
    out += one.code + " " + testing_manifest::text_of({one}) + "  " + one.source_line + "\n";
  return out;
}

std::vector<std::string> rules_with_examples() {
  std::vector<std::string> out;
  for (const auto& rule : rules()) {
    if (!rule.example.empty()) out.emplace_back(rule.code);
  }
  return out;
}

class EachRule : public testing::TestWithParam<std::string> {};

TEST_P(EachRule, IsBrokenByItsExampleAlone) {
  const auto& rule = *find_rule(GetParam());
  const auto found = all_of(whole_example(rule.example));
  ASSERT_FALSE(found.empty()) << whole_example(rule.example);
  for (const auto& one : found) {
    EXPECT_EQ(one.code, rule.code) << text_of(found);
    EXPECT_EQ(one.severity, rule.severity) << text_of(found);
    EXPECT_GT(one.span.line, 0) << text_of(found);
    EXPECT_NE(one.hint, "") << text_of(found);
    EXPECT_NE(one.source_line, "") << text_of(found);
  }
}

TEST_P(EachRule, IsKeptByItsCorrectedExample) {
  const auto& rule = *find_rule(GetParam());
  EXPECT_EQ(text_of(all_of(whole_example(rule.corrected))), "");
}

INSTANTIATE_TEST_SUITE_P(Rules,
                         EachRule,
                         testing::ValuesIn(rules_with_examples()),
                         [](const auto& each) { return each.param; });

TEST(Rules, SayWhatAndWhyAndWhatToDo) {
  for (const auto& rule : rules()) {
    EXPECT_TRUE(rule.title.ends_with('.')) << rule.title;
    EXPECT_TRUE(rule.cause.ends_with('.')) << rule.cause;
    EXPECT_FALSE(rule.fix.empty()) << rule.code;
    EXPECT_EQ(rule.example.empty(), rule.corrected.empty()) << rule.code;
    // The size of a policy needs more functions than anybody wants to read.
    EXPECT_EQ(rule.example.empty(), !rule.unchecked.empty() || rule.code == "L62") << rule.code;
  }
}

TEST(Rules, AreNumberedWithoutAGap) {
  int number = 0;
  for (const auto& rule : rules()) {
    EXPECT_EQ(rule.code, fmt::format("L{:02}", ++number));
  }
  EXPECT_EQ(find_rule("L05")->code, "L05");
  EXPECT_EQ(find_rule("L5"), nullptr);
}

}  // namespace
}  // namespace patchcord::lint
