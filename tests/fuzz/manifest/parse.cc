// Manifests never crash, hang or leak; what cannot be read has a problem that says so, and the same
// bytes give the same problems.
#include "patchcord/manifest/parse.h"

#include <cstdlib>
#include <string_view>

#include "patchcord/manifest/compile.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace patchcord;  // NOLINT(google-build-using-namespace)
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const ReadFile no_files = [](const std::string& path) -> Result<std::string> {
    return Error{.code = Code::not_found, .what = path + " is not there"};
  };
  const ParsedManifest parsed = parse_manifest(text, "patchcord.yaml", no_files);
  if (!parsed.manifest) {
    if (parsed.diagnostics.empty()) std::abort();
    return 0;
  }
  CompileOptions options;
  options.find_place = [](std::string_view) -> Result<GenesysPlace> { return GenesysPlace{}; };
  const Compiled first = compile(*parsed.manifest, options);
  const Compiled second = compile(*parsed.manifest, options);
  if (first.diagnostics.size() != second.diagnostics.size()) std::abort();
  return 0;
}
