// The file of gc never crashes or hangs us, and what it says is never in an error.
#include "patchcord/genesys/gc_profile.h"

#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace patchcord;  // NOLINT(google-build-using-namespace)
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto profiles = genesys::parse_gc_profiles(text, "config.toml");
  if (!profiles && profiles.error().code != Code::invalid) std::abort();
  return 0;
}
