// AWS partitions: separate sets of regions with their own hosts, where nothing of one can trust
// anything of another.
//
// Source   botocore, partitions.json and endpoint rules of IAM, STS and Lambda
#pragma once

#include <string_view>

namespace patchcord::aws {

struct Partition {
  std::string_view name{};             // "aws-us-gov"
  std::string_view suffix{};           // "amazonaws.com"
  std::string_view dual_suffix{};      // "api.aws"; empty where it is not known
  std::string_view iam_host{};         // IAM is one service for the whole partition…
  std::string_view iam_region{};       // …and signed with this region
  std::string_view iam_fips_host{};    // empty where it is not known
  std::string_view iam_fips_region{};  // where it is signed with another one
  std::string_view iam_dual_host{};
};

const Partition& partition_for(std::string_view region);

}  // namespace patchcord::aws
