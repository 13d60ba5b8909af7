// Who we are at AWS, wired to this machine: files, programs, the terminal, the network.
#pragma once

#include <string>

#include "patchcord/aws/credentials.h"
#include "patchcord/cli/variables.h"
#include "patchcord/http/curl.h"
#include "patchcord/http/retry.h"
#include "patchcord/os/program_runner.h"

namespace patchcord::cli {

struct AwsAccessOptions {
  Variables variables{};
  std::string profile{};  // given as an option
  std::string region{};   // of STS where environment and profile name none
};

class AwsAccess {
 public:
  // `logged` neither signs nor repeats.
  AwsAccess(AwsAccessOptions options, Transport& logged, const http::RetryParts& retry);

  aws::ChainCredentials& credentials() { return credentials_; }
  aws::ClockSkew& skew() { return skew_; }

 private:
  os::SystemPrograms programs_;
  aws::ClockSkew skew_{};
  aws::ChainCredentials credentials_;
};

// libcurl for everything that we send. The authorities: the option, AWS_CA_BUNDLE, ca_bundle of the
// profile, else the system's. The proxy: https_proxy, HTTPS_PROXY, all_proxy, ALL_PROXY, the first
// that is set; past it for no_proxy, else NO_PROXY. Source: curl's manual, "Environment"
http::CurlOptions curl_options(const std::string& ca_option,
                               const Variables& variables,
                               const aws::Profile& profile,
                               const Waits& waits);

}  // namespace patchcord::cli
