#include "patchcord/aws/sts_client.h"

#include <utility>

#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/model/arn.h"

namespace patchcord::aws {

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

}  // namespace patchcord::aws
