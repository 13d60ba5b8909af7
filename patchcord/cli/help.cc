#include "patchcord/cli/help.h"

#include <algorithm>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "patchcord/base/text.h"
#include "patchcord/report/layout.h"

namespace patchcord::cli {
namespace {

constexpr std::size_t label_columns = 30;  // in front of the explanations
constexpr std::size_t narrow = 72;         // below this the explanations stand under their labels

struct Row {
  std::string label{};
  std::string explanation{};
};

struct Section {
  std::string title{};
  std::vector<Row> rows{};
};

std::string upper_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return text;
}

std::string full_name(const CLI::App& command) {
  const auto* parent = command.get_parent();
  return parent == nullptr ? command.get_name() : full_name(*parent) + " " + command.get_name();
}

// What stands for the value. CLI11 puts its checks behind it, "N:INT in [1 - 1000]", "WHEN:{…}".
std::string type_of(const CLI::Option& option) {
  const auto type = option.get_type_name();
  return type.substr(0, std::min(type.find(":{"), type.find(":INT in ")));
}

// "MANIFEST", "FUNCTIONS..."
std::string positional_name(const CLI::Option& option) {
  const bool several = option.get_expected_max() >= CLI::detail::expected_max_vector_size;
  const auto type = type_of(option);
  const auto name = type == "TEXT" ? upper_case(option.get_name(true)) : type;
  return name + (several ? "..." : "");
}

// "-o, --output FILE"
std::string label_of(const CLI::Option& option) {
  if (option.get_positional()) return positional_name(option);
  std::vector<std::string> names;
  for (const auto& name : option.get_snames()) {
    names.push_back("-" + name);
  }
  for (const auto& name : option.get_lnames()) {
    names.push_back("--" + name);
  }
  auto label = fmt::format("{}", fmt::join(names, ", "));
  if (option.get_type_size() != 0) label += " " + type_of(option);
  return label;
}

std::string explanation_of(const CLI::Option& option) {
  auto text = option.get_description();
  if (option.get_required()) text += " (required)";
  const auto& value = option.get_default_str();
  if (!value.empty()) text += fmt::format(" (default: {})", value);
  return text;
}

std::vector<Section> sections_of(const CLI::App& command) {
  std::vector<Section> sections;
  Section arguments{.title = "Arguments"};
  for (const auto* option : command.get_options()) {
    if (option->get_positional())
      arguments.rows.push_back({label_of(*option), explanation_of(*option)});
  }
  if (!arguments.rows.empty()) sections.push_back(std::move(arguments));
  for (const auto& group : command.get_groups()) {
    if (group.empty()) continue;
    Section section{.title = group};
    for (const auto* option : command.get_options()) {
      if (!option->get_positional() && option->get_group() == group)
        section.rows.push_back({label_of(*option), explanation_of(*option)});
    }
    if (!section.rows.empty()) sections.push_back(std::move(section));
  }
  Section commands{.title = "Commands"};
  for (const auto* each : command.get_subcommands(nullptr)) {
    commands.rows.push_back({each->get_name(), each->get_description()});
  }
  if (!commands.rows.empty()) sections.push_back(std::move(commands));
  return sections;
}

std::string row_text(const Row& row, std::size_t width) {
  if (width < narrow)
    return wrapped(fmt::format("  {}\n      {}\n", row.label, row.explanation), width);
  const bool beside = row.label.size() + 4 <= label_columns;
  return wrapped(
      beside ? fmt::format("  {:<{}}{}\n", row.label, label_columns - 2, row.explanation)
             : fmt::format("  {}\n{:{}}{}\n", row.label, "", label_columns, row.explanation),
      width);
}

// Prose fits the terminal; a command stays in one piece, to be copied.
std::string footer_text(const CLI::App& command, std::size_t width) {
  const auto footer = command.get_footer();
  std::string out;
  for (const auto line : split(footer, '\n')) {
    out += "\n" + (line.starts_with("  ") ? std::string(line) : wrapped(line, width));
  }
  return out + "\n";
}

// Text of a roff line: no character of it is a request.
std::string roff(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool first = out.empty() || out.back() == '\n';
    if (first && (c == '.' || c == '\'')) out += "\\&";
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else {
      out += c;
    }
  }
  return out;
}

