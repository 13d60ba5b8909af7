#include "patchcord/cli/ask.h"

#include <cerrno>
#include <cstdio>
#include <iostream>
#include <iterator>

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include "patchcord/base/text.h"

namespace patchcord::cli {

bool can_ask() {
  return ::isatty(STDIN_FILENO) == 1 && ::isatty(STDERR_FILENO) == 1;
}

namespace {

// A signal that came before the reading began would not end it.
void wait_for_input(const os::Interrupt& interrupt) {
  pollfd either[] = {{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0},
                     {.fd = interrupt.descriptor(), .events = POLLIN, .revents = 0}};
  while (::poll(either, std::size(either), -1) < 0 && errno == EINTR) {
  }
}

}  // namespace

std::optional<std::string> ask(const std::string& question, const os::Interrupt& interrupt) {
  fmt::print(stderr, "{} ", question);
  std::fflush(stderr);
  std::string line;
  wait_for_input(interrupt);
  if (interrupt.requested() || !std::getline(std::cin, line)) {
    fmt::print(stderr, "\n");  // what comes next does not stand behind the question
    return std::nullopt;
  }
  return std::string(trim(line));
}

}  // namespace patchcord::cli
