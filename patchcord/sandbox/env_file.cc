#include "patchcord/sandbox/env_file.h"

#include <string_view>

#include <fmt/format.h>

namespace patchcord::sandbox {
namespace {

std::string quoted(std::string_view value) {
  std::string out = "'";
  for (const char c : value) {
    if (c == '\'') {
      out += R"('\'')";
    } else {
      out += c;
    }
  }
  return out + "'";
}

}  // namespace

std::string shell_exports(const Environment& environment) {
  std::string out;
  for (const auto& [name, value] : environment)
    out += fmt::format("export {}={}\n", name, quoted(value));
  return out;
}

}  // namespace patchcord::sandbox
