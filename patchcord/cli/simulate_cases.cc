// `patchcord simulate --cases`: each line of the file is one run; nothing of it is kept.
#include <utility>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/cli/simulate.h"
#include "patchcord/os/line_reader.h"
#include "patchcord/report/diagnostics.h"
#include "patchcord/report/json.h"
#include "patchcord/report/recorded_run.h"
#include "patchcord/template/json_text.h"
#include "patchcord/template/recorded_case.h"

namespace patchcord::cli {
namespace {

constexpr std::size_t max_case_bytes = 16U << 20U;
constexpr std::size_t max_cases_in_json = 1000;  // that are not as they should be; all are counted

// An action with what its runs need.
struct Version {
  SimulatedAction action{};
  sandbox::ChainCaller caller{};
  simulator::PreparedAction prepared;
};

struct VersionResult {
  simulator::TestResult result{};
  std::string event{};
};

class Cases {
 public:
  Cases(const SimulateOptions& options, const Session& session)
      : options_(options), session_(session), console_(session.console) {}

  ExitCode run() {
    if (!find_versions() || !open_source()) {
      const auto code = refuse(options_, console_, problems_);
      return session_.interrupt.requested() ? exit_interrupted : code;
    }
    auto read = read_all();
    if (session_.interrupt.requested()) return exit_interrupted;
    if (!read) {
      problems_.errors.push_back(std::move(read).error());
      refuse(options_, console_, problems_);
      return in_trouble_ ? exit_failed : exit_input;
    }
    finish();
    if (counts_.bad == 0) return exit_done;
    return kind() == RecordedRun::versions ? exit_changes : exit_problem;
  }

 private:
  [[nodiscard]] RecordedRun kind() const {
    return options_.versions.empty() ? RecordedRun::expectations : RecordedRun::versions;
  }

  bool find_version(const ActionChoice& choice) {
    auto action = find_simulated(choice, problems_);
    if (!action) return false;
    auto caller = caller_of(*action);
    simulator::PreparedAction prepared(action->definition, run_options(options_, caller));
    versions_.push_back({*std::move(action), std::move(caller), std::move(prepared)});
    return true;
  }

  bool find_versions() {
    if (options_.versions.empty()) return find_version(options_.choice);
    for (const auto& name : options_.versions) {
      ActionChoice choice = options_.choice;
      if (name.ends_with(".json")) {
        choice.action = name;
      } else {
        choice.manifest.file = name;
      }
      if (!find_version(choice)) return false;
    }
    return true;
  }

  bool open_source() {
    auto allowed = options_.function.invoke
                       ? may_invoke(options_,
                                    fmt::format("{}, once for each case without a reply,",
                                                versions_[0].action.definition.url_template),
                                    session_.interrupt)
                       : Result<void>();
    auto source = allowed ? make_function_source(options_.function, versions_[0].caller, session_)
                          : Result<std::unique_ptr<FunctionSource>>(std::move(allowed).error());
    if (!source) {
      problems_.errors.push_back(std::move(source).error());
      return false;
    }
    source_ = *std::move(source);
    return true;
  }

  Result<void> read_all() {
    TRY_ASSIGN(auto lines, os::LineReader::open(options_.cases_file, max_case_bytes));
    JunitReport junit(versions_.back().action.title, options_.cases_file);
    while (!session_.interrupt.requested()) {
      TRY_ASSIGN(const auto line, lines.next());
      if (!line) break;
      if (trim(*line).empty()) continue;
      auto report = run_line(*line);
      if (!report) {
        Error error = std::move(report).error();
        error.at = fmt::format("{}:{}{}",
                               options_.cases_file,
                               lines.number(),
                               error.at.empty() ? "" : ", " + error.at);
        return error;
      }
      report->line = lines.number();
      add(*report, junit);
    }
    if (counts_.cases == 0) {
      return Error{
          .code = Code::invalid,
          .what = "there is no case in it",
          .at = options_.cases_file,
          .hint = "Write one case a line: {\"input\": {…}, \"reply\": {…}, \"expected\": {…}}."};
    }
    if (options_.format == SimulateFormat::junit) console_.result(junit.text(counts_));
    return {};
  }

