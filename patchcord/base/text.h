// Text tools that know nothing of what we do: encoding, cleaning, nearest words.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace patchcord {

// RFC 3986: every byte except A-Z a-z 0-9 - . _ ~ becomes %XX with upper-case digits.
std::string percent_encode(std::string_view bytes);
// Decodes %XX only; `+` stays, a stray % stays.
std::string percent_decode(std::string_view text);

std::string base64_encode(std::string_view bytes);
// Strict: padding required, no blanks.
std::optional<std::string> base64_decode(std::string_view text);

std::string lower_case(std::string_view text);  // ASCII only
std::string_view trim(std::string_view text);   // blanks, tabs, CR, LF at both ends
std::vector<std::string_view> split(std::string_view text, char separator);
std::string join(std::span<const std::string> parts, std::string_view separator);

// The same text without control characters and escape sequences (each becomes `?`; TAB and LF stay
// when `keep_lines`, and CR LF becomes LF), valid UTF-8, at most `max_bytes` with `…` at the cut:
// for text from outside on a terminal.
std::string printable(std::string_view text, std::size_t max_bytes = 2000, bool keep_lines = false);

// For text and attributes of XML 1.0: `& < > "` and line ends and tabs as references; what XML
// cannot hold (control characters, U+FFFE, U+FFFF) becomes `?`. The text must be UTF-8.
std::string xml_escaped(std::string_view text);

// The candidate nearest to `word` within edit distance 2 (and less than half its length), for "did
// you mean".
std::optional<std::string> nearest(std::string_view word, std::span<const std::string> candidates);

// The bytes of the first character: one UTF-8 sequence, or one byte where none begins. `text` is
// not empty.
std::string_view first_character(std::string_view text);

// `*` any run, `?` one character (first_character); case-sensitive. Linear in text × pattern, no
// recursion.
bool matches_wildcard(std::string_view pattern, std::string_view text);

}  // namespace patchcord
