// What the commands that plan changes share: the permissions that a person gives, and how a plan is
// shown and agreed to.
#pragma once

#include <string>

#include "patchcord/cli/deployment.h"

namespace patchcord::cli {

struct ChangeOptions {
  bool adopt{false};
  bool prune{false};
  bool allow_replace{false};
  bool retire{false};
};

void describe_changes(CLI::App& app, ChangeOptions& options);
PlanOptions plan_options(const ChangeOptions& options);

// "Organization …, AWS account …, region …: 3 to create, …"
std::string confirmation_question(Deployment& deployment, const Plan& plan);

// Notes of the plan as they are told while working.
void tell_notes(Run& run, const Plan& plan);

// Without a terminal nobody can be asked: then --yes has to be there before anything is sent.
//
// `look`: the command that shows what would be done.
//
// Errors   invalid: neither
Result<void> check_agreement(bool yes, const std::string& look);
// Asks on the terminal; true with --yes.
bool agreed(bool yes, const std::string& question, const os::Interrupt& interrupt);

}  // namespace patchcord::cli
