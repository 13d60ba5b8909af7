#include "patchcord/sandbox/env_file.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

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

bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const auto written = ::write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return ::fsync(file) == 0;
}

Error failed(const std::string& path) {
  return Error{.code = Code::unavailable,
               .what = fmt::format("{} cannot be written: {}", path, std::strerror(errno)),
               .at = path};
}

}  // namespace

std::string shell_exports(const Environment& environment) {
  std::string out;
  for (const auto& [name, value] : environment)
    out += fmt::format("export {}={}\n", name, quoted(value));
  return out;
}

Result<void> write_env_file(const std::string& path, const Environment& environment) {
  std::string temporary = path + ".XXXXXX";
  const int file = ::mkostemp(temporary.data(), O_CLOEXEC);  // made with mode 0600
  if (file < 0) return failed(path);
  const bool written = write_all(file, shell_exports(environment));
  const bool closed = ::close(file) == 0;
  if (written && closed && std::rename(temporary.c_str(), path.c_str()) == 0) return {};
  auto error = failed(path);
  ::unlink(temporary.c_str());
  return error;
}

}  // namespace patchcord::sandbox
