#include "patchcord/os/program_runner.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <optional>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): kill() is POSIX, not <csignal>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "patchcord/base/try.h"
#include "patchcord/os/descriptor.h"

namespace patchcord::os {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t longest_complaint = 8192;  // bytes
constexpr int signalled = 128;
constexpr int look_every = 50;  // milliseconds

struct Pipe {
  Descriptor reading{};
  Descriptor writing{};
};

Result<Pipe> make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    return Error{.code = Code::unavailable,
                 .what = fmt::format("there is no pipe for a program: {}", std::strerror(errno))};
  }
  ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
  return Pipe{Descriptor(ends[0]), Descriptor(ends[1])};
}

// Released with its scope.
class SpawnActions {
 public:
  SpawnActions(int output, int complaint) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawnattr_init(&attributes_);
    posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions_, output, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions_, complaint, STDERR_FILENO);
    // We ignore SIGPIPE; it must not inherit that.
    sigset_t all{};
    sigset_t none{};
    sigfillset(&all);
    sigemptyset(&none);
    posix_spawnattr_setsigdefault(&attributes_, &all);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  }
  SpawnActions(const SpawnActions&) = delete;
  SpawnActions& operator=(const SpawnActions&) = delete;
  SpawnActions(SpawnActions&&) = delete;
  SpawnActions& operator=(SpawnActions&&) = delete;
  ~SpawnActions() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }

  Result<pid_t> spawn(const std::vector<std::string>& words) const {
    std::vector<char*> pointers;
    pointers.reserve(words.size() + 1);
    for (const auto& word : words) {
      // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): an old signature, it writes nothing
      pointers.push_back(const_cast<char*>(word.c_str()));
    }
    pointers.push_back(nullptr);
    pid_t pid = 0;
    const int failed =
        ::posix_spawnp(&pid, pointers[0], &actions_, &attributes_, pointers.data(), ::environ);
    if (failed == 0) return pid;
    return Error{.code = failed == EACCES ? Code::denied : Code::not_found,
                 .what = fmt::format("{} cannot be started: {}", words[0], std::strerror(failed))};
  }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

// The program while it runs. One that is still there at the end is ended.
class Running {
 public:
  Running(pid_t pid, Descriptor output, Descriptor complaint)
      : pid_(pid), output_(std::move(output)), complaint_(std::move(complaint)) {}
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  Running(Running&&) = delete;
  Running& operator=(Running&&) = delete;
  ~Running() {
    if (status_) return;
    ::kill(pid_, SIGKILL);
    while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
    }
  }

  // Waits for a moment, and reads what there is.
  void look() {
    std::array<pollfd, 2> watched = {{{.fd = output_.get(), .events = POLLIN, .revents = 0},
                                      {.fd = complaint_.get(), .events = POLLIN, .revents = 0}}};
    ::poll(watched.data(), watched.size(), look_every);
    int status = 0;
    if (::waitpid(pid_, &status, WNOHANG) == pid_)
      status_ = WIFSIGNALED(status) ? signalled + WTERMSIG(status) : WEXITSTATUS(status);
    read_from(output_, written_);
    read_from(complaint_, said_);
    if (said_.size() > longest_complaint) said_.resize(longest_complaint);
  }

  [[nodiscard]] bool ended() const { return status_.has_value(); }
  [[nodiscard]] std::size_t written() const { return written_.size(); }
  ProgramEnd take() {
    return {
        .status = *status_, .output = Secret(std::move(written_)), .complaint = std::move(said_)};
  }

 private:
  static void read_from(Descriptor& from, std::string& into) {
    std::array<char, 4096> block{};
    for (int blocks = 0; blocks < 64 && from.valid(); ++blocks) {
      const auto count = ::read(from.get(), block.data(), block.size());
      if (count < 0) return;
      if (count == 0) {
        from = Descriptor();
        return;
      }
      into.append(block.data(), static_cast<std::size_t>(count));
    }
  }

  pid_t pid_;
  Descriptor output_;
  Descriptor complaint_;
  std::string written_{};
  std::string said_{};
  std::optional<int> status_{};
};

}  // namespace

Result<ProgramEnd> SystemPrograms::run(const ProgramCall& call) {
  TRY_ASSIGN(auto output, make_pipe());
  TRY_ASSIGN(auto complaint, make_pipe());
  const SpawnActions actions(output.writing.get(), complaint.writing.get());
  TRY_ASSIGN(const pid_t pid, actions.spawn(call.words));
  output.writing = Descriptor();
  complaint.writing = Descriptor();
  Running running(pid, std::move(output.reading), std::move(complaint.reading));
  const auto deadline = SteadyClock::now() + call.time_limit;
  for (;;) {
    running.look();
    if (running.written() > call.max_output) {
      return Error{
          .code = Code::protocol,
          .what = fmt::format("{} wrote more than {} bytes", call.words[0], call.max_output)};
    }
    if (running.ended()) return running.take();
    if (clock_.cancelled()) return Error{.code = Code::cancelled, .what = "interrupted"};
    if (SteadyClock::now() >= deadline) {
      return Error{.code = Code::deadline,
                   .what = fmt::format(
                       "{} did not end within {} ms", call.words[0], call.time_limit.count())};
    }
  }
}

}  // namespace patchcord::os
