// The output contract, the translation map and the success template from what a function returns.
#pragma once

#include <vector>

#include "patchcord/manifest/draft_text.h"
#include "patchcord/template/value.h"

namespace patchcord::draft {

// `map_all`: a variable for each member, even where the reply could pass as it is.
Part draft_output(const std::vector<simulator::Value>& replies, bool map_all);

}  // namespace patchcord::draft