  Result<CaseReport> run_line(std::string_view line) {
    auto recorded = simulator::case_from_json(line);
    if (!recorded) {
      Error error = std::move(recorded).error();
      error.code = Code::invalid;
      return error;
    }
    CaseReport report{.name = recorded->name};
    if (kind() == RecordedRun::versions) {
      compare(*recorded, report);
      if (lacks_reply_) return no_reply();
      return report;
    }
    const auto run = run_version(versions_[0], *recorded);
    if (lacks_reply_) return no_reply();
    if (source_ && source_->trouble()) {
      in_trouble_ = true;
      return during(*source_->trouble(), "invoking the function");
    }
    report.reasons = simulator::judge(*recorded, run.result);
    return report;
  }

  // Many actions refuse their inputs before any function is called; a case of that needs no reply.
  static Error no_reply() {
    return {.code = Code::invalid,
            .what = "the case has no `reply`, and nothing runs that would give one",
            .hint = "Record the reply, or give --reply, --program, --functions or --invoke."};
  }

  VersionResult run_version(const Version& version, const simulator::RecordedCase& recorded) {
    VersionResult out;
    const auto execute = [&](const simulator::ExecutionRequest& request) {
      out.event = request.body;
      if (recorded.answer) return *recorded.answer;
      if (source_) return source_->answer(request);
      lacks_reply_ = true;
      return simulator::Execution(simulator::Reply{});
    };
    out.result = version.prepared.run(recorded.input, execute);
    return out;
  }

  void compare(const simulator::RecordedCase& recorded, CaseReport& report) {
    const auto before = run_version(versions_[0], recorded);
    const auto after = run_version(versions_[1], recorded);
    report.event_changed = before.event != after.event;
    for (const auto& change :
         simulator::output_changes({versions_[0].action.definition, before.result},
                                   {versions_[1].action.definition, after.result}))
      report.reasons.push_back(change_text(change));
    if (before.result.outcome != after.result.outcome && after.result.error) {
      report.reasons.push_back(fmt::format("now: {}: {}",
                                           after.result.operations.back().name,
                                           split(after.result.error->message, '\n').front()));
    }
  }

  static std::string change_text(const simulator::Difference& change) {
    const auto side = [](const std::optional<simulator::Value>& value) {
      return value ? simulator::write_json(*value) : std::string("(not set)");
    };
    return fmt::format("{}: {} -> {}", change.path, side(change.expected), side(change.actual));
  }

  void add(const CaseReport& report, JunitReport& junit) {
    counts_.add(report);
    switch (options_.format) {
      case SimulateFormat::text:
        console_.result(case_text(report, options_.cases_file, console_.out_style()));
        break;
      case SimulateFormat::json:
        if (!report.good() && bad_.size() < max_cases_in_json) bad_.push_back(to_json(report));
        break;
      case SimulateFormat::junit:
        junit.add(report);
        break;
    }
  }

  void finish() {
    if (options_.format == SimulateFormat::text)
      console_.result(summary_text(kind(), counts_, console_.out_style()));
    if (options_.format != SimulateFormat::json)
      return show_diagnostics(options_, console_, problems_);
    console_.document({{"action", versions_.back().action.title},
                       {"file", options_.cases_file},
                       {"counts", to_json(kind(), counts_)},
                       {"cases", bad_},
                       {"diagnostics", to_json(problems_.diagnostics)},
                       {"errors", Json::array()}});
  }

  const SimulateOptions& options_;
  const Session& session_;
  const Console& console_;
  std::vector<Version> versions_{};
  std::unique_ptr<FunctionSource> source_{};
  Problems problems_{};
  bool in_trouble_{false};
  bool lacks_reply_{false};
  CaseCounts counts_{};
  Json bad_ = Json::array();
};

}  // namespace

ExitCode simulate_cases(const SimulateOptions& options, const Session& session) {
  return Cases(options, session).run();
}

}  // namespace patchcord::cli
