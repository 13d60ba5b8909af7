#include "patchcord/report/findings.h"

#include <map>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/lint/rule.h"
#include "patchcord/report/diagnostics.h"

namespace patchcord {
namespace {

constexpr int max_annotations = 10;

std::string plural(int number, std::string_view word) {
  return fmt::format("{} {}{}", number, word, number == 1 ? "" : "s");
}

// What a problem without a rule is filed under.
std::string code_of(const Diagnostic& diagnostic) {
  return diagnostic.code.empty() ? "manifest" : diagnostic.code;
}

std::string escaped_data(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '%' || c == '\r' || c == '\n') {
      out += fmt::format("%{:02X}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
  return out;
}

std::string escaped_property(std::string_view text) {
  std::string out;
  for (const char c : escaped_data(text)) {
    if (c == ':' || c == ',') {
      out += fmt::format("%{:02X}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
  return out;
}

std::string message_with_hint(const Diagnostic& diagnostic) {
  return printable(diagnostic.message, 2000) +
         (diagnostic.hint.empty() ? "" : "\n" + printable(diagnostic.hint, 1000));
}

std::string annotation(const Diagnostic& diagnostic, std::string_view command) {
  std::string place = "file=" + escaped_property(printable(diagnostic.span.file, 500));
  if (diagnostic.span.line > 0) place += fmt::format(",line={}", diagnostic.span.line);
  if (diagnostic.span.column > 0) place += fmt::format(",col={}", diagnostic.span.column);
  if (!diagnostic.code.empty()) place += ",title=" + escaped_property(diagnostic.code);
  return fmt::format("::{} {}::{}\n", command, place, escaped_data(message_with_hint(diagnostic)));
}

// The byte column as code points of its line.
int code_point_column(const Diagnostic& diagnostic) {
  int column = diagnostic.span.column;
  const auto before = std::string_view(diagnostic.source_line)
                          .substr(0, static_cast<std::size_t>(std::max(column - 1, 0)));
  for (const char c : before) {
    if ((static_cast<unsigned char>(c) & 0xC0U) == 0x80U) --column;
  }
  return column;
}

std::string file_uri(const std::string& file) {
  std::string out;
  for (const auto part : split(file, '/'))
    out += (out.empty() && file.front() != '/' ? "" : "/") + percent_encode(part);
  return out.starts_with("//") ? out.substr(1) : out;
}

Json sarif_rules(const std::map<std::string, int>& used) {
  Json rules = Json::array();
  for (const auto& [code, index] : used) {
    const auto* rule = lint::find_rule(code);
    if (rule == nullptr) {
      rules.push_back({{"id", code}, {"shortDescription", {{"text", "The input is wrong."}}}});
      continue;
    }
    rules.push_back({{"id", code},
                     {"shortDescription", {{"text", rule->title}}},
                     {"fullDescription", {{"text", rule->cause}}},
                     {"help", {{"text", rule->fix}}},
                     {"defaultConfiguration", {{"level", severity_name(rule->severity)}}}});
  }
  return rules;
}

Json sarif_location(const Diagnostic& diagnostic) {
  Json location = {{"artifactLocation", {{"uri", file_uri(diagnostic.span.file)}}}};
  if (diagnostic.span.line > 0) location["region"]["startLine"] = diagnostic.span.line;
  if (diagnostic.span.line > 0 && diagnostic.span.column > 0)
    location["region"]["startColumn"] = code_point_column(diagnostic);
  return {{"physicalLocation", location}};
}

std::string place_text(const Span& span) {
  return span.line == 0
             ? printable(span.file, 500)
             : fmt::format("{}:{}:{}", printable(span.file, 500), span.line, span.column);
}

}  // namespace

Counts count(const Diagnostics& diagnostics) {
  Counts out;
  for (const auto& one : diagnostics) {
    auto& number = one.severity == Severity::error     ? out.errors
                   : one.severity == Severity::warning ? out.warnings
                                                       : out.notes;
    ++number;
  }
  return out;
}

std::string counts_text(const Counts& counts) {
  std::vector<std::string> parts;
  if (counts.errors > 0) parts.push_back(plural(counts.errors, "error"));
  if (counts.warnings > 0) parts.push_back(plural(counts.warnings, "warning"));
  if (counts.notes > 0) parts.push_back(plural(counts.notes, "note"));
  return parts.empty() ? "no problems" : join(parts, ", ");
}

std::string github_annotations(const Diagnostics& diagnostics) {
  std::string out;
  const auto add = [&](Severity severity, std::string_view command) {
    int shown = 0;
    for (const auto& one : diagnostics) {
      if (one.severity != severity) continue;
      if (++shown <= max_annotations) out += annotation(one, command);
    }
    if (shown > max_annotations)
      out += fmt::format("{} more {}s are not shown as annotations\n",
                         shown - max_annotations,
                         severity_name(severity));
  };
  add(Severity::error, "error");
  add(Severity::warning, "warning");
  add(Severity::note, "notice");
  return out;
}

Json sarif(const Diagnostics& diagnostics, std::string_view version) {
  std::map<std::string, int> used;
  for (const auto& one : diagnostics)
    used.emplace(code_of(one), 0);
  int index = 0;
  for (auto& [code, at] : used)
    at = index++;
  Json results = Json::array();
  for (const auto& one : diagnostics) {
    results.push_back({{"ruleId", code_of(one)},
                       {"ruleIndex", used.at(code_of(one))},
                       {"level", severity_name(one.severity)},
                       {"message", {{"text", message_with_hint(one)}}},
                       {"locations", Json::array({sarif_location(one)})}});
  }
  const Json driver = {{"name", "patchcord"}, {"version", version}, {"rules", sarif_rules(used)}};
  Json run = {{"columnKind", "unicodeCodePoints"}, {"results", std::move(results)}};
  run["tool"]["driver"] = driver;
  return {{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
          {"version", "2.1.0"},
          {"runs", Json::array({std::move(run)})}};
}

std::string junit(const Diagnostics& diagnostics) {
  const auto counts = count(diagnostics);
  std::string cases;
  for (const auto& one : diagnostics) {
    const auto text = xml_escaped(message_with_hint(one));
    cases += fmt::format("    <testcase classname=\"{}\" name=\"{} {}\">\n",
                         xml_escaped(printable(one.span.file, 500)),
                         code_of(one),
                         xml_escaped(place_text(one.span)));
    if (one.severity == Severity::error) {
      cases += fmt::format("      <failure message=\"{}\" type=\"{}\"/>\n", text, code_of(one));
    } else {
      cases +=
          fmt::format("      <system-out>{}: {}</system-out>\n", severity_name(one.severity), text);
    }
    cases += "    </testcase>\n";
  }
  if (diagnostics.empty()) cases = "    <testcase classname=\"patchcord\" name=\"no problems\"/>\n";
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<testsuites>\n  <testsuite name=\"patchcord lint\" tests=\"{}\" failures=\"{}\" "
      "errors=\"0\">\n{}  </testsuite>\n</testsuites>\n",
      diagnostics.empty() ? 1 : diagnostics.size(),
      counts.errors,
      cases);
}

}  // namespace patchcord
