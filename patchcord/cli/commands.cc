#include "patchcord/cli/commands.h"

namespace patchcord::cli {

std::vector<NamedCommand> all_commands() {
  std::vector<NamedCommand> commands;
  commands.push_back({"deploy",
                      "wire one function, from six environment variables, and prove it",
                      deploy_command()});
  commands.push_back(
      {"sandbox", "both clouds on this machine, for trying and for tests", sandbox_command()});
  return commands;
}

}  // namespace patchcord::cli
