// `patchcord deploy` on the command line.
#include <memory>

#include <CLI/CLI.hpp>

#include "patchcord/cli/commands.h"
#include "patchcord/cli/deploy.h"

namespace patchcord::cli {
namespace {

constexpr const char* about =
    "Creates or repairs role, trust, policy, credential, integration and action for one Lambda "
    "function, "
    "reads everything back and, with --test-input, runs it. Running it again changes nothing.\n\n"
    "Variables: GENESYS_CLIENT_ID, GENESYS_CLIENT_SECRET (or GENESYS_CLIENT_SECRET_FILE, "
    "_COMMAND), "
    "LAMBDA_FUNCTION_ARN, "
    "GENESYS_AWS_ACCOUNT_ID, "
    "EXTERNAL_ID (the organization's id), AWS_REGION (us-east-1), and AWS credentials as the AWS "
    "CLI takes them.";

void add_names(CLI::App& command, SingleFunction& single) {
  const auto name = [&](const char* option, std::string& into, const char* what) {
    command.add_option(option, into, what)->capture_default_str()->type_name("NAME");
  };
  name("--role", single.role, "name of the IAM role");
  command.add_option("--role-description", single.role_description, "its description")
      ->capture_default_str()
      ->type_name("TEXT");
  name("--policy", single.policy, "name of its inline policy");
  name("--integration", single.integration, "name of the integration");
  command.add_option("--action", single.action, "name of the data action")
      ->capture_default_str()
      ->type_name("ACTION");
  name("--deployment", single.deployment, "names and marks everything that is made");
}

void add_action(CLI::App& command, DeployOptions& options) {
  auto& single = options.single;
  command
      .add_option(
          "--input",
          single.inputs,
          "an input of the action, e.g. orderId:string or \"locale:optional string\"; repeatable")
      ->type_name("NAME:TYPE");
  command
      .add_option("--output",
                  single.outputs,
                  "an output, e.g. status:string or \"lines:array of string\"; repeatable")
      ->type_name("NAME:TYPE");
  command
      .add_option("--contract",
                  options.contract_file,
                  "instead: JSON with the schemas \"input\" and \"output\"")
      ->type_name("FILE");
  command
      .add_option("--timeout",
                  single.timeout_seconds,
                  "seconds that the action may take, 1 to 60 (Genesys Cloud: 60)")
      ->type_name("SECONDS");
  command
      .add_option(
          "--test-input",
          options.test_input,
          "run the action with this JSON object, @FILE, or @- for stdin; the function really runs")
      ->type_name("JSON");
}

void add_permissions(CLI::App& command, DeployOptions& options) {
  command.add_flag(
      "--adopt",
      options.adopt,
      "take over a role, integration or action of the same name that somebody else made");
  command.add_flag("--allow-replace",
                   options.allow_replace,
                   "change a published contract by a new action beside the old one");
  command.add_flag("--any-external-id",
                   options.any_external_id,
                   "write EXTERNAL_ID as given, although Genesys Cloud never sends it");
  command.add_flag("--any-account",
                   options.any_account,
                   "trust GENESYS_AWS_ACCOUNT_ID as given, although it is not the region's");
  command.add_flag("--cross-account",
                   options.single.cross_account,
                   "the function may be in another account than the role");
}

void add_places(CLI::App& command, DeployOptions& options) {
  describe_connection(command, options.connection);
  command
      .add_option("--genesys-region",
                  options.genesys_region,
                  "AWS region or domain of the organization; the profile's, or us-east-1")
      ->type_name("REGION");
}

class DeployCommand : public Command {
 public:
  void describe(CLI::App& app) override {
    app.footer(about);
    add_places(app, options_);
    add_names(app, options_.single);
    add_action(app, options_);
    add_permissions(app, options_);
  }

  ExitCode run(const Session& session) override { return deploy(options_, session); }

 private:
  DeployOptions options_{};
};

}  // namespace

std::unique_ptr<Command> deploy_command() {
  return std::make_unique<DeployCommand>();
}

}  // namespace patchcord::cli
