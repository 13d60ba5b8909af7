// `patchcord init` on the command line.
#include <memory>

#include <CLI/CLI.hpp>

#include "patchcord/cli/commands.h"
#include "patchcord/cli/init.h"

namespace patchcord::cli {
namespace {

constexpr const char* about =
    "Writes a small manifest, with comments: one action for each ARN, or for one function "
    "contracts, "
    "templates and translation map from samples of what it takes and returns; what was decided is "
    "said. Without ARNs and samples it asks on a terminal. Give several samples to tell what is "
    "not "
    "always there.\n\n"
    "Examples:\n"
    "  patchcord init --name orders "
    "arn:aws:lambda:us-east-1:123456789012:function:order-status:live\n"
    "  patchcord init --from-reply reply.json --from-event event.json --function arn:aws:lambda:…";

class InitCommand : public Command {
 public:
  void describe(CLI::App& app) override {
    app.footer(about);
    app.add_option("functions", options_.functions, "ARNs of Lambda functions")->type_name("ARN");
    app.add_option("--function", function_, "the function that the samples are of")
        ->type_name("ARN");
    app.add_option("--from-reply",
                   options_.replies,
                   "a reply of the function (JSON; - is stdin); repeatable")
        ->allow_extra_args(false)
        ->type_name("FILE");
    app.add_option("--from-event", options_.events, "an event that it gets; repeatable")
        ->allow_extra_args(false)
        ->type_name("FILE");
    app.add_option("--name", options_.deployment, "of the deployment (after the first function)")
        ->type_name("NAME");
    app.add_option("--genesys-region",
                   options_.genesys_region,
                   "AWS region or domain of the organization (the function's region)")
        ->type_name("REGION");
    app.add_flag("--map",
                 options_.map_all,
                 "a variable of the translation map for each member, even where none is needed");
    app.add_option("-o,--output", options_.file, "where to write; - is stdout")
        ->capture_default_str()
        ->type_name("FILE");
    app.add_flag("--force", options_.force, "replace a file that is there");
  }

  ExitCode run(const Session& session) override {
    if (!function_.empty()) options_.functions.push_back(function_);
    return init(options_, session);
  }

 private:
  InitOptions options_{};
  std::string function_{};
};

}  // namespace

std::unique_ptr<Command> init_command() {
  return std::make_unique<InitCommand>();
}

}  // namespace patchcord::cli
