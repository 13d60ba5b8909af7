// Points in time in the spellings of AWS.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "patchcord/sandbox/time.h"

namespace patchcord::sandbox::aws {

std::string iso_time(TimePoint time);      // "2026-01-02T03:04:05Z": IAM, STS
std::string compact_time(TimePoint time);  // "20260102T030405Z": X-Amz-Date
std::string lambda_time(
    TimePoint time);  // "2026-01-02T03:04:05.678+0000": LastModified of a function
std::string http_time(TimePoint time);  // "Fri, 02 Jan 2026 03:04:05 GMT": Date

// Reads the form of X-Amz-Date, and only that.
std::optional<TimePoint> parse_compact_time(std::string_view text);

}  // namespace patchcord::sandbox::aws
