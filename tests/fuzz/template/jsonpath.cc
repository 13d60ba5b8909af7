// The first line is a path, the rest a document: evaluation never crashes, hangs or leaks, and a
// path that may find several values gives a list.
#include "patchcord/template/jsonpath.h"

#include <cstdlib>
#include <string_view>

#include "patchcord/template/json_text.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace patchcord::simulator;  // NOLINT(google-build-using-namespace)
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t line = text.find('\n');
  const auto path = JsonPath::compile(text.substr(0, line));
  const auto document =
      read_json(line == std::string_view::npos ? "{}" : text.substr(line + 1), "the document");
  if (!path || !document) return 0;
  const auto found = path->read(*document);
  if (found && *found && !path->definite() && !(*found)->is_list()) std::abort();
  return 0;
}
