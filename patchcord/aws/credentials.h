// Who we are at AWS: the chain that people know from the AWS CLI, kept and renewed.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "patchcord/aws/credential_fetch.h"
#include "patchcord/ports/credentials.h"

namespace patchcord::aws {

struct ChainSettings {
  Variables variables{};
  std::string profile{};  // named by an option, or empty
  std::string region{};   // of STS where environment and profile name none
};

// Credentials are renewed in their last five minutes, by one thread, while the others go on with
// the old ones; a failure is an error only when they have expired, and is not repeated for half a
// minute before. Those for which a person must type a code are renewed in their last minute. Every
// time, variables and files decide anew. Thread-safe.
class ChainCredentials : public AwsCredentialSource {
 public:
  ChainCredentials(ChainSettings settings, FetchParts parts);

  // Errors   those of find_recipe and fetch_credentials
  Result<AwsCredentials> credentials() override;
  void drop() override;

 private:
  enum class Need { none, soon, now };
  struct Fetched {
    AwsCredentials credentials{};
    bool needs_person{};
  };

  [[nodiscard]] Need need() const;
  Result<Fetched> fetch();
  void warn(const std::vector<std::string>& warnings);

  ChainSettings settings_;
  FetchParts parts_;

  std::mutex mutex_;
  std::condition_variable changed_;
  bool fetching_{false};
  std::uint64_t fetches_{};  // that have ended
  std::optional<Fetched> found_;
  std::optional<Error> failure_;  // of the last fetch
  TimePoint not_before_{};        // the next attempt to renew what is still good
  std::set<std::string> warned_;  // only the thread that fetches
};

}  // namespace patchcord::aws
