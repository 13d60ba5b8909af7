#include "patchcord/genesys/token.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "patchcord/base/json.h"
#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/http/log.h"
#include "patchcord/http/page.h"
#include "patchcord/http/url.h"

namespace patchcord::genesys {
namespace {

constexpr std::chrono::seconds early{60};
constexpr long long longest_life = 172'800;  // seconds, the most that an OAuth client can be given
constexpr std::string_view unknown_client = "client not found";
constexpr std::string_view wrong_secret = "authentication failed";

bool is_too_many_logins(const Response& answer, std::string_view text) {
  return answer.status == 429 || text.starts_with("rate limit exceeded");
}

std::string reason_for(std::string_view text) {
  if (text == unknown_client) return "it does not know the OAuth client";
  if (text == wrong_secret)
    return "the OAuth client's secret is wrong, or the client belongs to another region";
  return text.empty() ? "it refuses the OAuth client" : printable(text, 300);
}

// {"error": "invalid_client", "description": "client not found", "error_description": "client not
// found"}, or anything.
Error refusal(const Response& answer, std::string_view login_url) {
  const auto parsed = parse_json(answer.body, "login");
  const Json body = parsed.ok() ? *parsed : Json{};
  auto text = string_at(body, "error_description");
  if (text.empty()) text = string_at(body, "description");
  if (text.empty()) text = http::page_in(answer);
  Error error{.answer = Answer{.status = answer.status,
                               .code = string_at(body, "error"),
                               .message = text,
                               .request_id = http::request_id_of(answer)}};
  if (is_too_many_logins(answer, text)) {
    error.code = Code::throttled;
    error.what = fmt::format("{} accepts no more logins for now", login_url);
  } else if (answer.status >= 500 || answer.status == 408) {
    error.code = Code::unavailable;
    error.what = fmt::format("{} answered {}", login_url, answer.status);
  } else if (answer.status >= 400) {
    error.code = Code::unauthenticated;
    error.what = fmt::format("login at {} was refused: {}", login_url, reason_for(text));
    error.hint =
        "Check the OAuth client's id and secret, and whether this is the region of its "
        "organization.";
  } else {
    error.code = Code::protocol;
    const auto redirect = http::redirect_in(answer);
    error.what = fmt::format("{} answered {}{} without a token",
                             login_url,
                             answer.status,
                             redirect.empty() ? "" : " to " + redirect);
    error.hint =
        "Check that the login address is the one of Genesys Cloud, and that no proxy or portal "
        "answers for it.";
  }
  return error;
}

}  // namespace

TokenSigner::TokenSigner(Transport& login, std::string login_url, OAuthClient client, Clock& clock)
    : login_(login), login_url_(std::move(login_url)), client_(std::move(client)), clock_(clock) {}

Result<void> TokenSigner::log_in() {
  if (secret_.empty()) {
    TRY_ASSIGN(secret_, client_.secret());
  }
  const auto basic = base64_encode(client_.id + ':' + secret_.expose());
  const Request request{.service = "login",
                        .operation = "POST /oauth/token",
                        .method = "POST",
                        .url = http::join_url(login_url_, "/oauth/token"),
                        .headers = {{"Authorization", "Basic " + basic},
                                    {"Content-Type", "application/x-www-form-urlencoded"},
                                    {"Accept", "application/json"}},
                        .body = "grant_type=client_credentials",
                        .repeat = Repeat::safe};
  TRY_ASSIGN(const Response answer, login_.send(request));
  const auto body = answer.status == 200 ? parse_json(answer.body, "login") : Result<Json>(Json{});
  const auto token = body.ok() ? string_at(*body, "access_token") : std::string{};
  if (token.empty()) {
    Error error = refusal(answer, login_url_);
    if (error.code == Code::unauthenticated) error.at = client_.place;
    return error;
  }
  const auto seconds = std::clamp(integer_at(*body, "expires_in", longest_life), 1LL, longest_life);
  const Milliseconds life = std::chrono::seconds(seconds);
  token_ = Secret(token);
  good_until_ = clock_.now() + (life > 2 * early ? life - early : life / 2);
  return {};
}

Result<Request> TokenSigner::sign(Request request) {
  const std::lock_guard lock(mutex_);
  if (token_.empty() || clock_.now() >= good_until_) TRY(log_in());
  request.headers.push_back({"Authorization", "Bearer " + token_.expose()});
  return request;
}

void TokenSigner::refused(const Request& request, const Response&) {
  const auto sent = find_header(request.headers, "Authorization");
  const std::lock_guard lock(mutex_);
  // Another request may have brought a new token meanwhile.
  if (sent == "Bearer " + token_.expose()) token_ = Secret{};
}

}  // namespace patchcord::genesys
