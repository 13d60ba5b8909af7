#include "patchcord/cli/changes.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/cli/ask.h"
#include "patchcord/report/text.h"

namespace patchcord::cli {

void describe_changes(CLI::App& app, ChangeOptions& options) {
  app.add_flag(
      "--adopt",
      options.adopt,
      "take over roles, integrations and actions of the same name that somebody else made");
  app.add_flag("--prune", options.prune, "remove what is ours and no longer in the manifest");
  app.add_flag("--allow-replace",
               options.allow_replace,
               "change frozen fields by a new action beside the old one");
  app.add_flag("--retire", options.retire, "remove replaced actions that no flow uses any more");
}

PlanOptions plan_options(const ChangeOptions& options) {
  return {.adopt = options.adopt,
          .prune = options.prune,
          .allow_replace = options.allow_replace,
          .retire = options.retire};
}

std::string confirmation_question(Deployment& deployment, const Plan& plan) {
  const auto& caller = deployment.run().observed().caller;
  const auto& genesys = deployment.compiled().genesys;
  const auto region = genesys.region.empty()
                          ? genesys.domain
                          : fmt::format("{} ({})", genesys.region, genesys.domain);
  const auto& environment = deployment.compiled().environment;
  return fmt::format("{}{}Organization \"{}\" ({}), region {}, AWS account {}:\n{}. Go on?",
                     environment.empty() ? "" : "Environment " + printable(environment, 100),
                     environment.empty() ? "" : ". ",
                     printable(plan.organization.name, 200),
                     plan.organization.id,
                     region,
                     caller ? caller->account : "none",
                     summary_text(plan));
}

void tell_notes(Run& run, const Plan& plan) {
  for (const auto& note : plan.notes) {
    run.events().emit(Notice{.level = Notice::Level::information, .text = note});
  }
  for (const auto& link : plan.unproven) {
    const bool recordable = link.address.kind == Kind::credential;
    run.events().emit(
        Notice{.level = Notice::Level::information,
               .text = link.why + (recordable ? ": unproven until `apply` ran a `safe` test"
                                              : ": unproven until an action ran")});
  }
}

Result<void> check_agreement(bool yes, const std::string& look) {
  if (yes || can_ask()) return {};
  return Error{.code = Code::invalid,
               .what = "there is no terminal to ask on, and --yes is not given",
               .hint = fmt::format(
                   "Look at `{}` first; then run again with --yes. Nothing was sent.", look)};
}

bool agreed(bool yes, const std::string& question, const os::Interrupt& interrupt) {
  if (yes) return true;
  const auto word = lower_case(ask(question + " [y/N]", interrupt).value_or(""));
  return word == "y" || word == "yes";
}

}  // namespace patchcord::cli
