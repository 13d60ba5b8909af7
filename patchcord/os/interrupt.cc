#include "patchcord/os/interrupt.h"

#include <array>
#include <atomic>
#include <csignal>

#include <fcntl.h>

#include "patchcord/base/check.h"

namespace patchcord::os {
namespace {

// A signal handler can only reach objects with static storage.
std::atomic<int> signals{0};
std::atomic<int> wake_descriptor{-1};

constexpr int exit_code_interrupted = 130;

extern "C" void on_signal(int /*number*/) {
  if (signals.fetch_add(1) > 0) ::_exit(exit_code_interrupted);
  const int descriptor = wake_descriptor.load();
  if (descriptor >= 0) {
    const char byte = 1;
    [[maybe_unused]] const auto count = ::write(descriptor, &byte, 1);
  }
}

}  // namespace

Interrupt::Interrupt() {
  std::array<int, 2> ends{};
  PATCHCORD_CHECK(::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) == 0, "no pipe for signals");
  read_end_ = Descriptor(ends[0]);
  write_end_ = Descriptor(ends[1]);
  wake_descriptor = write_end_.get();
  struct sigaction action {};
  action.sa_handler = on_signal;
  ::sigemptyset(&action.sa_mask);
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
  // A terminal that closes ends the program as Ctrl-C does, but not one that nohup started.
  struct sigaction inherited {};
  ::sigaction(SIGHUP, nullptr, &inherited);
  if (inherited.sa_handler != SIG_IGN) ::sigaction(SIGHUP, &action, nullptr);
  ::signal(SIGPIPE, SIG_IGN);
}

Interrupt::~Interrupt() {
  wake_descriptor = -1;
}

bool Interrupt::requested() const {
  return signals.load() > 0;
}

}  // namespace patchcord::os
