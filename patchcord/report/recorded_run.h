// Many recorded cases run at once, for people, as JSON and as JUnit XML.
#pragma once

#include <string>
#include <vector>

#include "patchcord/base/json.h"
#include "patchcord/report/style.h"

namespace patchcord {

// What a run of cases is for: their expectations, or what differs between two versions of an
// action.
enum class RecordedRun { expectations, versions };

struct CaseReport {
  long long line{};
  std::string name{};                  // empty: the line names it
  std::vector<std::string> reasons{};  // why it failed, or what changes; empty: as it should be
  bool event_changed{};                // of versions: the function would get another event

  [[nodiscard]] bool good() const { return reasons.empty(); }
};

struct CaseCounts {
  long long cases{};
  long long bad{};             // failed, or changed
  long long events_changed{};  // of versions

  void add(const CaseReport& report);
};

// "cases.jsonl:3 order 42\n  status: expected …\n"; empty for one that is as it should be.
std::string case_text(const CaseReport& report, const std::string& file, const Style& style);
std::string summary_text(RecordedRun run, const CaseCounts& counts, const Style& style);

// {"line": 3, "name": "order 42" | null, "reasons": ["…"], "eventChanged": false}
Json to_json(const CaseReport& report);
// {"cases": 10, "passed": 9, "failed": 1}, or {"cases": 10, "unchanged": 9, "changed": 1,
// "eventsChanged": 0}
Json to_json(RecordedRun run, const CaseCounts& counts);

// JUnit's XML, as CI systems read it. Whatever bytes a case has, it stays well-formed: what XML 1.0
// cannot say becomes `?`.
class JunitReport {
 public:
  // `suite`: the action; `file`: the cases.
  JunitReport(std::string suite, std::string file)
      : suite_(std::move(suite)), file_(std::move(file)) {}

  void add(const CaseReport& report);
  [[nodiscard]] std::string text(const CaseCounts& counts) const;

 private:
  std::string suite_;
  std::string file_;
  std::string cases_{};
};

}  // namespace patchcord
