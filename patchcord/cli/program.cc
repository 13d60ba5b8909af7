#include "patchcord/cli/program.h"

#include <algorithm>
#include <cstdio>
#include <exception>
#include <tuple>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "patchcord/base/text.h"
#include "patchcord/cli/commands.h"
#include "patchcord/cli/console.h"
#include "patchcord/cli/exit_code.h"
#include "patchcord/cli/help.h"
#include "patchcord/cli/usage_error.h"
#include "patchcord/os/environment.h"
#include "patchcord/os/interrupt.h"
#include "patchcord/os/system_clock.h"
#include "patchcord/report/json.h"
#include "patchcord/report/layout.h"

namespace patchcord::cli {
namespace {

constexpr const char* description =
    "Wires AWS Lambda functions into Genesys Cloud Architect: role, credential, integration and "
    "data actions, proven by running them.";

constexpr const char* examples =
    "Examples, the first in a shell of its own:\n"
    "  patchcord sandbox --env-file sandbox.env\n"
    "  patchcord deploy --env-file sandbox.env --input name:string --test-input '{\"name\": "
    "\"x\"}'\n"
    "\n"
    "Each command: `patchcord --help`; one of them: `patchcord COMMAND --help`. Results go to "
    "stdout, everything else to stderr.";

struct Arguments {
  ConsoleOptions console{};
  std::string color{"auto"};
  bool no_color{false};
  bool no_input{false};
  int verbosity{0};
  std::string help_topic{};
  bool manual{false};
  std::string shell{};
};

void add_output_options(CLI::App& command, Arguments& arguments) {
  command.add_flag(
      "--json", arguments.console.json, "one JSON document on stdout, also on failure");
  command.add_flag(
      "-v,--verbose", arguments.verbosity, "each request; -vv: redacted headers and bodies too");
  command.add_option("--color", arguments.color, "auto, always or never (NO_COLOR is respected)")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->type_name("WHEN");
  command.add_flag("--no-color", arguments.no_color, "the same as --color=never");
  command.add_flag("--no-input", arguments.no_input, "ask nothing, as if there were no terminal");
}

ColorChoice color_choice(const Arguments& arguments) {
  if (arguments.no_color || arguments.color == "never") return ColorChoice::never;
  return arguments.color == "always" ? ColorChoice::always : ColorChoice::automatic;
}

// Whatever looks for a terminal to ask on finds none. Data that comes through a pipe stays.
void close_input() {
  if (::isatty(STDIN_FILENO) == 1) std::ignore = std::freopen("/dev/null", "r", stdin);
}

// A reader that has gone away wants no more; everybody else has to know that the result is lost.
bool is_lost(std::FILE* stream) {
  struct stat status {};
  if (std::ferror(stream) == 0 || ::fstat(::fileno(stream), &status) != 0) return false;
  return !S_ISFIFO(status.st_mode) && !S_ISSOCK(status.st_mode);
}

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const auto* command : app.get_subcommands(nullptr)) {
    names.push_back(command->get_name());
  }
  return names;
}

ExitCode print_version(const Console& console) {
  if (console.json()) {
    console.document(Json{{"version", PATCHCORD_VERSION},
                          {"commit", PATCHCORD_COMMIT},
                          {"target", PATCHCORD_TARGET}});
  } else {
    console.result(fmt::format(
        "patchcord {} ({}, {})\n", PATCHCORD_VERSION, PATCHCORD_COMMIT, PATCHCORD_TARGET));
  }
  return exit_done;
}

