// Holds requests back while the service's rate limit is used up, so that a 429 that can be foreseen
// never comes.
//
// Source   Genesys Cloud API: inin-ratelimit-count (used), inin-ratelimit-allowed (budget of the
// window),
//          inin-ratelimit-reset (seconds until the window ends) in every answer
#pragma once

#include <mutex>

#include "patchcord/ports/clock.h"
#include "patchcord/ports/events.h"
#include "patchcord/ports/transport.h"

namespace patchcord::http {

// One object for each service, shared by all its clients, because the limit counts per token.
// Thread-safe.
class Paced : public Transport {
 public:
  Paced(Transport& next, Clock& clock, Events& events);

  // Errors   those of the next transport · cancelled
  Result<Response> send(const Request& request) override;

 private:
  Result<void> take_turn(const Request& request);
  Milliseconds time_to_wait();  // zero: the turn is taken
  void learn(const Response& answer);

  Transport& next_;
  Clock& clock_;
  Events& events_;

  std::mutex mutex_;
  bool known_{false};  // the rest is meaningful
  long allowed_{};
  long used_{};  // as the service counts, plus what is under way
  long under_way_{};
  TimePoint window_end_{};
};

}  // namespace patchcord::http
