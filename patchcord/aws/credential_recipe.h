// How to get credentials: what the environment and the shared files say, before anybody is asked.
// Pure.
//
// Source   AWS SDKs and Tools Reference Guide, "Standardized credential providers"; order and
// details are those of the AWS CLI (botocore, credentials.py)
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "patchcord/aws/endpoints.h"
#include "patchcord/aws/profile.h"
#include "patchcord/ports/credentials.h"

namespace patchcord::aws {

// Keys that stand there.
struct KeysRecipe {
  AwsCredentials keys{};
};

// STS gives a session of the role for the token in the file.
struct WebIdentityRecipe {
  std::string role_arn{};
  std::string session_name{};  // empty: one is made
  std::string token_file{};
};

// IAM Identity Center gives a session for the token that `aws sso login` left in its cache.
struct SsoRecipe {
  std::string portal{};  // Endpoint::url
  std::string oidc{};    // the same of where sessions are renewed; empty: this one cannot be
  std::string account{};
  std::string role{};
  std::string token_file{};
  std::string login{};  // "aws sso login --profile dev"
};

struct ProcessRecipe {
  std::vector<std::string> words{};
};

// ECS and EKS: an address inside of the container.
struct ContainerRecipe {
  std::string url{};
  Secret token{};            // for the header Authorization; empty: none
  std::string token_file{};  // counts more, and is read each time
};

// EC2, version 2 of its metadata service only.
struct MetadataRecipe {
  std::string url{};  // without a slash at the end
  Milliseconds timeout{1'000};
  int attempts{1};
  bool last_resort{false};  // nothing else was configured, so that silence means "no credentials"
};

using FirstRecipe = std::variant<KeysRecipe,
                                 WebIdentityRecipe,
                                 SsoRecipe,
                                 ProcessRecipe,
                                 ContainerRecipe,
                                 MetadataRecipe>;

struct AssumeRoleRecipe {
  std::string role_arn{};
  std::string session_name{};  // empty: one is made
  std::string external_id{};
  std::string mfa_serial{};
  std::optional<int> duration{};  // seconds
  std::string profile{};
  std::string at{};  // "~/.aws/config:12"
};

struct CredentialRecipe {
  FirstRecipe first{};
  std::string source{};  // for people: "environment", "profile dev in ~/.aws/credentials"
  std::string at{};      // "~/.aws/config:12", "AWS_WEB_IDENTITY_TOKEN_FILE"
  // Assumed one after the other, each with the credentials of the one before.
  std::vector<AssumeRoleRecipe> roles{};
  Endpoint sts{};  // where roles and web identities are assumed; empty where neither is needed
  std::vector<std::string> warnings{};

  // Somebody must type a code.
  [[nodiscard]] bool needs_person() const;
};

struct CredentialInputs {
  Variables variables{};
  SharedFiles files{};
  Profile profile{};     // of this run
  std::string region{};  // where environment and profile name none
};

// The first provider that is configured decides; what it lacks is an error, never a reason to ask
// the next one. Instance metadata is asked when nothing is configured.
//
//   environment · role_arn of the profile · web identity · IAM Identity Center · credentials file ·
//   credential_process · config file · container · instance metadata
//
// Environment variables do not count when the profile was named by an option.
//
// Errors   unauthenticated: incomplete keys or settings, a circle of profiles, `aws login` (not
// supported) · invalid: an address, region or command that cannot be used. Each with its place.
Result<CredentialRecipe> find_recipe(const CredentialInputs& inputs);

// Hosts to which credentials may travel without TLS, because they never leave the machine: "::1"
// and the like apart, the link-local addresses of ECS, EKS and EC2.
std::vector<std::string> metadata_hosts();

}  // namespace patchcord::aws
