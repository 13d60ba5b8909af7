#include "patchcord/base/digest.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "patchcord/base/check.h"

namespace patchcord {

Sha256 sha256(std::string_view bytes) {
  Sha256 digest{};
  const int done =
      EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
  PATCHCORD_CHECK(done == 1, "SHA-256 failed");
  return digest;
}

Sha256 hmac_sha256(std::string_view key, std::string_view bytes) {
  Sha256 digest{};
  unsigned int length = 0;
  const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
  const auto* done = HMAC(EVP_sha256(),
                          key.data(),
                          static_cast<int>(key.size()),
                          data,
                          bytes.size(),
                          digest.data(),
                          &length);
  PATCHCORD_CHECK(done != nullptr && length == digest.size(), "HMAC-SHA-256 failed");
  return digest;
}

std::string sha1_hex(std::string_view bytes) {
  std::array<char, 20> digest{};
  auto* out = reinterpret_cast<unsigned char*>(digest.data());
  const int done = EVP_Digest(bytes.data(), bytes.size(), out, nullptr, EVP_sha1(), nullptr);
  PATCHCORD_CHECK(done == 1, "SHA-1 failed");
  return to_hex(std::string_view(digest.data(), digest.size()));
}

std::string to_hex(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += digits[byte >> 4U];
    out += digits[byte & 15U];
  }
  return out;
}

std::string to_hex(const Sha256& digest) {
  return to_hex(std::string_view(reinterpret_cast<const char*>(digest.data()), digest.size()));
}

}  // namespace patchcord
