#include "patchcord/http/pace.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "patchcord/base/text.h"
#include "patchcord/base/try.h"

namespace patchcord::http {
namespace {

// The reset comes in whole seconds, rounded we do not know how; a window lasts a minute.
constexpr Milliseconds rounding = std::chrono::seconds(1);
constexpr long longest_window = 300;

std::optional<long> number_in(const Response& answer, std::string_view name) {
  const auto text = find_header(answer.headers, name);
  if (!text) return std::nullopt;
  const auto digits = trim(*text);
  long value = 0;
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (problem != std::errc{} || end != digits.data() + digits.size() || value < 0)
    return std::nullopt;
  return value;
}

}  // namespace

Paced::Paced(Transport& next, Clock& clock, Events& events)
    : next_(next), clock_(clock), events_(events) {}

Milliseconds Paced::time_to_wait() {
  const std::lock_guard lock(mutex_);
  const auto now = clock_.now();
  if (known_ && now >= window_end_) known_ = false;
  if (known_ && used_ >= allowed_) return window_end_ - now;
  ++used_;
  ++under_way_;
  return Milliseconds(0);
}

Result<void> Paced::take_turn(const Request& request) {
  while (true) {
    const auto pause = time_to_wait();
    if (pause <= Milliseconds(0)) return {};
    events_.emit(patchcord::Paced{.service = request.service,
                                  .delay = pause,
                                  .reason = "the rate limit of this minute is used up"});
    TRY(clock_.wait(pause));
  }
}

void Paced::learn(const Response& answer) {
  const auto used = number_in(answer, "inin-ratelimit-count");
  const auto allowed = number_in(answer, "inin-ratelimit-allowed");
  const auto reset = number_in(answer, "inin-ratelimit-reset");
  if (!used || !allowed || !reset || *allowed == 0) return;
  const std::lock_guard lock(mutex_);
  const auto now = clock_.now();
  const auto end = now + std::chrono::seconds(std::min(*reset, longest_window)) + rounding;
  // Answers may arrive out of order: within one window the count only grows. A window that ends
  // clearly later is a new one.
  const bool same_window = known_ && now < window_end_ && end <= window_end_ + 2 * rounding;
  const long counted = *used + under_way_;
  used_ = same_window ? std::max(used_, counted) : counted;
  allowed_ = *allowed;
  window_end_ = same_window ? std::max(window_end_, end) : end;
  known_ = true;
}

Result<Response> Paced::send(const Request& request) {
  TRY(take_turn(request));
  auto answer = next_.send(request);
  {
    const std::lock_guard lock(mutex_);
    --under_way_;
  }
  if (answer.ok()) learn(*answer);
  return answer;
}

}  // namespace patchcord::http
