// How many requests a plan costs, before it is applied.
#pragma once

#include <cstddef>

#include "patchcord/model/desired.h"
#include "patchcord/plan/plan.h"

namespace patchcord {

// Requests, with logging in. Genesys Cloud allows 300 a minute for each token.
struct Calls {
  std::size_t genesys{};
  std::size_t aws{};

  friend bool operator==(const Calls&, const Calls&) = default;
  friend Calls operator+(const Calls& one, const Calls& other) {
    return {.genesys = one.genesys + other.genesys, .aws = one.aws + other.aws};
  }
};

// What the steps cost, and reading back what they did. Exact when nothing has to be waited for, and
// nothing fails.
Calls forecast(const Plan& plan, const Observed& observed);

// The same for a removal: everything is listed again before an integration is deleted.
Calls forecast_removal(const Plan& plan, const Observed& observed);

}  // namespace patchcord
