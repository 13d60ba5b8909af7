// What the process was given: variables, randomness.
#pragma once

#include <map>
#include <string>

namespace patchcord::os {

using Variables = std::map<std::string, std::string>;

Variables environment();

// `digits` hexadecimal digits from the system's random source.
std::string random_hex(std::size_t digits);
// A number in [0, 1), for jitter.
double random_fraction();

}  // namespace patchcord::os
