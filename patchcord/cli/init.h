// `patchcord init`: writes a manifest from ARNs, or from what functions really take and return.
#pragma once

#include <string>
#include <vector>

#include "patchcord/cli/command.h"

namespace patchcord::cli {

struct InitOptions {
  std::vector<std::string> functions{};  // ARNs
  std::vector<std::string> replies{};    // files with JSON; "-": standard input
  std::vector<std::string> events{};
  std::string deployment{};
  std::string genesys_region{};        // empty: the function's, where Genesys Cloud has it too
  std::string file{"patchcord.yaml"};  // "-": standard output
  bool map_all{false};
  bool force{false};
};

ExitCode init(const InitOptions& options, const Session& session);

}  // namespace patchcord::cli
