// The parts of fetch_credentials: one function for each kind of recipe.
#pragma once

#include <string_view>

#include "patchcord/aws/credential_fetch.h"
#include "patchcord/aws/sts_client.h"
#include "patchcord/base/json.h"

namespace patchcord::aws {

Result<AwsCredentials> fetch(const KeysRecipe& recipe, const FetchParts& parts);
Result<AwsCredentials> fetch(const ProcessRecipe& recipe, const FetchParts& parts);
// Source: Amazon ECS Developer Guide, "Task IAM role"; EKS User Guide, "Pod Identity"
Result<AwsCredentials> fetch(const ContainerRecipe& recipe, const FetchParts& parts);
// Source: Amazon EC2 User Guide, "Instance metadata service version 2"
Result<AwsCredentials> fetch(const MetadataRecipe& recipe, const FetchParts& parts);
// Source: AWS SSO Portal API Reference, GetRoleCredentials
Result<AwsCredentials> fetch(const SsoRecipe& recipe, const FetchParts& parts);

// A session by STS, for credentials that we have or, without any, for the call's web identity.
Result<AwsCredentials> assume(const AssumeRoleCall& call,
                              const Endpoint& sts,
                              const AwsCredentials* with,
                              const FetchParts& parts);

// Where the four values stand in somebody's JSON.
struct KeyNames {
  std::string_view id{"AccessKeyId"};
  std::string_view secret{"SecretAccessKey"};
  std::string_view token{"SessionToken"};
  std::string_view expiration{"Expiration"};
};

// Errors   unauthenticated: values are missing; `subject` said so
Result<AwsCredentials> credentials_in(const Json& object,
                                      const KeyNames& names,
                                      std::string_view subject);

}  // namespace patchcord::aws
