// The text of a JSON document that a person may look at on a terminal.
#pragma once

#include <string>

#include "patchcord/base/json.h"

namespace patchcord {

// Indented. What a terminal could obey, or what turns the direction of text around, is written as
// \uXXXX: the document stays the same. Broken UTF-8 is replaced.
std::string document_text(const Json& document);

}  // namespace patchcord
