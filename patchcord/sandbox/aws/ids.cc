#include "patchcord/sandbox/aws/ids.h"

#include <sys/random.h>

#include "patchcord/base/check.h"
#include "patchcord/base/digest.h"

namespace patchcord::sandbox::aws {
namespace {

// At most 256 bytes: up to there getrandom neither returns less nor is interrupted.
std::string random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  PATCHCORD_CHECK(getrandom(bytes.data(), count, 0) == static_cast<ssize_t>(count),
                  "no random bytes from the operating system");
  return bytes;
}

std::string random_letters_of(std::string_view alphabet, std::size_t count) {
  std::string text = random_bytes(count);
  for (char& byte : text)
    byte = alphabet[static_cast<unsigned char>(byte) % alphabet.size()];
  return text;
}

}  // namespace

std::string unique_id(std::string_view prefix, std::size_t random_letters) {
  return std::string(prefix) +
         random_letters_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", random_letters);
}

std::string random_secret(std::size_t length) {
  return random_letters_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
                           length);
}

std::string uuid() {
  std::string bytes = random_bytes(16);
  bytes[6] = static_cast<char>((static_cast<unsigned char>(bytes[6]) & 0x0fU) | 0x40U);
  bytes[8] = static_cast<char>((static_cast<unsigned char>(bytes[8]) & 0x3fU) | 0x80U);
  std::string text = to_hex(bytes);
  for (const std::size_t place : {20U, 16U, 12U, 8U})
    text.insert(place, 1, '-');
  return text;
}

}  // namespace patchcord::sandbox::aws
