// A server on 127.0.0.1 of a few lines: each connection is handed to a function of the test, one
// after the other. For what no fake in process can do: connections that die, answers that stop in
// the middle.
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "patchcord/base/check.h"

namespace patchcord::test {

class Connection {
 public:
  explicit Connection(int socket) : socket_(socket) {}

  // One request, head and body; empty when the other side is gone.
  std::string read_request() {
    while (buffer_.find("\r\n\r\n") == std::string::npos) {
      if (!receive()) return {};
    }
    const auto head_end = buffer_.find("\r\n\r\n") + 4;
    std::size_t length = 0;
    if (const auto at = buffer_.find("Content-Length: "); at < head_end) {
      length = std::stoul(buffer_.substr(at + 16));
    }
    while (buffer_.size() < head_end + length) {
      if (!receive()) return {};
    }
    std::string request = buffer_.substr(0, head_end + length);
    buffer_.erase(0, request.size());
    return request;
  }

  void write(const std::string& bytes) const {
    std::size_t done = 0;
    while (done < bytes.size()) {
      const auto count = ::send(socket_, bytes.data() + done, bytes.size() - done, MSG_NOSIGNAL);
      if (count <= 0) return;
      done += static_cast<std::size_t>(count);
    }
  }

  // Returns when the other side has closed.
  void wait_for_close() {
    while (receive())
      buffer_.clear();
  }

 private:
  bool receive() {
    char bytes[4096];
    const auto count = ::recv(socket_, bytes, sizeof bytes, 0);
    if (count <= 0) return false;
    buffer_.append(bytes, static_cast<std::size_t>(count));
    return true;
  }

  int socket_;
  std::string buffer_;
};

class SocketServer {
 public:
  using Script = std::function<void(Connection&, int number)>;  // connections count from 1

  explicit SocketServer(Script script)
      : script_(std::move(script)), listener_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof address;
    const bool ready = ::bind(listener_, generic, size) == 0 && ::listen(listener_, 16) == 0 &&
                       ::getsockname(listener_, generic, &size) == 0;
    PATCHCORD_CHECK(ready, "no listening socket");
    port_ = ntohs(address.sin_port);
    accepting_ = std::thread([this] { accept_all(script_); });
  }
  ~SocketServer() {
    ::shutdown(listener_, SHUT_RDWR);
    accepting_.join();
    for (const int socket : sockets_)
      ::shutdown(socket, SHUT_RDWR);
    for (auto& thread : threads_)
      thread.join();
    for (const int socket : sockets_)
      ::close(socket);
    ::close(listener_);
  }
  SocketServer(const SocketServer&) = delete;
  SocketServer& operator=(const SocketServer&) = delete;
  SocketServer(SocketServer&&) = delete;
  SocketServer& operator=(SocketServer&&) = delete;

  [[nodiscard]] std::string url(const std::string& path = "/") const {
    return "http://127.0.0.1:" + std::to_string(port_) + path;
  }
  [[nodiscard]] int connections() const { return connections_; }

 private:
  void accept_all(const Script& script) {
    while (true) {
      const int socket = ::accept(listener_, nullptr, nullptr);
      if (socket < 0) return;
      sockets_.push_back(socket);
      threads_.emplace_back([socket, &script, number = ++connections_] {
        Connection connection(socket);
        script(connection, number);
        ::shutdown(socket, SHUT_RDWR);
      });
    }
  }

  Script script_;
  int listener_;
  int port_{};
  std::atomic<int> connections_{0};
  std::vector<int> sockets_;
  std::vector<std::thread> threads_;
  std::thread accepting_;
};

// "HTTP/1.1 200 OK" with a body of known length.
inline std::string http_answer(const std::string& body,
                               const std::string& headers = {},
                               const std::string& status = "200 OK") {
  return "HTTP/1.1 " + status + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
         headers + "\r\n" + body;
}

}  // namespace patchcord::test
