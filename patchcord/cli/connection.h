// How to reach both clouds: the options and variables that every command with a network shares.
#pragma once

#include <string>
#include <vector>

#include "patchcord/cli/command.h"
#include "patchcord/cli/variables.h"
#include "patchcord/genesys/oauth_client.h"
#include "patchcord/ports/waits.h"

namespace patchcord::cli {

struct ConnectionOptions {
  std::string genesys_api_url{};
  std::string genesys_login_url{};
  std::string genesys_profile{};  // of gc
  std::string aws_profile{};
  std::string ca_file{};
  std::string env_file{};
  std::string log_file{};
  std::string record_folder{};  // empty: .patchcord beside the manifest, or in the working folder
};

void describe_connection(CLI::App& app, ConnectionOptions& options);

struct Connection {
  Variables variables{};  // the process's, with those of --env-file over them
  Waits waits{};
  std::string genesys_api_url{};  // empty: the region's
  std::string genesys_login_url{};
  genesys::ClientRecipe client{};
  std::vector<Error> problems{};
};

// `required`: variables that must be set besides the OAuth client's; all that are missing are named
// at once.
Connection read_connection(const ConnectionOptions& options,
                           const Variables& process,
                           const std::vector<std::string>& required = {});

}  // namespace patchcord::cli
