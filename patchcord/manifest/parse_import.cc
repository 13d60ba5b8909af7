#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/manifest/sections.h"

namespace patchcord {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::string_view lambda_type = "aws-lambda-data-actions";

// Reads one exported action; its problems stand where the manifest names the file.
class Import {
 public:
  Import(Reading& reading, const Text& path) : reading_(reading), path_(path) {}

  void read(const Json& exported, ActionSection& action) {
    if (!exported.is_object()) return problem("is not an exported action", "");
    if (!is_lambda_action(exported)) return;
    action.name = located(exported, "name", "name");
    read_config(member_at(exported, "config"), action);
    const auto& contract = member_at(exported, "contract");
    action.input =
        schema(member_at(member_at(contract, "input"), "inputSchema"), ContractSide::input);
    action.output =
        schema(member_at(member_at(contract, "output"), "successSchema"), ContractSide::output);
    action.has_input = action.input.has_value();
    action.has_output = action.output.has_value();
    action.secure = boolean_at(exported, "secure");
    if (auto category = text(exported, "category", "category"))
      action.category = Text{.value = *std::move(category), .span = path_.span};
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

  // Absent when the member is absent, null, or of another type; the last is reported.
  std::optional<std::string> text(const Json& object, const char* name, std::string_view full) {
    const auto& value = member_at(object, name);
    if (value.is_null()) return std::nullopt;
    if (value.is_string()) return value.get<std::string>();
    problem(fmt::format("has a `{}` that is not a text", full), "Export the action again.");
    return std::nullopt;
  }

  std::optional<Text> located(const Json& object, const char* name, std::string_view full) {
    auto value = text(object, name, full);
    if (value) return Text{.value = *std::move(value), .span = path_.span};
    if (member_at(object, name).is_null()) {
      problem(fmt::format("has no `{}`", full),
              "Is it a data action exported by Genesys Cloud (*.custom.json)?");
    }
    return std::nullopt;
  }

  std::vector<NamedText> texts(const Json& object, const char* name) {
    std::vector<NamedText> out;
    const auto& members = member_at(object, name);
    if (!members.is_object()) return out;
    for (const auto& [key, value] : members.items()) {
      if (auto one = text(members, key.c_str(), fmt::format("{}.{}", name, key))) {
        out.push_back({.name = {.value = key, .span = path_.span},
                       .text = {.value = *std::move(one), .span = path_.span}});
      }
    }
    return out;
  }

  // The API gives long templates by address; such a file has not all of the action.
  std::optional<std::string> template_of(const Json& object, const char* name) {
    const auto by_address = fmt::format("{}Uri", name);
    if (!object.contains(name) && object.contains(by_address)) {
      problem(fmt::format("has `{}` instead of the template", by_address),
              "Export the action in the admin UI: that file has its templates.");
    }
    return text(object, name, name);
  }

  void read_config(const Json& config, ActionSection& action) {
    const auto& request = member_at(config, "request");
    if (!request.is_object())
      return problem("has no `config.request`",
                     "Is it a data action exported by Genesys Cloud (*.custom.json)?");
    action.function = located(request, "requestUrlTemplate", "config.request.requestUrlTemplate");
    action.request_template = template_of(request, "requestTemplate");
    action.headers = texts(request, "headers");
    if (const auto& response = member_at(config, "response"); response.is_object()) {
      action.translation_map = texts(response, "translationMap");
      action.translation_defaults = texts(response, "translationMapDefaults");
      action.success_template = template_of(response, "successTemplate");
    }
    if (member_at(config, "timeoutSeconds").is_null()) return;
    const auto seconds = integer_at(config, "timeoutSeconds");
    if (seconds < 1 || seconds > 60) return problem("has a timeout outside 1 to 60 seconds", "");
    action.timeout_seconds = static_cast<int>(seconds);
  }

  std::optional<Json> schema(const Json& schema, ContractSide side) {
    if (schema.is_null()) return std::nullopt;
    check_schema(reading_.problems, schema, side, path_.span);
    return schema;
  }

  Reading& reading_;
  const Text& path_;
};

}  // namespace

void import_action(Reading& reading, const Text& path, ActionSection& action) {
  const auto bytes =
      read_beside(reading, path.value, {.line = path.span.line, .column = path.span.column});
  if (!bytes) return;
  auto text = std::string_view(*bytes);
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  const auto exported = parse_json(text, path.value);
  if (!exported) {
    reading.problems.error(path.span, exported.error().what, exported.error().hint);
    return;
  }
  Import(reading, path).read(*exported, action);
}

}  // namespace patchcord
