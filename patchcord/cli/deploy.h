// `patchcord deploy`: the tutorial's job from its six variables.
#pragma once

#include "patchcord/cli/console.h"
#include "patchcord/cli/deploy_input.h"
#include "patchcord/cli/exit_code.h"
#include "patchcord/ports/clock.h"

namespace patchcord::cli {

ExitCode deploy(const DeployOptions& options,
                Variables variables,
                const Console& console,
                Clock& clock);

}  // namespace patchcord::cli
