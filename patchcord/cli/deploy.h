// `patchcord deploy`: the tutorial's job from its six variables.
#pragma once

#include "patchcord/cli/command.h"
#include "patchcord/cli/deploy_input.h"

namespace patchcord::cli {

ExitCode deploy(const DeployOptions& options, const Session& session);

}  // namespace patchcord::cli
