// The JSON Schema of a manifest, for editors: names, types and what they mean. It is narrower in
// nothing and wider in much than the parser, which knows the rules.
#pragma once

#include <string_view>

namespace patchcord {

// JSON text, draft-07 (what editors take). Its names are those that the parser knows, held by a
// test.
std::string_view manifest_schema();

}  // namespace patchcord
