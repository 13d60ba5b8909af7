#include "patchcord/manifest/draft.h"

#include <algorithm>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/manifest/draft_input.h"
#include "patchcord/manifest/draft_output.h"
#include "patchcord/manifest/names.h"

namespace patchcord {
namespace {

using draft::Lines;
using simulator::Value;

constexpr int max_sample_depth = 50;  // of Genesys Cloud
constexpr std::size_t max_deployment = 40;

// NOLINTNEXTLINE(misc-no-recursion): stops at the limit
bool nests_deeper(const Value& value, int levels) {
  if (!value.is_list() && !value.is_map()) return false;
  if (levels == 0) return true;
  const auto deeper = [&](const Value& item) { return nests_deeper(item, levels - 1); };
  if (value.is_list())
    return std::any_of(value.list().items().begin(), value.list().items().end(), deeper);
  return std::any_of(value.map().entries().begin(),
                     value.map().entries().end(),
                     [&](const auto& entry) { return deeper(entry.value); });
}

Error wrong(std::string what, std::string hint) {
  return {.code = Code::invalid, .what = std::move(what), .hint = std::move(hint)};
}

Result<void> check_samples(const DraftAction& action) {
  for (const auto* samples : {&action.events, &action.replies}) {
    for (const auto& sample : *samples) {
      if (nests_deeper(sample, max_sample_depth))
        return wrong(
            fmt::format("a sample nests deeper than {} levels, which Genesys Cloud refuses",
                        max_sample_depth),
            "Let the function give a flatter reply.");
    }
  }
  for (const auto& event : action.events) {
    if (!event.is_map())
      return wrong("an event is not an object, but the inputs of a data action are one",
                   "Give an event like {\"orderId\": \"42\"}.");
  }
  return {};
}

FunctionArn function_of(const DraftAction& action, const std::string& region) {
  return action.function.value_or(FunctionArn{.partition = partition_of_region(region),
                                              .region = region,
                                              .account = "123456789012",
                                              .name = "my-function"});
}

// "order-status" → "Order status"
std::string words_of(std::string name) {
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == '-' || c == '_'; }, ' ');
  name = std::string(trim(name));
  if (!name.empty() && name.front() >= 'a' && name.front() <= 'z')
    name.front() = static_cast<char>(name.front() - 'a' + 'A');
  return name.empty() ? "Action" : name;
}

std::string deployment_after(const FunctionArn& function) {
  std::string name = lower_case(function.name);
  std::replace(name.begin(), name.end(), '_', '-');
  return name.substr(0, max_deployment);
}

class Writer {
 public:
  explicit Writer(const DraftOptions& options) : options_(options) {}

  Result<Draft> write() {
    const FunctionArn first = function_of(options_.actions.front(), options_.genesys_region);
    const std::string deployment =
        options_.deployment.empty() ? deployment_after(first) : options_.deployment;
    TRY(check_deployment_name(deployment));
    write_head(deployment);
    write_account();
    line("");
    line("integrations:");
    line(fmt::format("  - name: {}", draft::in_quotes(words_of(deployment))));
    line("    actions:");
    for (const auto& action : options_.actions) {
      TRY(check_samples(action));
      write_action(action);
    }
    return std::move(out_);
  }

 private:
  void line(std::string_view text) { out_.text += std::string(text) + "\n"; }
  void lines(const Lines& lines, std::string_view indent) {
    for (const auto& one : lines)
      line(std::string(indent) + one);
  }

  void write_head(const std::string& deployment) {
    line("# Lambda functions for Genesys Cloud Architect. What can stand here: docs/manifest.md.");
    // Digits alone would be a number.
    const bool plain = deployment.front() >= 'a' && deployment.front() <= 'z';
    line(fmt::format("deployment: {}   # names and marks everything that patchcord makes",
                     plain ? draft::key_text(deployment) : draft::in_quotes(deployment)));
    line("genesys:");
    line(fmt::format("  region: {}   # where the organization lives", options_.genesys_region));
    line("  # organization: <its id>   # a pin: any other organization is refused");
  }

  // The role must be where the functions are: a pin, unless they are in several accounts.
  void write_account() {
    std::set<std::string> accounts;
    for (const auto& action : options_.actions)
      accounts.insert(action.function ? action.function->account : "");
    if (accounts.size() != 1 || accounts.begin()->empty()) return;
    line("aws:");
    line(fmt::format("  account: \"{}\"   # a pin, like organization", *accounts.begin()));
  }

  void write_action(const DraftAction& action) {
    const FunctionArn function = function_of(action, options_.genesys_region);
    line(fmt::format("      - name: {}",
                     draft::in_quotes(draft::unique(words_of(function.name), names_))));
    line(fmt::format("        function: {}", function.text()));
    if (!action.function)
      choose("function: none was given; replace the ARN of my-function by the real one");
    auto input = action.events.empty() ? draft::Input() : draft::draft_input(action.events);
    auto output = action.replies.empty() ? draft::Part()
                                         : draft::draft_output(action.replies, options_.map_all);
    write_choices(input.choices, output.choices);
    write_contract("input", !action.events.empty(), input.contract);
    write_contract("output", !action.replies.empty(), output.contract);
    lines(input.settings, "        ");
    lines(output.settings, "        ");
    if (input.test.empty()) return;
    line("        tests:");
    line("          - input: " + input.test);
    line("            # expect: what the result must have; safe: true lets every apply run it");
  }

  void choose(std::string text) { out_.choices.push_back(std::move(text)); }

  void write_choices(const std::vector<std::string>& input,
                     const std::vector<std::string>& output) {
    for (const auto* choices : {&input, &output}) {
      for (const auto& choice : *choices) {
        line("        # " + printable(choice, 500));
        choose(choice);
      }
    }
  }

  void write_contract(const char* side, bool known, const Lines& contract) {
    if (!known) {
      line(fmt::format("        # {}: {{ name: string }}   # the contract; frozen once published",
                       side));
    } else if (contract.empty()) {
      line(fmt::format("        {}: {{}}", side));
    } else {
      line(fmt::format("        {}:", side));
      lines(contract, "          ");
    }
  }

  const DraftOptions& options_;
  Draft out_{};
  std::set<std::string> names_{};
};

}  // namespace

Result<Draft> draft_manifest(const DraftOptions& options) {
  return Writer(options).write();
}

}  // namespace patchcord
