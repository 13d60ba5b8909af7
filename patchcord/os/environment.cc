#include "patchcord/os/environment.h"

#include <cstdint>
#include <string_view>
#include <vector>

#include <sys/random.h>
#include <unistd.h>

#include "patchcord/base/check.h"
#include "patchcord/base/digest.h"

namespace patchcord::os {
namespace {

std::string random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  PATCHCORD_CHECK(::getrandom(bytes.data(), count, 0) == static_cast<ssize_t>(count),
                  "the system gives no random bytes");
  return bytes;
}

}  // namespace

Variables environment() {
  Variables variables;
  for (char** entry = ::environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const auto equals = text.find('=');
    if (equals != std::string_view::npos)
      variables.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return variables;
}

std::string random_hex(std::size_t digits) {
  return to_hex(random_bytes((digits + 1) / 2)).substr(0, digits);
}

double random_fraction() {
  std::uint32_t number = 0;
  for (const char byte : random_bytes(sizeof number)) {
    number = (number << 8U) | static_cast<unsigned char>(byte);
  }
  return static_cast<double>(number) / 4294967296.0;
}

}  // namespace patchcord::os
