// What a command of the program is: its options, and what it does.
#pragma once

#include "patchcord/cli/console.h"
#include "patchcord/cli/exit_code.h"
#include "patchcord/cli/progress.h"
#include "patchcord/cli/variables.h"
#include "patchcord/os/interrupt.h"
#include "patchcord/ports/clock.h"

namespace CLI {  // NOLINT(readability-identifier-naming): its own name
class App;
}

namespace patchcord::cli {

// What the process gives to the command that runs.
struct Session {
  const Console& console;
  Clock& clock;  // ends its waits when the user interrupts
  const os::Interrupt& interrupt;
  const Variables& variables;  // the environment of the process
  Verbosity verbosity{Verbosity::steps};
};

class Command {
 public:
  virtual ~Command() = default;

  // Adds options and footer. --json, --verbose and --color are there already.
  virtual void describe(CLI::App& app) = 0;
  virtual ExitCode run(const Session& session) = 0;
};

}  // namespace patchcord::cli
