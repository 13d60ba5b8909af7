#include "patchcord/sandbox/aws/process.h"

#include <array>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): kill() is POSIX, not <csignal>
#include <spawn.h>
#include <sys/wait.h>

namespace patchcord::sandbox::aws {
namespace {

std::vector<char*> pointers(const std::vector<std::string>& words) {
  std::vector<char*> out;
  out.reserve(words.size() + 1);
  for (const std::string& word : words) {
    out.push_back(
        const_cast<char*>(word.c_str()));  // NOLINT: execve's old signature, it writes nothing
  }
  out.push_back(nullptr);
  return out;
}

// The two option objects of posix_spawn, released with their scope.
class SpawnOptions {
 public:
  SpawnOptions() {
    posix_spawn_file_actions_init(&actions_);
    posix_spawnattr_init(&attributes_);
  }
  SpawnOptions(const SpawnOptions&) = delete;
  SpawnOptions& operator=(const SpawnOptions&) = delete;
  SpawnOptions(SpawnOptions&&) = delete;
  SpawnOptions& operator=(SpawnOptions&&) = delete;
  ~SpawnOptions() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }

  // A group of its own, default signals (we ignore SIGPIPE, it must not), nothing blocked.
  void set(const ProcessStart& start, int output) {
    posix_spawn_file_actions_addopen(&actions_, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions_, output, 1);
    posix_spawn_file_actions_adddup2(&actions_, output, 2);
    if (!start.folder.empty())
      posix_spawn_file_actions_addchdir_np(&actions_, start.folder.c_str());
    sigset_t all{};
    sigset_t none{};
    sigfillset(&all);
    sigemptyset(&none);
    posix_spawnattr_setsigdefault(&attributes_, &all);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setpgroup(&attributes_, 0);
    posix_spawnattr_setflags(
        &attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  }
  [[nodiscard]] const posix_spawn_file_actions_t* actions() const { return &actions_; }
  [[nodiscard]] const posix_spawnattr_t* attributes() const { return &attributes_; }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

std::string describe(int status) {
  if (WIFSIGNALED(status)) {
    return WTERMSIG(status) == SIGKILL ? "signal: killed"
                                       : "signal: " + std::to_string(WTERMSIG(status));
  }
  return "exit status " + std::to_string(WEXITSTATUS(status));
}

}  // namespace

Result<Process> Process::start(const ProcessStart& start) {
  std::array<int, 2> pipe_ends{};
  if (::pipe2(pipe_ends.data(), O_CLOEXEC) != 0) {
    return Error{.code = Code::unavailable,
                 .what = std::string("no pipe: ") + std::strerror(errno)};
  }
  Descriptor reading(pipe_ends[0]);
  const Descriptor writing(pipe_ends[1]);
  ::fcntl(reading.get(), F_SETFL, O_NONBLOCK);

  SpawnOptions options;
  options.set(start, writing.get());
  pid_t pid = 0;
  const std::vector<char*> command = pointers(start.command);
  const std::vector<char*> environment = pointers(start.environment);
  const int failed = ::posix_spawnp(&pid,
                                    command[0],
                                    options.actions(),
                                    options.attributes(),
                                    command.data(),
                                    environment.data());
  if (failed != 0) {
    return Error{.code = Code::invalid,
                 .what = start.command[0] + " cannot be started: " + std::strerror(failed)};
  }
  return Process(pid, std::move(reading));
}

void Process::drain(std::string& into) {
  std::array<char, 65536> block{};
  for (int blocks = 0; blocks < 16 && output_.open(); ++blocks) {
    const ssize_t count = ::read(output_.get(), block.data(), block.size());
    if (count < 0) return;
    if (count == 0) output_.close();
    into.append(block.data(), static_cast<std::size_t>(count));
  }
}

std::optional<std::string> Process::ended() {
  int status = 0;
  if (pid_ == 0 || ::waitpid(pid_, &status, WNOHANG) != pid_) return exit_;
  ::kill(-pid_, SIGKILL);  // what it left behind in its group
  pid_ = 0;
  exit_ = describe(status);
  return exit_;
}

void Process::kill() {
  if (pid_ == 0) return;
  ::kill(-pid_, SIGKILL);
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = 0;
  exit_ = describe(status);
}

}  // namespace patchcord::sandbox::aws
