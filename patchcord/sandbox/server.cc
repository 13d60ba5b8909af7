#include "patchcord/sandbox/server.h"

#include <atomic>
#include <list>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <fmt/format.h>
#include <sys/socket.h>

#include "patchcord/sandbox/loopback.h"

namespace patchcord::sandbox {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using Problem = boost::system::error_code;
using Parser = http::request_parser<http::string_body>;

// Announced and never sent, where an empty body has nothing to be cut from.
constexpr std::size_t missing_bytes = 16;

Message message_of(const http::request<http::string_body>& request) {
  Message message;
  message.method = std::string(request.method_string());
  const std::string target(request.target());
  const auto mark = target.find('?');
  message.path = target.substr(0, mark);
  if (mark != std::string::npos) message.query = target.substr(mark + 1);
  for (const auto& field : request) {
    message.headers.push_back({std::string(field.name_string()), std::string(field.value())});
  }
  message.body = request.body();
  return message;
}

Reply plain_reply(int status, const std::string& text) {
  return {.status = status, .headers = {{"Content-Type", "text/plain"}}, .body = text + "\n"};
}

http::response<http::string_body> response_of(const Reply& reply, bool keep_alive) {
  http::response<http::string_body> response(static_cast<http::status>(reply.status), 11);
  for (const auto& header : reply.headers)
    response.insert(header.name, header.value);
  response.body() = reply.body;
  response.keep_alive(keep_alive);
  response.prepare_payload();
  if (reply.status == 204) response.erase(http::field::content_length);  // RFC 9110, 8.6
  return response;
}

// One client. Its thread runs asynchronous operations one by one, because only those have time
// limits.
class Connection {
 public:
  Connection(const Server::Answerer& answerer, const ServerLimits& limits)
      : answerer_(answerer), limits_(limits), stream_(context_) {}

  tcp::socket& socket() { return stream_.socket(); }
  asio::io_context& context() { return context_; }
  [[nodiscard]] bool is_over() const { return over_; }

  void begin(std::uint16_t port) {
    thread_ = std::thread([this, port] {
      serve(port);
      over_ = true;
    });
  }
  // From any thread.
  void end() {
    asio::post(context_, [this] {
      ended_ = true;
      stream_.close();
    });
  }
  void join() {
    if (thread_.joinable()) thread_.join();
  }

 private:
  // Runs one operation; `starter` gets the handler to pass on.
  template <typename Starter>
  Problem run(Milliseconds limit, Starter starter) {
    Problem outcome = asio::error::operation_aborted;
    if (ended_) return outcome;
    stream_.expires_after(limit);
    starter([&outcome](Problem problem, std::size_t /*bytes*/) { outcome = problem; });
    context_.restart();
    context_.run();
    return outcome;
  }

  void serve(std::uint16_t port) {
    bool more = true;
    while (more && !ended_) {
      Parser parser;
      parser.header_limit(limits_.header_bytes);
      parser.body_limit(limits_.body_bytes);
      if (buffer_.size() == 0 && !wait_for_first_byte()) break;
      const auto problem = read(parser);
      if (problem) {
        answer_unreadable(problem);
        break;
      }
      more = answer(parser.get(), port);
    }
    Problem ignored;
    socket().shutdown(tcp::socket::shutdown_both, ignored);
    stream_.close();
  }

  bool wait_for_first_byte() {
    return !run(limits_.idle, [this](auto handler) { socket_ready(std::move(handler)); });
  }
  template <typename Handler>
  void socket_ready(Handler handler) {
    stream_.async_read_some(buffer_.prepare(4096),
                            [this, handler](Problem problem, std::size_t bytes) {
                              buffer_.commit(bytes);
                              handler(problem, bytes);
                            });
  }

  Problem read(Parser& parser) {
    const auto problem = run(limits_.read, [&](auto handler) {
      http::async_read_header(stream_, buffer_, parser, std::move(handler));
    });
    if (problem) return problem;
    if (beast::iequals(parser.get()[http::field::expect], "100-continue")) {
      const auto sent = send(http::response<http::empty_body>(http::status::continue_, 11));
      if (sent) return sent;
    }
    return run(limits_.read, [&](auto handler) {
      http::async_read(stream_, buffer_, parser, std::move(handler));
    });
  }

  // Whether the connection can be used again.
  bool answer(const http::request<http::string_body>& request, std::uint16_t port) {
    const auto message = message_of(request);
    Delivered delivered;
    if (!message.path.starts_with('/')) {
      delivered.reply = plain_reply(400, "the request target must be a path");
    } else if (auto refused = refuse_stranger(message, port)) {
      delivered.reply = std::move(*refused);
    } else {
      delivered = answerer_(message);
    }
    if (request.method() == http::verb::head) delivered.reply.body.clear();
    switch (delivered.delivery) {
      case Delivery::whole:
        return deliver(delivered.reply, request.keep_alive());
      case Delivery::reset:
        reset();
        return false;
      case Delivery::truncated:
        deliver_half(delivered.reply);
        return false;
      case Delivery::stalled:
        stall();
        return false;
    }
    return false;
  }

  bool deliver(const Reply& reply, bool keep_alive) {
    return !send(response_of(reply, keep_alive)) && keep_alive;
  }

  template <typename Body>
  Problem send(http::response<Body> response) {
    return run(limits_.read,
               [&](auto handler) { http::async_write(stream_, response, std::move(handler)); });
  }

