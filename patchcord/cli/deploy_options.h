// The options of `patchcord deploy`, as the command line takes them.
#pragma once

#include <CLI/CLI.hpp>

#include "patchcord/cli/deploy_input.h"

namespace patchcord::cli {

void describe_deploy(CLI::App& command, DeployOptions& options);

}  // namespace patchcord::cli
