// The command line: what was asked for, and which command answers.
#pragma once

namespace patchcord::cli {

// Runs one command and returns the exit code of the process.
int run(int argc, char** argv);

}  // namespace patchcord::cli
