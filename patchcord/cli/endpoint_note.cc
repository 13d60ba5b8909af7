#include "patchcord/cli/endpoint_note.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace patchcord::cli {
namespace {

// Services of AWS that go to the same place for the same reason.
struct Place {
  aws::Endpoint endpoint{};
  std::vector<std::string> services{};
};

std::string name_of(aws::Service service) {
  switch (service) {
    case aws::Service::iam:
      return "IAM";
    case aws::Service::sts:
      return "STS";
    case aws::Service::lambda:
      return "Lambda";
    default:
      return aws::service_name(service);
  }
}

std::vector<Place> places_of(const EndpointsInUse& endpoints) {
  std::vector<Place> places;
  for (const auto& [service, endpoint] : endpoints.aws) {
    if (endpoint.overridden_by.empty()) continue;
    const auto known =
        std::find_if(places.begin(), places.end(), [&, &wanted = endpoint](const Place& place) {
          return place.endpoint.url == wanted.url &&
                 place.endpoint.overridden_by == wanted.overridden_by;
        });
    if (known == places.end()) {
      places.push_back({.endpoint = endpoint, .services = {name_of(service)}});
    } else {
      known->services.push_back(name_of(service));
    }
  }
  return places;
}

bool all_at(const std::string& url, const EndpointsInUse& endpoints) {
  return !url.empty() && endpoints.genesys_login == url &&
         std::all_of(endpoints.aws.begin(), endpoints.aws.end(), [&](const auto& one) {
           return one.second.url == url;
         });
}

}  // namespace

std::string endpoint_note(const EndpointsInUse& endpoints) {
  const auto& api = endpoints.genesys_api;
  if (all_at(api, endpoints)) return "both clouds are at " + api;
  std::vector<std::string> told;
  if (!api.empty()) told.push_back("the Genesys Cloud API at " + api);
  if (!endpoints.genesys_login.empty())
    told.push_back((api.empty() ? "the Genesys Cloud login at " : "its login at ") +
                   endpoints.genesys_login);
  for (const auto& place : places_of(endpoints)) {
    const bool every_one = place.services.size() == endpoints.aws.size();
    told.push_back(
        fmt::format("{} at {} ({})",
                    every_one ? "AWS" : fmt::format("{}", fmt::join(place.services, " and ")),
                    place.endpoint.url,
                    place.endpoint.overridden_by));
  }
  if (told.empty()) return {};
  return fmt::format("not the clouds' own endpoints: {}", fmt::join(told, "; "));
}

}  // namespace patchcord::cli
