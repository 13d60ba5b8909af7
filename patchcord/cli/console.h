// The two streams of the program and how they look: the result goes to stdout, everything else to
// stderr.
#pragma once

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

  [[nodiscard]] bool json() const { return json_; }
  [[nodiscard]] const Style& out_style() const { return out_style_; }
  [[nodiscard]] const Style& err_style() const { return err_style_; }
  [[nodiscard]] bool err_is_terminal() const { return err_is_terminal_; }

  void result(std::string_view text) const;   // stdout
  void document(const Json& value) const;     // stdout, adds "format": 1
  void message(std::string_view text) const;  // stderr
  void warn(const std::string& text) const;
  void error(const Error& error) const;

 private:
  bool json_;
  bool err_is_terminal_;
  Style out_style_{};
  Style err_style_{};
};

}  // namespace patchcord::cli
