// The only retry loop of the program. It knows no service: a judge tells what an answer means.
//
//   verdict (what it means)                    safe request            unsafe request
//   final: an answer, good or bad              return it               return it
//   refused: certainly not executed            again                   again
//   transient: may have been executed          again                   return it
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "patchcord/ports/clock.h"
#include "patchcord/ports/events.h"
#include "patchcord/ports/transport.h"
#include "patchcord/ports/waits.h"

namespace patchcord::http {

enum class Meaning { final, refused, transient };

struct Verdict {
  Meaning meaning{Meaning::final};
  std::string reason{};  // "503 service.unavailable", for people
  std::optional<Milliseconds>
      retry_after{};  // where the answer says it elsewhere than in Retry-After
  bool sign_again{
      false};  // who we are was refused: at most one more attempt, at once, with a fresh token
  int attempts{20};  // give up after this many
};

// A pure function of the answer (or of its absence), one for each service.
using Judge = std::function<Verdict(const Request&, const Result<Response>&)>;

// What an absent answer means, for every service: not sent is refused, sent and lost is transient.
Verdict judge_failure(const Error& error);

// A random number in [0, 1).
using Random = std::function<double()>;

struct RetryParts {
  Clock& clock;
  Events& events;
  Random random{};
  Waits waits{};
};

// Repeats what may be repeated until Waits::operation has passed; a service that asks for more than
// Waits::longest_retry_after is not waited for. Thread-safe if its random numbers are.
class Retrying : public Transport {
 public:
  Retrying(Transport& next, Judge judge, RetryParts parts);

  // Errors   those of the last attempt · cancelled
  Result<Response> send(const Request& request) override;

 private:
  [[nodiscard]] Milliseconds delay(const Result<Response>& answer,
                                   const Verdict& verdict,
                                   int attempt) const;

  Transport& next_;
  Judge judge_;
  RetryParts parts_;
};

}  // namespace patchcord::http
