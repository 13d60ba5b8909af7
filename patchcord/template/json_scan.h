// Finding the end of what stands for itself in a JSON string, many bytes at a time.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

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

// Of 16 bytes, the number of the first that is a quote, a backslash, a control character or not
// ASCII; 16 when there is none.
inline std::size_t plain_of_16(const char* from) {
#ifdef __SSE2__
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
  const __m128i quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
  const __m128i backslash = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
  // What is not ASCII is negative.
  const __m128i other = _mm_cmplt_epi8(bytes, _mm_set1_epi8(0x20));
  const int found = _mm_movemask_epi8(_mm_or_si128(_mm_or_si128(quote, backslash), other));
  return static_cast<std::size_t>(std::countr_zero(static_cast<unsigned>(found) | 0x10000U));
#else
  const std::uint64_t first = load_word(from);
  if (const std::uint64_t found = special_bytes(first) | (first & top_bits); found != 0)
    return lowest_byte(found);
  const std::uint64_t second = load_word(from + 8);
  const std::uint64_t found = special_bytes(second) | (second & top_bits);
  return found == 0 ? 16 : 8 + lowest_byte(found);
#endif
}

// The first of those in a text, or its end.
inline const char* plain_end(const char* from, const char* end) {
  while (end - from >= 16) {
    const std::size_t plain = plain_of_16(from);
    from += plain;
    if (plain < 16) return from;
  }
  while (from != end && *from != '"' && *from != '\\' && static_cast<signed char>(*from) >= 0x20)
    ++from;
  return from;
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
