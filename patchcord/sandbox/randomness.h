// Where ids, tokens and secrets come from.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <random>
#include <string>

namespace patchcord::sandbox {

// Thread-safe.
class Randomness {
 public:
  // `seed`: the same values at each start (tests only); otherwise the operating system's random
  // source.
  explicit Randomness(std::optional<std::uint64_t> seed = std::nullopt);

  std::string uuid();                       // version 4, lower case
  std::string letters(std::size_t length);  // A-Z a-z 0-9

 private:
  std::string bytes(std::size_t count);

  std::mutex mutex_;
  std::optional<std::mt19937_64> seeded_;
};

}  // namespace patchcord::sandbox
