// Reads a manifest: bytes in, typed sections and all problems out. No file is opened here.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "patchcord/base/result.h"
#include "patchcord/manifest/manifest.h"

namespace patchcord {

// Reads a file that the manifest names with `file(…)` or `import:`. The path is relative to the
// manifest's folder, without `..`; that no symbolic link leaves the folder, and that the file has
// no more than max_manifest_bytes, is the reader's part.
using ReadFile = std::function<Result<std::string>(const std::string& relative_path)>;

struct ParsedManifest {
  // Absent when the bytes are no YAML. Where `diagnostics` has errors it is incomplete: compile it
  // all the same, to see all problems at once.
  std::optional<Manifest> manifest{};
  Diagnostics diagnostics{};  // sorted by place
};

// `file` names the manifest in problems.
ParsedManifest parse_manifest(std::string_view bytes,
                              const std::string& file,
                              const ReadFile& read_file);

// An action alone, from a file that the admin UI exported (*.custom.json), as the only one of a
// manifest that says nothing else: no deployment, no region.
ParsedManifest parse_exported_action(std::string_view bytes, const std::string& file);

}  // namespace patchcord
