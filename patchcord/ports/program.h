// Other people's programs, run for their output.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "patchcord/base/result.h"
#include "patchcord/base/secret.h"
#include "patchcord/ports/clock.h"

namespace patchcord {

struct ProgramCall {
  std::vector<std::string> words{};  // the program, looked for in PATH, and its arguments
  Milliseconds time_limit{60'000};
  std::size_t max_output{std::size_t{64} << 10U};  // bytes
};

struct ProgramEnd {
  int status{};             // its exit status; 128 + the signal that ended it
  Secret output{};          // of stdout
  std::string complaint{};  // the beginning of stderr; it may hold secrets too
};

// Thread-safe.
class ProgramRunner {
 public:
  virtual ~ProgramRunner() = default;

  // Runs it to its end. No shell reads the words, and there is nothing to read from its stdin.
  //
  // Errors   not_found: no such program · denied: it may not be run · deadline: it ran longer than
  // the limit and was ended · protocol: it wrote more than max_output and was ended · cancelled
  virtual Result<ProgramEnd> run(const ProgramCall& call) = 0;
};

// What a program prints that people put into a setting to get credentials by. `setting` names the
// setting in errors.
//
// Errors   unauthenticated: it cannot be run, takes too long, or fails; with the beginning of what
// it said, without what looks like a secret · cancelled
Result<Secret> output_of(const ProgramCall& call, std::string_view setting, ProgramRunner& runner);

}  // namespace patchcord
