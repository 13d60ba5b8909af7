#include "patchcord/cli/console.h"

#include <cstdio>
#include <cstdlib>

#include <unistd.h>

#include "patchcord/base/text.h"
#include "patchcord/report/text.h"

namespace patchcord::cli {
namespace {

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

void write(std::FILE* stream, std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stream);
  std::fflush(stream);
}

}  // namespace

Console::Console(const ConsoleOptions& options)
    : json_(options.json),
      err_is_terminal_(::isatty(STDERR_FILENO) == 1),
      out_style_{.color = wants_color(options.color, STDOUT_FILENO), .unicode = has_unicode()},
      err_style_{.color = wants_color(options.color, STDERR_FILENO), .unicode = has_unicode()} {}

void Console::result(std::string_view text) const {
  write(stdout, text);
}

void Console::document(const Json& value) const {
  Json whole = value;
  whole["format"] = 1;
  write(stdout, whole.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

void Console::message(std::string_view text) const {
  write(stderr, text);
}
void Console::warn(const std::string& text) const {
  message(warning_text(text, err_style_));
}
void Console::error(const Error& error) const {
  message(error_text(error, err_style_));
}

}  // namespace patchcord::cli
