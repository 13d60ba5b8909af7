// `patchcord sandbox`: both clouds on this machine, until told to end.
#pragma once

#include <string>

#include "patchcord/cli/console.h"
#include "patchcord/cli/exit_code.h"
#include "patchcord/os/interrupt.h"

namespace patchcord::cli {

struct SandboxCommand {
  std::string env_file{};
  std::string functions_file{};
  unsigned short port{};  // 0: a free one
};

ExitCode serve_sandbox(const SandboxCommand& command,
                       const Console& console,
                       const os::Interrupt& interrupt);

}  // namespace patchcord::cli
