// The commands, in the order in which the help shows them.
#pragma once

#include <memory>
#include <vector>

#include "patchcord/cli/command.h"

namespace patchcord::cli {

struct NamedCommand {
  const char* name{};
  const char* summary{};
  std::unique_ptr<Command> command{};
};
std::vector<NamedCommand> all_commands();

std::unique_ptr<Command> deploy_command();
std::unique_ptr<Command> plan_command();
std::unique_ptr<Command> apply_command();
std::unique_ptr<Command> verify_command();
std::unique_ptr<Command> test_command();
std::unique_ptr<Command> list_command();
std::unique_ptr<Command> show_command();
std::unique_ptr<Command> destroy_command();
std::unique_ptr<Command> lint_command();
std::unique_ptr<Command> explain_command();
std::unique_ptr<Command> policy_command();
std::unique_ptr<Command> permissions_command();
std::unique_ptr<Command> schema_command();
std::unique_ptr<Command> init_command();
std::unique_ptr<Command> simulate_command();
std::unique_ptr<Command> sandbox_command();

}  // namespace patchcord::cli
