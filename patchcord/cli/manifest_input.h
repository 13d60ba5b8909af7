// The manifest as every command that takes one reads it: which file, which environment, what is
// wrong with it.
#pragma once

#include <optional>
#include <string>

#include "patchcord/cli/command.h"
#include "patchcord/manifest/compile.h"

namespace patchcord::cli {

struct ManifestOptions {
  std::string file{"patchcord.yaml"};
  std::string environment{};
};

// [MANIFEST] and --env NAME.
void describe_manifest(CLI::App& app, ManifestOptions& options);

struct ManifestInput {
  // Absent when the file cannot be read, or is no YAML.
  std::optional<Manifest> manifest{};
  Compiled compiled{};
  Diagnostics diagnostics{};  // of parsing and compiling, sorted by place
  std::optional<Error> unreadable{};

  // Nothing is wrong but what warnings say.
  [[nodiscard]] bool ok() const { return !unreadable && !has_errors(diagnostics); }
};

// Reads and compiles. Errors do not end it early: all problems at once.
ManifestInput read_manifest(const ManifestOptions& options);
// The same for bytes that are there already; `options.file` names them, and its folder has the
// files that they name.
ManifestInput read_manifest_text(const std::string& bytes, const ManifestOptions& options);

// Everything that is wrong, on stderr.
void show_problems(const ManifestInput& input, const Console& console);

}  // namespace patchcord::cli
