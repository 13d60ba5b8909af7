// A JSON value for people: one member a line, texts of several lines as they are.
#pragma once

#include <string>

#include "patchcord/base/json.h"

namespace patchcord {

// As YAML would write it, without its quotes: for reading, not for reading back. Terminal controls
// are left out. With a line end; "" for an empty object or list.
std::string outline_text(const Json& value);

}  // namespace patchcord
