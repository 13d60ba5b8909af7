// One connection of a function's program to the Lambda Runtime API: reads HTTP/1.1 requests, writes
// answers.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "patchcord/sandbox/aws/descriptor.h"
#include "patchcord/sandbox/message.h"
#include "patchcord/template/invocation_limits.h"

namespace patchcord::sandbox::aws {

using simulator::max_function_payload;

class RuntimeConnection {
 public:
  explicit RuntimeConnection(Descriptor socket) : socket_(std::move(socket)) {}

  [[nodiscard]] int fd() const { return socket_.get(); }
  [[nodiscard]] bool open() const { return socket_.open(); }
  void close() { socket_.close(); }

  // Takes what has arrived, without waiting; closes the connection at its end.
  void receive();
  // The next complete request, if there is one. A request that is not HTTP closes the connection; a
  // body beyond max_function_payload comes back empty and marked, and the connection closes after
  // the answer.
  struct Request {
    Message message{};
    bool too_large{};
  };
  std::optional<Request> next();
  // Writes all of it; closes the connection when the other side does not take it within 5 seconds.
  void answer(const Reply& reply);

 private:
  struct Head {
    Message message{};
    std::size_t body_at{};
    std::optional<std::size_t> length{};
    bool chunked{};
    bool waits_for_continue{};
  };
  [[nodiscard]] std::optional<Head> read_head();
  std::optional<Request> read_fixed(Head head);
  std::optional<Request> read_chunked(Head head);
  Request refuse_large(Head head);
  void write(std::string_view bytes);

  Descriptor socket_;
  std::string received_{};
  bool continued_{};  // "100 Continue" was sent for the request being read
  bool close_after_answer_{};
};

}  // namespace patchcord::sandbox::aws
