// The options of `patchcord deploy`, as the command line takes them.
#pragma once

#include "patchcord/cli/deploy_input.h"

namespace CLI {
class App;
}

namespace patchcord::cli {

void describe_deploy(CLI::App& command, DeployOptions& options);

}  // namespace patchcord::cli
