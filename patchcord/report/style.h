// How text looks where it is shown: colours and symbols, never meaning.
#pragma once

#include <string>
#include <string_view>

namespace patchcord {

struct Style {
  bool color{false};
  bool unicode{true};  // false in a C locale: ASCII symbols

  [[nodiscard]] std::string red(std::string_view text) const { return paint("31", text); }
  [[nodiscard]] std::string green(std::string_view text) const { return paint("32", text); }
  [[nodiscard]] std::string yellow(std::string_view text) const { return paint("33", text); }
  [[nodiscard]] std::string bold(std::string_view text) const { return paint("1", text); }
  [[nodiscard]] std::string dim(std::string_view text) const { return paint("2", text); }

  [[nodiscard]] std::string_view arrow() const { return unicode ? "→" : "->"; }
  [[nodiscard]] std::string_view done() const { return unicode ? "✓" : "ok"; }
  [[nodiscard]] std::string_view failed() const { return unicode ? "✗" : "FAILED"; }

 private:
  [[nodiscard]] std::string paint(std::string_view code, std::string_view text) const {
    if (!color) return std::string(text);
    return "\x1b[" + std::string(code) + "m" + std::string(text) + "\x1b[0m";
  }
};

}  // namespace patchcord
