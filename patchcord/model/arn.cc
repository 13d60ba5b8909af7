#include "patchcord/model/arn.h"

#include <algorithm>

#include <fmt/format.h>

#include "patchcord/base/text.h"

namespace patchcord {
namespace {

constexpr std::string_view latest = "$LATEST";

bool all_of(std::string_view text, bool (*accepts)(char)) {
  return std::all_of(text.begin(), text.end(), accepts);
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_name_character(char c) {
  return is_letter(c) || is_digit(c) || c == '-' || c == '_';
}
bool is_region_character(char c) {
  return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-';
}
bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool is_region(std::string_view text) {
  return text.size() >= 8 && text.size() <= 32 && all_of(text, is_region_character) &&
         std::count(text.begin(), text.end(), '-') >= 2 && is_digit(text.back());
}

bool is_qualifier(std::string_view text) {
  return text == latest || (!text.empty() && text.size() <= 128 && all_of(text, is_name_character));
}

Error wrong(std::string_view text, std::string reason) {
  return Error{.code = Code::invalid,
               .what = fmt::format("`{}` is not a function ARN: {}", printable(text, 200), reason),
               .hint =
                   "Give the full ARN: arn:aws:lambda:<region>:<account>:function:<name>, with "
                   ":<alias> if the action uses one."};
}

}  // namespace

Result<FunctionArn> FunctionArn::parse(std::string_view text) {
  if (text.starts_with("http://") || text.starts_with("https://")) {
    return wrong(text,
                 "it is a URL; a data action invokes the function itself, not its function URL or "
                 "an API gateway");
  }
  if (!text.starts_with("arn:")) return wrong(text, "it does not begin with `arn:`");
  const auto parts = split(text, ':');
  if (parts.size() < 6) return wrong(text, "it has too few parts");
  if (!parts[1].starts_with("aws") ||
      !all_of(parts[1], [](char c) { return is_letter(c) || c == '-'; })) {
    return wrong(text, fmt::format("`{}` is not a partition", printable(parts[1], 40)));
  }
  if (parts[2] != "lambda")
    return wrong(
        text, fmt::format("it names a resource of `{}`, not of `lambda`", printable(parts[2], 40)));
  if (!is_region(parts[3]))
    return wrong(text, fmt::format("`{}` is not a region", printable(parts[3], 40)));
  if (!is_account_id(parts[4]))
    return wrong(text, fmt::format("`{}` is not an account of 12 digits", printable(parts[4], 40)));
  if (parts[5] != "function")
    return wrong(text, fmt::format("it names a `{}`, not a `function`", printable(parts[5], 40)));
  if (parts.size() < 7 || parts.size() > 8)
    return wrong(text, "after `function` come the name and at most one alias or version");
  if (parts[6].empty() || parts[6].size() > 64 || !all_of(parts[6], is_name_character)) {
    return wrong(text,
                 fmt::format("`{}` is not a function name (1 to 64 letters, digits, - and _)",
                             printable(parts[6], 80)));
  }
  if (parts.size() == 8 && !is_qualifier(parts[7])) {
    return wrong(text,
                 fmt::format("`{}` is neither an alias nor a version", printable(parts[7], 80)));
  }
  return FunctionArn{.partition = std::string(parts[1]),
                     .region = std::string(parts[3]),
                     .account = std::string(parts[4]),
                     .name = std::string(parts[6]),
                     .qualifier = parts.size() == 8 ? std::string(parts[7]) : std::string()};
}

std::string FunctionArn::text() const {
  const auto base =
      fmt::format("arn:{}:lambda:{}:{}:function:{}", partition, region, account, name);
  return qualifier.empty() ? base : base + ":" + qualifier;
}

FunctionArn FunctionArn::unqualified() const {
  FunctionArn copy = *this;
  copy.qualifier.clear();
  return copy;
}

std::vector<std::string> invoked_resources(const std::vector<FunctionArn>& functions) {
  std::vector<std::string> arns;
  for (const auto& function : functions) {
    // Sorted, the unqualified ARN would stand just before.
    auto whole = function.unqualified().text();
    if (function.qualifier == latest && (arns.empty() || arns.back() != whole))
      arns.push_back(std::move(whole));
    arns.push_back(function.text());
  }
  return arns;
}

std::string partition_of_region(std::string_view region) {
  constexpr std::pair<std::string_view, std::string_view> prefixes[] = {
      {"us-gov-", "aws-us-gov"},
      {"cn-", "aws-cn"},
      {"eusc-", "aws-eusc"},
      {"us-isob-", "aws-iso-b"},
      {"us-isof-", "aws-iso-f"},
      {"us-iso-", "aws-iso"},
      {"eu-isoe-", "aws-iso-e"},
  };
  for (const auto& [prefix, partition] : prefixes) {
    if (region.starts_with(prefix)) return std::string(partition);
  }
  return "aws";
}

bool is_account_id(std::string_view text) {
  return text.size() == 12 && all_of(text, is_digit);
}

bool is_organization_id(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !is_hex(text[i])) return false;
  }
  return true;
}

std::string role_arn(std::string_view partition,
                     std::string_view account,
                     std::string_view path,
                     std::string_view name) {
  return fmt::format(
      "arn:{}:iam::{}:role{}{}", partition, account, path.empty() ? "/" : path, name);
}

}  // namespace patchcord
