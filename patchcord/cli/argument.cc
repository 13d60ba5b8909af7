#include "patchcord/cli/argument.h"

#include "patchcord/os/file.h"

namespace patchcord::cli {

Result<std::string> text_argument(const std::string& given) {
  if (!given.starts_with('@')) return given;
  if (given == "@-") return os::read_standard_input(max_argument_bytes);
  return os::read_file(given.substr(1), max_argument_bytes);
}

}  // namespace patchcord::cli
