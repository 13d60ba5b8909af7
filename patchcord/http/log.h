// Tells every exchange to Events. This is the one place where a request turns into something that
// people see.
#pragma once

#include "patchcord/ports/clock.h"
#include "patchcord/ports/events.h"
#include "patchcord/ports/transport.h"

namespace patchcord::http {

enum class LogDetail {
  line,
  full
};  // full: headers and bodies, redacted; bodies of the services "login" and "credentials" never

// Thread-safe.
class Logged : public Transport {
 public:
  Logged(Transport& next, Clock& clock, Events& events, LogDetail detail = LogDetail::line);

  Result<Response> send(const Request& request) override;

 private:
  Transport& next_;
  Clock& clock_;
  Events& events_;
  LogDetail detail_;
};

// The id by which the service's owner finds a request: ININ-Correlation-Id, x-amzn-RequestId; empty
// if there is none.
std::string request_id_of(const Response& response);

}  // namespace patchcord::http
