// Several pieces of work at a time.
#pragma once

#include <cstddef>
#include <functional>

#include "patchcord/base/result.h"

namespace patchcord {

// How many requests may be on their way to one service at a time.
inline constexpr std::size_t requests_in_flight = 4;

// Calls work(0) … work(count - 1), at most `limit` of them at a time, each once. After a failure no
// more is begun, and what has begun is waited for; the error is that of the smallest index.
Result<void> in_flight(std::size_t count,
                       std::size_t limit,
                       const std::function<Result<void>(std::size_t)>& work);

}  // namespace patchcord
