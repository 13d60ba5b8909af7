#include "patchcord/report/recorded_run.h"

#include <fmt/format.h>

#include "patchcord/base/text.h"

namespace patchcord {
namespace {

constexpr std::size_t max_reason = 2000;

std::string display_name(const CaseReport& report) {
  return report.name.empty() ? fmt::format("line {}", report.line) : report.name;
}

std::string xml(std::string_view text) {
  return xml_escaped(printable(text, max_reason, true));
}

}  // namespace

void CaseCounts::add(const CaseReport& report) {
  ++cases;
  bad += report.good() ? 0 : 1;
  events_changed += report.event_changed ? 1 : 0;
}

std::string case_text(const CaseReport& report, const std::string& file, const Style& style) {
  if (report.good()) return {};
  std::string out = fmt::format("{}:{}", printable(file, 500), report.line);
  if (!report.name.empty()) out += " " + printable(report.name, 200);
  out = style.bold(out) + "\n";
  for (const auto& reason : report.reasons)
    out += "  " + printable(reason, max_reason) + "\n";
  return out;
}

std::string summary_text(RecordedRun run, const CaseCounts& counts, const Style& style) {
  const auto good = counts.cases - counts.bad;
  if (run == RecordedRun::expectations) {
    const std::string out = fmt::format("{} of {} cases passed", good, counts.cases);
    return (counts.bad == 0 ? style.green(out) : style.red(out)) + ".\n";
  }
  std::string out = counts.bad == 0
                        ? fmt::format("No output changes in {} cases", counts.cases)
                        : fmt::format("Outputs change in {} of {} cases", counts.bad, counts.cases);
  out = counts.bad == 0 ? style.green(out) : style.yellow(out);
  if (counts.events_changed > 0) {
    out += fmt::format(
        "; in {} the function gets another event than before, so its recorded reply "
        "may not be what it would answer",
        counts.events_changed);
  }
  return out + ".\n";
}

Json to_json(const CaseReport& report) {
  return {{"line", report.line},
          {"name", report.name.empty() ? Json() : Json(report.name)},
          {"reasons", report.reasons},
          {"eventChanged", report.event_changed}};
}

Json to_json(RecordedRun run, const CaseCounts& counts) {
  const auto good = counts.cases - counts.bad;
  if (run == RecordedRun::expectations)
    return {{"cases", counts.cases}, {"passed", good}, {"failed", counts.bad}};
  return {{"cases", counts.cases},
          {"unchanged", good},
          {"changed", counts.bad},
          {"eventsChanged", counts.events_changed}};
}

void JunitReport::add(const CaseReport& report) {
  cases_ += fmt::format("  <testcase name=\"{}\" classname=\"{}\" file=\"{}\" line=\"{}\"",
                        xml(display_name(report)),
                        xml(suite_),
                        xml(file_),
                        report.line);
  if (report.good()) {
    cases_ += "/>\n";
    return;
  }
  cases_ += fmt::format("><failure message=\"{}\">", xml(report.reasons.front()));
  for (const auto& reason : report.reasons)
    cases_ += xml(reason) + "&#10;";
  cases_ += "</failure></testcase>\n";
}

std::string JunitReport::text(const CaseCounts& counts) const {
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n<testsuite name=\"{}\" "
      "tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"0\">\n{}</testsuite>\n"
      "</testsuites>\n",
      xml(suite_),
      counts.cases,
      counts.bad,
      cases_);
}

}  // namespace patchcord
