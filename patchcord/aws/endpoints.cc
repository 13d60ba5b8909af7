#include "patchcord/aws/endpoints.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "patchcord/aws/partition.h"
#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/http/url.h"

namespace patchcord::aws {
namespace {

struct Override {
  std::string url{};
  std::string from{};
};

// Source: botocore, endpoint rules of STS
constexpr std::array<std::string_view, 15> legacy_sts_regions = {"ap-northeast-1",
                                                                 "ap-south-1",
                                                                 "ap-southeast-1",
                                                                 "ap-southeast-2",
                                                                 "ca-central-1",
                                                                 "eu-central-1",
                                                                 "eu-north-1",
                                                                 "eu-west-1",
                                                                 "eu-west-2",
                                                                 "eu-west-3",
                                                                 "sa-east-1",
                                                                 "us-east-1",
                                                                 "us-east-2",
                                                                 "us-west-1",
                                                                 "us-west-2"};

std::string setting(const EndpointSettings& settings,
                    const std::string& name,
                    const std::string& key) {
  auto text = variable(settings.variables, name);
  return lower_case(text.empty() ? settings.profile.get(key) : text);
}

bool is_on(const EndpointSettings& settings, const std::string& name, const std::string& key) {
  return setting(settings, name, key) == "true";
}

Override find_override(Service service, const EndpointSettings& settings) {
  if (!settings.option.empty()) return {settings.option, "an option"};
  if (is_on(settings, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "ignore_configured_endpoint_urls"))
    return {};
  const std::string name = service_name(service);
  std::string upper;
  for (const char c : name)
    upper += c == '_' ? c : static_cast<char>(c - 'a' + 'A');
  for (const auto& source : {"AWS_ENDPOINT_URL_" + upper, std::string("AWS_ENDPOINT_URL")}) {
    if (auto url = variable(settings.variables, source); !url.empty())
      return {std::move(url), source};
  }
  const Profile& profile = settings.profile;
  if (const auto nested = profile.services.nested.find(name);
      nested != profile.services.nested.end()) {
    const auto url = nested->second.find("endpoint_url");
    if (url != nested->second.end() && !url->second.text.empty()) {
      return {url->second.text,
              fmt::format("the services section of profile {} ({}:{})",
                          profile.name,
                          profile.config_path,
                          url->second.line)};
    }
  }
  if (auto url = profile.get("endpoint_url"); !url.empty())
    return {std::move(url),
            fmt::format("profile {} ({})", profile.name, profile.place("endpoint_url"))};
  return {};
}

std::string iam_host(const Partition& partition, bool fips, bool dual) {
  if (fips && dual) return {};
  return std::string(fips   ? partition.iam_fips_host
                     : dual ? partition.iam_dual_host
                            : partition.iam_host);
}

// "sts"
std::string host_prefix(Service service) {
  switch (service) {
    case Service::sso:
      return "portal.sso";
    case Service::sso_oidc:
      return "oidc";
    default:
      return service_name(service);
  }
}

// "sts.eu-central-1.amazonaws.com"; GovCloud's plain hosts are its FIPS hosts, except
// for Lambda.
std::string regional_host(
    Service service, const std::string& region, const Partition& partition, bool fips, bool dual) {
  const auto suffix = dual ? partition.dual_suffix : partition.suffix;
  if (suffix.empty()) return {};
  const bool plain_is_fips = !dual && service != Service::lambda && partition.name == "aws-us-gov";
  return fmt::format(
      "{}{}.{}.{}", host_prefix(service), fips && !plain_is_fips ? "-fips" : "", region, suffix);
}

bool is_global_sts(Service service, const std::string& region, const EndpointSettings& settings) {
  return service == Service::sts &&
         setting(settings, "AWS_STS_REGIONAL_ENDPOINTS", "sts_regional_endpoints") == "legacy" &&
         std::find(legacy_sts_regions.begin(), legacy_sts_regions.end(), region) !=
             legacy_sts_regions.end();
}

}  // namespace

const char* service_name(Service service) {
  switch (service) {
    case Service::iam:
      return "iam";
    case Service::sts:
      return "sts";
    case Service::lambda:
      return "lambda";
    case Service::sso:
      return "sso";
    case Service::sso_oidc:
      return "sso_oidc";
  }
  return "";
}

Result<Endpoint> endpoint_for(Service service,
                              const std::string& region,
                              const EndpointSettings& settings) {
  const Partition& partition = partition_for(region);
  Endpoint endpoint{.signing_region =
                        service == Service::iam ? std::string(partition.iam_region) : region};
  const bool fips = is_on(settings, "AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint");
  const bool dual = is_on(settings, "AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint");
  if (const auto found = find_override(service, settings); !found.url.empty()) {
    if (fips || dual) {
      return Error{.code = Code::invalid,
                   .what = fmt::format(
                       "{} gives an address for {}, so that FIPS and dual stack cannot be chosen",
                       found.from,
                       service_name(service)),
                   .hint =
                       "Unset AWS_USE_FIPS_ENDPOINT and AWS_USE_DUALSTACK_ENDPOINT (in a profile "
                       "use_fips_endpoint and use_dualstack_endpoint)."};
    }
    auto url = http::parse_url(found.url);
    if (!url) {
      Error error = std::move(url).error();
      error.at = found.from;
      return error;
    }
    endpoint.url = found.url;
    while (endpoint.url.ends_with('/'))
      endpoint.url.pop_back();
    endpoint.overridden_by = found.from;
    return endpoint;
  }
  if (!fips && !dual && is_global_sts(service, region, settings)) {
    endpoint.url = "https://sts.amazonaws.com";
    endpoint.signing_region = "us-east-1";
    return endpoint;
  }
  const auto host = service == Service::iam ? iam_host(partition, fips, dual)
                                            : regional_host(service, region, partition, fips, dual);
  if (host.empty()) {
    return Error{.code = Code::invalid,
                 .what = fmt::format("no {} host for {} in partition {} is known",
                                     fips ? "FIPS" : "dual-stack",
                                     service_name(service),
                                     partition.name)};
  }
  endpoint.url = "https://" + host;
  if (service == Service::iam && fips && !partition.iam_fips_region.empty())
    endpoint.signing_region = partition.iam_fips_region;
  return endpoint;
}

}  // namespace patchcord::aws
