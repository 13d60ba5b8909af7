// The last exchanges, without the secrets in them.
#pragma once

#include <cstddef>
#include <deque>
#include <mutex>
#include <string>

#include "patchcord/base/json.h"
#include "patchcord/sandbox/message.h"

namespace patchcord::sandbox {

// The body with every secret that it is known to carry replaced by REDACTED: tokens, client
// secrets, secret keys, credential fields; in JSON, in forms and in XML. A body without one stays
// as it is, byte for byte.
std::string redacted_body(const std::string& body, const std::string& content_type);

// Thread-safe.
class Recorder {
 public:
  static constexpr std::size_t max_exchanges = 5000;
  static constexpr std::size_t max_body_bytes =
      std::size_t{1024} * 1024;  // a longer one is left out

  // `fault`: what was done to the answer, or empty.
  void add(const Message& message,
           const Reply& reply,
           const std::string& operation,
           const std::string& fault);
  void clear();

  // [{"operation":…,"request":{"method":…,"path":…,"query":…,"headers":{…},"body":…},
  //   "response":{"status":…,"headers":{…},"body":…},"fault":null}], oldest first
  [[nodiscard]] Json state() const;

 private:
  mutable std::mutex mutex_;
  std::deque<Json> exchanges_;
};

}  // namespace patchcord::sandbox
