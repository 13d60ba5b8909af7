// The scripts are made of the names of commands and options: nothing is asked when a word is
// completed, and nothing needs to be loaded but the script.
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "patchcord/cli/help.h"

namespace patchcord::cli {
namespace {

std::vector<std::string> words_after(const CLI::App& app) {
  std::vector<std::string> words;
  for (const auto* command : app.get_subcommands(nullptr)) {
    words.push_back(command->get_name());
  }
  for (const auto* option : app.get_options()) {
    for (const auto& name : option->get_lnames()) {
      words.push_back("--" + name);
    }
  }
  return words;
}

// `deploy) words="--adopt …" ;;` for each command.
std::string cases(const CLI::App& program, const char* form) {
  std::string out;
  for (const auto* command : program.get_subcommands(nullptr)) {
    out +=
        fmt::format(fmt::runtime(form), command->get_name(), fmt::join(words_after(*command), " "));
  }
  return out;
}

std::string bash_script(const CLI::App& program) {
  return fmt::format(R"(# patchcord in bash: . <(patchcord completion bash)
_patchcord() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} words="{}"
  if ((COMP_CWORD > 1)); then
    words=
    case ${{COMP_WORDS[1]}} in
{}    esac
  fi
  COMPREPLY=()
  if ((COMP_CWORD == 1)) || [[ $word == -* ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$word"))
  fi
}}
complete -o default -F _patchcord patchcord
)",
                     fmt::join(words_after(program), " "),
                     cases(program, "      {}) words=\"{}\" ;;\n"));
}

std::string zsh_script(const CLI::App& program) {
  return fmt::format(R"(#compdef patchcord
# patchcord in zsh: save as _patchcord in a folder of $fpath, or . <(patchcord completion zsh)
_patchcord() {{
  local -a names=({})
  if ((CURRENT > 2)); then
    names=()
    case $words[2] in
{}    esac
  fi
  if ((CURRENT == 2)) || [[ $PREFIX == -* ]]; then
    compadd -- $names
  else
    _files
  fi
}}
if [[ $funcstack[1] == _patchcord ]]; then
  _patchcord "$@"
else
  compdef _patchcord patchcord
fi
)",
                     fmt::join(words_after(program), " "),
                     cases(program, "      {}) names=({}) ;;\n"));
}

std::string fish_quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

std::string fish_script(const CLI::App& program) {
  std::string out = "# patchcord in fish: patchcord completion fish | source\n";
  for (const auto* command : program.get_subcommands(nullptr)) {
    out += fmt::format("complete -c patchcord -n __fish_use_subcommand -f -a {} -d {}\n",
                       command->get_name(),
                       fish_quoted(command->get_description()));
    for (const auto* option : command->get_options()) {
      for (const auto& name : option->get_lnames()) {
        out +=
            fmt::format("complete -c patchcord -n '__fish_seen_subcommand_from {}' -l {}{} -d {}\n",
                        command->get_name(),
                        name,
                        option->get_type_size() != 0 ? " -r" : "",
                        fish_quoted(option->get_description()));
      }
    }
  }
  return out;
}

}  // namespace

std::optional<std::string> completion_script(const CLI::App& program, const std::string& shell) {
  if (shell == "bash") return bash_script(program);
  if (shell == "zsh") return zsh_script(program);
  if (shell == "fish") return fish_script(program);
  return std::nullopt;
}

}  // namespace patchcord::cli
