// What the commands on a manifest's deployment share: reading it, opening both clouds, and one way
// to end.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "patchcord/cli/manifest_input.h"
#include "patchcord/cli/run.h"

namespace patchcord::cli {

struct DeploymentOptions {
  ManifestOptions manifest{};
  ConnectionOptions connection{};
};

void describe_deployment(CLI::App& app, DeploymentOptions& options);

class Deployment {
 public:
  Deployment(const DeploymentOptions& options, const Session& session, std::string command)
      : options_(options), session_(session), command_(std::move(command)) {}

  // Which errors of lint are problems, too.
  enum class Lint : std::uint8_t { none, environments, all };

  // Reads and checks everything; nothing is sent. False: all problems are told.
  bool open(Lint lint = Lint::none);
  // The same with a deployment that was compiled before, and its record.
  bool open(Compiled compiled, const std::string& record_folder);

  [[nodiscard]] const Compiled& compiled() const { return compiled_; }
  [[nodiscard]] Run& run() { return *run_; }
  [[nodiscard]] const Session& session() const { return session_; }
  [[nodiscard]] const Console& console() const { return session_.console; }

  // For commands that only look: reads both clouds, locks nothing, tells the place, and says what
  // an apply would do.
  Result<Plan> look_and_plan(PlanOptions options = {}, Purpose purpose = Purpose::converge);

  // Which organization, deployment and environment this is about, for people.
  void tell_place(const Plan& plan) const;

  // Remembers an error for the end; false, so that a stage can return it.
  bool fail(Error error);
  [[nodiscard]] const std::vector<Error>& errors() const { return errors_; }
  // Shows the errors so far on stderr; the end leaves them out there.
  void tell_errors();
  // "patchcord verify orders.yaml --env dev --env-file sandbox.env": as in this run.
  [[nodiscard]] std::string command_line(std::string_view command) const;
  // A member of the JSON document; with --json nothing else is written to stdout.
  void say(const std::string& member, Json value) { document_[member] = std::move(value); }

  // Refused for what a person gave, or for what is there?
  [[nodiscard]] ExitCode code_of_errors() const;
  // Errors to stderr, the document to stdout; 130 if the user interrupted.
  ExitCode finish(ExitCode code);
  // The same with one more error, which decides the code.
  ExitCode finish_with(Error error);

 private:
  void lint(Lint extent);

  const DeploymentOptions& options_;
  const Session& session_;
  std::string command_;
  ManifestInput input_{};
  Compiled compiled_{};
  std::unique_ptr<Run> run_{};
  std::vector<Error> errors_{};
  std::size_t told_{};  // of the errors, that people have seen
  Json document_ = Json::object();
};

// The id of an action of the manifest, by "Name" or "Integration/Name".
//
// Errors   invalid: there is none, with a suggestion, or several
Result<Address> find_action(const Desired& desired, const std::string& name);

}  // namespace patchcord::cli
