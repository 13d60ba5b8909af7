#include <algorithm>
#include <cctype>

#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/model/arn.h"
#include "patchcord/sandbox/aws/ids.h"
#include "patchcord/sandbox/aws/lambda.h"
#include "patchcord/sandbox/aws/refusal.h"

namespace patchcord::sandbox::aws {
namespace {

// Source: Lambda quotas: function resource-based policy
constexpr std::size_t max_policy_bytes = 20'480;

Error no_policy() {
  return refuse(404, "ResourceNotFoundException", "The resource you requested does not exist.");
}

bool is_statement_id(const std::string& text) {
  return !text.empty() && text.size() <= 100 &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return std::isalnum(c) != 0 || c == '-' || c == '_';
         });
}

Error invalid(const std::string& member, const std::string& value) {
  return refuse(400,
                "ValidationException",
                "1 validation error detected: Value '" + printable(value, 200) + "' at '" + member +
                    "' failed to satisfy constraint");
}

// "*", a service, an account (stored as its root ARN) or an ARN.
Json principal_json(const Cloud& cloud, const std::string& principal) {
  if (principal == "*") return "*";
  if (principal.ends_with(".amazonaws.com")) return {{"Service", principal}};
  if (is_account_id(principal))
    return {{"AWS", "arn:" + cloud.options.partition + ":iam::" + principal + ":root"}};
  return {{"AWS", principal}};
}

bool is_principal(const Cloud& cloud, const std::string& principal) {
  const bool named =
      principal == "*" || principal.ends_with(".amazonaws.com") || is_account_id(principal);
  if (named || !principal.starts_with("arn:")) return named;
  const bool of_this_account =
      principal.find("::" + cloud.options.account + ":") != std::string::npos;
  return !of_this_account || principal.ends_with(":root") || cloud.id_of(principal).has_value();
}

Json conditions_of(const Json& request) {
  Json condition = Json::object();
  if (const auto arn = string_at(request, "SourceArn"); !arn.empty())
    condition["ArnLike"]["AWS:SourceArn"] = arn;
  if (const auto account = string_at(request, "SourceAccount"); !account.empty()) {
    condition["StringEquals"]["AWS:SourceAccount"] = account;
  }
  if (const auto organization = string_at(request, "PrincipalOrgID"); !organization.empty()) {
    condition["StringEquals"]["aws:PrincipalOrgID"] = organization;
  }
  return condition;
}

Result<Json> statement_of(const LambdaCall& call, const Target& target, const Json& request) {
  const std::string sid = string_at(request, "StatementId");
  const std::string action = string_at(request, "Action");
  const std::string principal = string_at(request, "Principal");
  if (!is_statement_id(sid)) return invalid("statementId", sid);
  if (action != "lambda:*" && !(action.starts_with("lambda:") && action.size() > 7))
    return invalid("action", action);
  if (!is_principal(call.cloud, principal)) {
    return refuse(400,
                  "InvalidParameterValueException",
                  "The provided principal was invalid. Please check the principal and try again.");
  }
  Json statement{{"Sid", sid},
                 {"Effect", "Allow"},
                 {"Principal", principal_json(call.cloud, principal)},
                 {"Action", action},
                 {"Resource", target.qualified_arn()}};
  const Json condition = conditions_of(request);
  if (!condition.empty()) statement["Condition"] = condition;
  return statement;
}

std::string policy_text(const std::map<std::string, Json>& statements) {
  Json list = Json::array();
  for (const auto& [sid, statement] : statements)
    list.push_back(statement);
  return to_text({{"Version", "2012-10-17"}, {"Id", "default"}, {"Statement", list}});
}

}  // namespace

Result<Reply> get_policy_of_function(const LambdaCall& call) {
  TRY_ASSIGN(const Target target, target_of(call, "GetPolicy"));
  TRY(authorize_lambda(call.cloud, call.caller, "lambda:GetPolicy", target, call.now));
  const auto found = target.function->policies.find(target.qualifier);
  if (found == target.function->policies.end() || found->second.empty()) return no_policy();
  return lambda_json(
      200, {{"Policy", policy_text(found->second)}, {"RevisionId", target.function->revision}});
}

Result<Reply> add_permission(const LambdaCall& call) {
  TRY_ASSIGN(const Target target, target_of(call, "AddPermission"));
  TRY(authorize_lambda(call.cloud, call.caller, "lambda:AddPermission", target, call.now));
  const auto request = parse_json(call.message.body, "the request");
  if (!request || !request->is_object()) {
    return refuse(400, "SerializationException", "Could not parse request body into json");
  }
  if (target.qualifier == "$LATEST") {
    return refuse(400,
                  "InvalidParameterValueException",
                  "We currently do not support adding policies for $LATEST.");
  }
  TRY_ASSIGN(const Json statement, statement_of(call, target, *request));
  auto& statements = target.function->policies[target.qualifier];
  const std::string sid = string_at(statement, "Sid");
  if (statements.count(sid) > 0) {
    return refuse(409,
                  "ResourceConflictException",
                  "The statement id (" + sid +
                      ") provided already exists. Please provide a new statement id, or remove "
                      "the existing statement.");
  }
  if (policy_text(statements).size() + to_text(statement).size() > max_policy_bytes) {
    return refuse(400,
                  "PolicyLengthExceededException",
                  "The final policy size is bigger than the limit (20480).");
  }
  statements[sid] = statement;
  target.function->revision = uuid();
  return lambda_json(201, {{"Statement", to_text(statement)}});
}

Result<Reply> remove_permission(const LambdaCall& call) {
  TRY_ASSIGN(const Target target, target_of(call, "RemovePermission"));
  TRY(authorize_lambda(call.cloud, call.caller, "lambda:RemovePermission", target, call.now));
  auto& statements = target.function->policies[target.qualifier];
  if (statements.erase(call.route.last) == 0) {
    return refuse(404,
                  "ResourceNotFoundException",
                  "Statement " + call.route.last + " is not found in resource policy.");
  }
  target.function->revision = uuid();
  Reply reply = lambda_json(204, nullptr);
  reply.body.clear();
  return reply;
}

}  // namespace patchcord::sandbox::aws
