#include "patchcord/cli/console.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>

#include <sys/ioctl.h>
#include <unistd.h>

#include "patchcord/base/text.h"
#include "patchcord/report/document.h"
#include "patchcord/report/layout.h"
#include "patchcord/report/text.h"

namespace patchcord::cli {
namespace {

constexpr std::size_t narrowest = 20;  // columns that a text is laid out for

bool is_set(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0';
}

bool has_unicode() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    if (!is_set(name)) continue;
    const auto value = lower_case(std::getenv(name));
    return value.find("utf-8") != std::string::npos || value.find("utf8") != std::string::npos;
  }
  return false;
}

bool wants_color(ColorChoice choice, int descriptor) {
  if (choice != ColorChoice::automatic) return choice == ColorChoice::always;
  const char* term = std::getenv("TERM");
  const bool dumb = term == nullptr || std::string_view(term) == "dumb";
  return ::isatty(descriptor) == 1 && !is_set("NO_COLOR") && !dumb;
}

std::size_t terminal_width(int descriptor) {
  winsize size{};
  if (::isatty(descriptor) != 1 || ::ioctl(descriptor, TIOCGWINSZ, &size) != 0) return 0;
  return size.ws_col == 0 ? 0 : std::max<std::size_t>(size.ws_col, narrowest);
}

std::string laid_out(std::string_view text, const Style& style, std::size_t width) {
  return wrapped(style.unicode ? std::string(text) : with_ascii_symbols(text), width);
}

void write(std::FILE* stream, std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stream);
  std::fflush(stream);
}

}  // namespace

Console::Console(const ConsoleOptions& options)
    : json_(options.json),
      err_is_terminal_(::isatty(STDERR_FILENO) == 1),
      out_width_(terminal_width(STDOUT_FILENO)),
      err_width_(terminal_width(STDERR_FILENO)),
      out_style_{.color = wants_color(options.color, STDOUT_FILENO), .unicode = has_unicode()},
      err_style_{.color = wants_color(options.color, STDERR_FILENO), .unicode = has_unicode()} {}

Console::~Console() {
  put(stderr, "");
}

std::size_t Console::reading_width() const {
  constexpr std::size_t usual = 80;
  constexpr std::size_t widest = 100;
  const auto given = is_set("COLUMNS") ? std::string_view(std::getenv("COLUMNS")) : "";
  std::size_t width = out_width_;
  if (width == 0) std::from_chars(given.data(), given.data() + given.size(), width);
  return width == 0 ? usual : std::clamp(width, narrowest, widest);
}

void Console::put(std::FILE* stream, std::string_view text, bool is_status) const {
  const std::lock_guard lock(mutex_);
  if (status_shown_) write(stderr, "\r\x1b[K");
  write(stream, text);
  status_shown_ = is_status;
}

void Console::result(std::string_view text) const {
  put(stdout, text);
}

void Console::tell(std::string_view text) const {
  put(stdout, laid_out(text, out_style_, out_width_));
}

void Console::document(const Json& value) const {
  Json whole = value;
  whole["format"] = 1;
  put(stdout, document_text(whole) + "\n");
}

void Console::message(std::string_view text) const {
  put(stderr, laid_out(text, err_style_, err_width_));
}

void Console::status(std::string_view text) const {
  // Whoever wants no colours, or has a terminal without, gets no moving text either.
  if (!err_is_terminal_ || !err_style_.color || err_width_ == 0) return;
  const auto line = laid_out(printable(text, err_width_ - 4), err_style_, 0);
  put(stderr, err_style_.dim(line), true);
}

void Console::warn(const std::string& text) const {
  message(warning_text(text, err_style_));
}
void Console::error(const Error& error) const {
  message(error_text(error, err_style_));
}

}  // namespace patchcord::cli
