// Hashes over bytes: signatures, fingerprints of plans, digests in the record.
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace patchcord {

using Sha256 = std::array<unsigned char, 32>;

Sha256 sha256(std::string_view bytes);
Sha256 hmac_sha256(std::string_view key, std::string_view bytes);

// For names that others chose to make of it; it protects nothing.
std::string sha1_hex(std::string_view bytes);

// Lower-case hexadecimal digits.
std::string to_hex(std::string_view bytes);
std::string to_hex(const Sha256& digest);

inline std::string sha256_hex(std::string_view bytes) {
  return to_hex(sha256(bytes));
}

}  // namespace patchcord
