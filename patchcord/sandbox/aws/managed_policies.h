// The policies that AWS manages, as far as the sandbox has them.
//
// Source: AWS Managed Policy Reference; of the large ones only what concerns IAM, STS and Lambda
#pragma once

#include <string>
#include <vector>

#include "patchcord/sandbox/aws/cloud.h"

namespace patchcord::sandbox::aws {

std::vector<ManagedPolicy> policies_of_aws(const std::string& partition, TimePoint now);

}  // namespace patchcord::sandbox::aws
