// What the program says of itself, in all its forms: help texts, manual pages, and scripts that
// complete words in shells. All of them are made from the one description that also parses the
// command line.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace CLI {  // NOLINT(readability-identifier-naming): its own name
class App;
}

namespace patchcord::cli {

// "patchcord plan [options] [MANIFEST]"
std::string usage_text(const CLI::App& command);
// `width`: columns to fill.
std::string help_text(const CLI::App& command, std::size_t width);
// What the program prints without arguments: how to call it, names, examples.
std::string short_help_text(const CLI::App& program, std::size_t width);

// A manual page in roff (man macros), section 1.
std::string manual_page(const CLI::App& command, const std::string& version);

// Commands and their options for `bash`, `zsh` or `fish`; nothing for another shell.
std::optional<std::string> completion_script(const CLI::App& program, const std::string& shell);

}  // namespace patchcord::cli
