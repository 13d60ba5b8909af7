// From a place in a text to the place in the file that holds it: as a YAML or JSON scalar with its
// escapes and indentation, or as all of a file.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "patchcord/base/diagnostic.h"
#include "patchcord/manifest/manifest.h"

namespace patchcord {

// The place of a byte of a file; its end when `offset` is beyond it.
Span place_at(const std::string& file, std::string_view source, std::size_t offset);

// The byte at a place of a file; the end of the file when there is no such line.
std::size_t offset_at(std::string_view source, const Span& span);

// Where the byte `offset` of `text.value` stands. The text begins at `text.span`: with a quote,
// with
// `|` or `>`, or with its first character. What cannot be followed gives the place of the text.
Span place_in(const SourceFiles& files, const Text& text, std::size_t offset);

// Where the value of a member of a JSON text begins: {"config", "request"}. The text must have been
// parsed; names with escapes are not found.
std::optional<std::size_t> find_in_json(std::string_view json,
                                        const std::vector<std::string>& path);

// Where a key stands in what begins at `from`: the first word `key` that a colon follows.
Span place_of_key(const SourceFiles& files, const Span& from, std::string_view key);

// Gives each problem the line that it is about, for the caret. Lines of over 400 bytes are left
// out: a caret under a line that is cut would point nowhere.
void show_lines(Diagnostics& diagnostics, const SourceFiles& files);

}  // namespace patchcord
