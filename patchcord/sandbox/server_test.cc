#include "patchcord/sandbox/server.h"

#include <atomic>
#include <string>
#include <thread>

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace patchcord::sandbox {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

// A client that sees every byte.
class RawClient {
 public:
  explicit RawClient(std::uint16_t port)
      : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ =
        ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;  // NOLINT
    const timeval patience{10, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;
  RawClient(RawClient&&) = delete;
  RawClient& operator=(RawClient&&) = delete;
  ~RawClient() { ::close(socket_); }

  [[nodiscard]] bool connected() const { return connected_; }
  void send(const std::string& text) const {
    ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
  }

  // Until `end` was seen, or the other side closed; `reset_` tells how.
  std::string read(const std::string& end = "") {
    std::string out;
    while (end.empty() || !out.ends_with(end)) {
      char buffer[4096];
      const auto got = ::recv(socket_, buffer, sizeof buffer, 0);
      if (got < 0) reset_ = errno == ECONNRESET;
      if (got <= 0) break;
      out.append(buffer, static_cast<std::size_t>(got));
    }
    return out;
  }
  [[nodiscard]] bool was_reset() const { return reset_; }

 private:
  int socket_;
  bool connected_{};
  bool reset_{};
};

std::string request(const std::string& line, const std::string& rest = "\r\n") {
  return line + " HTTP/1.1\r\nHost: localhost\r\n" + rest;
}

// Answers with what it saw; paths name the faults.
Delivered echo(const Message& message) {
  Delivered out{
      .reply = {.status = 200, .headers = {{"Content-Type", "text/plain"}, {"X-Mixed-Case", "1"}}}};
  out.reply.body =
      message.method + " " + message.path + " ? " + message.query + " : " + message.body;
  if (message.path == "/reset") out.delivery = Delivery::reset;
  if (message.path == "/truncated") out.delivery = Delivery::truncated;
  if (message.path == "/stalled") out.delivery = Delivery::stalled;
  if (message.path == "/empty") out.reply = {.status = 204};
  return out;
}

class Listening : public testing::Test {
 protected:
  explicit Listening(ServerLimits limits = {}) : server_(echo, limits) {
    port_ = server_.start(0).value();
  }

  std::string talk(const std::string& text) const {
    RawClient client(port_);
    client.send(text);
    return client.read();
  }

  Server server_;
  std::uint16_t port_{};
};

TEST_F(Listening, KeepsPathAndQueryAsTheyCame) {
  const auto answer = talk(request("GET /a%3Ab//c/../%7e?x=%2B+1&&y", "Connection: close\r\n\r\n"));
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(answer, HasSubstr("X-Mixed-Case: 1\r\n"));
  EXPECT_THAT(answer, EndsWith("\r\n\r\nGET /a%3Ab//c/../%7e ? x=%2B+1&&y : "));
}

TEST_F(Listening, KeepsTheConnectionAndTakesPipelinedRequests) {
  RawClient client(port_);
  client.send(request("POST /1", "Content-Length: 3\r\n\r\nabc") + request("GET /2"));
  EXPECT_THAT(client.read("GET /2 ?  : "), HasSubstr("POST /1 ?  : abc"));
  client.send(request("GET /empty"));
  const auto empty = client.read("\r\n\r\n");
  EXPECT_THAT(empty, StartsWith("HTTP/1.1 204 No Content\r\n"));
  EXPECT_THAT(empty, testing::Not(HasSubstr("Content-Length")));
  client.send(request("GET /3"));
  EXPECT_THAT(client.read("GET /3 ?  : "), HasSubstr("200 OK"));
}

TEST_F(Listening, ReadsChunkedBodiesAndAnswersExpectations) {
  RawClient client(port_);
  client.send(request("PUT /x", "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n"));
  EXPECT_THAT(client.read("\r\n\r\n"), StartsWith("HTTP/1.1 100 Continue"));
  client.send("hi");
  EXPECT_THAT(client.read(": hi"), HasSubstr("PUT /x"));
  EXPECT_THAT(
      talk(request(
          "PUT /y",
          "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n")),
      EndsWith(": abc"));
}

TEST_F(Listening, RefusesForeignHostsAndOrigins) {
  EXPECT_THAT(talk("GET / HTTP/1.1\r\nHost: example.com\r\nConnection: close\r\n\r\n"),
              StartsWith("HTTP/1.1 403"));
  EXPECT_THAT(talk(request("GET /", "Origin: https://example.com\r\nConnection: close\r\n\r\n")),
              StartsWith("HTTP/1.1 403"));
}

TEST_F(Listening, RefusesWhatIsNotAPath) {
  EXPECT_THAT(talk(request("GET http://localhost/", "Connection: close\r\n\r\n")),
              StartsWith("HTTP/1.1 400"));
  EXPECT_THAT(talk("no http at all\r\n\r\n"), StartsWith("HTTP/1.1 400"));
}

TEST_F(Listening, CanDropTheConnectionWithoutAnAnswer) {
  RawClient client(port_);
  client.send(request("GET /reset"));
  EXPECT_EQ(client.read(), "");
  EXPECT_TRUE(client.was_reset());
}

TEST_F(Listening, CanSendHalfABody) {
  const auto answer = talk(request("GET /truncated"));
  const std::string body = "GET /truncated ?  : ";
  EXPECT_THAT(answer, HasSubstr("Content-Length: " + std::to_string(body.size())));
  EXPECT_THAT(answer, EndsWith("\r\n\r\n" + body.substr(0, body.size() / 2)));
}

TEST_F(Listening, StallsUntilItIsStopped) {
  RawClient client(port_);
  client.send(request("GET /stalled"));
  std::thread stopper([this] { server_.stop(); });
  EXPECT_EQ(client.read(), "");
  stopper.join();
}

TEST_F(Listening, StopsWithIdleConnectionsAndCanStartAgain) {
  RawClient idle(port_);
  idle.send(request("GET /"));
  idle.read(" : ");
  server_.stop();
  EXPECT_FALSE(RawClient(port_).connected());
  port_ = server_.start(0).value();
  EXPECT_THAT(talk(request("GET /again", "Connection: close\r\n\r\n")), HasSubstr("GET /again"));
}

TEST_F(Listening, SaysThatAPortIsTaken) {
  Server second(echo);
  const auto refused = second.start(port_);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, Code::unavailable);
  EXPECT_THAT(refused.error().what, HasSubstr("Address already in use"));
}

class Limited : public Listening {
 protected:
  Limited() : Listening({.header_bytes = 1024, .body_bytes = 100}) {}
};

TEST_F(Limited, RefusesLargeHeadersAndBodies) {
  EXPECT_THAT(talk(request("PUT /", "Content-Length: 101\r\n\r\n" + std::string(101, 'x'))),
              StartsWith("HTTP/1.1 413"));
  EXPECT_THAT(
      talk(request("PUT /",
                   "Connection: close\r\nContent-Length: 100\r\n\r\n" + std::string(100, 'x'))),
      StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(talk(request("GET /", "X: " + std::string(2000, 'x') + "\r\n\r\n")),
              StartsWith("HTTP/1.1 431"));
}

class Crowded : public Listening {
 protected:
  Crowded() : Listening({.connections = 2}) {}
};

TEST_F(Crowded, ClosesConnectionsBeyondTheLimit) {
  RawClient first(port_);
  RawClient second(port_);
  for (auto* client : {&first, &second}) {
    client->send(request("GET /"));
    EXPECT_THAT(client->read(" : "), HasSubstr("200 OK"));
  }
  EXPECT_EQ(talk(request("GET /")), "");
}

class Impatient : public Listening {
 protected:
  Impatient()
      : Listening({.read = Milliseconds{20}, .idle = Milliseconds{20}, .stall = Milliseconds{20}}) {
  }
};

TEST_F(Impatient, DoesNotWaitForSlowClients) {
  RawClient idle(port_);
  EXPECT_EQ(idle.read(), "");
  RawClient slow(port_);
  slow.send("GET / HTTP/1.1\r\nHost: loc");
  EXPECT_EQ(slow.read(), "");
  RawClient stalled(port_);
  stalled.send(request("GET /stalled"));
  EXPECT_EQ(stalled.read(), "");
}

TEST_F(Listening, AnswersManyClientsAtOnce) {
  std::atomic<int> good{0};
  std::vector<std::thread> clients;
  for (int i = 0; i < 16; ++i) {
    clients.emplace_back([this, &good, i] {
      const auto path = "/" + std::to_string(i);
      const auto answer = talk(request("GET " + path, "Connection: close\r\n\r\n"));
      if (answer.ends_with("GET " + path + " ?  : ")) ++good;
    });
  }
  for (auto& client : clients)
    client.join();
  EXPECT_EQ(good, 16);
}

}  // namespace
}  // namespace patchcord::sandbox
