// Dates as HTTP headers and services write them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "patchcord/ports/clock.h"

namespace patchcord::http {

// "Sun, 06 Nov 1994 08:49:37 GMT", the one form that servers may still write.
//
// Source   RFC 9110, 5.6.7
std::optional<TimePoint> parse_http_date(std::string_view text);

// "2026-01-02T03:04:05Z", with any fraction of a second, "Z" or an offset ("+00:00").
std::optional<TimePoint> parse_iso_date(std::string_view text);

// "20260102T030405Z", as signatures want it.
std::string compact_date(TimePoint time);

}  // namespace patchcord::http
