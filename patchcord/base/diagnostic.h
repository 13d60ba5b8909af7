// Problems in the user's input: many at once, each with its place.
#pragma once

#include <compare>
#include <string>
#include <vector>

namespace patchcord {

// A place in an input. Lines and columns count from 1; 0 means "the whole file".
struct Span {
  std::string file{};
  int line{};
  int column{};

  friend auto operator<=>(const Span&, const Span&) = default;
};

enum class Severity { note, warning, error };

inline const char* severity_name(Severity severity) {
  switch (severity) {
    case Severity::note:
      return "note";
    case Severity::warning:
      return "warning";
    case Severity::error:
      return "error";
  }
  return "error";
}

struct Diagnostic {
  Severity severity{Severity::error};
  std::string code{};  // "L05", or empty where no rule has a name
  Span span{};
  std::string path{};  // "integrations[0].actions[2].timeout"; empty when the place says it all
  std::string message{};
  std::string hint{};
  std::string source_line{};  // the line of the file, for the caret

  friend bool operator==(const Diagnostic&, const Diagnostic&) = default;
};

using Diagnostics = std::vector<Diagnostic>;

inline bool has_errors(const Diagnostics& diagnostics) {
  for (const auto& diagnostic : diagnostics) {
    if (diagnostic.severity == Severity::error) return true;
  }
  return false;
}

}  // namespace patchcord
