// `patchcord simulate`: one action, offline, step by step as the platform runs it.
#pragma once

#include <string>
#include <vector>

#include "patchcord/cli/command.h"
#include "patchcord/cli/function_source.h"
#include "patchcord/cli/simulated_action.h"

namespace patchcord::cli {

enum class SimulateFormat { text, json, junit };

struct SimulateOptions {
  ActionChoice choice{};
  std::string input{"{}"};  // JSON, @FILE or @-
  FunctionOptions function{};
  bool yes{false};  // the real function may run without asking
  bool flatten{false};
  bool refuse_nulls{false};
  bool strict_request{false};
  bool velocity_1_7{false};
  simulator::Readings readings{};  // the flags above come on top
  simulator::TextPairs credentials{};
  std::string cases_file{};             // "-": standard input
  std::vector<std::string> versions{};  // old and new: an action's file, or a manifest
  SimulateFormat format{SimulateFormat::text};
};

// What the sandbox and `simulate` both give to a run, so that their answers are the same.
simulator::RunOptions run_options(const SimulateOptions& options,
                                  const sandbox::ChainCaller& caller);
// Whom the action runs for: the organization of the manifest's pin, or nobody in particular.
sandbox::ChainCaller caller_of(const SimulatedAction& action);

// What is wrong, and what the manifests say besides.
struct Problems {
  std::vector<Error> errors{};
  Diagnostics diagnostics{};
};

// Manifests' diagnostics: with --json they are in the document.
void show_diagnostics(const SimulateOptions& options,
                      const Console& console,
                      const Problems& problems);
// Shows everything, and with --json writes the document: exit 2.
ExitCode refuse(const SimulateOptions& options, const Console& console, const Problems& problems);

// The action of the options, or nothing: then `problems` says why.
std::optional<SimulatedAction> find_simulated(const ActionChoice& choice, Problems& problems);

// Whether the real function may run; asks on a terminal.
//
// Errors   invalid: nobody can be asked, and --yes is not given · cancelled: the answer is no
Result<void> may_invoke(const SimulateOptions& options,
                        const std::string& what,
                        const os::Interrupt& interrupt);

ExitCode simulate(const SimulateOptions& options, const Session& session);
// Many recorded cases, or two versions over the same cases.
ExitCode simulate_cases(const SimulateOptions& options, const Session& session);

}  // namespace patchcord::cli
