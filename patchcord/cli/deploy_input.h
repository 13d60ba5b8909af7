// What `patchcord deploy` was given: variables, files and options, read and checked before anything
// is sent.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "patchcord/cli/connection.h"
#include "patchcord/manifest/single.h"

namespace patchcord::cli {

struct DeployOptions {
  SingleFunction single{};
  std::string genesys_region{};  // empty: the one that the OAuth client's place names, or us-east-1
  ConnectionOptions connection{};
  std::string contract_file{};
  std::string test_input{};  // JSON text, or @file, or @- for standard input
  bool adopt{false};
  bool allow_replace{false};
  bool any_external_id{false};
  bool any_account{false};
};

struct DeployInput {
  Desired desired{};
  std::string genesys_region{};
  Connection connection{};
  std::optional<Json> test_input{};
  std::vector<std::string> warnings{};
  std::vector<Error> problems{};  // all of them; with any, nothing else here counts
};

DeployInput read_deploy_input(const DeployOptions& options, const Variables& process);

}  // namespace patchcord::cli
