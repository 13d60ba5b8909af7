#include "patchcord/os/file.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "patchcord/base/try.h"
#include "patchcord/os/descriptor.h"

namespace patchcord::os {
namespace {

constexpr unsigned others = S_IRWXG | S_IRWXO;
constexpr unsigned permission_bits = 07777;

Error failed(int number, std::string what) {
  const auto code = number == ENOENT                                         ? Code::not_found
                    : number == EACCES || number == EPERM || number == EROFS ? Code::denied
                                                                             : Code::unavailable;
  return Error{.code = code, .what = fmt::format("{}: {}", what, std::strerror(number))};
}

Result<std::string> read_all(int descriptor, std::size_t max_bytes, const std::string& name) {
  std::string content;
  char buffer[65536];
  for (;;) {
    const auto count = ::read(descriptor, buffer, sizeof buffer);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return failed(errno, fmt::format("{} cannot be read", name));
    if (count == 0) return content;
    content.append(buffer, static_cast<std::size_t>(count));
    if (content.size() > max_bytes) {
      return Error{.code = Code::invalid,
                   .what = fmt::format("{} is larger than {} bytes", name, max_bytes)};
    }
  }
}

// `check` sees what the file is before a byte of it is read.
template <typename Check>
Result<std::string> read_regular(const std::filesystem::path& path,
                                 std::size_t max_bytes,
                                 const Check& check) {
  // O_NONBLOCK: a named pipe must not hang us before we see what it is.
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.valid()) return failed(errno, fmt::format("{} cannot be opened", path.string()));
  struct stat status {};
  if (::fstat(file.get(), &status) != 0)
    return failed(errno, fmt::format("{} cannot be read", path.string()));
  if (!S_ISREG(status.st_mode)) {
    return Error{
        .code = Code::invalid,
        .what = fmt::format("{} is {}",
                            path.string(),
                            S_ISDIR(status.st_mode) ? "a directory" : "not a regular file")};
  }
  TRY(check(status));
  return read_all(file.get(), max_bytes, path.string());
}

Result<void> write_all(int descriptor, std::string_view content, const std::string& name) {
  while (!content.empty()) {
    const auto count = ::write(descriptor, content.data(), content.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return failed(errno, fmt::format("{} cannot be written", name));
    content.remove_prefix(static_cast<std::size_t>(count));
  }
  return {};
}

// A device, a pipe, /dev/stdout: nothing can be renamed over it.
Result<void> write_in_place(const std::filesystem::path& path, std::string_view content) {
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  if (!file.valid()) return failed(errno, fmt::format("{} cannot be written", path.string()));
  return write_all(file.get(), content, path.string());
}

// What `path` finally names: a link stays, and its target is written, which need not exist yet.
Result<std::filesystem::path> behind_links(std::filesystem::path path) {
  constexpr int most_links = 40;  // as Linux: path_resolution(7)
  std::error_code failure;
  for (int i = 0; i < most_links; ++i) {
    if (!std::filesystem::is_symlink(path, failure)) return path;
    const auto target = std::filesystem::read_symlink(path, failure);
    if (failure) return failed(failure.value(), fmt::format("{} cannot be written", path.string()));
    path = path.parent_path() / target;
  }
  return failed(ELOOP, fmt::format("{} cannot be written", path.string()));
}

Result<void> replace_file(const std::filesystem::path& path,
                          std::string_view content,
                          unsigned mode) {
  auto temporary = path.string() + ".XXXXXX";
  const Descriptor file(::mkostemp(temporary.data(), O_CLOEXEC));
  if (!file.valid()) return failed(errno, fmt::format("{} cannot be written", path.string()));
  auto written = [&]() -> Result<void> {
    TRY(write_all(file.get(), content, path.string()));
    if (::fchmod(file.get(), mode) != 0 || ::fsync(file.get()) != 0 ||
        ::rename(temporary.c_str(), path.c_str()) != 0) {
      return failed(errno, fmt::format("{} cannot be written", path.string()));
    }
    return {};
  }();
  if (!written) ::unlink(temporary.c_str());
  return written;
}

}  // namespace

Result<std::string> read_file(const std::filesystem::path& path, std::size_t max_bytes) {
  return read_regular(path, max_bytes, [](const struct stat&) { return Result<void>(); });
}

Result<std::string> read_secret_file(const std::filesystem::path& path, std::size_t max_bytes) {
  return read_regular(path, max_bytes, [&](const struct stat& status) -> Result<void> {
    if (status.st_uid != ::geteuid() && status.st_uid != 0) {
      return Error{.code = Code::invalid,
                   .what = fmt::format("{} belongs to somebody else", path.string()),
                   .hint = fmt::format("Make it yours: chown \"$USER\" {}", path.string())};
    }
    if ((status.st_mode & others) == 0) return {};
    return Error{
        .code = Code::invalid,
        .what = fmt::format(
            "{} is open to others (mode {:04o})", path.string(), status.st_mode & permission_bits),
        .hint = fmt::format("Only its owner may read a secret: chmod 600 {}", path.string())};
  });
}

bool others_may_read(const std::filesystem::path& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && (status.st_mode & (S_IRGRP | S_IROTH)) != 0;
}

Result<std::string> read_file_inside(const std::filesystem::path& folder,
                                     const std::string& relative_path,
                                     std::size_t max_bytes) {
  namespace fs = std::filesystem;
  std::error_code failure;
  const auto inside = fs::canonical(folder.empty() ? fs::path(".") : folder, failure);
  if (failure) return failed(failure.value(), fmt::format("{} cannot be opened", folder.string()));
  const auto path = fs::canonical(inside / relative_path, failure);
  if (failure) return failed(failure.value(), fmt::format("{} cannot be opened", relative_path));
  const auto [end, rest] = std::mismatch(inside.begin(), inside.end(), path.begin(), path.end());
  if (end != inside.end()) {
    return Error{
        .code = Code::invalid,
        .what = fmt::format("{} leads out of the folder {}", relative_path, inside.string()),
        .hint = "Copy the file into the folder of the manifest."};
  }
  return read_file(path, max_bytes);
}

Result<std::string> read_standard_input(std::size_t max_bytes) {
  return read_all(STDIN_FILENO, max_bytes, "standard input");
}

Result<void> write_file_atomically(const std::filesystem::path& path,
                                   std::string_view content,
                                   unsigned mode) {
  struct stat status {};
  const bool exists = ::stat(path.c_str(), &status) == 0;
  if (exists && !S_ISREG(status.st_mode)) return write_in_place(path, content);
  TRY_ASSIGN(const auto target, behind_links(path));
  return replace_file(target, content, mode);
}

}  // namespace patchcord::os
