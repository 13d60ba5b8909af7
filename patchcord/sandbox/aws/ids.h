// Identifiers and secrets in the shapes AWS gives them, from the operating system's random source.
#pragma once

#include <string>
#include <string_view>

namespace patchcord::sandbox::aws {

// `prefix` and then capital letters and the digits 2 to 7: "AROA" + 17 for a role, "ASIA" + 16 for
// a session key.
std::string unique_id(std::string_view prefix, std::size_t random_letters);
// `length` characters of the base64 alphabet: a secret access key has 40.
std::string random_secret(std::size_t length);
// "6a1f…-4…": request ids, revision ids.
std::string uuid();

}  // namespace patchcord::sandbox::aws
