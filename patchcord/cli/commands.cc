#include "patchcord/cli/commands.h"

namespace patchcord::cli {

std::vector<NamedCommand> all_commands() {
  std::vector<NamedCommand> commands;
  const auto add = [&](const char* name, const char* summary, std::unique_ptr<Command> command) {
    commands.push_back({name, summary, std::move(command)});
  };
  add("deploy",
      "wire one function, from six environment variables, and prove it",
      deploy_command());
  add("init",
      "write a manifest, from ARNs or from samples of what functions return",
      init_command());
  add("lint", "everything about a manifest that can be known without a network", lint_command());
  add("explain", "what a rule of lint means, and what to do", explain_command());
  add("simulate",
      "an action offline: what would be sent, what would come back",
      simulate_command());
  add("plan", "what apply would do, why, and how many requests it takes", plan_command());
  add("apply", "make both clouds as the manifest says", apply_command());
  add("verify", "prove the chain: nothing to do, and every declared test run", verify_command());
  add("test", "run one action for real and show each step", test_command());
  add("list", "what is there, and whether it is as the manifest says", list_command());
  add("show", "everything that is known of one object", show_command());
  add("destroy", "remove what we made, and only that", destroy_command());
  add("policy", "trust and permission documents, for somebody else to apply", policy_command());
  add("permissions",
      "what the OAuth client and the AWS caller have to be allowed",
      permissions_command());
  add("schema", "the JSON Schema of manifests, for editors", schema_command());
  add("sandbox", "both clouds on this machine, for trying and for tests", sandbox_command());
  return commands;
}

}  // namespace patchcord::cli
