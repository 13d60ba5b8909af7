#include "patchcord/report/findings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "patchcord/report/diagnostics.h"

namespace patchcord {
namespace {

using testing::HasSubstr;
using testing::Not;

Diagnostics some() {
  return {
      {.severity = Severity::error,
       .code = "L05",
       .span = {.file = "a b,c.yaml", .line = 4, .column = 9},
       .message = "100% <wrong>:\nsecond & line",
       .hint = "Do \"this\".",
       .source_line = "  é: ${x}"},
      {.severity = Severity::warning, .code = {}, .span = {.file = "m.yaml"}, .message = "odd"}};
}

TEST(Findings, AreEscapedForGitHub) {
  EXPECT_EQ(github_annotations(some()),
            "::error file=a b%2Cc.yaml,line=4,col=9,title=L05::100%25 <wrong>:?second & "
            "line%0ADo \"this\".\n"
            "::warning file=m.yaml::odd\n");
}

TEST(Findings, AreAsManyAsGitHubShows) {
  Diagnostics many(25, some()[0]);
  many.push_back(some()[1]);
  const auto text = github_annotations(many);
  EXPECT_THAT(text, HasSubstr("\n15 more errors are not shown as annotations\n::warning"));
  std::size_t shown = 0;
  for (auto at = text.find("::error"); at != std::string::npos; at = text.find("::error", at + 1))
    ++shown;
  EXPECT_EQ(shown, 10U);
}

TEST(Findings, HaveTheirRulesInSarif) {
  const auto document = sarif(some(), "1.2.3");
  EXPECT_EQ(document.at("version"), "2.1.0");
  const auto& run = document.at("runs").at(0);
  const auto& rules = run.at("tool").at("driver").at("rules");
  ASSERT_EQ(run.at("results").size(), 2U);
  for (const auto& result : run.at("results")) {
    EXPECT_EQ(rules.at(result.at("ruleIndex").get<std::size_t>()).at("id"), result.at("ruleId"));
  }
  const auto& place = run.at("results").at(0).at("locations").at(0).at("physicalLocation");
  EXPECT_EQ(place.at("artifactLocation").at("uri"), "a%20b%2Cc.yaml");
  // The é before it has two bytes.
  EXPECT_EQ(place.at("region"), Json({{"startLine", 4}, {"startColumn", 8}}));
  const auto& whole = run.at("results").at(1).at("locations").at(0).at("physicalLocation");
  EXPECT_FALSE(whole.contains("region"));
}

TEST(Findings, AreTestCasesInJUnit) {
  const auto text = junit(some());
  EXPECT_THAT(text, HasSubstr("tests=\"2\" failures=\"1\""));
  EXPECT_THAT(text,
              HasSubstr("<failure message=\"100% &lt;wrong&gt;:?second &amp; line&#10;Do "
                        "&quot;this&quot;.\" type=\"L05\"/>"));
  EXPECT_THAT(text, HasSubstr("<system-out>warning: odd</system-out>"));
  EXPECT_THAT(junit({}), HasSubstr("tests=\"1\" failures=\"0\""));
}

TEST(Findings, AreCountedInWords) {
  EXPECT_EQ(counts_text(count(some())), "1 error, 1 warning");
  EXPECT_EQ(counts_text({.errors = 2, .notes = 3}), "2 errors, 3 notes");
  EXPECT_EQ(counts_text({}), "no problems");
}

TEST(Findings, ShowTheirCodeInText) {
  const auto text = diagnostics_text(some(), {});
  EXPECT_THAT(text, HasSubstr("error[L05]: a b,c.yaml:4:9: 100%"));
  EXPECT_THAT(text, HasSubstr("warning: m.yaml: odd"));
  EXPECT_THAT(text, Not(HasSubstr("[]")));
}

}  // namespace
}  // namespace patchcord
