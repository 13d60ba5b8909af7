#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/manifest/sections.h"
#include "patchcord/manifest/source_map.h"
#include "patchcord/template/invocation_limits.h"

namespace patchcord {
namespace {

constexpr std::string_view lambda_type = "aws-lambda-data-actions";

using Path = std::vector<std::string>;  // of members

std::string dotted(const Path& path) {
  return join(path, ".");
}

// Reads one exported action. What is wrong in the file stands there; what is wrong with all of it,
// where the manifest names it.
class Import {
 public:
  Import(Reading& reading, const Text& path, const Text& file)
      : reading_(reading), path_(path), file_(file) {}

  void read(const Json& exported, ActionSection& action) {
    if (!exported.is_object()) return problem("is not an exported action", "");
    if (!is_lambda_action(exported)) return;
    action.name = required(exported, {"name"});
    read_config(member_at(exported, "config"), action);
    const auto& contract = member_at(exported, "contract");
    const Path input{"contract", "input", "inputSchema"};
    const Path output{"contract", "output", "successSchema"};
    action.input_at = at(input);
    action.output_at = at(output);
    action.input = schema(member_at(member_at(contract, "input"), "inputSchema"),
                          ContractSide::input,
                          action.input_at);
    action.output = schema(member_at(member_at(contract, "output"), "successSchema"),
                           ContractSide::output,
                           action.output_at);
    action.has_input = action.input.has_value();
    action.has_output = action.output.has_value();
    action.secure = boolean_at(exported, "secure");
    action.category = text(exported, {"category"});
  }

 private:
  void problem(const std::string& what, std::string hint) {
    reading_.problems.error(
        path_.span, fmt::format("{} {}", printable(path_.value, 200), what), std::move(hint));
  }

  bool is_lambda_action(const Json& exported) {
    const auto integration = string_at(exported, "integrationType", lambda_type);
    const auto kind = string_at(exported, "actionType", "custom");
    if (integration != lambda_type) {
      problem(fmt::format("is an action of the integration type `{}`", printable(integration, 100)),
              fmt::format("Only actions of `{}` can be imported.", lambda_type));
      return false;
    }
    if (kind == "custom") return true;
    problem(fmt::format("is an action of the type `{}`", printable(kind, 100)),
            "Only custom actions can be created.");
    return false;
  }

  [[nodiscard]] Span at(const Path& path) const {
    const auto offset = find_in_json(file_.value, path);
    return offset ? place_at(file_.span.file, file_.value, *offset) : file_.span;
  }

  // The last member of `path`, which is one of `object`. Absent when it is absent, null, or of
  // another type; the last is reported.
  std::optional<Text> text(const Json& object, const Path& path) {
    const auto& value = member_at(object, path.back());
    if (value.is_null()) return std::nullopt;
    if (value.is_string()) return Text{.value = value.get<std::string>(), .span = at(path)};
    reading_.problems.error(
        at(path), fmt::format("`{}` is not a text", dotted(path)), "Export the action again.");
    return std::nullopt;
  }

  std::optional<Text> required(const Json& object, const Path& path) {
    if (member_at(object, path.back()).is_null()) {
      problem(fmt::format("has no `{}`", dotted(path)),
              "Is it a data action exported by Genesys Cloud (*.custom.json)?");
    }
    return text(object, path);
  }

  std::vector<NamedText> texts(const Json& object, const Path& path) {
    std::vector<NamedText> out;
    const auto& members = member_at(object, path.back());
    if (!members.is_object()) return out;
    for (const auto& item : members.items()) {
      auto inner = path;
      inner.push_back(item.key());
      if (auto one = text(members, inner)) {
        out.push_back({.name = {.value = item.key(), .span = one->span}, .text = *std::move(one)});
      }
    }
    return out;
  }

  // The API gives long templates by address; such a file has not all of the action.
  std::optional<Text> template_of(const Json& object, const Path& path) {
    const auto by_address = fmt::format("{}Uri", path.back());
    if (!object.contains(path.back()) && object.contains(by_address)) {
      problem(fmt::format("has `{}` instead of the template", by_address),
              "Export the action in the admin UI: that file has its templates.");
    }
    return text(object, path);
  }

  // Lambda functions are invoked by POST. Source: exports of the admin UI
  void check_method(const Json& request) {
    const auto problem = simulator::method_problem(string_at(request, "requestType", "POST"));
    if (!problem) return;
    reading_.problems.error(
        at({"config", "request", "requestType"}), *problem, "Set requestType to POST.", "L40");
  }

  void read_config(const Json& config, ActionSection& action) {
    const auto& request = member_at(config, "request");
    if (!request.is_object())
      return problem("has no `config.request`",
                     "Is it a data action exported by Genesys Cloud (*.custom.json)?");
    action.function = required(request, {"config", "request", "requestUrlTemplate"});
    check_method(request);
    action.request_template = template_of(request, {"config", "request", "requestTemplate"});
    action.headers = texts(request, {"config", "request", "headers"});
    if (const auto& response = member_at(config, "response"); response.is_object()) {
      action.translation_map = texts(response, {"config", "response", "translationMap"});
      action.translation_defaults =
          texts(response, {"config", "response", "translationMapDefaults"});
      action.success_template = template_of(response, {"config", "response", "successTemplate"});
    }
    read_timeout(config, action);
  }

  void read_timeout(const Json& config, ActionSection& action) {
    if (member_at(config, "timeoutSeconds").is_null()) return;
    const auto seconds = integer_at(config, "timeoutSeconds");
    if (seconds >= 1 && seconds <= 60) {
      action.timeout_seconds = static_cast<int>(seconds);
      return;
    }
    reading_.problems.error(at({"config", "timeoutSeconds"}),
                            "the timeout must be from 1 to 60 seconds",
                            "Correct timeoutSeconds.",
                            "L42");
  }

  std::optional<Json> schema(const Json& schema, ContractSide side, const Span& span) {
    if (schema.is_null()) return std::nullopt;
    check_schema(reading_, schema, side, span);
    return schema;
  }

  Reading& reading_;
  const Text& path_;
  const Text& file_;
};

}  // namespace

void import_action(Reading& reading, const Text& path, ActionSection& action) {
  if (const auto file = read_beside(reading, path.value, path.span))
    import_exported(reading, path, *file, action);
}

void import_exported(Reading& reading, const Text& path, const Text& file, ActionSection& action) {
  const auto exported = parse_json(file.value, path.value);
  if (!exported) {
    reading.problems.error(path.span, exported.error().what, exported.error().hint);
    return;
  }
  Import(reading, path, file).read(*exported, action);
}

}  // namespace patchcord
