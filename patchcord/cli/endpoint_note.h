// Where a run goes when that is not the clouds themselves: nobody shall write there unawares.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "patchcord/aws/endpoints.h"

namespace patchcord::cli {

struct EndpointsInUse {
  std::string genesys_api{};    // empty: the region's own
  std::string genesys_login{};  // the same
  std::vector<std::pair<aws::Service, aws::Endpoint>> aws{};
};

// "both clouds are at http://127.0.0.1:8087", "not the clouds' own endpoints: IAM and STS at
// http://127.0.0.1:8087 (AWS_ENDPOINT_URL)"; empty when all are their own.
std::string endpoint_note(const EndpointsInUse& endpoints);

}  // namespace patchcord::cli
