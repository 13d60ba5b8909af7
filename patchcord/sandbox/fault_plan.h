// Faults as data: which request, which occurrence of it, and what happens to it.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "patchcord/base/json.h"
#include "patchcord/base/result.h"
#include "patchcord/sandbox/time.h"

namespace patchcord::sandbox {

enum class FaultKind {
  status,               // refused with this status, in the form of the service
  delay,                // answered later
  reset_before_effect,  // the connection is dropped, nothing was done
  reset_after_effect,   // it was done, and the connection is dropped without an answer
  truncated_body,       // it was done, and half of the answer arrives
  wrong_content_type,   // it was done, and the answer claims to be something else
  html_502,             // a gateway's page in place of an answer
  expired_token,        // the token or key is over: refused, and at Genesys refused from now on
  stall,                // no answer, the connection stays open
};

struct Fault {
  std::string match{
      "*"};      // operation, with * and ?: "CreateRole", "POST /api/v2/integrations", "iam *"
  int nth{1};    // the first of the matching requests that it hits, counted since it was added
  int times{1};  // how many in a row; 0: all from there on
  FaultKind kind{FaultKind::status};
  int status{500};
  std::string code{};  // the service's code; empty: the usual one of the status
  std::string message{};
  std::optional<std::string> body{};      // the whole body, in place of the service's form
  std::string content_type{"text/html"};  // of wrong_content_type, and of `body`
  std::optional<int> retry_after_seconds{};
  Milliseconds delay{0};
  bool after_effect{false};  // status, html_502, stall: the request was done all the same
};

std::string_view fault_name(FaultKind kind);

// Thread-safe.
class FaultPlan {
 public:
  // One fault, or an array of them:
  //   {"match": "CreateRole", "nth": 2, "then": "status", "status": 503, "retryAfter": 1}
  // `then` may be left out where `status` is given, and may carry its number: "status 503", "delay
  // 200".
  //
  // Errors   invalid: an unknown member or kind, a value out of range; then nothing was added
  Result<void> add(const Json& faults);
  void clear();

  // Counts a request with the operation "iam CreateRole" or "genesys GET /api/v2/integrations", and
  // gives the fault that hits it. The first one added wins; all that match are counted.
  std::optional<Fault> next(std::string_view operation);

  // The faults as they were given, with "seen" and "hit".
  [[nodiscard]] Json state() const;

 private:
  struct Entry {
    Fault fault{};
    Json given{};
    int seen{};
    int hit{};
  };
  mutable std::mutex mutex_;
  std::vector<Entry> entries_;
};

}  // namespace patchcord::sandbox
