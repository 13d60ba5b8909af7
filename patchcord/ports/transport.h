// One HTTP exchange. An HTTP error status is a Response; an Error means that there is no answer.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "patchcord/base/result.h"
#include "patchcord/ports/clock.h"

namespace patchcord {

struct Header {
  std::string name{};
  std::string value{};

  friend bool operator==(const Header&, const Header&) = default;
};

// The value of the first header of that name (names compare without case), if any.
std::optional<std::string> find_header(const std::vector<Header>& headers, std::string_view name);

// Whether a request may be sent again after it may have been executed. Written where the request is
// written.
enum class Repeat { unsafe, safe };

struct Request {
  std::string
      service{};  // "iam", "sts", "lambda", "genesys", "login": for pacing, events and counts
  std::string operation{};  // the operation in the service's words: "CreateRole", "GET
                            // /api/v2/integrations/{integrationId}"
  std::string method{"GET"};
  std::string url{};  // absolute; path and query exactly as they go on the wire
  std::vector<Header> headers{};
  std::string body{};
  Repeat repeat{Repeat::unsafe};
  // For one attempt, from connecting to the last byte; absent: what the transport gives to all.
  std::optional<Milliseconds> timeout{};
};

struct Response {
  int status{};
  std::vector<Header> headers{};
  std::string body{};
};

// Thread-safe.
class Transport {
 public:
  virtual ~Transport() = default;

  // Errors   unavailable, deadline (effect none: not sent; effect unknown: sent, the answer is
  // lost) · cancelled ·
  //          protocol (an answer too large or malformed, effect unknown)
  virtual Result<Response> send(const Request& request) = 0;
};

}  // namespace patchcord
