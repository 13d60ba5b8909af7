// Where the AWS services answer, and with which region requests to them are signed.
//
// Source   botocore, endpoint rules; AWS SDKs and Tools Reference Guide, "Service-specific
// endpoints"
#pragma once

#include <map>
#include <string>

#include "patchcord/aws/profile.h"
#include "patchcord/base/result.h"

namespace patchcord::aws {

enum class Service { iam, sts, lambda, sso, sso_oidc };

// "iam": in endpoints, in signatures, in Request::service, in AWS_ENDPOINT_URL_<SERVICE>.
const char* service_name(Service service);

struct Endpoint {
  std::string url{};  // without a slash at the end; may carry a path prefix
  std::string
      signing_region{};  // IAM: its partition's, not the user's, also at an overridden address
  std::string overridden_by{};  // "AWS_ENDPOINT_URL_IAM"; empty: AWS itself. Plan shows it.
};

struct EndpointSettings {
  std::string option{};  // an explicit address for all services
  Variables variables{};
  Profile profile{};
};

// STS answers at one host for each region; AWS_STS_REGIONAL_ENDPOINTS=legacy chooses the global one
// for the regions that had it first. `sso` is the portal of IAM Identity Center, `sso_oidc`
// where its sessions are renewed.
//
// The first of: the option, AWS_ENDPOINT_URL_<SERVICE>, AWS_ENDPOINT_URL, the profile's services
// section, its endpoint_url; else AWS itself, by AWS_USE_FIPS_ENDPOINT and
// AWS_USE_DUALSTACK_ENDPOINT. AWS_IGNORE_CONFIGURED_ENDPOINT_URLS switches all but the option off.
//
// Errors   invalid: an address that is no URL, FIPS or dual stack together with an address or where
// they do not exist
Result<Endpoint> endpoint_for(Service service,
                              const std::string& region,
                              const EndpointSettings& settings);

}  // namespace patchcord::aws
