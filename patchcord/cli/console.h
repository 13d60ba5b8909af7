// The two streams of the program and how they look: the result goes to stdout, everything else to
// stderr.
#pragma once

#include <cstddef>
#include <cstdio>
#include <mutex>
#include <string>
#include <string_view>

#include "patchcord/base/error.h"
#include "patchcord/base/json.h"
#include "patchcord/report/style.h"

namespace patchcord::cli {

enum class ColorChoice { automatic, always, never };

struct ConsoleOptions {
  ColorChoice color{ColorChoice::automatic};
  bool json{false};  // stdout gets one JSON document and nothing else
};

class Console {
 public:
  explicit Console(const ConsoleOptions& options);
  ~Console();
  Console(const Console&) = delete;
  Console& operator=(const Console&) = delete;
  Console(Console&&) = delete;
  Console& operator=(Console&&) = delete;

  [[nodiscard]] bool json() const { return json_; }
  [[nodiscard]] const Style& out_style() const { return out_style_; }
  [[nodiscard]] const Style& err_style() const { return err_style_; }
  [[nodiscard]] bool err_is_terminal() const { return err_is_terminal_; }

  // Columns of the terminal that stdout is; 0 when it is none.
  [[nodiscard]] std::size_t out_width() const { return out_width_; }

  // Columns for what is long and there to be read: those of the terminal that stdout is, or of
  // COLUMNS, or 80; at most 100.
  [[nodiscard]] std::size_t reading_width() const;

  // stdout. A result is written as it is: somebody may run or parse it. What is told is for
  // reading, and fits the terminal.
  void result(std::string_view text) const;
  void tell(std::string_view text) const;
  void document(const Json& value) const;  // adds "format": 1
  // stderr
  void message(std::string_view text) const;
  void warn(const std::string& text) const;
  void error(const Error& error) const;
  // What the program waits for, on a terminal that can take a line back; it is gone with the next
  // output. Nothing elsewhere.
  void status(std::string_view text) const;

 private:
  void put(std::FILE* stream, std::string_view text, bool is_status = false) const;

  bool json_;
  bool err_is_terminal_;
  std::size_t out_width_;
  std::size_t err_width_;
  Style out_style_{};
  Style err_style_{};
  mutable std::mutex mutex_{};  // requests in flight at the same time tell of themselves
  mutable bool status_shown_{false};
};

}  // namespace patchcord::cli
