#include "patchcord/cli/ask.h"

#include <cstdio>
#include <iostream>

#include <fmt/format.h>
#include <unistd.h>

#include "patchcord/base/text.h"

namespace patchcord::cli {

bool can_ask() {
  return ::isatty(STDIN_FILENO) == 1 && ::isatty(STDERR_FILENO) == 1;
}

std::optional<std::string> ask(const std::string& question) {
  fmt::print(stderr, "{} ", question);
  std::fflush(stderr);
  std::string line;
  if (!std::getline(std::cin, line)) {
    fmt::print(stderr, "\n");  // what comes next does not stand behind the question
    return std::nullopt;
  }
  return std::string(trim(line));
}

}  // namespace patchcord::cli
