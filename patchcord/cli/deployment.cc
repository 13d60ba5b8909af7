#include "patchcord/cli/deployment.h"

#include <algorithm>
#include <filesystem>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/cli/suggestion.h"
#include "patchcord/lint/lint.h"
#include "patchcord/report/diagnostics.h"
#include "patchcord/report/json.h"
#include "patchcord/report/text.h"

namespace patchcord::cli {

void describe_deployment(CLI::App& app, DeploymentOptions& options) {
  describe_manifest(app, options.manifest);
  describe_connection(app, options.connection);
}

// Errors become problems of the manifest; of the rest only the number is told.
void Deployment::lint(Lint extent) {
  std::size_t others = 0;
  auto all = extent == Lint::all ? lint::check(*input_.manifest, input_.compiled)
                                 : lint::check_environments(*input_.manifest);
  for (auto& found : all) {
    if (found.severity == Severity::error) {
      input_.diagnostics.push_back(std::move(found));
    } else {
      ++others;
    }
  }
  if (others > 0 && !console().json())
    console().message(fmt::format("note: lint has {} {}: `{}`\n",
                                  others,
                                  others == 1 ? "remark" : "remarks",
                                  cli::command_line("lint", options_.manifest)));
}

bool Deployment::open(Lint lint) {
  input_ = read_manifest(options_.manifest);
  if (lint != Lint::none && input_.ok()) this->lint(lint);
  if (!console().json()) show_problems(input_, console());
  say("diagnostics", to_json(input_.diagnostics));
  if (input_.unreadable) errors_.push_back(*input_.unreadable);
  if (input_.ok()) {
    const auto folder = std::filesystem::path(options_.manifest.file).parent_path();
    return open(std::move(input_.compiled), (folder / ".patchcord").string());
  }
  // Everything else that is wrong is told in the same run.
  const auto connection = read_connection(options_.connection, session_.variables);
  errors_.insert(errors_.end(), connection.problems.begin(), connection.problems.end());
  return false;
}

bool Deployment::open(Compiled compiled, const std::string& record_folder) {
  compiled_ = std::move(compiled);
  auto options = options_.connection;
  if (options.record_folder.empty()) options.record_folder = record_folder;
  auto connection = read_connection(options, session_.variables);
  errors_.insert(errors_.end(), connection.problems.begin(), connection.problems.end());
  if (!connection.problems.empty()) return false;
  run_ = std::make_unique<Run>(RunSetup{.command = command_,
                                        .desired = compiled_.desired,
                                        .genesys_region = compiled_.genesys.domain,
                                        .options = std::move(options),
                                        .connection = std::move(connection)},
                               session_);
  auto opened = run_->open();
  return opened || fail(std::move(opened).error());
}

Result<Plan> Deployment::look_and_plan(PlanOptions options, Purpose purpose) {
  TRY(run_->look(purpose, Record::shared));
  TRY_ASSIGN(auto plan, run_->plan(std::move(options)));
  tell_place(plan);
  return plan;
}

void Deployment::tell_place(const Plan& plan) const {
  if (!console().json()) console().message(place_text(plan, compiled_.environment));
}

bool Deployment::fail(Error error) {
  errors_.push_back(std::move(error));
  return false;
}

// What --json gives to programs, people read on stderr; an unreadable manifest was told already.
void Deployment::tell_errors() {
  for (; told_ < errors_.size(); ++told_) {
    const auto& error = errors_[told_];
    if (console().json() || !input_.unreadable || !(error == *input_.unreadable))
      console().error(error);
  }
}

std::string Deployment::command_line(std::string_view command) const {
  return cli::command_line(command, options_.manifest, options_.connection);
}

ExitCode Deployment::code_of_errors() const {
  const bool only_input = std::all_of(errors_.begin(), errors_.end(), [](const auto& error) {
    return error.code == Code::invalid;
  });
  return only_input ? exit_input : exit_failed;
}

ExitCode Deployment::finish(ExitCode code) {
  if (session_.clock.cancelled()) code = exit_interrupted;
  tell_errors();
  if (!console().json()) return code;
  Json errors = Json::array();
  for (const auto& error : errors_) {
    errors.push_back(to_json(error));
  }
  say("errors", std::move(errors));
  say("warnings", run_ ? Json(run_->warnings()) : Json::array());
  console().document(document_);
  return code;
}

ExitCode Deployment::finish_with(Error error) {
  fail(std::move(error));
  return finish(code_of_errors());
}

namespace {

std::string choices(const std::vector<std::string>& actions) {
  constexpr std::size_t most = 20;
  const auto shown = std::min(actions.size(), most);
  return fmt::format(
      "It has \"{}\"{}.",
      fmt::join(actions.begin(), actions.begin() + static_cast<std::ptrdiff_t>(shown), "\", \""),
      actions.size() > most ? fmt::format(", and {} more", actions.size() - most) : "");
}

}  // namespace

Result<Address> find_action(const Desired& desired, const std::string& name) {
  std::vector<std::string> known;
  std::vector<Address> found;
  for (const auto& integration : desired.integrations) {
    for (const auto& action : integration.actions) {
      const auto address = address_of(integration, action);
      known.push_back(action.name);
      if (name.empty() || action.name == name || address.key == name) found.push_back(address);
    }
  }
  if (found.size() == 1) return found[0];
  Error error{.code = Code::invalid, .at = "--action"};
  if (name.empty()) {
    error.what = fmt::format("which of the {} actions? Name it", found.size());
    error.hint = fmt::format("--action \"{}\"", fmt::join(known, "\", --action \""));
  } else if (found.empty()) {
    error.what = fmt::format("the manifest has no action \"{}\"", printable(name, 200));
    const auto guess = nearest(name, known);
    error.hint = guess ? fmt::format("Did you mean \"{}\"?", *guess) : choices(known);
  } else {
    error.what = fmt::format("{} actions have the name \"{}\"", found.size(), printable(name, 200));
    error.hint = fmt::format("Write it with its integration: \"{}\".", found[0].key);
  }
  return error;
}

}  // namespace patchcord::cli
