// Environment variables: those of the process, those of a file, and what they mean for waits.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "patchcord/base/result.h"
#include "patchcord/ports/waits.h"

namespace patchcord::cli {

using Variables = std::map<std::string, std::string>;

// Lines NAME=value, with or without `export`; values may stand in single or double quotes; # begins
// a comment.
//
// Errors   invalid: a line that is none of this, with its number
Result<Variables> parse_env_file(std::string_view text, const std::string& name);

// The value, or "" where it is not set; an empty variable counts as not set.
std::string value_of(const Variables& variables, const std::string& name);

// PATCHCORD_WAIT_…_MS; see docs/settings.md.
//
// Errors   invalid: not a whole number of milliseconds up to a day; all of them at once
struct ReadWaits {
  Waits waits{};
  std::vector<Error> problems{};
};
ReadWaits read_waits(const Variables& variables);

}  // namespace patchcord::cli
