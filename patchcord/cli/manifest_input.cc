#include "patchcord/cli/manifest_input.h"

#include <algorithm>
#include <filesystem>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/genesys/region.h"
#include "patchcord/manifest/parse.h"
#include "patchcord/manifest/yaml.h"
#include "patchcord/os/file.h"
#include "patchcord/plan/saved.h"
#include "patchcord/report/diagnostics.h"

namespace patchcord::cli {
namespace {

Result<GenesysPlace> find_place(std::string_view region_or_domain) {
  TRY_ASSIGN(const auto region, genesys::find_region(region_or_domain));
  return GenesysPlace{
      .region = region.name, .domain = region.domain, .trusted_account = region.trusted_account};
}

// `apply` takes it before it looks for a manifest.
std::optional<Error> saved_plan_error(const std::string& bytes, const std::string& file) {
  if (!bytes.starts_with('{')) return std::nullopt;
  const auto json = parse_json(bytes, file);
  if (!json || !is_saved_plan(*json)) return std::nullopt;
  return Error{.code = Code::invalid,
               .what = fmt::format("{} is a saved plan; only `apply` takes one", file),
               .hint = fmt::format("Name the manifest that it was made from: {}.",
                                   printable(string_at(*json, "manifest"), 300))};
}

}  // namespace

void describe_manifest(CLI::App& app, ManifestOptions& options) {
  app.add_option("manifest", options.file, "the manifest")
      ->capture_default_str()
      ->type_name("MANIFEST");
  app.add_option("--env", options.environment, "environment of the manifest")->type_name("NAME");
}

ManifestInput read_manifest(const ManifestOptions& options) {
  ManifestInput input;
  auto bytes = os::read_file(options.file, max_manifest_bytes);
  if (!bytes) {
    input.unreadable = std::move(bytes).error();
    input.unreadable->code = Code::invalid;
    if (input.unreadable->hint.empty())
      input.unreadable->hint =
          "Name the manifest: `patchcord COMMAND FILE`. `patchcord init` writes one.";
    return input;
  }
  if (auto error = saved_plan_error(*bytes, options.file)) {
    input.unreadable = *std::move(error);
    return input;
  }
  return read_manifest_text(*bytes, options);
}

ManifestInput read_manifest_text(const std::string& bytes, const ManifestOptions& options) {
  ManifestInput input;
  const auto folder = std::filesystem::path(options.file).parent_path();
  auto parsed = parse_manifest(bytes, options.file, [&](const std::string& path) {
    return os::read_file_inside(folder, path, max_manifest_bytes);
  });
  input.manifest = std::move(parsed.manifest);
  input.diagnostics = std::move(parsed.diagnostics);
  if (!input.manifest) return input;
  input.compiled = compile(*input.manifest,
                           {.environment = options.environment,
                            .find_place = find_place,
                            .complete = !has_errors(input.diagnostics)});
  input.diagnostics.insert(input.diagnostics.end(),
                           input.compiled.diagnostics.begin(),
                           input.compiled.diagnostics.end());
  std::stable_sort(input.diagnostics.begin(),
                   input.diagnostics.end(),
                   [](const auto& one, const auto& other) { return one.span < other.span; });
  return input;
}

void show_problems(const ManifestInput& input, const Console& console) {
  if (input.unreadable) console.error(*input.unreadable);
  if (!input.diagnostics.empty())
    console.message(diagnostics_text(input.diagnostics, console.err_style()));
}

}  // namespace patchcord::cli
