// One started program with its process group and its output.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

#include "patchcord/base/result.h"
#include "patchcord/sandbox/aws/descriptor.h"

namespace patchcord::sandbox::aws {

struct ProcessStart {
  std::vector<std::string> command{};      // looked up in PATH unless it has a slash
  std::vector<std::string> environment{};  // "NAME=value": all of it, nothing is inherited
  std::filesystem::path folder{};          // empty: where we are
};

// Ends with its owner: the destructor kills the whole process group and reaps the program.
class Process {
 public:
  // stdin is /dev/null; stdout and stderr go into one non-blocking pipe.
  //
  // Errors   invalid: the program or its folder does not exist or may not be run
  static Result<Process> start(const ProcessStart& start);

  Process(Process&& other) noexcept
      : pid_(std::exchange(other.pid_, 0)),
        output_(std::move(other.output_)),
        exit_(std::move(other.exit_)) {}
  Process& operator=(Process&&) = delete;
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process() { kill(); }

  [[nodiscard]] int output() const { return output_.get(); }
  [[nodiscard]] bool output_open() const { return output_.open(); }
  // Appends what the program wrote since the last call, at most 1 MiB at once; closes the pipe at
  // its end.
  void drain(std::string& into);
  // "exit status 1" or "signal: killed" once the program has ended; does not wait.
  std::optional<std::string> ended();
  // SIGKILL to the group; returns when the program is reaped.
  void kill();

 private:
  Process(pid_t pid, Descriptor output) : pid_(pid), output_(std::move(output)) {}

  pid_t pid_{};  // 0 once reaped
  Descriptor output_{};
  std::optional<std::string> exit_{};
};

}  // namespace patchcord::sandbox::aws
