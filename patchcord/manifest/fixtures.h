// For tests: manifests in memory with the files beside them, and problems as one text.
#pragma once

#include <map>
#include <string>

#include <fmt/format.h>

#include "patchcord/manifest/compile.h"
#include "patchcord/manifest/parse.h"

namespace patchcord::testing_manifest {

using Files = std::map<std::string, std::string>;

inline ReadFile reader_of(Files files) {
  return [files = std::move(files)](const std::string& path) -> Result<std::string> {
    const auto found = files.find(path);
    if (found != files.end()) return found->second;
    return Error{
        .code = Code::not_found, .what = path + " does not exist", .hint = "Correct the path."};
  };
}

inline ParsedManifest parse(const std::string& text, Files files = {}) {
  return parse_manifest(text, "m.yaml", reader_of(std::move(files)));
}

// "error 4:5 message | hint", one line for each.
inline std::string text_of(const Diagnostics& diagnostics) {
  std::string out;
  for (const auto& one : diagnostics) {
    const auto* severity = one.severity == Severity::error     ? "error"
                           : one.severity == Severity::warning ? "warning"
                                                               : "note";
    out += fmt::format("{} {}:{} {}{}{}\n",
                       severity,
                       one.span.line,
                       one.span.column,
                       one.message,
                       one.hint.empty() ? "" : " | ",
                       one.hint);
  }
  return out;
}

inline Result<GenesysPlace> find_place(std::string_view text) {
  if (text == "us-east-1")
    return GenesysPlace{
        .region = "us-east-1", .domain = "mypurecloud.com", .trusted_account = "765628985471"};
  if (text == "us-east-2")
    return GenesysPlace{.region = "us-east-2",
                        .domain = "use2.us-gov-pure.cloud",
                        .trusted_account = "325654371633"};
  if (text == "eu-central-1" || text == "mypurecloud.de")
    return GenesysPlace{
        .region = "eu-central-1", .domain = "mypurecloud.de", .trusted_account = "765628985471"};
  if (text == "eusc-de-east-1")
    return GenesysPlace{.region = "eusc-de-east-1", .domain = "edee1.eusc-pure.cloud"};
  if (text.ends_with(".example")) return GenesysPlace{.domain = std::string(text)};
  return Error{.code = Code::invalid,
               .what = fmt::format("`{}` is no region of Genesys Cloud", text),
               .hint = "Did you mean `us-east-1`?"};
}

// Parsing and compiling as the program does it: all problems of both.
struct Built {
  Compiled compiled{};
  std::string problems{};
};
inline Built build(const std::string& text, const std::string& environment = {}, Files files = {}) {
  const auto parsed = parse(text, std::move(files));
  Built out{.problems = text_of(parsed.diagnostics)};
  if (!parsed.manifest) return out;
  out.compiled = compile(*parsed.manifest, {.environment = environment, .find_place = find_place});
  out.problems += text_of(out.compiled.diagnostics);
  return out;
}

}  // namespace patchcord::testing_manifest
