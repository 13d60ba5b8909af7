#include "patchcord/sandbox/genesys/call.h"

#include <limits>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/sandbox/genesys/errors.h"

namespace patchcord::sandbox::genesys {
namespace {

constexpr std::size_t max_short_text = 256;

std::string decode_component(std::string_view text) {
  std::string plain(text);
  for (auto& c : plain) {
    if (c == '+') c = ' ';
  }
  return percent_decode(plain);
}

std::size_t characters(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text)
    count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1 : 0;
  return count;
}

Error required(const std::string& field) {
  return invalid_field(field, fmt::format("The value for '{}' is required.", field));
}

}  // namespace

Query parse_query(std::string_view query) {
  Query out;
  for (const auto part : split(query, '&')) {
    if (part.empty()) continue;
    const auto equals = part.find('=');
    const auto value =
        equals == std::string_view::npos ? std::string_view{} : part.substr(equals + 1);
    out.emplace_back(decode_component(part.substr(0, equals)), decode_component(value));
  }
  return out;
}

std::optional<std::string> Call::parameter(std::string_view name) const {
  for (const auto& [key, value] : query) {
    if (key == name) return value;
  }
  return std::nullopt;
}

Result<bool> Call::flag(std::string_view name) const {
  const auto value = parameter(name);
  if (!value) return false;
  const auto word = lower_case(*value);
  if (word != "true" && word != "false") {
    auto error = refusal(400, fmt::format("The value '{}' for '{}' is not valid.", *value, name));
    error.answer->code = "invalid.query.param.value";
    return error;
  }
  return word == "true";
}

std::vector<std::string> Call::parameters(std::string_view name) const {
  std::vector<std::string> out;
  for (const auto& [key, value] : query) {
    if (key != name) continue;
    for (const auto item : split(value, ',')) {
      if (!item.empty()) out.emplace_back(item);
    }
  }
  return out;
}

Reply json_reply(const Json& body) {
  return {.status = 200, .headers = {{"Content-Type", "application/json"}}, .body = to_text(body)};
}

Reply no_content() {
  return {.status = 204};
}

Result<std::string> required_text(const Json& body, const std::string& field) {
  const auto& value = member_at(body, field);
  if (value.is_null()) return required(field);
  if (!value.is_string()) {
    return invalid_field(field, fmt::format("The value for '{}' must be a string.", field));
  }
  if (value.get_ref<const std::string&>().empty()) return required(field);
  return value.get<std::string>();
}

Result<std::string> short_text(const Json& body, const std::string& field) {
  TRY_ASSIGN(auto text, required_text(body, field));
  if (characters(text) > max_short_text) {
    return invalid_field(
        field,
        fmt::format("The value for '{}' must have at most {} characters.", field, max_short_text));
  }
  return text;
}

Result<bool> flag_or(const Json& body, const std::string& field, bool otherwise) {
  const auto& value = member_at(body, field);
  if (value.is_null()) return otherwise;
  if (!value.is_boolean())
    return invalid_field(field, fmt::format("The value for '{}' must be a boolean.", field));
  return value.get<bool>();
}

Result<int> required_version(const Json& body) {
  const auto& value = member_at(body, "version");
  if (value.is_null()) return required("version");
  constexpr long long most = std::numeric_limits<int>::max();
  const long long number = integer_at(body, "version", -1);
  if (!value.is_number_integer() || number < 0 || number > most) {
    return invalid_field("version", "The value for 'version' must be a positive integer.");
  }
  return static_cast<int>(number);
}

Result<Json> object_or_empty(const Json& body, const std::string& field) {
  const auto& value = member_at(body, field);
  if (value.is_null()) return Json::object();
  if (!value.is_object()) {
    return invalid_field(field, fmt::format("The value for '{}' must be an object.", field));
  }
  return value;
}

Result<std::map<std::string, std::string>> text_map(const Json& body, const std::string& field) {
  TRY_ASSIGN(const auto object, object_or_empty(body, field));
  std::map<std::string, std::string> out;
  for (const auto& [key, value] : object.items()) {
    if (!value.is_string()) {
      return invalid_field(
          field, fmt::format("The values of '{}' must be strings; '{}' is not.", field, key));
    }
    out[key] = value.get<std::string>();
  }
  return out;
}

Error stale_version(const Knobs& knobs, int given, int current) {
  if (knobs.version_mismatch == VersionMismatch::conflict) return conflict();
  return bad_request(
      fmt::format("Supplied version {} does not match the current version {}", given, current));
}

}  // namespace patchcord::sandbox::genesys
