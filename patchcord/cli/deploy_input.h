// What `patchcord deploy` was given: variables, files and options, read and checked before anything
// is sent.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "patchcord/cli/variables.h"
#include "patchcord/manifest/single.h"
#include "patchcord/ports/waits.h"

namespace patchcord::cli {

struct DeployOptions {
  SingleFunction single{};
  std::string genesys_region{"us-east-1"};
  std::string genesys_api_url{};
  std::string genesys_login_url{};
  std::string aws_profile{};
  std::string ca_file{};
  std::string contract_file{};
  std::string env_file{};
  std::string log_file{};
  std::string record_folder{".patchcord"};
  std::string test_input{};  // JSON text, or @file, or @- for standard input
  bool adopt{false};
  bool allow_replace{false};
  bool any_external_id{false};
  bool any_account{false};
};

struct DeployInput {
  Desired desired{};
  Variables variables{};  // the process's, with those of --env-file over them
  Waits waits{};
  std::string genesys_api_url{};  // empty: the region's
  std::string genesys_login_url{};
  std::optional<Json> test_input{};
  std::vector<std::string> warnings{};
  std::vector<Error> problems{};  // all of them; with any, nothing else here counts
};

DeployInput read_deploy_input(const DeployOptions& options, Variables variables);

}  // namespace patchcord::cli
