// `patchcord explain`: the rules of the linter, all of them or one.
#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/cli/commands.h"
#include "patchcord/lint/rule.h"
#include "patchcord/report/json.h"

namespace patchcord::cli {
namespace {

using lint::Rule;

constexpr std::size_t page_width = 90;

Json text_or_null(std::string_view text) {
  return text.empty() ? Json() : Json(text);
}

Json rule_json(const Rule& rule) {
  return {{"code", rule.code},
          {"severity", severity_name(rule.severity)},
          {"title", rule.title},
          {"cause", rule.cause},
          {"fix", rule.fix},
          {"example", text_or_null(rule.example)},
          {"corrected", text_or_null(rule.corrected)},
          {"unchecked", text_or_null(rule.unchecked)}};
}

// Each line begins with `indent`; words are not broken.
std::string wrapped(std::string_view text, std::string_view indent) {
  std::string out;
  std::string line;
  for (const auto word : split(text, ' ')) {
    if (!line.empty() && indent.size() + line.size() + 1 + word.size() > page_width) {
      out += fmt::format("{}{}\n", indent, line);
      line.clear();
    }
    line += (line.empty() ? "" : " ") + std::string(word);
  }
  return out + fmt::format("{}{}\n", indent, line);
}

std::string indented(std::string_view text) {
  std::string out;
  for (const auto line : split(text, '\n'))
    out += fmt::format("{}{}\n", line.empty() ? "" : "    ", line);
  return out;
}

std::string rule_text(const Rule& rule, const Style& style) {
  auto out = fmt::format("{} {}: {}\n\n{}",
                         style.bold(rule.code),
                         severity_name(rule.severity),
                         rule.title,
                         wrapped(rule.cause, "  "));
  out += fmt::format("\n{}\n{}", style.bold("What to do"), wrapped(rule.fix, "  "));
  if (!rule.unchecked.empty()) {
    out +=
        fmt::format("\n{}\n{}", style.bold("Not checked by lint"), wrapped(rule.unchecked, "  "));
  }
  if (!rule.example.empty()) {
    out += fmt::format("\n{}\n{}\n{}\n{}",
                       style.bold("Breaks it"),
                       indented(rule.example),
                       style.bold("Keeps it"),
                       indented(rule.corrected));
  }
  return out;
}

std::string list_text(const Style& style) {
  std::string out;
  for (const auto& rule : lint::rules()) {
    out += fmt::format("{}  {:<7}  {}{}\n",
                       style.bold(rule.code),
                       severity_name(rule.severity),
                       rule.title,
                       rule.unchecked.empty() ? "" : " (not checked by lint)");
  }
  return out;
}

// "l5" means L05.
std::string canonical(std::string_view word) {
  std::string digits;
  for (const char c : word) {
    if (c >= '0' && c <= '9') digits += c;
  }
  const bool prefixed = word.starts_with('L') || word.starts_with('l');
  if (digits.size() + (prefixed ? 1U : 0U) != word.size() || digits.empty())
    return std::string(word);
  return fmt::format("L{:0>2}", digits);
}

Error unknown_rule(const std::string& word) {
  std::vector<std::string> codes;
  for (const auto& rule : lint::rules())
    codes.emplace_back(rule.code);
  const auto guess = nearest(canonical(word), codes);
  return {.code = Code::invalid,
          .what = fmt::format("there is no rule `{}`", printable(word, 60)),
          .hint = guess ? fmt::format("Did you mean `{}`? `patchcord explain` lists all.", *guess)
                        : "`patchcord explain` lists all."};
}

class ExplainCommand : public Command {
 public:
  void describe(CLI::App& app) override {
    app.footer("Without a code: all rules.\n\nExample:\n  patchcord explain L22");
    app.add_option("code", code_, "the rule, as lint names it")->type_name("CODE");
  }

  ExitCode run(const Session& session) override {
    const auto& console = session.console;
    const auto* rule = code_.empty() ? nullptr : lint::find_rule(canonical(code_));
    Json rules = Json::array();
    Json errors = Json::array();
    if (rule != nullptr) {
      rules.push_back(rule_json(*rule));
      if (!console.json()) console.tell(rule_text(*rule, console.out_style()));
    } else if (code_.empty()) {
      for (const auto& one : lint::rules())
        rules.push_back(rule_json(one));
      if (!console.json()) console.tell(list_text(console.out_style()));
    } else {
      const auto error = unknown_rule(code_);
      errors.push_back(to_json(error));
      console.error(error);
    }
    if (console.json()) console.document({{"rules", rules}, {"errors", errors}});
    return errors.empty() ? exit_done : exit_input;
  }

 private:
  std::string code_{};
};

}  // namespace

std::unique_ptr<Command> explain_command() {
  return std::make_unique<ExplainCommand>();
}

}  // namespace patchcord::cli
