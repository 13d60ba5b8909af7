#include "patchcord/report/diagnostics.h"

#include <algorithm>

#include <fmt/format.h>

#include "patchcord/base/text.h"

namespace patchcord {
namespace {

std::string place(const Span& span) {
  if (span.line == 0) return span.file;
  return span.column == 0 ? fmt::format("{}:{}", span.file, span.line)
                          : fmt::format("{}:{}:{}", span.file, span.line, span.column);
}

std::string word(const Diagnostic& diagnostic, const Style& style) {
  auto text = fmt::format("{}{}:",
                          severity_name(diagnostic.severity),
                          diagnostic.code.empty() ? "" : "[" + diagnostic.code + "]");
  switch (diagnostic.severity) {
    case Severity::error:
      return style.red(text);
    case Severity::warning:
      return style.yellow(text);
    case Severity::note:
      return style.dim(text);
  }
  return text;
}

// The caret counts bytes as columns; tabs before it are repeated so that it stands below its
// character.
std::string caret_line(const Diagnostic& diagnostic) {
  std::string line = "    ";
  for (std::size_t i = 1; i < static_cast<std::size_t>(diagnostic.span.column); ++i) {
    const bool tab = i <= diagnostic.source_line.size() && diagnostic.source_line[i - 1] == '\t';
    line += tab ? '\t' : ' ';
  }
  return line + "^\n";
}

}  // namespace

std::string diagnostics_text(Diagnostics diagnostics, const Style& style) {
  std::stable_sort(diagnostics.begin(), diagnostics.end(), [](const auto& a, const auto& b) {
    return a.span < b.span;
  });
  std::string out;
  for (const auto& diagnostic : diagnostics) {
    out += fmt::format("{} {}: {}\n",
                       word(diagnostic, style),
                       printable(place(diagnostic.span), 500),
                       printable(diagnostic.message, 2000));
    if (!diagnostic.source_line.empty())
      out += "    " + printable(diagnostic.source_line, 500, true) + "\n";
    if (!diagnostic.source_line.empty() && diagnostic.span.column > 0)
      out += caret_line(diagnostic);
    if (!diagnostic.hint.empty())
      out += fmt::format("  {} {}\n", style.dim("hint  "), printable(diagnostic.hint, 1000));
  }
  return out;
}

Json to_json(const Diagnostics& diagnostics) {
  const auto text = [](const std::string& value) { return value.empty() ? Json() : Json(value); };
  Json list = Json::array();
  for (const auto& one : diagnostics) {
    list.push_back({{"severity", severity_name(one.severity)},
                    {"code", text(one.code)},
                    {"file", one.span.file},
                    {"line", one.span.line},
                    {"column", one.span.column},
                    {"path", text(one.path)},
                    {"message", one.message},
                    {"hint", text(one.hint)}});
  }
  return list;
}

}  // namespace patchcord
