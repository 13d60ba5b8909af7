// Questions to a person.
#pragma once

#include <string>

#include "patchcord/base/result.h"
#include "patchcord/base/secret.h"
#include "patchcord/ports/clock.h"

namespace patchcord::os {

// One line from the terminal, without showing what is typed. `clock` tells whether the user
// interrupted us.
//
// Errors   invalid: stdin is no terminal · cancelled
Result<Secret> ask_secret(const std::string& prompt, const Clock& clock);

}  // namespace patchcord::os
