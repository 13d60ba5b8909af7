// What happens, as typed values: for the terminal, for log files, for JSON lines. Nothing in here
// is secret: whoever makes an event has already left secrets out.
#pragma once

#include <string>
#include <variant>

#include "patchcord/base/error.h"
#include "patchcord/ports/clock.h"

namespace patchcord {

// One attempt of one request has ended.
struct RequestSent {
  std::string service{};
  std::string operation{};
  std::string method{};
  std::string path{};  // with query
  int status{};        // 0: no answer
  Milliseconds took{};
  std::string request_id{};
  std::string detail{};  // for -vv: allowlisted headers and redacted bodies; may have many lines
};

// The request will be sent again after `delay`.
struct RetryPlanned {
  std::string service{};
  std::string operation{};
  int attempt{};  // the one that failed, from 1
  Milliseconds delay{};
  std::string reason{};  // "503 service.unavailable", "connection lost"
};

// We hold back before sending: rate limit.
struct Paced {
  std::string service{};
  Milliseconds delay{};
  std::string reason{};
};

struct StepStarted {
  int number{};
  int of{};
  std::string title{};  // "create role/GenesysCloudLambdaRole"
};

struct StepEnded {
  int number{};
  int of{};
  std::string title{};
  std::string result{};  // "arn:aws:iam::…" or ""
  bool ok{true};
  Milliseconds took{};
};

// Something is not yet as it will be, and we wait for it.
struct Waiting {
  std::string what{};  // "integration Orders to become ACTIVE"
  std::string why{};   // "it reports ACTIVATING"
  Milliseconds delay{};
};

struct Notice {
  enum class Level { information, warning };
  Level level{Level::information};
  std::string text{};
};

using Event =
    std::variant<RequestSent, RetryPlanned, Paced, StepStarted, StepEnded, Waiting, Notice>;

// Thread-safe.
class Events {
 public:
  virtual ~Events() = default;
  virtual void emit(const Event& event) = 0;
};

}  // namespace patchcord
