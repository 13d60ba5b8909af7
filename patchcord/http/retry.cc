#include "patchcord/http/retry.h"

#include <algorithm>
#include <utility>

#include "patchcord/base/try.h"
#include "patchcord/http/backoff.h"

namespace patchcord::http {
namespace {

// A host that cannot be reached is usually misspelt or behind a firewall: nobody should wait five
// minutes for that.
constexpr int attempts_to_connect = 5;

std::optional<Milliseconds> asked_for(const Result<Response>& answer,
                                      const Verdict& verdict,
                                      TimePoint now) {
  if (answer.ok()) {
    if (const auto header = find_header(answer->headers, "Retry-After")) {
      if (const auto parsed = parse_retry_after(*header, now)) return parsed;
    }
  }
  return verdict.retry_after;
}

bool may_repeat(const Request& request, const Verdict& verdict) {
  return verdict.meaning == Meaning::refused ||
         (verdict.meaning == Meaning::transient && request.repeat == Repeat::safe);
}

}  // namespace

Verdict judge_failure(const Error& error) {
  switch (error.code) {
    case Code::throttled:
      return {.meaning = Meaning::refused, .reason = error.what};
    case Code::unavailable:
    case Code::deadline:
      if (error.effect == Effect::unknown)
        return {.meaning = Meaning::transient, .reason = error.what};
      return {.meaning = Meaning::refused, .reason = error.what, .attempts = attempts_to_connect};
    default:
      return {.meaning = Meaning::final, .reason = error.what};
  }
}

Retrying::Retrying(Transport& next, Judge judge, RetryParts parts)
    : next_(next), judge_(std::move(judge)), parts_(std::move(parts)) {}

Milliseconds Retrying::delay(const Result<Response>& answer,
                             const Verdict& verdict,
                             int attempt) const {
  const auto random = parts_.random ? parts_.random() : 0.5;
  const auto backoff = backoff_delay(parts_.waits.backoff, attempt, random);
  const auto asked = asked_for(answer, verdict, parts_.clock.now());
  // Spread above what the service asks for, never below it.
  return asked ? *asked + (*asked > Milliseconds(0) ? backoff / 10 : backoff) : backoff;
}

Result<Response> Retrying::send(const Request& request) {
  const auto deadline = parts_.clock.now() + parts_.waits.operation;
  bool signed_again = false;
  for (int attempt = 1;; ++attempt) {
    auto answer = next_.send(request);
    const auto verdict = judge_(request, answer);
    if (!may_repeat(request, verdict) || attempt >= verdict.attempts) return answer;
    if (verdict.sign_again && std::exchange(signed_again, true)) return answer;
    const auto asked = asked_for(answer, verdict, parts_.clock.now());
    if (asked && *asked > parts_.waits.longest_retry_after) return answer;
    const auto pause = verdict.sign_again ? Milliseconds(0) : delay(answer, verdict, attempt);
    if (parts_.clock.now() + pause > deadline) return answer;
    parts_.events.emit(RetryPlanned{.service = request.service,
                                    .operation = request.operation,
                                    .attempt = attempt,
                                    .delay = pause,
                                    .reason = verdict.reason});
    TRY(parts_.clock.wait(pause));
  }
}

}  // namespace patchcord::http
