// What the AWS half of the sandbox starts with.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "patchcord/base/secret.h"
#include "patchcord/sandbox/aws/functions.h"
#include "patchcord/sandbox/aws/knobs.h"

namespace patchcord::sandbox {

// An IAM user with a long-term key, in this account or in another one.
struct AwsUser {
  std::string account{};
  std::string name{};
  std::string access_key_id{};
  Secret secret_access_key{};
  std::optional<std::string> policy{};  // what the user may do; none: everything
};

struct AwsOptions {
  std::string partition{"aws"};
  std::string account{"123456789012"};
  std::string region{"us-east-1"};
  std::string user_name{
      "operator"};  // whose key the client gets; AwsKnobs::operator_policy limits it
  std::string access_key_id{};
  Secret secret_access_key{};
  std::vector<AwsUser> more_users{};
  std::string genesys_account{"765628985471"};
  std::vector<FunctionSpec> functions{};
  AwsKnobs knobs{};
};

}  // namespace patchcord::sandbox
