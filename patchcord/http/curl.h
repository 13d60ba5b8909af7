// HTTP over libcurl, as a plain transport: it signs nothing, follows nothing, repeats nothing that
// must not be repeated.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "patchcord/ports/clock.h"
#include "patchcord/ports/transport.h"

namespace patchcord::http {

struct CurlOptions {
  std::string user_agent{};                // "patchcord/0.1.0"
  std::string ca_file{};                   // PEM file of trusted authorities; empty: the system's
  std::vector<std::string> local_hosts{};  // never left for: plain http is fine, no proxy
  std::string proxy{};     // "http://USER:PASSWORD@HOST:PORT", as in https_proxy; empty: none
  std::string no_proxy{};  // hosts that are reached without it, as in NO_PROXY
  Milliseconds connect_timeout{10'000};
  Milliseconds timeout{30'000};                      // of requests that have none of their own
  std::size_t max_body{std::size_t{32} << 20U};      // bytes, after decompression
  std::size_t max_headers{std::size_t{256} << 10U};  // bytes
};

// HTTP/1.1 with TLS 1.2 or newer, always verified; plain http only to this machine
// and CurlOptions::local_hosts. The
// proxy is never asked for those, and the environment's variables do not count. Connections are
// reused, except for Repeat::unsafe: libcurl sends a request silently again when a reused
// connection turns out to be dead. Thread-safe.
class Curl : public Transport {
 public:
  Curl(CurlOptions options, Clock& clock);
  ~Curl() override;
  Curl(const Curl&) = delete;
  Curl& operator=(const Curl&) = delete;
  Curl(Curl&&) = delete;
  Curl& operator=(Curl&&) = delete;

  // Errors   invalid: the URL, or plain http to another machine · protocol with effect none: the
  // server's certificate is not trusted, a proxy refuses us · otherwise as Transport. A lost answer
  // to GET has effect none.
  Result<Response> send(const Request& request) override;

 private:
  class Handle;
  std::unique_ptr<Handle> take();
  void give_back(std::unique_ptr<Handle> handle);

  CurlOptions options_;
  Clock& clock_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Handle>> idle_;
};

}  // namespace patchcord::http