  void deliver_half(const Reply& reply) {
    auto response = response_of(reply, false);
    if (reply.body.empty()) response.content_length(missing_bytes);
    http::response_serializer<http::string_body> serializer(response);
    const auto problem = run(limits_.read, [&](auto handler) {
      http::async_write_header(stream_, serializer, std::move(handler));
    });
    if (problem) return;
    const auto half = std::string_view(reply.body).substr(0, reply.body.size() / 2);
    run(limits_.read, [&](auto handler) {
      asio::async_write(stream_, asio::buffer(half.data(), half.size()), std::move(handler));
    });
  }

  // The client sees "connection reset by peer".
  void reset() {
    const linger at_once{1, 0};
    ::setsockopt(socket().native_handle(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    Problem ignored;
    socket().close(ignored);
  }

  void stall() {
    std::string rest(4096, '\0');
    Problem problem;
    while (!problem) {
      problem = run(limits_.stall, [&](auto handler) {
        stream_.async_read_some(asio::buffer(rest), std::move(handler));
      });
    }
  }

  void answer_unreadable(const Problem& problem) {
    if (problem == http::error::body_limit) {
      deliver(plain_reply(413, fmt::format("the body has more than {} bytes", limits_.body_bytes)),
              false);
      linger_until_read();
    } else if (problem == http::error::header_limit) {
      deliver(
          plain_reply(431, fmt::format("the header has more than {} bytes", limits_.header_bytes)),
          false);
      linger_until_read();
    } else if (problem == beast::error::timeout) {
      reset();
    } else if (problem.category() == http::make_error_code(http::error::end_of_stream).category() &&
               problem != http::error::end_of_stream && problem != http::error::partial_message) {
      deliver(plain_reply(400, "this is not HTTP/1.1"), false);
    }
  }

  // Closing with unread bytes would reset the connection, and the client would not see the answer.
  void linger_until_read() {
    Problem ignored;
    socket().shutdown(tcp::socket::shutdown_send, ignored);
    std::string rest(65'536, '\0');
    std::uint64_t thrown_away = 0;
    Problem problem;
    while (!problem && thrown_away < 4 * limits_.body_bytes) {
      problem = run(Milliseconds{2'000}, [&](auto handler) {
        stream_.async_read_some(asio::buffer(rest),
                                [&thrown_away, handler](Problem p, std::size_t bytes) {
                                  thrown_away += bytes;
                                  handler(p, bytes);
                                });
      });
    }
  }

  const Server::Answerer& answerer_;
  const ServerLimits& limits_;
  asio::io_context context_{1};
  beast::tcp_stream stream_;
  beast::flat_buffer buffer_;
  std::thread thread_;
  bool ended_{false};  // touched by the connection's thread alone
  std::atomic<bool> over_{false};
};

}  // namespace

class Server::Listener {
 public:
  Listener(const Answerer& answerer, const ServerLimits& limits)
      : answerer_(answerer), limits_(limits), acceptor_(context_) {}

  Result<std::uint16_t> open(std::uint16_t port) {
    const tcp::endpoint endpoint(asio::ip::address_v4::loopback(), port);
    Problem problem;
    acceptor_.open(endpoint.protocol(), problem);
    if (!problem) acceptor_.set_option(tcp::acceptor::reuse_address(true), problem);
    if (!problem) acceptor_.bind(endpoint, problem);
    if (!problem) acceptor_.listen(asio::socket_base::max_listen_connections, problem);
    if (problem) {
      return Error{.code = Code::unavailable,
                   .what = fmt::format(
                       "the sandbox cannot listen on 127.0.0.1:{}: {}", port, problem.message())};
    }
    port_ = acceptor_.local_endpoint().port();
    accept();
    thread_ = std::thread([this] { context_.run(); });
    return port_;
  }

  void close() {
    asio::post(context_, [this] { acceptor_.close(); });
    thread_.join();
    for (auto& connection : connections_)
      connection.end();
    for (auto& connection : connections_)
      connection.join();
    connections_.clear();
  }

 private:
  void accept() {
    connections_.emplace_back(answerer_, limits_);
    auto& connection = connections_.back();
    acceptor_.async_accept(connection.socket(), [this, &connection](Problem problem) {
      drop_finished();
      if (problem || connections_.size() > limits_.connections) {
        connections_.pop_back();
        if (problem == asio::error::operation_aborted) return;
        if (problem)
          std::this_thread::sleep_for(Milliseconds{10});  // out of descriptors: no busy loop
      } else {
        connection.begin(port_);
      }
      accept();
    });
  }

  void drop_finished() {
    connections_.remove_if([](Connection& connection) {
      if (!connection.is_over()) return false;
      connection.join();
      return true;
    });
  }

  const Answerer& answerer_;
  const ServerLimits& limits_;
  asio::io_context context_{1};
  tcp::acceptor acceptor_;
  std::uint16_t port_{};
  std::list<Connection> connections_;  // touched by the listener's thread while it runs
  std::thread thread_;
};

Server::Server(Answerer answerer, ServerLimits limits)
    : answerer_(std::move(answerer)), limits_(limits) {}

Server::~Server() {
  stop();
}

Result<std::uint16_t> Server::start(std::uint16_t port) {
  auto listener = std::make_unique<Listener>(answerer_, limits_);
  auto opened = listener->open(port);
  if (opened) listener_ = std::move(listener);
  return opened;
}

void Server::stop() {
  if (!listener_) return;
  listener_->close();
  listener_.reset();
}

}  // namespace patchcord::sandbox
