#include "patchcord/aws/partition.h"

#include <algorithm>
#include <array>

#include "patchcord/model/arn.h"

namespace patchcord::aws {
namespace {

constexpr std::array<Partition, 8> table = {{
    {.name = "aws",
     .suffix = "amazonaws.com",
     .dual_suffix = "api.aws",
     .iam_host = "iam.amazonaws.com",
     .iam_region = "us-east-1",
     .iam_fips_host = "iam-fips.amazonaws.com",
     .iam_dual_host = "iam.global.api.aws"},
    {.name = "aws-us-gov",
     .suffix = "amazonaws.com",
     .dual_suffix = "api.aws",
     .iam_host = "iam.us-gov.amazonaws.com",
     .iam_region = "us-gov-west-1",
     .iam_fips_host = "iam.us-gov.amazonaws.com",
     .iam_dual_host = "iam.us-gov.api.aws"},
    {.name = "aws-cn",
     .suffix = "amazonaws.com.cn",
     .dual_suffix = "api.amazonwebservices.com.cn",
     .iam_host = "iam.cn-north-1.amazonaws.com.cn",
     .iam_region = "cn-north-1",
     .iam_fips_host = "iam-fips.amazonaws.com.cn",
     .iam_fips_region = "cn-northwest-1",
     .iam_dual_host = "iam.global.api.amazonwebservices.com.cn"},
    {.name = "aws-eusc",
     .suffix = "amazonaws.eu",
     .dual_suffix = "api.amazonwebservices.eu",
     .iam_host = "iam.eusc-de-east-1.amazonaws.eu",
     .iam_region = "eusc-de-east-1",
     .iam_fips_host = "iam-fips.amazonaws.eu",
     .iam_dual_host = "iam.global.api.amazonwebservices.eu"},
    {.name = "aws-iso",
     .suffix = "c2s.ic.gov",
     .dual_suffix = "api.aws.ic.gov",
     .iam_host = "iam.us-iso-east-1.c2s.ic.gov",
     .iam_region = "us-iso-east-1"},
    {.name = "aws-iso-b",
     .suffix = "sc2s.sgov.gov",
     .dual_suffix = "api.aws.scloud",
     .iam_host = "iam.us-isob-east-1.sc2s.sgov.gov",
     .iam_region = "us-isob-east-1"},
    {.name = "aws-iso-e",
     .suffix = "cloud.adc-e.uk",
     .iam_host = "iam.eu-isoe-west-1.cloud.adc-e.uk",
     .iam_region = "eu-isoe-west-1"},
    {.name = "aws-iso-f",
     .suffix = "csp.hci.ic.gov",
     .iam_host = "iam.us-isof-south-1.csp.hci.ic.gov",
     .iam_region = "us-isof-south-1"},
}};

}  // namespace

const Partition& partition_for(std::string_view region) {
  const auto name = partition_of_region(region);
  const auto* const found = std::find_if(
      table.begin(), table.end(), [&](const Partition& row) { return row.name == name; });
  return found == table.end() ? table.front() : *found;
}

}  // namespace patchcord::aws
