#include "patchcord/cli/program.h"

#include <exception>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/cli/commands.h"
#include "patchcord/cli/console.h"
#include "patchcord/cli/exit_code.h"
#include "patchcord/os/environment.h"
#include "patchcord/os/interrupt.h"
#include "patchcord/os/system_clock.h"
#include "patchcord/report/json.h"

namespace patchcord::cli {
namespace {

constexpr const char* description =
    "patchcord wires AWS Lambda functions into Genesys Cloud Architect: role, credential,\n"
    "integration and data actions, proven by running them.";

constexpr const char* examples =
    "Examples:\n"
    "  patchcord sandbox --env-file sandbox.env &\n"
    "  patchcord deploy --env-file sandbox.env --input name:string --test-input '{\"name\": "
    "\"x\"}'\n"
    "\n"
    "`patchcord COMMAND --help` tells more. Results go to stdout, everything else to stderr.";

struct Arguments {
  ConsoleOptions console{};
  std::string color{"auto"};
  int verbosity{0};
  std::string help_topic{};
};

void add_output_options(CLI::App& command, Arguments& arguments) {
  command.add_flag(
      "--json", arguments.console.json, "one JSON document on stdout, also on failure");
  command.add_flag(
      "-v,--verbose", arguments.verbosity, "each request; -vv: redacted headers and bodies too");
  command.add_option("--color", arguments.color, "auto, always or never (NO_COLOR is respected)")
      ->check(CLI::IsMember({"auto", "always", "never"}));
}

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const auto* command : app.get_subcommands(nullptr)) {
    names.push_back(command->get_name());
  }
  return names;
}

std::vector<std::string> option_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const auto* option : app.get_options()) {
    for (const auto& name : option->get_lnames()) {
      names.push_back("--" + name);
    }
  }
  return names;
}

// The words of the command line that nothing understands, each with the nearest that would have
// been.
void explain_usage_error(const CLI::App& app,
                         const CLI::ParseError& failure,
                         int argc,
                         char** argv,
                         const Console& console) {
  const auto* command = &app;
  const auto chosen = app.get_subcommands();
  if (!chosen.empty()) command = chosen.front();
  auto known = option_names(*command);
  if (chosen.empty()) {
    const auto commands = command_names(app);
    known.insert(known.end(), commands.begin(), commands.end());
  }
  Error error{.code = Code::invalid,
              .what = lower_case(std::string(failure.what()).substr(0, 1)) +
                      std::string(failure.what()).substr(1)};
  for (int i = 1; i < argc; ++i) {
    const auto word = std::string(split(argv[i], '=').front());
    if (std::find(known.begin(), known.end(), word) != known.end()) continue;
    const bool is_command_place = chosen.empty() && i == 1 && word.front() != '-';
    if (!is_command_place && !word.starts_with("--")) continue;
    error.what = fmt::format("{} `{}`",
                             is_command_place ? "there is no command" : "there is no option",
                             printable(word, 100));
    if (const auto guess = nearest(word, known))
      error.hint = fmt::format("Did you mean `{}`?", *guess);
    break;
  }
  if (error.hint.empty())
    error.hint = fmt::format("`patchcord {}--help` shows what there is.",
                             command == &app ? "" : command->get_name() + " ");
  console.error(error);
  if (console.json()) console.document(Json{{"errors", {to_json(error)}}});
}

void print_version(const Console& console) {
  if (console.json()) {
    console.document(Json{{"version", PATCHCORD_VERSION},
                          {"commit", PATCHCORD_COMMIT},
                          {"target", PATCHCORD_TARGET}});
  } else {
    console.result(fmt::format(
        "patchcord {} ({}, {})\n", PATCHCORD_VERSION, PATCHCORD_COMMIT, PATCHCORD_TARGET));
  }
}

class Program {
 public:
  Program() : app_(description, "patchcord") {
    app_.footer(examples);
    app_.get_formatter()->label("SUBCOMMAND", "COMMAND");
    app_.get_formatter()->label("Subcommands", "Commands");
    app_.get_formatter()->label("OPTIONS", "options");
    app_.set_help_flag("-h,--help", "this text");
    app_.add_flag("--version", version_, "version, commit and target");
    app_.add_flag("--json", arguments_.console.json, "with --version: as JSON")->group("");
    for (const auto& [name, summary, command] : commands_) {
      auto* app = app_.add_subcommand(name, summary);
      command->describe(*app);
      add_output_options(*app, arguments_);
    }
    help_ = app_.add_subcommand("help", "the help of a command");
    help_->add_option("command", arguments_.help_topic, "the command")->type_name("COMMAND");
    app_.require_subcommand(0, 1);
  }

  int run(int argc, char** argv) {
    try {
      app_.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
      return show_help(app_.get_subcommands().empty() ? app_ : *app_.get_subcommands().front());
    } catch (const CLI::ParseError& failure) {
      arguments_.console.json =
          std::find(argv, argv + argc, std::string_view("--json")) != argv + argc;
      explain_usage_error(app_, failure, argc, argv, Console(arguments_.console));
      return exit_input;
    }
    arguments_.console.color = arguments_.color == "always"  ? ColorChoice::always
                               : arguments_.color == "never" ? ColorChoice::never
                                                             : ColorChoice::automatic;
    const Console console(arguments_.console);
    if (version_) {
      print_version(console);
      return exit_done;
    }
    return dispatch(console);
  }

 private:
  int dispatch(const Console& console) {
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
    if (help_->parsed() && !arguments_.help_topic.empty())
      return help_for(arguments_.help_topic, console);
    return show_help(app_);
  }

  int help_for(const std::string& topic, const Console& console) {
    const auto names = command_names(app_);
    if (std::find(names.begin(), names.end(), topic) != names.end())
      return show_help(*app_.get_subcommand(topic));
    const auto guess = nearest(topic, names);
    console.error(Error{.what = fmt::format("there is no command `{}`", printable(topic, 100)),
                        .hint = guess ? fmt::format("Did you mean `{}`?", *guess) : ""});
    return exit_input;
  }

  int show_help(const CLI::App& command) {
    Console(ConsoleOptions{}).result(command.help(&command == &app_ ? "" : "patchcord"));
    return exit_done;
  }

  Arguments arguments_{};
  bool version_{false};
  std::vector<NamedCommand> commands_{all_commands()};
  CLI::App app_;
  CLI::App* help_{};
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
