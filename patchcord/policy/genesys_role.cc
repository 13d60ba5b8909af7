#include "patchcord/policy/genesys_role.h"

#include <algorithm>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/policy/arn.h"
#include "patchcord/policy/condition.h"

namespace patchcord::policy {
namespace {

bool is_made_of(std::string_view text, std::string_view punctuation) {
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           punctuation.find(c) != std::string_view::npos;
  });
}

bool is_external_id(std::string_view text) {
  return text.size() >= 2 && text.size() <= 1224 && is_made_of(text, "_+=,.@:/-");
}

// Source: Lambda API Reference, Invoke (FunctionName, Qualifier)
bool is_function_arn(std::string_view text) {
  constexpr std::string_view function = "function:";
  const auto arn = split_arn(text);
  if (!arn || !arn->partition.starts_with("aws") || arn->service != "lambda" ||
      arn->region.empty() || !is_account_id(arn->account) || !arn->resource.starts_with(function)) {
    return false;
  }
  const auto name = arn->resource.substr(function.size());
  const auto colon = name.find(':');
  const bool qualified = colon != std::string_view::npos;
  const auto qualifier = qualified ? name.substr(colon + 1) : std::string_view{};
  return is_made_of(arn->partition, "-") && is_made_of(arn->region, "-") &&
         is_made_of(name.substr(0, colon), "-_.") && is_made_of(qualifier, "-_$.") && colon != 0 &&
         !name.empty() && qualified != qualifier.empty();
}

Error invalid(std::string what) {
  return Error{.code = Code::invalid, .what = std::move(what)};
}

}  // namespace

Result<Document> trust_document(const GenesysTrust& trust) {
  if (!is_account_id(trust.account)) {
    return invalid(fmt::format("the account \"{}\" that Genesys calls from is not twelve digits",
                               trust.account));
  }
  if (!is_external_id(trust.external_id)) {
    return invalid(fmt::format("\"{}\" cannot be an external id", trust.external_id));
  }
  if (trust.partition.empty() || !is_made_of(trust.partition, "-")) {
    return invalid(fmt::format("\"{}\" is not an AWS partition", trust.partition));
  }
  Statement statement{.sid = "GenesysCloudAssume", .effect = StatementEffect::allow};
  statement.principal =
      Principals{.aws = {fmt::format("arn:{}:iam::{}:root", trust.partition, trust.account)}};
  statement.actions = Strings{"sts:AssumeRole"};
  statement.conditions = {
      {.operation = "StringEquals", .key = "sts:ExternalId", .values = {trust.external_id}}};
  return Document{.version = std::string(current_version), .statements = {std::move(statement)}};
}

Result<Document> permission_document(std::vector<std::string> function_arns) {
  if (function_arns.empty()) return invalid("a permission policy needs at least one function");
  for (const auto& arn : function_arns) {
    if (!is_function_arn(arn))
      return invalid(fmt::format("{} is not the full ARN of a Lambda function", arn));
  }
  std::sort(function_arns.begin(), function_arns.end());
  function_arns.erase(std::unique(function_arns.begin(), function_arns.end()), function_arns.end());
  Statement statement{.sid = "InvokeConfiguredFunctions", .effect = StatementEffect::allow};
  statement.actions = Strings{"lambda:InvokeFunction"};
  statement.resources = std::move(function_arns);
  return Document{.version = std::string(current_version), .statements = {std::move(statement)}};
}

std::vector<std::string> external_ids(const Document& document) {
  std::vector<std::string> ids;
  for (const auto& statement : document.statements) {
    for (const auto& condition : statement.conditions) {
      const auto op = parse_operator(condition.operation);
      const bool names_ids = !op || op->kind != Operator::Kind::null;
      if (!names_ids || lower_case(condition.key) != "sts:externalid") continue;
      ids.insert(ids.end(), condition.values.begin(), condition.values.end());
    }
  }
  return ids;
}

}  // namespace patchcord::policy
