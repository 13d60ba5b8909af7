// java.lang.Character: kinds of characters, and case.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace patchcord::simulator {

enum class Case : std::uint8_t { lower, upper };

// Character.isWhitespace.
bool is_java_whitespace(std::uint32_t code_point);

// Letters of Latin-1, Greek and Cyrillic change case by fixed distances; others stay as they are.
std::string with_case(std::string_view text, Case wanted);

}  // namespace patchcord::simulator
