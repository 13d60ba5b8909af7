#include "patchcord/aws/judge.h"

#include <fmt/format.h>

#include "patchcord/aws/answer.h"
#include "patchcord/base/text.h"

namespace patchcord::aws {

http::Verdict judge(const Request&, const Result<Response>& response) {
  if (!response.ok()) return http::judge_failure(response.error());
  if (response->status < 400) return {};
  const auto answer = read_answer(*response);
  const auto reason = fmt::format("{} {}", answer.status, printable(answer.code, 80));
  if (is_throttled(answer)) return {.meaning = http::Meaning::refused, .reason = reason};
  if (is_expired(answer) || is_clock_skew(answer)) {
    return {.meaning = http::Meaning::refused, .reason = reason, .sign_again = true};
  }
  // STS could not reach the identity provider, and issued nothing.
  if (is_code(answer, "IDPCommunicationError"))
    return {.meaning = http::Meaning::refused, .reason = reason};
  // IAM documents it as transient: another request is changing the same object, ours was not done.
  if (is_code(answer, "ConcurrentModification"))
    return {.meaning = http::Meaning::refused, .reason = reason};
  switch (answer.status) {
    case 500:
    case 502:
    case 503:
    case 504:
      return {.meaning = http::Meaning::transient, .reason = reason};
    default:
      break;
  }
  if (is_code(answer, "RequestTimeout"))
    return {.meaning = http::Meaning::transient, .reason = reason};
  return {.reason = reason};
}

}  // namespace patchcord::aws
