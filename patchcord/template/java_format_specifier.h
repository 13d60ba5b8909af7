// The pieces of a format of java.util.Formatter.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "patchcord/template/invocation.h"

namespace patchcord::simulator {

// `%1$-10.3S`
struct FormatSpecifier {
  int index{};  // from 1; 0 for the next one
  std::string flags{};
  int width{-1};  // -1: not given
  int precision{-1};
  char conversion{};  // in small letters
  bool upper{};

  [[nodiscard]] bool has(char flag) const { return flags.find(flag) != std::string::npos; }
  // Those that it has, in Java's order.
  [[nodiscard]] std::string flags_among(std::string_view wanted) const;
  // As Java writes it in errors.
  [[nodiscard]] std::string text() const;
};

struct FormatPiece {
  std::string text{};  // before the specifier
  std::optional<FormatSpecifier> specifier{};
};

// The exception or refusal that the whole format has earned, or nothing.
std::optional<Answer> parse_format(std::string_view format, std::vector<FormatPiece>& pieces);

// java.util.<name>Exception
Answer format_error(std::string_view name, std::string_view message);
Answer flag_mismatch(const FormatSpecifier& specifier, std::string_view flags);

}  // namespace patchcord::simulator
