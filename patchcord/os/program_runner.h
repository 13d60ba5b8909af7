// Programs of this machine, run for their output.
#pragma once

#include "patchcord/ports/clock.h"
#include "patchcord/ports/program.h"

namespace patchcord::os {

// The program has our environment and working folder, stdin from /dev/null, and our terminal: what
// needs a person may open it (a pinentry, for example). Ending it early ends only itself, not what
// it started: a process group of its own would take the terminal away.
class SystemPrograms : public ProgramRunner {
 public:
  // `clock` tells whether the user interrupted us.
  explicit SystemPrograms(const Clock& clock) : clock_(clock) {}

  Result<ProgramEnd> run(const ProgramCall& call) override;

 private:
  const Clock& clock_;
};

}  // namespace patchcord::os
