// The names that HTML 4 has for characters.
#pragma once

#include <string_view>

namespace patchcord::simulator {

// `eacute` for U+00E9; empty when there is none. Only characters beyond ASCII.
std::string_view html_entity(char32_t code_point);

}  // namespace patchcord::simulator
