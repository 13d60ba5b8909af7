#include "patchcord/report/recorded_run.h"

#include <gtest/gtest.h>

namespace patchcord {
namespace {

const Style plain{.color = false, .unicode = false};

CaseCounts counted(const std::vector<CaseReport>& reports) {
  CaseCounts counts;
  for (const auto& report : reports)
    counts.add(report);
  return counts;
}

TEST(RecordedRun, TextShowsWhatIsNotAsItShouldBe) {
  const CaseReport bad{.line = 3, .name = "order 42", .reasons = {"a: one", "b: two"}};
  EXPECT_EQ(case_text(bad, "cases.jsonl", plain), "cases.jsonl:3 order 42\n  a: one\n  b: two\n");
  EXPECT_EQ(case_text({.line = 4}, "cases.jsonl", plain), "");
  EXPECT_EQ(summary_text(RecordedRun::expectations, counted({bad, {.line = 4}}), plain),
            "1 of 2 cases passed.\n");
}

TEST(RecordedRun, ADifferenceOfEventsIsSaidBecauseTheReplyMayNotFit) {
  const auto counts = counted({{.line = 1, .event_changed = true}, {.line = 2}});
  EXPECT_EQ(
      summary_text(RecordedRun::versions, counts, plain),
      "No output changes in 2 cases; in 1 the function gets another event than before, so its "
      "recorded reply may not be what it would answer.\n");
  EXPECT_EQ(to_json(RecordedRun::versions, counts)["eventsChanged"], 1);
}

TEST(RecordedRun, JunitIsXmlWhateverTheBytesAre) {
  JunitReport report("a<b>&\"", "c.jsonl");
  const CaseReport hostile{.line = 7,
                           .name = std::string("\x01\x1b[31m]]>\xff\xEF\xBF\xBE\0x", 15),
                           .reasons = {"<failure>\"'&\n\t</testsuite>"}};
  report.add(hostile);
  report.add({.line = 8});
  EXPECT_EQ(
      report.text(counted({hostile, {.line = 8}})),
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
      "<testsuite name=\"a&lt;b&gt;&amp;&quot;\" tests=\"2\" failures=\"1\" errors=\"0\" "
      "skipped=\"0\">\n"
      "  <testcase name=\"??[31m]]&gt;???x\" classname=\"a&lt;b&gt;&amp;&quot;\" file=\"c.jsonl\" "
      "line=\"7\"><failure message=\"&lt;failure&gt;&quot;'&amp;&#10;&#9;&lt;/testsuite&gt;\">"
      "&lt;failure&gt;&quot;'&amp;&#10;&#9;&lt;/testsuite&gt;&#10;</failure></testcase>\n"
      "  <testcase name=\"line 8\" classname=\"a&lt;b&gt;&amp;&quot;\" file=\"c.jsonl\" "
      "line=\"8\"/>\n</testsuite>\n</testsuites>\n");
}

}  // namespace
}  // namespace patchcord
