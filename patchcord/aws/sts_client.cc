#include "patchcord/aws/sts_client.h"

#include <utility>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/http/date.h"
#include "patchcord/model/arn.h"

namespace patchcord::aws {
namespace {

QueryCall query_of(const AssumeRoleCall& call) {
  QueryCall query{.action = call.web_identity ? "AssumeRoleWithWebIdentity" : "AssumeRole",
                  .subject = "role " + call.role_arn};
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) query.parameters.emplace_back(name, value);
  };
  add("RoleArn", call.role_arn);
  add("RoleSessionName", call.session_name);
  if (call.duration) add("DurationSeconds", std::to_string(*call.duration));
  if (call.web_identity) {
    add("WebIdentityToken", call.web_identity->expose());
    return query;
  }
  add("ExternalId", call.external_id);
  add("SerialNumber", call.mfa_serial);
  if (!call.mfa_serial.empty()) add("TokenCode", call.token_code.expose());
  return query;
}

}  // namespace

StsClient::StsClient(QueryClient query) : query_(std::move(query)) {}

Result<Caller> StsClient::get_caller_identity() {
  TRY_ASSIGN(const Json body,
             query_.call({.action = "GetCallerIdentity", .subject = "the caller"}));
  Caller caller{.account = string_at(body, "Account"), .arn = string_at(body, "Arn")};
  const auto parts = split(caller.arn, ':');
  if (parts.size() < 6 || parts[0] != "arn" || !is_account_id(caller.account)) {
    return Error{.code = Code::protocol,
                 .what = "the answer to sts:GetCallerIdentity names no account",
                 .hint = "Check that the STS endpoint is one of AWS."};
  }
  caller.partition = parts[1];
  return caller;
}

Result<AwsCredentials> StsClient::assume_role(const AssumeRoleCall& call) {
  const auto query = query_of(call);
  TRY_ASSIGN(const Json body, query_.call(query));
  const auto& given = member_at(body, "Credentials");
  AwsCredentials out{.access_key_id = string_at(given, "AccessKeyId"),
                     .secret_access_key = Secret(string_at(given, "SecretAccessKey")),
                     .session_token = Secret(string_at(given, "SessionToken")),
                     .expires = http::parse_iso_date(string_at(given, "Expiration"))};
  if (out.access_key_id.empty() || out.secret_access_key.empty() || !out.expires) {
    return Error{.code = Code::protocol,
                 .what = fmt::format(
                     "the answer to sts:{} for {} has no credentials", query.action, query.subject),
                 .hint = "Check that the STS endpoint is one of AWS."};
  }
  return out;
}

}  // namespace patchcord::aws
