#include "patchcord/cli/usage_error.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "patchcord/base/text.h"
#include "patchcord/cli/help.h"

namespace patchcord::cli {
namespace {

constexpr std::size_t max_word = 100;  // bytes that are shown of one

struct Explained {
  std::string what{};
  std::string hint{};
};

std::vector<std::string> names_in(const CLI::App& command) {
  std::vector<std::string> names;
  for (const auto* option : command.get_options()) {
    for (const auto& name : option->get_lnames())
      names.push_back("--" + name);
    for (const auto& name : option->get_snames())
      names.push_back("-" + name);
  }
  return names;
}

std::string did_you_mean(const std::string& word, const std::vector<std::string>& known) {
  const auto guess = nearest(word, known);
  return guess ? fmt::format("Did you mean `{}`?", *guess) : std::string();
}

// The text between two marks; nothing when one of them is not there.
std::optional<std::string> between(std::string_view text,
                                   std::string_view begin,
                                   std::string_view end) {
  const auto from = text.find(begin);
  if (from == std::string_view::npos) return std::nullopt;
  text.remove_prefix(from + begin.size());
  const auto to = end.empty() ? text.size() : text.find(end);
  if (to == std::string_view::npos) return std::nullopt;
  return std::string(text.substr(0, to));
}

// What stands for the option or argument on a command line: "--env NAME", "SHELL".
std::string called(const CLI::App& command, const std::string& name) {
  for (const auto* option : command.get_options()) {
    if (option->get_name() != name && option->get_name(true) != name) continue;
    const auto type = option->get_type_name();
    const auto shown = type.substr(0, std::min(type.find(":{"), type.find(":INT in ")));
    return option->get_positional() ? shown : fmt::format("{} {}", name, shown);
  }
  return name;
}

// "--color: maybe not in {auto,always,never}", "--page-size: Value 0 not in range 1 to 1000"
std::optional<Explained> wrong_value(const std::string& said, const std::string& name) {
  if (const auto list = between(said, " not in {", "}")) {
    const auto value = between(said, ": ", " not in {").value_or("");
    std::vector<std::string> choices;
    for (const auto choice : split(*list, ','))
      choices.emplace_back(trim(choice));
    return Explained{.what = fmt::format("{} cannot be `{}`: it is one of {}",
                                         name,
                                         printable(value, max_word),
                                         fmt::join(choices, ", ")),
                     .hint = did_you_mean(value, choices)};
  }
  const auto value = between(said, ": Value ", " not in range ");
  if (!value) return std::nullopt;
  return Explained{.what = fmt::format("{} cannot be `{}`: it is a number from {}",
                                       name,
                                       printable(*value, max_word),
                                       between(said, " not in range ", "").value_or(""))};
}

// "--env: 1 required NAME missing", "--env: At Most 1 required but received 2", "--diff: At least 2
// required but received 1"
Explained wrong_count(const CLI::App& command, const std::string& said, const std::string& name) {
  const auto form = called(command, name);
  if (const auto most = between(said, ": At Most ", " required"))
    return {.what = fmt::format(
                "{} is given {} times", name, between(said, "received ", "").value_or("several")),
            .hint = "Give it once."};
  const auto least = between(said, ": At least ", " required");
  const auto count = least ? *least : between(said, ": ", " required").value_or("1");
  return {.what = count == "1" ? fmt::format("{} needs a value: {}", name, form)
                               : fmt::format("{} needs {} values: {}", name, count, form)};
}

Explained in_our_words(const CLI::App& command, const CLI::ParseError& failure) {
  const std::string said = failure.what();
  const auto kind = failure.get_name();
  const auto name = said.substr(0, said.find(": "));
  if (kind == "ValidationError") {
    if (auto explained = wrong_value(said, name)) return *std::move(explained);
  }
  if (kind == "ArgumentMismatch") return wrong_count(command, said, name);
  if (kind == "ConversionError") {
    const auto option = between(said, "Could not convert: ", " = ");
    const auto value = between(said, " = ", "");
    if (option && value)
      return {.what = fmt::format(
                  "{} cannot be `{}`: it is a whole number", *option, printable(*value, max_word))};
  }
  if (kind == "RequiredError") {
    if (const auto missing = between(said, "", " is required"))
      return {.what = fmt::format("{} is missing", called(command, *missing))};
  }
  if (kind == "ExcludesError") {
    const auto one = between(said, "", " excludes ");
    const auto other = between(said, " excludes ", "");
    if (one && other) return {.what = fmt::format("{} and {} do not go together", *one, *other)};
  }
  return {.what = lower_case(said.substr(0, 1)) + said.substr(1)};
}

// "The following arguments were not expected: last first"
std::optional<Explained> unexpected_word(const std::string& said,
                                         const std::vector<std::string>& words) {
  const auto extras = between(said, " not expected: ", "");
  if (!extras) return std::nullopt;
  const auto first = std::find_if(words.begin(), words.end(), [&](const std::string& word) {
    return *extras == word || extras->ends_with(" " + word);
  });
  return Explained{.what =
                       fmt::format("`{}` is not expected here",
                                   printable(first == words.end() ? *extras : *first, max_word))};
}

// An option of the command that stands in front of it, where only the program's own may stand.
std::optional<Explained> misplaced_option(const CLI::App& program,
                                          const CLI::App& command,
                                          const std::vector<std::string>& words) {
  const auto name = std::find(words.begin(), words.end(), command.get_name());
  const auto anywhere = names_in(program);
  const auto behind = names_in(command);
  for (auto word = words.begin(); word != name; ++word) {
    const std::string option(split(*word, '=').front());
    const bool is_behind = std::find(behind.begin(), behind.end(), option) != behind.end();
    if (!is_behind || std::find(anywhere.begin(), anywhere.end(), option) != anywhere.end())
      continue;
    const auto value = word + 1;
    const bool has_value = option == *word && value != name && !value->starts_with('-');
    return Explained{.what = fmt::format("`{}` stands after the command: `patchcord {} {}{}`",
                                         option,
                                         command.get_name(),
                                         printable(*word, max_word),
                                         has_value ? " " + printable(*value, max_word) : "")};
  }
  return std::nullopt;
}

// The first word that nothing understands.
std::optional<Explained> unknown_word(const CLI::App& program,
                                      const CLI::App& command,
                                      const std::vector<std::string>& words) {
  auto known = names_in(command);
  const bool is_chosen = &command != &program;
  if (!is_chosen) {
    for (const auto* each : program.get_subcommands(nullptr))
      known.push_back(each->get_name());
  }
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string word(split(words[i], '=').front());
    if (word == "--") return std::nullopt;
    if (std::find(known.begin(), known.end(), word) != known.end()) continue;
    const bool in_place_of_command = !is_chosen && i == 0 && !word.starts_with('-');
    if (!in_place_of_command && !word.starts_with("--")) continue;
    return Explained{
        .what = fmt::format("{} `{}`",
                            in_place_of_command ? "there is no command" : "there is no option",
                            printable(word, max_word)),
        .hint = did_you_mean(word, known)};
  }
  return std::nullopt;
}

}  // namespace

Error usage_error(const CLI::App& program,
                  const CLI::ParseError& failure,
                  const std::vector<std::string>& words) {
  const auto chosen = program.get_subcommands();
  const auto& command = chosen.empty() ? program : *chosen.front();
  auto explained = unknown_word(program, command, words);
  if (!explained && !chosen.empty()) explained = misplaced_option(program, command, words);
  if (!explained) explained = unexpected_word(failure.what(), words);
  if (!explained) explained = in_our_words(command, failure);
  if (explained->hint.empty())
    explained->hint = fmt::format("Usage: {}; `patchcord {}--help` shows what there is.",
                                  usage_text(command),
                                  chosen.empty() ? "" : command.get_name() + " ");
  return {.code = Code::invalid,
          .what = std::move(explained->what),
          .hint = std::move(explained->hint)};
}

}  // namespace patchcord::cli
