#include "patchcord/sandbox/aws/function_name.h"

#include <algorithm>
#include <cctype>
#include <vector>

#include "patchcord/base/text.h"
#include "patchcord/model/arn.h"

namespace patchcord::sandbox::aws {
namespace {

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return std::isdigit(c) != 0;
  });
}

bool is_label(std::string_view text, std::size_t max_length) {
  return !text.empty() && text.size() <= max_length &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return std::isalnum(c) != 0 || c == '-' || c == '_';
         });
}

bool is_qualifier(std::string_view text) {
  return text == "$LATEST" || is_label(text, 128);
}

}  // namespace

bool is_version(std::string_view qualifier) {
  return qualifier == "$LATEST" || all_digits(qualifier);
}

std::optional<FunctionName> parse_function_name(std::string_view text) {
  if (text.size() > 256) return std::nullopt;
  if (text.substr(0, 4) == "arn:") {
    auto arn = FunctionArn::parse(text);
    if (!arn) return std::nullopt;
    return FunctionName{.partition = arn->partition,
                        .region = arn->region,
                        .account = arn->account,
                        .name = arn->name,
                        .qualifier = arn->qualifier};
  }
  std::vector<std::string_view> parts = split(text, ':');
  FunctionName parsed;
  if (parts.size() >= 3 && is_account_id(parts[0]) && parts[1] == "function") {
    parsed.account = parts[0];
    parts.erase(parts.begin());
  }
  if (parts.size() >= 2 && parts[0] == "function") parts.erase(parts.begin());
  if (parts.size() > 2 || !is_label(parts[0], 64)) return std::nullopt;
  parsed.name = parts[0];
  if (parts.size() == 2 && !is_qualifier(parts[1])) return std::nullopt;
  if (parts.size() == 2) parsed.qualifier = parts[1];
  return parsed;
}

}  // namespace patchcord::sandbox::aws
