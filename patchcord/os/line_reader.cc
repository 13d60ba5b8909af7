#include "patchcord/os/line_reader.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "patchcord/base/try.h"

namespace patchcord::os {

Result<LineReader> LineReader::open(const std::string& path, std::size_t max_line_bytes) {
  if (path == "-") {
    return LineReader(Descriptor(), STDIN_FILENO, "standard input", max_line_bytes);
  }
  Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat status {};
  if (!file.valid() || ::fstat(file.get(), &status) != 0) {
    const int reason = errno;
    return Error{.code = reason == ENOENT ? Code::not_found : Code::denied,
                 .what = fmt::format("{} cannot be opened: {}", path, std::strerror(reason))};
  }
  if (S_ISDIR(status.st_mode))
    return Error{.code = Code::invalid, .what = fmt::format("{} is a directory", path)};
  const int descriptor = file.get();
  return LineReader(std::move(file), descriptor, path, max_line_bytes);
}

Result<bool> LineReader::fill() {
  buffer_.erase(0, begin_);
  searched_ -= begin_;
  begin_ = 0;
  std::array<char, 65536> block;  // NOLINT(cppcoreguidelines-pro-type-member-init): read fills it
  ssize_t count = 0;
  do {
    count = ::read(descriptor_, block.data(), block.size());
  } while (count < 0 && errno == EINTR);
  if (count < 0) {
    return Error{.code = Code::unavailable,
                 .what = fmt::format("{} cannot be read: {}", name_, std::strerror(errno))};
  }
  buffer_.append(block.data(), static_cast<std::size_t>(count));
  return count > 0;
}

Result<std::optional<std::string_view>> LineReader::next() {
  for (;;) {
    const std::size_t end = buffer_.find('\n', searched_);
    const bool last = end == std::string::npos && ended_;
    if (last && begin_ == buffer_.size()) return std::optional<std::string_view>();
    if (end != std::string::npos || last) {
      std::string_view line =
          std::string_view(buffer_).substr(begin_, std::min(end, buffer_.size()) - begin_);
      begin_ = last ? buffer_.size() : end + 1;
      searched_ = begin_;
      ++number_;
      if (line.ends_with('\r')) line.remove_suffix(1);
      return std::optional(line);
    }
    searched_ = buffer_.size();
    if (buffer_.size() - begin_ > max_line_bytes_) {
      return Error{.code = Code::invalid,
                   .what = fmt::format("a line is longer than {} bytes", max_line_bytes_),
                   .at = fmt::format("{}:{}", name_, number_ + 1)};
    }
    TRY_ASSIGN(const bool more, fill());
    ended_ = !more;
  }
}

}  // namespace patchcord::os
