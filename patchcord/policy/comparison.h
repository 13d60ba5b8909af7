// Comparing one value of a request with one value of a policy, by the kinds that IAM's operators
// have.
#pragma once

#include <optional>
#include <string_view>

#include "patchcord/policy/truth.h"

namespace patchcord::policy {

// Are two texts equal without regard to case? Letters of ASCII and Latin-1 are known; `unknown`
// where the first difference is another character that has, or might have, a case.
//
// Source  IAM User Guide, String condition operators; Unicode, CaseFolding.txt
Truth same_ignoring_case(std::string_view a, std::string_view b);

// A decimal number, sign and fraction allowed.
std::optional<double> number_of(std::string_view text);

// Seconds since 1970-01-01T00:00:00Z from an ISO 8601 date (2026-11-22), a date and time with Z or
// ±hh:mm (2026-11-22T13:05:00.5Z; seconds optional), or a number of epoch seconds. Nothing for four
// digits alone: they may be a year as well as seconds.
//
// Source  IAM User Guide, Date condition operators; W3C NOTE-datetime
std::optional<double> time_of(std::string_view text);

// Is the address in the block (203.0.113.0/24, 2001:db8::/32, or one address)? An IPv4 address is
// never in an IPv6 block. `unknown` when one of them is neither.
//
// Source  IAM User Guide, IP address condition operators
Truth is_in_block(std::string_view address, std::string_view block);

}  // namespace patchcord::policy
