// Text as a terminal can show it: no wider than it is, and in symbols that it has.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace patchcord {

// Columns of a line of UTF-8; colours take none. Wide characters count as one.
std::size_t columns(std::string_view line);

// Each line broken at blanks so that it fits `width` columns (0: as wide as it gets). What is
// broken off stands below the beginning of its text: `  hint    Allow it` goes on below `Allow`. A
// word wider than the terminal stays whole. A line with a caret below it is not broken but cut, so
// that the caret still stands below its character.
std::string wrapped(std::string_view text, std::size_t width);

// The symbols that our texts use, in ASCII: for terminals of the C locale. All else stays.
std::string with_ascii_symbols(std::string_view text);

}  // namespace patchcord
