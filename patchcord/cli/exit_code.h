// Exit codes: documented in docs/cli.md, stable.
#pragma once

namespace patchcord::cli {

enum ExitCode : int {
  exit_done = 0,     // done, or nothing to do
  exit_failed = 1,   // an operation failed
  exit_input = 2,    // the input is wrong; nothing was sent, or nothing was changed
  exit_changes = 3,  // plan --exit-code found changes
  exit_problem = 4,  // verify found a problem
  exit_bug = 70,     // a bug in patchcord
  exit_interrupted = 130,
};

}  // namespace patchcord::cli
