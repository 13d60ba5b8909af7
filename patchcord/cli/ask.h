// Questions to the person at the terminal.
#pragma once

#include <optional>
#include <string>

namespace patchcord::cli {

// Whether somebody is there: standard input and standard error are terminals.
bool can_ask();

// Shows the question on stderr and reads one line from standard input, without blanks at its ends.
// Nothing when it ends there.
std::optional<std::string> ask(const std::string& question);

}  // namespace patchcord::cli
