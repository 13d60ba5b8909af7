// Where the answer of the function comes from in a simulation.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "patchcord/cli/command.h"
#include "patchcord/sandbox/chain_execution.h"
#include "patchcord/template/simulate.h"

namespace patchcord::cli {

struct FunctionOptions {
  std::optional<std::string> reply{};  // JSON, @FILE or @-
  std::string fail{};                  // error, timeout, authentication, remote
  std::string program{};               // a command of the shell that speaks the Runtime API
  std::string functions_file{};        // of the sandbox
  bool invoke{false};                  // the real function
  std::string aws_profile{};
  std::string ca_file{};

  [[nodiscard]] bool any() const {
    return reply || !fail.empty() || !program.empty() || !functions_file.empty() || invoke;
  }
  // Something runs at each answer.
  [[nodiscard]] bool runs() const { return !program.empty() || !functions_file.empty() || invoke; }
};

class FunctionSource {
 public:
  virtual ~FunctionSource() = default;

  virtual simulator::Execution answer(const simulator::ExecutionRequest& request) = 0;
  // Why the last answer is none: not a failure of the action, but ours (no credentials, no
  // network).
  [[nodiscard]] virtual std::optional<Error> trouble() const { return std::nullopt; }
  // What the function printed at the last answer.
  [[nodiscard]] virtual std::string log() const { return {}; }
};

// `caller`: what the function sees of its caller. Nothing when the options name no source. Nothing
// has run yet.
//
// Errors   invalid: a reply that cannot be read or is no JSON, an unknown kind of failure, a
// functions file with errors (they are shown)
Result<std::unique_ptr<FunctionSource>> make_function_source(const FunctionOptions& options,
                                                             const sandbox::ChainCaller& caller,
                                                             const Session& session);

}  // namespace patchcord::cli
