// Questions to the person at the terminal.
#pragma once

#include <optional>
#include <string>

#include "patchcord/os/interrupt.h"

namespace patchcord::cli {

// Whether somebody is there: standard input and standard error are terminals.
bool can_ask();

// Shows the question on stderr and reads one line from standard input, without blanks at its ends.
// Nothing when the input ends there, or a signal interrupts it: that is no empty answer.
std::optional<std::string> ask(const std::string& question, const os::Interrupt& interrupt);

}  // namespace patchcord::cli
