#include "patchcord/cli/simulate.h"

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/cli/ask.h"
#include "patchcord/cli/changes.h"
#include "patchcord/cli/json_argument.h"
#include "patchcord/report/diagnostics.h"
#include "patchcord/report/json.h"
#include "patchcord/report/simulation.h"
#include "patchcord/template/json_text.h"

namespace patchcord::cli {
namespace {

// Nobody's: what is really there is not known offline.
constexpr const char* no_id = "00000000-0000-4000-8000-000000000000";

Json empty_document() {
  return {{"action", nullptr},
          {"definition", nullptr},
          {"outcome", nullptr},
          {"request", nullptr},
          {"result", nullptr},
          {"variables", Json::array()},
          {"warnings", Json::array()},
          {"diagnostics", Json::array()},
          {"errors", Json::array()}};
}

// The text as it was given: how a number is written counts. What is JSON and no object goes through
// the engine, as it would at Genesys Cloud.
Result<std::string> json_text(const std::string& given) {
  TRY_ASSIGN(auto text, text_argument(given));
  TRY(simulator::read_json(text, given.starts_with('@') ? given.substr(1) : "the value"));
  return text;
}

// One run, as a table of contents.
class Simulate {
 public:
  Simulate(const SimulateOptions& options, const Session& session)
      : options_(options), session_(session), console_(session.console) {}

  ExitCode run() {
    if (!find() || !read_input() || !open_source()) {
      const auto code = refuse(options_, console_, problems_);
      return session_.interrupt.requested() ? exit_interrupted : code;
    }
    run_action();
    if (session_.interrupt.requested()) return exit_interrupted;
    if (source_ && source_->trouble()) return report_trouble(*source_->trouble());
    return report();
  }

 private:
  bool find() {
    action_ = find_simulated(options_.choice, problems_);
    return action_.has_value();
  }

  bool read_input() {
    auto text = json_text(options_.input);
    if (!text) {
      problems_.errors.push_back(unusable_json(std::move(text).error(), "--input"));
      return false;
    }
    input_ = *std::move(text);
    return true;
  }

  bool open_source() {
    auto allowed = options_.function.invoke
                       ? may_invoke(options_, action_->definition.url_template, session_.interrupt)
                       : Result<void>();
    if (!allowed) {
      problems_.errors.push_back(std::move(allowed).error());
      return false;
    }
    auto source = make_function_source(options_.function, caller_of(*action_), session_);
    if (source) {
      source_ = *std::move(source);
      return true;
    }
    problems_.errors.push_back(std::move(source).error());
    return false;
  }

  void run_action() {
    const auto execute = [&](const simulator::ExecutionRequest& request) -> simulator::Execution {
      request_ = request;
      if (source_) return source_->answer(request);
      return simulator::RemoteFailure{};
    };
    const auto caller = caller_of(*action_);
    result_ =
        simulator::run_action(action_->definition, input_, execute, run_options(options_, caller));
    // Nobody answered: that is no failure, the run ends before Execute.
    answered_ = source_ != nullptr || !request_;
    if (answered_) return;
    result_.operations.pop_back();
    result_.error.reset();
  }

  ExitCode report_trouble(const Error& trouble) {
    problems_.errors.push_back(during(trouble, "invoking the function"));
    refuse(options_, console_, problems_);
    return exit_failed;
  }

  ExitCode report() {
    const Simulation simulation{.title = action_->title,
                                .action = action_->definition,
                                .result = result_,
                                .request = request_,
                                .answered = answered_};
    show_diagnostics(options_, console_, problems_);
    show_log();
    for (const auto& warning : result_.warnings)
      console_.warn(warning);
    if (options_.format == SimulateFormat::json) {
      auto document = simulation_json(simulation);
      document["diagnostics"] = to_json(problems_.diagnostics);
      document["errors"] = Json::array();
      console_.document(document);
    } else {
      console_.result(simulation_text(simulation, console_.out_style()));
    }
    return !answered_ || result_.success() ? exit_done : exit_problem;
  }

  void show_log() {
    if (!source_ || (result_.success() && session_.verbosity == Verbosity::steps)) return;
    const auto log = source_->log();
    if (!log.empty())
      console_.message("log of the function:\n" + printable(log, 20'000, true) + "\n");
  }

  const SimulateOptions& options_;
  const Session& session_;
  const Console& console_;
  std::optional<SimulatedAction> action_{};
  std::string input_{};
  std::unique_ptr<FunctionSource> source_{};
  std::optional<simulator::ExecutionRequest> request_{};
  simulator::TestResult result_{};
  bool answered_{true};
  Problems problems_{};
};

}  // namespace

simulator::RunOptions run_options(const SimulateOptions& options,
                                  const sandbox::ChainCaller& caller) {
  auto readings = options.readings;
  if (options.refuse_nulls) readings.nulls = simulator::NullPolicy::refuse;
  if (options.strict_request) readings.strict_request = true;
  if (options.velocity_1_7) readings.dialect = simulator::Dialect::velocity_1_7;
  return {.draft = true,
          .flatten = options.flatten,
          .readings = readings,
          .organization_id = caller.organization_id,
          .integration_id = caller.integration_id,
          .credentials = options.credentials,
          .auth_response = {},
          .context_id = caller.correlation_id};
}

sandbox::ChainCaller caller_of(const SimulatedAction& action) {
  return {.organization_id = action.organization.empty() ? no_id : action.organization,
          .integration_id = no_id,
          .correlation_id = no_id};
}

void show_diagnostics(const SimulateOptions& options,
                      const Console& console,
                      const Problems& problems) {
  if (options.format != SimulateFormat::json)
    console.message(diagnostics_text(problems.diagnostics, console.err_style()));
}

ExitCode refuse(const SimulateOptions& options, const Console& console, const Problems& problems) {
  show_diagnostics(options, console, problems);
  Json errors = Json::array();
  for (const auto& error : problems.errors) {
    console.error(error);
    errors.push_back(to_json(error));
  }
  if (options.format != SimulateFormat::json) return exit_input;
  auto document = empty_document();
  document["diagnostics"] = to_json(problems.diagnostics);
  document["errors"] = errors;
  console.document(document);
  return exit_input;
}

std::optional<SimulatedAction> find_simulated(const ActionChoice& choice, Problems& problems) {
  auto chosen = choose_action(choice);
  problems.diagnostics.insert(
      problems.diagnostics.end(), chosen.diagnostics.begin(), chosen.diagnostics.end());
  problems.errors.insert(problems.errors.end(), chosen.problems.begin(), chosen.problems.end());
  return std::move(chosen.action);
}

Result<void> may_invoke(const SimulateOptions& options,
                        const std::string& what,
                        const os::Interrupt& interrupt) {
  if (!options.yes && !can_ask()) {
    return Error{.code = Code::invalid,
                 .what = "nobody can be asked whether the function may really run",
                 .at = "--invoke",
                 .hint = "Add --yes; nothing was sent."};
  }
  if (agreed(options.yes, fmt::format("Run {} for real?", printable(what, 300)), interrupt))
    return {};
  return Error{.code = Code::cancelled, .what = "the function was not run", .at = "--invoke"};
}

ExitCode simulate(const SimulateOptions& options, const Session& session) {
  const bool many = !options.cases_file.empty() || !options.versions.empty();
  return many ? simulate_cases(options, session) : Simulate(options, session).run();
}

}  // namespace patchcord::cli
