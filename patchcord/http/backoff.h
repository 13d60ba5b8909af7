// How long to wait before the next attempt: a pure function, and what services say about it.
#pragma once

#include <optional>
#include <string_view>

#include "patchcord/ports/clock.h"

namespace patchcord::http {

// Exponential from `base`, doubling, at most 20 × `base`; between half and all of that, by `random`
// in [0, 1). `attempt` is the one that failed, from 1.
Milliseconds backoff_delay(Milliseconds base, int attempt, double random);

// The value of a Retry-After header: seconds, or a date. Never negative; at most a day, which
// nobody waits for. Nothing where the text is neither.
//
// Source   RFC 9110, 10.2.3
std::optional<Milliseconds> parse_retry_after(std::string_view text, TimePoint now);

}  // namespace patchcord::http
