// Comparing one value of a request with one value of a policy, by the kinds that IAM's operators
// have.
#pragma once

#include <optional>
#include <string_view>

#include "patchcord/policy/truth.h"

namespace patchcord::policy {

// A decimal number, sign and fraction allowed.
std::optional<double> number_of(std::string_view text);

// Seconds since 1970-01-01T00:00:00Z from an ISO 8601 date (2026-11-22), a date and time with Z or
// ±hh:mm (2026-11-22T13:05:00.5Z; seconds optional), or a number of epoch seconds.
//
// Source  IAM User Guide, Date condition operators; W3C NOTE-datetime
std::optional<double> time_of(std::string_view text);

// Is the address in the block (203.0.113.0/24, 2001:db8::/32, or one address)? An IPv4 address is
// never in an IPv6 block. `unknown` when one of them is neither.
//
// Source  IAM User Guide, IP address condition operators
Truth is_in_block(std::string_view address, std::string_view block);

}  // namespace patchcord::policy
