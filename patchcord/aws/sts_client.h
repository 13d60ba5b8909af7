// STS: who are we, and sessions of roles.
#pragma once

#include <optional>
#include <string>

#include "patchcord/aws/query.h"
#include "patchcord/base/secret.h"
#include "patchcord/model/observed.h"
#include "patchcord/ports/credentials.h"

namespace patchcord::aws {

struct AssumeRoleCall {
  std::string role_arn{};
  std::string session_name{};
  std::string external_id{};             // empty: none is sent
  std::optional<int> duration{};         // seconds; the service's default is an hour
  std::string mfa_serial{};              // empty: no code is sent
  Secret token_code{};                   // of that device
  std::optional<Secret> web_identity{};  // a token: AssumeRoleWithWebIdentity, without a signature
};

class StsClient {
 public:
  explicit StsClient(QueryClient query);

  // Proves credentials, clock, network, account and partition at once; needs no permission.
  //
  // Calls    1 × POST Action=GetCallerIdentity
  // Source   STS API Reference, GetCallerIdentity, version 2011-06-15
  Result<Caller> get_caller_identity();

  // Calls    1 × POST Action=AssumeRole or AssumeRoleWithWebIdentity
  // Errors   denied: the role does not trust us, or we may not; both look the same
  // Source   STS API Reference, AssumeRole, AssumeRoleWithWebIdentity, version 2011-06-15
  Result<AwsCredentials> assume_role(const AssumeRoleCall& call);

 private:
  QueryClient query_;
};

}  // namespace patchcord::aws
