// Who we are at AWS: the chain that people know from the AWS CLI and boto.
//
// Source   AWS SDKs and Tools Reference Guide, "Standardized credential providers"; the order is
// botocore's
#pragma once

#include <mutex>
#include <optional>
#include <string>

#include "patchcord/aws/profile.h"
#include "patchcord/ports/credentials.h"
#include "patchcord/ports/events.h"

namespace patchcord::aws {

// What the providers look at.
struct CredentialInputs {
  Variables variables{};
  Profile profile{};
};

// The first provider that is configured decides; its failure is an error, never a reason to ask the
// next one. Environment variables and static keys of both files are supported; profiles with
// role_arn, web identity, SSO, login_session or credential_process, and container credentials are
// recognised and refused with the way around them.
//
// Errors   unauthenticated
Result<AwsCredentials> find_credentials(const CredentialInputs& inputs);

// Reads once, and again after drop(): files may have changed meanwhile. Thread-safe.
class ChainCredentials : public AwsCredentialSource {
 public:
  // `profile` as named by an option, or empty.
  ChainCredentials(Variables variables, std::string profile, Events& events);

  Result<AwsCredentials> credentials() override;
  void drop() override;

 private:
  Variables variables_;
  std::string profile_;
  Events& events_;

  std::mutex mutex_;
  bool warned_{false};
  std::optional<AwsCredentials> found_;
};

}  // namespace patchcord::aws
