// Everything about a manifest that can be known without a network, and that compiling it does not
// already say.
#pragma once

#include "patchcord/base/diagnostic.h"
#include "patchcord/manifest/compile.h"
#include "patchcord/manifest/manifest.h"

namespace patchcord::lint {

// Pure. Sorted by place, each with the code of its rule (lint/rule.h), the place in the file where
// a template really stands, and its line. What `compiled` reports is not repeated; where it has
// errors, roles are left out. Takes up to about 200 runs of the simulator for each action.
Diagnostics check(const Manifest& manifest, const Compiled& compiled);

// The part of it that asks whether two environments are one deployment: also removing one of them
// would remove the other.
Diagnostics check_environments(const Manifest& manifest);

}  // namespace patchcord::lint
