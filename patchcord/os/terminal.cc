#include "patchcord/os/terminal.h"

#include <string_view>

#include <fcntl.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include "patchcord/base/text.h"
#include "patchcord/os/descriptor.h"

namespace patchcord::os {
namespace {

constexpr int look_every = 100;  // milliseconds
constexpr std::size_t longest_line = 1024;

// Shows again what is typed, at the end of its scope.
class Silence {
 public:
  explicit Silence(int terminal) : terminal_(terminal) {
    if (::tcgetattr(terminal_, &before_) != 0) return;
    auto silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    changed_ = ::tcsetattr(terminal_, TCSAFLUSH, &silent) == 0;
  }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;
  Silence(Silence&&) = delete;
  Silence& operator=(Silence&&) = delete;
  ~Silence() {
    if (changed_) ::tcsetattr(terminal_, TCSAFLUSH, &before_);
  }

 private:
  int terminal_;
  termios before_{};
  bool changed_{false};
};

void show(int terminal, std::string_view text) {
  [[maybe_unused]] const auto written = ::write(terminal, text.data(), text.size());
}

}  // namespace

Result<Secret> ask_secret(const std::string& prompt, const Clock& clock) {
  const Descriptor terminal(
      ::isatty(STDIN_FILENO) == 1 ? ::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY) : -1);
  if (!terminal.valid()) return Error{.code = Code::invalid, .what = "there is no terminal"};
  const Silence silence(terminal.get());
  show(terminal.get(), printable(prompt));
  std::string line;
  while (!clock.cancelled()) {
    pollfd typed{.fd = terminal.get(), .events = POLLIN, .revents = 0};
    if (::poll(&typed, 1, look_every) <= 0) continue;
    char c = '\n';
    const auto count = ::read(terminal.get(), &c, 1);
    if (count < 0) continue;
    if (count == 0 || c == '\n' || line.size() == longest_line) {
      show(terminal.get(), "\n");
      return Secret(std::string(trim(line)));
    }
    line += c;
  }
  show(terminal.get(), "\n");
  return Error{.code = Code::cancelled, .what = "interrupted"};
}

}  // namespace patchcord::os
