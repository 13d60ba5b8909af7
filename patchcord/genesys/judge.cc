#include "patchcord/genesys/judge.h"

#include <charconv>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/genesys/error_body.h"

namespace patchcord::genesys {
namespace {

// Without any number from the service: a window of the rate limit.
constexpr std::chrono::seconds a_window{60};

std::optional<Milliseconds> reset_of(const Response& response) {
  const auto text = find_header(response.headers, "inin-ratelimit-reset");
  if (!text) return std::nullopt;
  int seconds = 0;
  const auto digits = trim(*text);
  const auto [end, problem] =
      std::from_chars(digits.data(), digits.data() + digits.size(), seconds);
  if (problem != std::errc{} || end != digits.data() + digits.size() || seconds < 0)
    return std::nullopt;
  return std::chrono::seconds(std::max(seconds, 1));
}

Milliseconds pause_of(const ErrorBody& body, const Response& response) {
  if (body.retry_seconds) return std::chrono::seconds(std::max(*body.retry_seconds, 1));
  return reset_of(response).value_or(a_window);
}

}  // namespace

http::Verdict judge(const Request&, const Result<Response>& answer) {
  if (!answer.ok()) return http::judge_failure(answer.error());
  const auto status = answer->status;
  if (status < 400) return {};
  const auto body = read_error(*answer);
  const auto reason = fmt::format("{} {}", status, printable(body.code, 80));
  switch (status) {
    case 401:
      if (body.code == "ip.not.authorized") return {.reason = reason};
      return {.meaning = http::Meaning::refused, .reason = reason, .sign_again = true};
    case 429:
      return {.meaning = http::Meaning::refused,
              .reason = reason,
              .retry_after = pause_of(body, *answer)};
    case 408:
    case 500:
    case 502:
    case 503:
    case 504:
      return {.meaning = http::Meaning::transient, .reason = reason};
    default:
      return {.reason = reason};
  }
}

}  // namespace patchcord::genesys
