// `patchcord sandbox`: both clouds on this machine, until told to end.
#include <cerrno>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "patchcord/cli/commands.h"
#include "patchcord/cli/suggestion.h"
#include "patchcord/model/arn.h"
#include "patchcord/model/aws_region.h"
#include "patchcord/os/file.h"
#include "patchcord/report/diagnostics.h"
#include "patchcord/report/json.h"
#include "patchcord/sandbox/aws/functions.h"
#include "patchcord/sandbox/sandbox.h"

namespace patchcord::cli {
namespace {

constexpr unsigned for_the_user_alone = 0600;

struct SandboxArguments {
  std::string env_file{};
  std::string functions_file{};
  std::string aws_region{"us-east-1"};
  unsigned short port{};  // 0: a free one
};

// Without a functions file there is one function that returns its event.
bool read_functions(const SandboxArguments& command,
                    sandbox::SandboxOptions& options,
                    const Console& console) {
  const sandbox::FunctionPlace place{.partition = options.aws.partition,
                                     .region = options.aws.region,
                                     .account = options.aws.account};
  if (command.functions_file.empty()) {
    options.aws.functions = sandbox::default_functions(place);
    return true;
  }
  auto file = sandbox::read_functions(command.functions_file, place);
  console.message(diagnostics_text(file.diagnostics, console.err_style()));
  if (console.json() && has_errors(file.diagnostics))
    console.document({{"diagnostics", to_json(file.diagnostics)}, {"errors", Json::array()}});
  options.aws.functions = std::move(file.functions);
  return !has_errors(file.diagnostics);
}

// As a shell's `.` takes it: a name without a slash would be looked for in PATH.
std::string sourced(const std::string& file) {
  return shell_quoted(file.find('/') == std::string::npos ? "./" + file : file);
}

void wait_for(const os::Interrupt& interrupt) {
  while (!interrupt.requested()) {
    pollfd woken{.fd = interrupt.descriptor(), .events = POLLIN, .revents = 0};
    ::poll(&woken, 1, -1);
  }
}

// A device, a pipe or a link was there before, and stays.
void remove_env_file(const std::string& path) {
  struct stat status {};
  if (::lstat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode)) ::unlink(path.c_str());
}

ExitCode fail(Error error, const Console& console) {
  const auto told = during(std::move(error), "starting the sandbox");
  console.error(told);
  if (console.json())
    console.document({{"diagnostics", Json::array()}, {"errors", {to_json(told)}}});
  return exit_failed;
}

ExitCode serve_sandbox(const SandboxArguments& command,
                       const Console& console,
                       const os::Interrupt& interrupt) {
  sandbox::SandboxOptions options;
  options.aws.region = command.aws_region;
  options.aws.partition = partition_of_region(command.aws_region);
  if (!read_functions(command, options, console)) return exit_input;
  sandbox::Sandbox sandbox(std::move(options));
  if (auto port = sandbox.start(command.port); !port) return fail(std::move(port).error(), console);
  // Whoever waits for this file may connect from now on.
  const auto exports = sandbox::shell_exports(sandbox.environment());
  if (auto written = os::write_file_atomically(command.env_file, exports, for_the_user_alone);
      !written)
    return fail(std::move(written).error(), console);
  if (console.json()) {
    console.document(Json{{"url", sandbox.url()}, {"envFile", command.env_file}});
  } else {
    console.message(
        fmt::format("The sandbox listens at {} until it is interrupted.\nIn another shell: . {}\n",
                    sandbox.url(),
                    sourced(command.env_file)));
  }
  wait_for(interrupt);
  sandbox.stop();
  remove_env_file(command.env_file);
  return exit_done;
}

class SandboxCommand : public Command {
 public:
  void describe(CLI::App& app) override {
    app.footer(
        "A stand-in for Genesys Cloud, IAM, STS and Lambda on 127.0.0.1. Writes shell `export` "
        "lines of everything "
        "a client needs to the environment file once it listens, and runs until it is "
        "interrupted.");
    app.add_option("--env-file", arguments_.env_file, "where to write the variables")
        ->required()
        ->type_name("FILE");
    app.add_option("--functions",
                   arguments_.functions_file,
                   "the Lambda functions (YAML); without it one that echoes its event")
        ->type_name("FILE");
    app.add_option("--aws-region",
                   arguments_.aws_region,
                   "where functions without an ARN are; its partition is that of the account")
        ->check(CLI::IsMember(known_aws_regions()).description(""))
        ->capture_default_str()
        ->type_name("REGION");
    app.add_option("--port", arguments_.port, "port to listen on; 0: a free one")
        ->check(CLI::Range(0, 65535))
        ->capture_default_str()
        ->type_name("N");
  }

  ExitCode run(const Session& session) override {
    return serve_sandbox(arguments_, session.console, session.interrupt);
  }

 private:
  SandboxArguments arguments_{};
};

}  // namespace

std::unique_ptr<Command> sandbox_command() {
  return std::make_unique<SandboxCommand>();
}

}  // namespace patchcord::cli
