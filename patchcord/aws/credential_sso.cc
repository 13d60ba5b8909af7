#include <algorithm>

#include <fmt/chrono.h>
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

constexpr long long longest_life_seconds = 90LL * 24 * 3600;
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

constexpr Milliseconds renewed_before = std::chrono::minutes(15);  // as the AWS CLI does

std::string iso_date(TimePoint time) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}",
                     fmt::gmtime(std::chrono::system_clock::to_time_t(time)));
}

// What the session's registration lets us ask for; null where it does not (any more).
Json renewal_of(const Json& cached, TimePoint now) {
  const auto registered = cached_date(string_at(cached, "registrationExpiresAt"));
  if (!registered || *registered <= now) return {};
  Json out{{"grantType", "refresh_token"}};
  for (const auto* key : {"clientId", "clientSecret", "refreshToken"}) {
    out[key] = string_at(cached, key);
    if (out[key] == "") return {};
  }
  return out;
}

// A fresh token instead of the cached one, kept in the cache for the AWS CLI too, because a refresh
// token may be good for one time only. Nothing where the session cannot be renewed.
//
// Source: IAM Identity Center OIDC API Reference, CreateToken
std::optional<Secret> renewed_token(const SsoRecipe& recipe, Json cached, const FetchParts& parts) {
  const auto now = parts.now();
  const auto body = renewal_of(cached, now);
  if (recipe.oidc.empty() || body.is_null()) return std::nullopt;
  const auto answer = parts.transport.send({.service = "credentials",
                                            .operation = "CreateToken",
                                            .method = "POST",
                                            .url = http::join_url(recipe.oidc, "/token"),
                                            .headers = {{"Content-Type", "application/json"}},
                                            .body = to_text(body)});
  if (!answer || answer->status != 200) return std::nullopt;
  const auto given = parse_json(answer->body, "the answer of IAM Identity Center");
  const auto token = given ? string_at(*given, "accessToken") : std::string();
  if (token.empty()) return std::nullopt;
  const auto life = std::chrono::seconds(
      std::clamp<long long>(integer_at(*given, "expiresIn"), 0, longest_life_seconds));
  cached["accessToken"] = token;
  cached["expiresAt"] = iso_date(now + life);
  if (const auto next = string_at(*given, "refreshToken"); !next.empty())
    cached["refreshToken"] = next;
  if (const auto kept = parts.write_file(recipe.token_file, to_text(cached)); !kept) {
    parts.retry.events.emit(
        Notice{.level = Notice::Level::warning,
               .text = fmt::format("the renewed session of IAM Identity Center was not kept ({}): "
                                   "you may have to run {}",
                                   kept.error().what,
                                   recipe.login)});
  }
  return Secret(token);
}

// What `aws sso login` left, renewed shortly before it expires.
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
  const auto left = *expires - parts.now();
  if (left < renewed_before) {
    if (const auto renewed = renewed_token(recipe, *parsed, parts)) return *renewed;
  }
  if (left <= Milliseconds(0))
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