// A command that a page of 80 columns can show: its line goes on below after a `\`, as a shell
// takes it, and is never broken between quotes.
std::string continued(std::string_view command) {
  constexpr std::size_t page = 70;  // without the margins of the page, and room for the `\`
  std::string out;
  std::size_t begin = 0;  // of the line, in `out`
  std::size_t blank = 0;  // the last one in it where a word ends; 0: none
  char quote = 0;
  for (const char c : command) {
    if (quote == 0 && (c == '\'' || c == '"')) {
      quote = c;
    } else if (c == quote) {
      quote = 0;
    }
    out += c;
    if (c == ' ' && quote == 0 && out.size() - begin > 3) blank = out.size() - 1;
    if (out.size() - begin <= page || blank == 0) continue;
    out.replace(blank, 1, " \\\n      ");
    begin = blank + 3;
    blank = 0;
  }
  return out;
}

// Each line is a paragraph; those that are indented are commands, and stay as they are.
std::string roff_prose(const std::string& text) {
  std::string out;
  bool commands = false;
  for (const auto line : split(text, '\n')) {
    if (commands != line.starts_with("  ")) {
      commands = !commands;
      out += commands ? ".nf\n" : ".fi\n";
    }
    if (line.empty()) continue;
    out += commands ? roff(continued(line)) : ".PP\n" + roff(line);
    out += "\n";
  }
  return out + (commands ? ".fi\n" : "");
}

}  // namespace

std::string usage_text(const CLI::App& command) {
  if (!command.get_subcommands(nullptr).empty()) return full_name(command) + " COMMAND [options]";
  auto usage = full_name(command) + " [options]";
  for (const auto* option : command.get_options()) {
    if (!option->get_positional()) continue;
    const auto name = positional_name(*option);
    usage += option->get_required() ? " " + name : " [" + name + "]";
  }
  return usage;
}

std::string help_text(const CLI::App& command, std::size_t width) {
  auto about = command.get_description();
  if (command.get_parent() != nullptr) about = full_name(command) + ": " + about;
  auto out = wrapped(fmt::format("{}\n\nUsage: {}\n", about, usage_text(command)), width);
  for (const auto& section : sections_of(command)) {
    out += fmt::format("\n{}:\n", section.title);
    for (const auto& row : section.rows) {
      out += row_text(row, width);
    }
  }
  return command.get_footer().empty() ? out : out + footer_text(command, width);
}

std::string short_help_text(const CLI::App& program, std::size_t width) {
  std::vector<std::string> names;
  for (const auto* command : program.get_subcommands(nullptr)) {
    names.push_back(command->get_name());
  }
  const auto beginning = fmt::format("{}\n\nUsage: {}\n\nCommands: {}\n",
                                     program.get_description(),
                                     usage_text(program),
                                     fmt::join(names, ", "));
  return wrapped(beginning, width) + footer_text(program, width);
}

std::string manual_page(const CLI::App& command, const std::string& version) {
  auto name = full_name(command);
  std::replace(name.begin(), name.end(), ' ', '-');
  auto out =
      fmt::format(".TH \"{}\" 1 \"\" \"patchcord {}\"\n.SH NAME\n{} \\- {}\n.SH SYNOPSIS\n.B {}\n",
                  roff(name),
                  version,
                  roff(name),
                  roff(command.get_description()),
                  roff(usage_text(command)));
  if (!command.get_footer().empty()) out += ".SH DESCRIPTION\n" + roff_prose(command.get_footer());
  for (const auto& section : sections_of(command)) {
    out += fmt::format(".SH {}\n", upper_case(section.title));
    for (const auto& row : section.rows) {
      out += fmt::format(".TP\n.B {}\n{}\n", roff(row.label), roff(row.explanation));
    }
  }
  return out;
}

}  // namespace patchcord::cli
