#include "patchcord/manifest/parse.h"

#include <algorithm>
#include <array>
#include <utility>

#include "patchcord/base/text.h"
#include "patchcord/manifest/sections.h"
#include "patchcord/manifest/source_map.h"
#include "patchcord/model/arn.h"
#include "patchcord/template/parser.h"

namespace patchcord {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

void parse_integrations(Reading& reading, Fields& fields, Manifest& manifest) {
  const auto* list = fields.find("integrations", YamlKind::list);
  if (list == nullptr) {
    fields.missing("integrations", "List at least one integration with its actions.");
    return;
  }
  if (list->items.empty()) {
    reading.problems.error(reading.at(list->at),
                           "`integrations` is empty",
                           "List at least one integration with its actions.");
  }
  for (const auto& item : list->items) {
    manifest.integrations.push_back(parse_integration(reading, item));
  }
}

void parse_root(Reading& reading, const YamlValue& root, Manifest& manifest) {
  Fields fields(reading, root, "a manifest");
  manifest.deployment = fields.text("deployment");
  fields.missing("deployment", "Name it: 1 to 40 of a-z, 0-9 and -, for example `orders`.");
  manifest.genesys = parse_genesys(fields, reading);
  manifest.aws = parse_aws(fields, reading);
  parse_integrations(reading, fields, manifest);
  if (const auto* environments = fields.find("environments", YamlKind::mapping)) {
    for (const auto& item : environments->items) {
      manifest.environments.push_back(parse_environment(reading, item));
    }
  }
  fields.finish();
}

// An ARN that Velocity completes for each call, with something possible in each place that is left
// to it. Absent when too much is.
std::optional<std::string> completed(std::string_view function) {
  simulator::Ast ast;
  ast.sources.push_back({std::string(function), "requestUrlTemplate", {}});
  const auto root =
      simulator::Parser(ast, ast.sources.back(), simulator::Dialect::velocity_2, 0).parse();
  if (!root) return std::string(function);
  constexpr char open = '\x01';
  std::string out;
  for (const auto& node : root->nodes) {
    const auto* reference = node.reference.get();
    if (node.kind == simulator::NodeKind::text) {
      out += node.text;
    } else if (node.kind != simulator::NodeKind::reference) {
      return std::nullopt;
    } else {
      const bool literal = reference->text_only || reference->literal == "$LATEST";
      out += literal ? reference->literal : std::string(1, open);
    }
  }
  constexpr std::array<std::string_view, 6> possible = {
      "arn", "aws", "lambda", "us-east-1", "123456789012", "function"};
  std::vector<std::string> parts;
  for (const auto part : split(out, ':')) {
    parts.emplace_back(part);
    if (part.find(open) == std::string_view::npos) continue;
    if (parts.size() == 1) return std::nullopt;
    if (parts.size() <= possible.size()) {
      parts.back() = possible[parts.size() - 1];
    } else {
      std::replace(parts.back().begin(), parts.back().end(), open, 'x');
    }
  }
  return join(parts, ":");
}

}  // namespace

ParsedManifest parse_manifest(std::string_view bytes,
                              const std::string& file,
                              const ReadFile& read_file) {
  ParsedManifest out;
  Problems problems;
  SourceFiles files{{file, std::string(bytes)}};
  if (const auto root = parse_yaml(bytes, file, problems)) {
    Reading reading{.file = file, .read_file = read_file, .problems = problems, .files = files};
    out.manifest.emplace();
    out.manifest->file = file;
    if (root->kind == YamlKind::null) {
      problems.error({.file = file}, "the manifest is empty", "`patchcord init` writes one.");
    } else {
      parse_root(reading, *root, *out.manifest);
    }
  }
  out.diagnostics = std::move(problems).take(file, files);
  if (out.manifest) out.manifest->files = std::move(files);
  return out;
}

ParsedManifest parse_exported_action(std::string_view bytes, const std::string& file) {
  ParsedManifest out;
  Problems problems;
  if (bytes.starts_with(byte_order_mark)) bytes.remove_prefix(byte_order_mark.size());
  SourceFiles files{{file, std::string(bytes)}};
  if (const auto invalid = find_invalid_utf8(bytes)) {
    problems.error(place_at(file, bytes, *invalid), "the file is not UTF-8 text");
  } else {
    const Span beginning{.file = file, .line = 1, .column = 1};
    const Text text{.value = std::string(bytes), .span = beginning};
    const ReadFile no_files{};
    Reading reading{.file = file, .read_file = no_files, .problems = problems, .files = files};
    ActionSection action{.span = beginning};
    import_exported(reading, {.value = file, .span = {.file = file}}, text, action);
    const auto function = action.function ? completed(action.function->value) : std::nullopt;
    if (function) {
      if (const auto arn = FunctionArn::parse(*function); !arn)
        problems.error(action.function->span, arn.error().what, arn.error().hint, "L37");
    }
    if (action.function) warn_about_contract(problems, action);
    out.manifest.emplace();
    out.manifest->file = file;
    out.manifest->integrations.push_back({.span = beginning, .actions = {std::move(action)}});
  }
  out.diagnostics = std::move(problems).take(file, files);
  if (out.manifest) out.manifest->files = std::move(files);
  return out;
}

}  // namespace patchcord
