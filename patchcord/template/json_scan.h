// Finding the end of what stands for itself in a JSON string, eight bytes at a time.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace patchcord::simulator {

inline constexpr std::uint64_t top_bits = 0x8080808080808080U;

inline std::uint64_t load_word(const char* from) {
  std::uint64_t word = 0;
  std::memcpy(&word, from, sizeof word);
  return word;
}

// The top bits of the bytes that are a quote, a backslash or a control character. Only the lowest
// bit is exact: the subtractions carry from there into higher bytes.
inline std::uint64_t special_bytes(std::uint64_t word) {
  constexpr std::uint64_t ones = 0x0101010101010101U;
  const std::uint64_t quote = word ^ ones * '"';
  const std::uint64_t backslash = word ^ ones * '\\';
  return (((quote - ones) & ~quote) | ((backslash - ones) & ~backslash) |
          ((word - ones * 0x20) & ~word)) &
         top_bits;
}

// The number of the byte that the lowest bit of such a word is of.
inline std::size_t lowest_byte(std::uint64_t bits) {
  return static_cast<std::size_t>(std::countr_zero(bits)) / 8;
}

// How many bytes stand for themselves before the first that does not.
inline std::size_t plain_length(std::string_view text) {
  std::size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    const std::uint64_t special = special_bytes(load_word(text.data() + at));
    if (special != 0) return at + lowest_byte(special);
  }
  while (at < text.size() && text[at] != '"' && text[at] != '\\' &&
         static_cast<unsigned char>(text[at]) >= 0x20)
    ++at;
  return at;
}

}  // namespace patchcord::simulator
