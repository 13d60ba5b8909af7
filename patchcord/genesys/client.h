// JSON requests to the Genesys Cloud API and their answers. The typed calls stand beside it, a file
// for each kind of object.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "patchcord/base/json.h"
#include "patchcord/base/result.h"
#include "patchcord/ports/clock.h"
#include "patchcord/ports/events.h"
#include "patchcord/ports/transport.h"
#include "patchcord/ports/waits.h"

namespace patchcord::genesys {

struct Call {
  std::string method{"GET"};
  std::string route{};                   // "/api/v2/integrations/{integrationId}"
  std::vector<std::string> arguments{};  // one for each {…}, not yet encoded
  std::string query{};                   // encoded, without "?"
  std::optional<Json> body{};
  std::string subject{};          // for errors: "integration Orders"
  std::string verb{};             // for errors: "created"
  Repeat repeat{Repeat::unsafe};  // of a write; reads are always safe
  std::optional<Milliseconds> timeout{};
};

struct ClientParts {
  Transport& transport;  // the whole stack, retries and token included
  std::string api_url{};
  Clock& clock;
  Events& events;
  Waits waits{};
};

// Thread-safe.
class Client {
 public:
  explicit Client(ClientParts parts);

  // The JSON of a good answer; null where it has no body.
  //
  // Errors   those of to_error (error_body.h) · protocol: a good status, but no JSON · those of the
  // transport
  Result<Json> json(const Call& call);
  // The text of a good answer: templates.
  Result<std::string> text(const Call& call);

  // An integration that we have just made may be unknown to the actions service for a moment, which
  // then answers 400.
  void remember_created(const std::string& integration_id);
  [[nodiscard]] bool is_just_created(const std::string& integration_id) const;

  [[nodiscard]] Clock& clock() { return parts_.clock; }
  [[nodiscard]] Events& events() { return parts_.events; }
  [[nodiscard]] const Waits& waits() const { return parts_.waits; }

 private:
  Result<Response> send(const Call& call, std::string_view accept);

  ClientParts parts_;
  mutable std::mutex mutex_;
  std::map<std::string, TimePoint> created_;
};

// The route with its {…} replaced, each percent-encoded.
std::string expand_route(std::string_view route, const std::vector<std::string>& arguments);

}  // namespace patchcord::genesys
