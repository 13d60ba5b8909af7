#include "patchcord/http/log.h"

#include <string_view>

#include <fmt/format.h>

#include "patchcord/http/redact.h"
#include "patchcord/http/url.h"

namespace patchcord::http {
namespace {

constexpr std::string_view never_shown = "(not shown)";

std::string target_of(const Request& request) {
  const auto url = parse_url(request.url);
  return url ? redacted_target(url->path, url->query) : std::string("?");
}

// Tokens and keys, sometimes as plain text.
bool hides_bodies(std::string_view service) {
  return service == "login" || service == "credentials";
}

std::string message(std::string_view service,
                    const std::vector<Header>& headers,
                    std::string_view body) {
  auto out = redacted_headers(headers);
  if (body.empty()) return out;
  const auto type = find_header(headers, "Content-Type").value_or("");
  return out + '\n' +
         (hides_bodies(service) ? std::string(never_shown) : redacted_body(type, body)) + '\n';
}

std::string detail_of(const Request& request, const Result<Response>& answer) {
  auto out = fmt::format("{} {}\n", request.method, target_of(request));
  out += message(request.service, request.headers, request.body);
  if (!answer) return out + fmt::format("\nno answer: {}\n", answer.error().what);
  return out + fmt::format("\n{}\n", answer->status) +
         message(request.service, answer->headers, answer->body);
}

}  // namespace

std::string request_id_of(const Response& response) {
  for (const auto* name : {"ININ-Correlation-Id", "x-amzn-RequestId", "x-amz-request-id"}) {
    if (auto id = find_header(response.headers, name)) return *std::move(id);
  }
  return {};
}

Logged::Logged(Transport& next, Clock& clock, Events& events, LogDetail detail)
    : next_(next), clock_(clock), events_(events), detail_(detail) {}

Result<Response> Logged::send(const Request& request) {
  const auto begin = clock_.now();
  auto answer = next_.send(request);
  events_.emit(RequestSent{
      .service = request.service,
      .operation = request.operation,
      .method = request.method,
      .path = target_of(request),
      .status = answer.ok() ? answer->status : 0,
      .took = clock_.now() - begin,
      .request_id = answer.ok() ? request_id_of(*answer) : std::string{},
      .detail = detail_ == LogDetail::full ? detail_of(request, answer) : std::string{}});
  return answer;
}

}  // namespace patchcord::http
