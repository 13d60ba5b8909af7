#include "patchcord/cli/json_argument.h"

#include <fmt/format.h>

#include "patchcord/base/try.h"
#include "patchcord/os/file.h"

namespace patchcord::cli {
namespace {

Result<Json> read_object(const std::string& text) {
  TRY_ASSIGN(const auto content, text_argument(text));
  TRY_ASSIGN(auto json, parse_json(content, text.starts_with('@') ? text.substr(1) : "the value"));
  if (json.is_object()) return json;
  return Error{.code = Code::invalid, .what = "the JSON value is not an object"};
}

}  // namespace

Result<std::string> text_argument(const std::string& given) {
  if (!given.starts_with('@')) return given;
  if (given == "@-") return os::read_standard_input(max_argument_bytes);
  return os::read_file(given.substr(1), max_argument_bytes);
}

Error unusable_json(Error problem, const std::string& option) {
  problem.code = Code::invalid;
  if (problem.at.empty()) problem.at = option;
  if (problem.hint.empty())
    problem.hint = fmt::format("Write {} '{{\"orderId\": \"42\"}}', or {} @FILE.", option, option);
  return problem;
}

Result<Json> read_json_object(const std::string& text, const std::string& option) {
  auto object = read_object(text);
  if (object) return object;
  return unusable_json(std::move(object).error(), option);
}

}  // namespace patchcord::cli
