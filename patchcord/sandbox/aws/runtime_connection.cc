#include "patchcord/sandbox/aws/runtime_connection.h"

#include <array>
#include <cerrno>
#include <charconv>
#include <utility>

#include <poll.h>
#include <sys/socket.h>

#include "patchcord/base/text.h"

namespace patchcord::sandbox::aws {
namespace {

constexpr std::size_t max_head = 64UL << 10U;
constexpr int write_patience_milliseconds = 5000;

std::optional<std::size_t> number_of(std::string_view text, int base) {
  std::size_t number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  if (failed != std::errc{} || end != text.data() + text.size() || text.empty())
    return std::nullopt;
  return number;
}

const char* phrase(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 202:
      return "Accepted";
    case 413:
      return "Payload Too Large";
    case 404:
      return "Not Found";
    default:
      return status < 500 ? "Bad Request" : "Internal Server Error";
  }
}

}  // namespace

void RuntimeConnection::receive() {
  std::array<char, 65536> block{};
  while (socket_.open()) {
    const ssize_t count = ::recv(socket_.get(), block.data(), block.size(), MSG_DONTWAIT);
    if (count > 0) {
      received_.append(block.data(), static_cast<std::size_t>(count));
      if (received_.size() > max_function_payload + max_head) return;
      continue;
    }
    if (count < 0 && errno == EINTR) continue;
    if (count == 0 || (errno != EAGAIN && errno != EWOULDBLOCK)) socket_.close();
    return;
  }
}

std::optional<RuntimeConnection::Request> RuntimeConnection::next() {
  if (!open()) return std::nullopt;
  auto head = read_head();
  if (!head) return std::nullopt;
  if (head->length.value_or(0) > max_function_payload) return refuse_large(*std::move(head));
  if (head->waits_for_continue && !std::exchange(continued_, true))
    write("HTTP/1.1 100 Continue\r\n\r\n");
  return head->chunked ? read_chunked(*std::move(head)) : read_fixed(*std::move(head));
}

std::optional<RuntimeConnection::Head> RuntimeConnection::read_head() {
  const std::size_t end = received_.find("\r\n\r\n");
  if (end == std::string::npos) {
    if (received_.size() > max_head) close();
    return std::nullopt;
  }
  Head head{.body_at = end + 4};
  const std::string_view text = std::string_view(received_).substr(0, end);
  bool first = true;
  for (std::string_view line : split(text, '\n')) {
    line = trim(line);
    if (std::exchange(first, false)) {
      const auto words = split(line, ' ');
      if (words.size() != 3 || words[2].substr(0, 7) != "HTTP/1.") return close(), std::nullopt;
      head.message.method = words[0];
      head.message.path = words[1];
      continue;
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return close(), std::nullopt;
    head.message.headers.push_back(
        {std::string(line.substr(0, colon)), std::string(trim(line.substr(colon + 1)))});
  }
  if (const auto length = find_field(head.message.headers, "Content-Length")) {
    head.length = number_of(*length, 10);
    if (!head.length) return close(), std::nullopt;
  }
  const auto coding = find_field(head.message.headers, "Transfer-Encoding");
  head.chunked = coding && lower_case(*coding) == "chunked";
  const auto expect = find_field(head.message.headers, "Expect");
  head.waits_for_continue = expect && lower_case(*expect) == "100-continue";
  return head;
}

std::optional<RuntimeConnection::Request> RuntimeConnection::read_fixed(Head head) {
  const std::size_t length = head.length.value_or(0);
  if (received_.size() < head.body_at + length) return std::nullopt;
  head.message.body = received_.substr(head.body_at, length);
  received_.erase(0, head.body_at + length);
  continued_ = false;
  return Request{.message = std::move(head.message)};
}

std::optional<RuntimeConnection::Request> RuntimeConnection::read_chunked(Head head) {
  std::size_t at = head.body_at;
  for (;;) {
    const std::size_t line_end = received_.find("\r\n", at);
    if (line_end == std::string::npos) {
      return received_.size() > max_function_payload + max_head
                 ? std::optional(refuse_large(std::move(head)))
                 : std::nullopt;
    }
    const std::string_view line = std::string_view(received_).substr(at, line_end - at);
    const auto size = number_of(line.substr(0, line.find(';')), 16);
    if (!size) return close(), std::nullopt;
    at = line_end + 2;
    if (*size == 0) break;
    if (*size > max_function_payload || head.message.body.size() + *size > max_function_payload)
      return refuse_large(std::move(head));
    if (received_.size() < at + *size + 2) return std::nullopt;
    head.message.body.append(received_, at, *size);
    at += *size + 2;
  }
  // Trailers, which nobody here needs, end with an empty line.
  for (;;) {
    const std::size_t line_end = received_.find("\r\n", at);
    if (line_end == std::string::npos) return std::nullopt;
    const bool empty = line_end == at;
    at = line_end + 2;
    if (empty) break;
  }
  received_.erase(0, at);
  continued_ = false;
  return Request{.message = std::move(head.message)};
}

RuntimeConnection::Request RuntimeConnection::refuse_large(Head head) {
  close_after_answer_ = true;
  received_.clear();
  head.message.body.clear();
  return Request{.message = std::move(head.message), .too_large = true};
}

void RuntimeConnection::answer(const Reply& reply) {
  std::string head =
      "HTTP/1.1 " + std::to_string(reply.status) + " " + phrase(reply.status) + "\r\n";
  for (const Field& field : reply.headers)
    head += field.name + ": " + field.value + "\r\n";
  head += "Content-Length: " + std::to_string(reply.body.size()) + "\r\n\r\n";
  write(head + reply.body);
  if (close_after_answer_) close();
}

void RuntimeConnection::write(std::string_view bytes) {
  while (open() && !bytes.empty()) {
    const ssize_t count =
        ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(count));
      continue;
    }
    if (errno == EINTR) continue;
    pollfd ready{.fd = socket_.get(), .events = POLLOUT, .revents = 0};
    const bool full = errno == EAGAIN || errno == EWOULDBLOCK;
    if (!full || ::poll(&ready, 1, write_patience_milliseconds) != 1) close();
  }
}

}  // namespace patchcord::sandbox::aws