class Program {
 public:
  Program() : app_(description, "patchcord") {
    app_.footer(examples);
    app_.set_help_flag("-h,--help", "this text");
    app_.add_flag("--version", version_, "version, commit and target");
    add_output_options(app_, arguments_);
    for (const auto& [name, summary, command] : commands_) {
      auto* app = app_.add_subcommand(name, summary);
      command->describe(*app);
      add_output_options(*app, arguments_);
    }
    help_ = app_.add_subcommand("help", "the help of a command");
    help_->add_option("command", arguments_.help_topic, "the command")->type_name("COMMAND");
    help_->add_flag("--man", arguments_.manual, "as a manual page: `| man -l -` shows it");
    help_->footer("Examples:\n  patchcord help plan\n  patchcord help --man plan | man -l -");
    completion_ = app_.add_subcommand("completion", "a script that completes words in your shell");
    completion_->add_option("shell", arguments_.shell, "bash, zsh or fish")
        ->required()
        ->check(CLI::IsMember({"bash", "zsh", "fish"}))
        ->type_name("SHELL");
    completion_->footer(
        "Examples:\n  source <(patchcord completion bash)\n"
        "  patchcord completion fish > ~/.config/fish/completions/patchcord.fish");
    app_.require_subcommand(0, 1);
  }

  int run(int argc, char** argv) {
    try {
      app_.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
      const auto chosen = app_.get_subcommands();
      return told(help_text(chosen.empty() ? app_ : *chosen.front(), plain_.reading_width()));
    } catch (const CLI::ParseError& failure) {
      arguments_.console.json =
          std::find(argv, argv + argc, std::string_view("--json")) != argv + argc;
      return refuse(usage_error(app_, failure, {argv + 1, argv + argc}));
    }
    if (arguments_.no_input) close_input();
    arguments_.console.color = color_choice(arguments_);
    const Console console(arguments_.console);
    const auto code = version_ ? print_version(console) : dispatch(console);
    if (!is_lost(stdout)) return code;
    console.error({.what = "the result could not be written", .at = "standard output"});
    return code == exit_done ? exit_failed : code;
  }

 private:
  ExitCode dispatch(const Console& console) {
    for (const auto& [name, summary, command] : commands_) {
      if (!app_.got_subcommand(name)) continue;
      const auto variables = os::environment();
      const os::Interrupt interrupt;
      os::SystemClock clock(interrupt);
      return command->run({.console = console,
                           .clock = clock,
                           .interrupt = interrupt,
                           .variables = variables,
                           .verbosity = arguments_.verbosity == 0   ? Verbosity::steps
                                        : arguments_.verbosity == 1 ? Verbosity::requests
                                                                    : Verbosity::everything});
    }
    if (help_->parsed()) return help_for(arguments_.help_topic, console);
    if (completion_->parsed()) return told(*completion_script(app_, arguments_.shell));
    return told(short_help_text(app_, plain_.reading_width()));
  }

  ExitCode help_for(const std::string& topic, const Console& console) {
    const auto names = command_names(app_);
    if (topic.empty() || std::find(names.begin(), names.end(), topic) != names.end()) {
      const auto& command = topic.empty() ? app_ : *app_.get_subcommand(topic);
      return told(arguments_.manual ? manual_page(command, PATCHCORD_VERSION)
                                    : help_text(command, plain_.reading_width()));
    }
    const auto guess = nearest(topic, names);
    console.error(Error{.what = fmt::format("there is no command `{}`", printable(topic, 100)),
                        .hint = guess ? fmt::format("Did you mean `{}`?", *guess)
                                      : "`patchcord help` lists them."});
    return exit_input;
  }

  ExitCode refuse(const Error& error) {
    const Console console(arguments_.console);
    console.error(error);
    if (console.json()) console.document(Json{{"errors", {to_json(error)}}});
    return exit_input;
  }

  ExitCode told(const std::string& text) {
    plain_.result(plain_.out_style().unicode ? text : with_ascii_symbols(text));
    return exit_done;
  }

  Arguments arguments_{};
  bool version_{false};
  std::vector<NamedCommand> commands_{all_commands()};
  CLI::App app_;
  CLI::App* help_{};
  CLI::App* completion_{};
  const Console plain_{ConsoleOptions{}};
};

}  // namespace

int run(int argc, char** argv) {
  try {
    return Program().run(argc, argv);
  } catch (const std::exception& bug) {
    fmt::print(
        stderr,
        "This is a bug in patchcord {}: {}\nPlease report it with the command that you ran.\n",
        PATCHCORD_VERSION,
        printable(bug.what()));
    return exit_bug;
  }
}

}  // namespace patchcord::cli
