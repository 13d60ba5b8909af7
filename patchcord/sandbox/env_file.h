// What a client must know about a running sandbox, as variables of a shell.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace patchcord::sandbox {

using Environment = std::vector<std::pair<std::string, std::string>>;

// One line `export NAME='value'` each.
std::string shell_exports(const Environment& environment);

}  // namespace patchcord::sandbox
