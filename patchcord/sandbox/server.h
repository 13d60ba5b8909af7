// HTTP/1.1 on 127.0.0.1: one thread for each connection, bounded in everything that comes from
// outside.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>

#include "patchcord/base/result.h"
#include "patchcord/sandbox/delivery.h"
#include "patchcord/sandbox/message.h"
#include "patchcord/sandbox/time.h"

namespace patchcord::sandbox {

struct ServerLimits {
  std::size_t connections{64};  // further ones are closed at once
  std::uint32_t header_bytes{64 * 1024};
  std::uint64_t body_bytes{std::uint64_t{10} * 1024 * 1024};  // more: 413
  Milliseconds read{30'000};    // for one request to arrive, from its first byte
  Milliseconds idle{300'000};   // between two requests of one connection
  Milliseconds stall{600'000};  // how long a stalled answer keeps the connection
};

// start and stop by one thread; the answerer is called by many at once.
class Server {
 public:
  // Path and query reach the answerer as they came over the wire: signatures depend on each byte.
  using Answerer = std::function<Delivered(const Message&)>;

  explicit Server(Answerer answerer, ServerLimits limits = {});
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  Server(Server&&) = delete;
  Server& operator=(Server&&) = delete;
  ~Server();  // stops

  // Listens on 127.0.0.1; port 0 takes a free one. Returns the port.
  //
  // Errors   unavailable: the port is taken, or there are no sockets
  Result<std::uint16_t> start(std::uint16_t port);
  // Closes every connection and waits for the answerer's calls to end.
  void stop();

 private:
  class Listener;
  Answerer answerer_;
  ServerLimits limits_;
  std::unique_ptr<Listener> listener_;
};

}  // namespace patchcord::sandbox
