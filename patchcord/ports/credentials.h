// Who we are at AWS, as one frozen set for one signature.
#pragma once

#include <optional>
#include <string>

#include "patchcord/base/result.h"
#include "patchcord/base/secret.h"
#include "patchcord/ports/clock.h"

namespace patchcord {

struct AwsCredentials {
  std::string access_key_id{};
  Secret secret_access_key{};
  std::optional<Secret> session_token{};
  std::optional<TimePoint> expires{};
  std::string source{};  // for people: "environment", "profile dev in ~/.aws/credentials"
};

// Thread-safe.
class AwsCredentialSource {
 public:
  virtual ~AwsCredentialSource() = default;

  // Current credentials, cached until shortly before they expire.
  //
  // Errors   unauthenticated: there are none, or the configured provider failed (the first that is
  // configured decides)
  virtual Result<AwsCredentials> credentials() = 0;
  // The service refused the ones we have: the next call fetches new ones.
  virtual void drop() = 0;
};

}  // namespace patchcord
