// Commands that people write into settings.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "patchcord/base/result.h"

namespace patchcord {

// The words of a command as a POSIX shell splits them: blanks, quotes and backslashes; nothing is
// expanded and no shell is started.
//
// Errors   invalid: a quote that is not closed, a backslash at the end
// Source   AWS CLI: credential_process is split by Python's shlex.split
Result<std::vector<std::string>> split_words(std::string_view command);

}  // namespace patchcord
