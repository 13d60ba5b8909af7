// A text file line by line, however large it is.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "patchcord/base/result.h"
#include "patchcord/os/descriptor.h"

namespace patchcord::os {

class LineReader {
 public:
  // "-" is standard input.
  //
  // Errors   not_found · denied · invalid: a directory
  static Result<LineReader> open(const std::string& path, std::size_t max_line_bytes);

  // The next line, without its end (LF or CRLF), valid until the next call; nothing after the last.
  // A line break at the end of the file does not begin another line.
  //
  // Errors   invalid: the line is too long · unavailable: the file cannot be read
  Result<std::optional<std::string_view>> next();

  // Of the line that next() gave last, from 1.
  [[nodiscard]] long long number() const { return number_; }

 private:
  LineReader(Descriptor file, int descriptor, std::string name, std::size_t max_line_bytes)
      : file_(std::move(file)),
        descriptor_(descriptor),
        name_(std::move(name)),
        max_line_bytes_(max_line_bytes) {}

  Result<bool> fill();

  Descriptor file_;  // not valid for standard input, which is not ours to close
  int descriptor_;
  std::string name_;
  std::size_t max_line_bytes_;
  std::string buffer_{};
  std::size_t begin_{};     // of what is not yet given
  std::size_t searched_{};  // up to here there is no line break
  bool ended_{};
  long long number_{};
};

}  // namespace patchcord::os
