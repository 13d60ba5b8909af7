// What other people's programs say, fit to be shown.
#pragma once

#include <string>
#include <string_view>

namespace patchcord {

// The text without what could be a secret in it: long words that are not just small letters, and
// whatever follows "password", "secret", "token" or "key". One line, short.
std::string without_secrets(std::string_view text);

}  // namespace patchcord
