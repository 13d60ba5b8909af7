// `patchcord permissions`: what the OAuth client and the AWS caller have to be allowed.
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "patchcord/cli/commands.h"
#include "patchcord/cli/manifest_input.h"
#include "patchcord/plan/permissions.h"
#include "patchcord/report/diagnostics.h"
#include "patchcord/report/json.h"

namespace patchcord::cli {
namespace {

const std::map<std::string, std::set<Task>> tasks_by_name = {
    {"plan", {Task::look}},
    {"apply", {Task::look, Task::apply, Task::prove}},
    {"prune", {Task::look, Task::apply, Task::prune, Task::prove}},
    {"verify", {Task::look, Task::prove, Task::inspect}},
    {"destroy", {Task::destroy}},
    {"all", {Task::look, Task::apply, Task::prune, Task::prove, Task::inspect, Task::destroy}},
};

struct PermissionsArguments {
  ManifestOptions manifest{};
  std::string task{"all"};
};

// A policy that can be attached as it is: one statement for all resources with the same actions.
Json policy_of(const Permissions& needed) {
  std::map<std::set<std::string>, std::vector<std::string>> resources;
  for (const auto& [resource, actions] : needed.aws) {
    if (!actions.empty()) resources[actions].push_back(resource);
  }
  Json statements = Json::array();
  for (const auto& [actions, those] : resources) {
    statements.push_back({{"Effect", "Allow"}, {"Action", actions}, {"Resource", those}});
  }
  return {{"Version", "2012-10-17"}, {"Statement", std::move(statements)}};
}

class PermissionsCommand : public Command {
 public:
  void describe(CLI::App& app) override {
    app.footer(
        "Nothing is sent. The AWS part is a policy document for the caller; sts:GetCallerIdentity "
        "needs no permission, "
        "and no role is passed to a service. Roles that another team keeps need nothing.");
    describe_manifest(app, arguments_.manifest);
    app.add_option("--for", arguments_.task, "plan, apply, prune, verify, destroy or all")
        ->check(CLI::IsMember({"plan", "apply", "prune", "verify", "destroy", "all"}))
        ->capture_default_str()
        ->type_name("COMMAND");
  }

  ExitCode run(const Session& session) override {
    const auto& console = session.console;
    const auto input = read_manifest(arguments_.manifest);
    if (!console.json()) show_problems(input, console);
    Json document = {{"diagnostics", to_json(input.diagnostics)}, {"errors", Json::array()}};
    if (input.unreadable) document["errors"].push_back(to_json(*input.unreadable));
    const auto& desired = input.compiled.desired;
    const auto needed = permissions_for(desired,
                                        tasks_by_name.at(arguments_.task),
                                        desired.account_pin.value_or(account_of(desired)));
    document["genesys"] = needed.genesys;
    document["aws"] = policy_of(needed);
    if (console.json()) {
      console.document(document);
    } else if (input.ok()) {
      console.result(
          fmt::format("Genesys Cloud, in a role of the OAuth client:\n  {}\n\n"
                      "AWS, for the caller:\n{}\n",
                      fmt::join(needed.genesys, "\n  "),
                      policy_of(needed).dump(2)));
    }
    return input.ok() ? exit_done : exit_input;
  }

 private:
  // Roles stand in the account of the functions that they may invoke, unless that is told
  // otherwise.
  static std::string account_of(const Desired& desired) {
    if (desired.cross_account || desired.roles.empty() || desired.roles[0].functions.empty())
      return "*";
    return desired.roles[0].functions[0].account;
  }

  PermissionsArguments arguments_{};
};

}  // namespace

std::unique_ptr<Command> permissions_command() {
  return std::make_unique<PermissionsCommand>();
}

}  // namespace patchcord::cli
