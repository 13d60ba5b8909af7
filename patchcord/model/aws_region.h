// The regions of AWS by name.
#pragma once

#include <string>
#include <vector>

namespace patchcord {

// Of all partitions. New ones come: a name that is not here is doubtful, not wrong.
//
// Source   botocore 1.44.5, data/endpoints.json
const std::vector<std::string>& known_aws_regions();

}  // namespace patchcord
