// Commands that we suggest, as they can be pasted: with the manifest, the environment and the
// connection of the run that suggests them.
#pragma once

#include <string>
#include <string_view>

#include "patchcord/cli/connection.h"
#include "patchcord/cli/manifest_input.h"

namespace patchcord::cli {

// For a POSIX shell: one word, whatever is in it; quoted only where it has to be.
std::string shell_quoted(std::string_view text);

// "patchcord lint orders.yaml --env dev"; what is the default is left out.
std::string command_line(std::string_view command, const ManifestOptions& manifest);
// The same with --env-file and what else says how to reach the clouds.
std::string command_line(std::string_view command,
                         const ManifestOptions& manifest,
                         const ConnectionOptions& connection);

}  // namespace patchcord::cli
