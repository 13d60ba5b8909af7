// The environments: whether each is a deployment of its own.
#pragma once

#include "patchcord/lint/findings.h"
#include "patchcord/manifest/manifest.h"

namespace patchcord::lint {

// What a deployment made is marked with its name, in its organization: two environments with the
// same name there would change and remove each other's objects. Without pins, two environments in
// one region of Genesys Cloud may be in one organization.
void check_environments(const Manifest& manifest, Findings& findings);

}  // namespace patchcord::lint
