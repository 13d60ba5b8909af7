#include "patchcord/sandbox/randomness.h"

#include <array>
#include <cerrno>

#include <sys/random.h>

#include "patchcord/base/check.h"
#include "patchcord/base/digest.h"

namespace patchcord::sandbox {
namespace {

void fill_from_system(std::string& out) {
  std::size_t filled = 0;
  while (filled < out.size()) {
    const auto got = ::getrandom(out.data() + filled, out.size() - filled, 0);
    PATCHCORD_CHECK(got > 0 || errno == EINTR, "the system's random source answers");
    if (got > 0) filled += static_cast<std::size_t>(got);
  }
}

}  // namespace

Randomness::Randomness(std::optional<std::uint64_t> seed) {
  if (seed) seeded_.emplace(*seed);
}

std::string Randomness::bytes(std::size_t count) {
  std::string out(count, '\0');
  const std::scoped_lock lock(mutex_);
  if (!seeded_) {
    fill_from_system(out);
    return out;
  }
  for (auto& byte : out)
    byte = static_cast<char>((*seeded_)() & 0xFFU);
  return out;
}

std::string Randomness::uuid() {
  auto raw = bytes(16);
  const auto with_bits = [](char byte, unsigned keep, unsigned set) {
    return static_cast<char>((static_cast<unsigned char>(byte) & keep) | set);
  };
  raw[6] = with_bits(raw[6], 0x0FU, 0x40U);
  raw[8] = with_bits(raw[8], 0x3FU, 0x80U);
  auto text = to_hex(raw);
  for (const std::size_t at : {20U, 16U, 12U, 8U})
    text.insert(at, "-");
  return text;
}

std::string Randomness::letters(std::size_t length) {
  constexpr std::string_view alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  std::string out;
  while (out.size() < length) {
    for (const char byte : bytes(length)) {
      const auto index =
          static_cast<unsigned char>(byte) & 63U;  // 62 and 63 are thrown away: no bias
      if (index < alphabet.size() && out.size() < length) out += alphabet[index];
    }
  }
  return out;
}

}  // namespace patchcord::sandbox
