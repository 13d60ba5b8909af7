// What a client must know about a running sandbox, as variables of a shell.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "patchcord/base/result.h"

namespace patchcord::sandbox {

using Environment = std::vector<std::pair<std::string, std::string>>;

// One line `export NAME='value'` each.
std::string shell_exports(const Environment& environment);

// Writes them for the user alone (mode 0600): whole or not at all, also when somebody reads
// meanwhile.
//
// Errors   unavailable: the folder cannot be written
Result<void> write_env_file(const std::string& path, const Environment& environment);

}  // namespace patchcord::sandbox
