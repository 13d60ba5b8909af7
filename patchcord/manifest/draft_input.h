// The input contract and the request template from what a function takes.
#pragma once

#include <vector>

#include "patchcord/manifest/draft_text.h"
#include "patchcord/template/value.h"

namespace patchcord::draft {

struct Input : Part {
  std::string test{};  // the inputs that make the first sample, as YAML; empty: too large
};

// `events` are objects.
Input draft_input(const std::vector<simulator::Value>& events);

}  // namespace patchcord::draft
