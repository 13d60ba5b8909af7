#include "patchcord/cli/sandbox_command.h"

#include <cerrno>

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include "patchcord/report/diagnostics.h"
#include "patchcord/sandbox/aws/functions.h"
#include "patchcord/sandbox/sandbox.h"

namespace patchcord::cli {
namespace {

// Without a functions file there is one function that returns its event.
bool read_functions(const SandboxCommand& command,
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
  options.aws.functions = std::move(file.functions);
  return !has_errors(file.diagnostics);
}

void wait_for(const os::Interrupt& interrupt) {
  while (!interrupt.requested()) {
    pollfd woken{.fd = interrupt.descriptor(), .events = POLLIN, .revents = 0};
    ::poll(&woken, 1, -1);
  }
}

}  // namespace

ExitCode serve_sandbox(const SandboxCommand& command,
                       const Console& console,
                       const os::Interrupt& interrupt) {
  sandbox::SandboxOptions options;
  if (!read_functions(command, options, console)) return exit_input;
  sandbox::Sandbox sandbox(std::move(options));
  if (auto port = sandbox.start(command.port); !port) {
    console.error(during(std::move(port).error(), "starting the sandbox"));
    return exit_failed;
  }
  // Whoever waits for this file may connect from now on.
  if (auto written = sandbox.write_env_file(command.env_file); !written) {
    console.error(during(std::move(written).error(), "starting the sandbox"));
    return exit_failed;
  }
  if (console.json()) {
    console.document(Json{{"url", sandbox.url()}, {"envFile", command.env_file}});
  } else {
    console.message(
        fmt::format("The sandbox listens at {} until it is interrupted.\nIn another shell: . {}\n",
                    sandbox.url(),
                    command.env_file));
  }
  wait_for(interrupt);
  sandbox.stop();
  ::unlink(command.env_file.c_str());
  return exit_done;
}

}  // namespace patchcord::cli
