// A command line that cannot be understood, in our words and with what was probably meant.
#pragma once

#include <string>
#include <vector>

#include "patchcord/base/error.h"

namespace CLI {  // NOLINT(readability-identifier-naming): its own name
class App;
class ParseError;
}  // namespace CLI

namespace patchcord::cli {

// `words`: the command line without the program's name.
Error usage_error(const CLI::App& program,
                  const CLI::ParseError& failure,
                  const std::vector<std::string>& words);

}  // namespace patchcord::cli
