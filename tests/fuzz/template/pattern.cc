// The first line is a pattern, the rest a text: nothing crashes, hangs or leaks, and the ways to
// look agree with each other.
#include <cstdlib>
#include <string_view>

#include "patchcord/template/java_regex.h"
#include "patchcord/template/java_text.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace patchcord::simulator;  // NOLINT(google-build-using-namespace)
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  if (valid_utf8(all) != all) return 0;  // no text of a template or document is that
  const std::size_t line = all.find('\n');
  const std::string_view text = line == std::string_view::npos ? "" : all.substr(line + 1);
  const auto regex = JavaRegex::compile(all.substr(0, line));
  if (!regex) return 0;
  std::int64_t effort = 0;
  const auto whole = regex->matches_all(text, effort);
  const auto found = regex->finds(text);
  const auto marked =
      regex->replace(text, {.text = "<$0>", .all = true, .max_bytes = 100'000}, effort);
  const auto parts = regex->split(text, -1, effort);
  if (effort < 0) std::abort();
  if (!whole || !found || !marked || !parts) return 0;
  if (*whole && !*found) std::abort();
  if (*found != (*marked != text)) std::abort();
  if (!*found && parts->size() != 1) std::abort();
  return 0;
}
