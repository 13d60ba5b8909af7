// Files, bounded on the way in and atomic on the way out.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "patchcord/base/result.h"

namespace patchcord::os {

// The bytes of a regular file of at most `max_bytes`.
//
// Errors   not_found · denied · invalid: a directory or another thing that is no regular file, or
// too large
Result<std::string> read_file(const std::filesystem::path& path, std::size_t max_bytes);

// As read_file, for a secret: its owner alone may read or change it, and that is the user or root.
//
// Errors   those of read_file · invalid: others may, or it is somebody else's
Result<std::string> read_secret_file(const std::filesystem::path& path, std::size_t max_bytes);

// Whether anybody but its owner may read it; false where there is no such file.
bool others_may_read(const std::filesystem::path& path);

// As read_file, for a path that another file names: it must be in `folder`, also after every
// symbolic link is followed.
//
// Errors   those of read_file · invalid: the path leaves the folder
Result<std::string> read_file_inside(const std::filesystem::path& folder,
                                     const std::string& relative_path,
                                     std::size_t max_bytes);

// The whole of standard input, bounded in the same way.
Result<std::string> read_standard_input(std::size_t max_bytes);

// The file has either the old or the new content, whatever happens: temporary file beside it,
// fsync, rename. A symbolic link stays one, and its target is written. A device or a pipe is
// written as it is.
//
// Errors   denied: the folder cannot be written · unavailable: the disk is full or failing, or
// links lead nowhere
Result<void> write_file_atomically(const std::filesystem::path& path,
                                   std::string_view content,
                                   unsigned mode);

}  // namespace patchcord::os
