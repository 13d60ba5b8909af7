#include <fmt/format.h>

#include "patchcord/aws/answer.h"
#include "patchcord/aws/credential_providers.h"
#include "patchcord/aws/judge.h"
#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/http/date.h"
#include "patchcord/http/retry.h"
#include "patchcord/http/url.h"

namespace patchcord::aws {
namespace {

constexpr std::size_t largest_cache = std::size_t{256} << 10U;  // bytes

Error logged_out(const SsoRecipe& recipe, std::string what) {
  return Error{.code = Code::unauthenticated,
               .what = std::move(what),
               .hint = fmt::format("Run: {}", recipe.login)};
}

// Old versions of the AWS CLI write "2026-01-02T03:04:05UTC".
std::optional<TimePoint> cached_date(std::string text) {
  if (text.ends_with("UTC")) text.replace(text.size() - 3, 3, "Z");
  return http::parse_iso_date(text);
}

// What `aws sso login` left. The token is not renewed here: that would write into the cache of
// another program.
Result<Secret> cached_token(const SsoRecipe& recipe, const FetchParts& parts) {
  auto text = parts.read_file(recipe.token_file, largest_cache);
  if (!text && text.error().code == Code::not_found)
    return logged_out(recipe, "there is no session of IAM Identity Center");
  if (!text) return logged_out(recipe, text.error().what);
  const auto parsed = parse_json(*text, recipe.token_file);
  const auto token = parsed ? string_at(*parsed, "accessToken") : std::string();
  const auto expires = parsed ? cached_date(string_at(*parsed, "expiresAt")) : std::nullopt;
  if (token.empty() || !expires)
    return logged_out(recipe, fmt::format("{} holds no token", recipe.token_file));
  if (*expires <= parts.retry.clock.now())
    return logged_out(recipe, "the session of IAM Identity Center has expired");
  return Secret(token);
}

Error refused(const SsoRecipe& recipe, const Response& response) {
  if (response.status == 401)
    return logged_out(recipe, "IAM Identity Center does not accept the session any more");
  auto error = to_error(response,
                        {.action = "sso:GetRoleCredentials",
                         .subject = fmt::format("{} in account {}", recipe.role, recipe.account)});
  if (response.status == 403 || response.status == 404)
    error.hint = "Check sso_account_id and sso_role_name: the role must be assigned to you there.";
  return error;
}

}  // namespace

Result<AwsCredentials> fetch(const SsoRecipe& recipe, const FetchParts& parts) {
  TRY_ASSIGN(const auto token, cached_token(recipe, parts));
  http::Retrying retrying(parts.transport, judge, parts.retry);
  auto answer = retrying.send(
      {.service = "credentials",
       .operation = "GetRoleCredentials",
       .url = http::join_url(recipe.portal,
                             fmt::format("/federation/credentials?role_name={}&account_id={}",
                                         percent_encode(recipe.role),
                                         percent_encode(recipe.account))),
       .headers = {{"x-amz-sso_bearer_token", token.expose()}},
       .repeat = Repeat::safe});
  if (!answer) return std::move(answer).error();
  if (answer->status != 200) return refused(recipe, *answer);
  TRY_ASSIGN(const Json body, parse_json(answer->body, "the answer of IAM Identity Center"));
  const auto& given = member_at(body, "roleCredentials");
  TRY_ASSIGN(auto out,
             credentials_in(given,
                            {.id = "accessKeyId",
                             .secret = "secretAccessKey",
                             .token = "sessionToken",
                             .expiration = ""},
                            "the answer of IAM Identity Center"));
  // Milliseconds since 1970.
  if (const auto expires = integer_at(given, "expiration"); expires > 0)
    out.expires = TimePoint(Milliseconds(expires));
  return out;
}

}  // namespace patchcord::aws
