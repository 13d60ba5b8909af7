// `patchcord deploy`: the tutorial's job from its six variables.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "patchcord/cli/console.h"
#include "patchcord/cli/exit_code.h"
#include "patchcord/cli/progress.h"
#include "patchcord/cli/variables.h"
#include "patchcord/manifest/single.h"
#include "patchcord/ports/clock.h"

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
  Verbosity verbosity{Verbosity::steps};
};

ExitCode deploy(DeployOptions options, Variables variables, const Console& console, Clock& clock);

}  // namespace patchcord::cli
