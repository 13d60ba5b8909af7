#include "patchcord/cli/json_argument.h"

#include "patchcord/base/try.h"
#include "patchcord/os/file.h"

namespace patchcord::cli {
namespace {

constexpr std::size_t max_input_bytes = 8U << 20U;

Result<Json> read_object(const std::string& text) {
  const bool is_file = text.starts_with('@');
  const auto content = !is_file       ? Result<std::string>(text)
                       : text == "@-" ? os::read_standard_input(max_input_bytes)
                                      : os::read_file(text.substr(1), max_input_bytes);
  if (!content) return content.error();
  TRY_ASSIGN(auto json, parse_json(*content, is_file ? text.substr(1) : "the value"));
  if (json.is_object()) return json;
  return Error{.code = Code::invalid, .what = "the JSON value is not an object"};
}

}  // namespace

Result<Json> read_json_object(const std::string& text, const std::string& option) {
  auto object = read_object(text);
  if (object) return object;
  auto error = std::move(object).error();
  error.code = Code::invalid;
  if (error.at.empty()) error.at = option;
  return error;
}

}  // namespace patchcord::cli
