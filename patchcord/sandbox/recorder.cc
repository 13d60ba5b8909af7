#include "patchcord/sandbox/recorder.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "patchcord/base/text.h"

namespace patchcord::sandbox {
namespace {

constexpr std::string_view redacted = "REDACTED";
constexpr std::array<std::string_view, 6> secret_names = {"access_token",
                                                          "client_secret",
                                                          "SecretAccessKey",
                                                          "SessionToken",
                                                          "WebIdentityToken",
                                                          "credentialFields"};

bool is_secret(std::string_view name) {
  return std::find(secret_names.begin(), secret_names.end(), name) != secret_names.end();
}

// Whether something was replaced.
bool redact(Json& value) {
  bool changed = false;
  if (value.is_array()) {
    for (auto& item : value)
      changed = redact(item) || changed;
  }
  if (!value.is_object()) return changed;
  for (auto& [name, member] : value.items()) {
    if (!is_secret(name)) {
      changed = redact(member) || changed;
    } else if (member.is_object()) {
      for (auto& field : member)
        field = redacted;
      changed = true;
    } else if (member.is_string()) {
      member = redacted;
      changed = true;
    }
  }
  return changed;
}

std::string redacted_form(const std::string& body) {
  std::vector<std::string> parts;
  for (const auto part : split(body, '&')) {
    const auto equals = part.find('=');
    const auto name = part.substr(0, equals);
    const bool hide = equals != std::string_view::npos && is_secret(name);
    parts.push_back(hide ? fmt::format("{}={}", name, redacted) : std::string(part));
  }
  return join(parts, "&");
}

std::string redacted_xml(std::string body) {
  for (const auto name : secret_names) {
    const auto open = fmt::format("<{}>", name);
    const auto close = fmt::format("</{}>", name);
    for (auto at = body.find(open); at != std::string::npos;
         at = body.find(open, at + open.size())) {
      const auto end = body.find(close, at);
      if (end == std::string::npos) break;
      body.replace(at + open.size(), end - at - open.size(), redacted);
    }
  }
  return body;
}

std::string redacted_header(const Field& header) {
  const auto name = lower_case(header.name);
  if (name == "x-amz-security-token") return std::string(redacted);
  if (name != "authorization") return header.value;
  return fmt::format("{} {}", header.value.substr(0, header.value.find(' ')), redacted);
}

Json headers_of(const std::vector<Field>& headers) {
  Json out = Json::object();
  for (const auto& header : headers)
    out[header.name] = redacted_header(header);
  return out;
}

std::string body_of(const std::string& body, const std::vector<Field>& headers) {
  if (body.size() > Recorder::max_body_bytes) return fmt::format("<{} bytes>", body.size());
  return redacted_body(body, find_field(headers, "Content-Type").value_or(""));
}

// A presigned URL carries its signature and its token in the query.
std::string redacted_query(const std::string& query) {
  std::vector<std::string> parts;
  for (const auto part : split(query, '&')) {
    const auto name = part.substr(0, part.find('='));
    const bool hide = name == "X-Amz-Security-Token" || name == "X-Amz-Signature";
    parts.push_back(hide ? fmt::format("{}={}", name, redacted) : std::string(part));
  }
  return join(parts, "&");
}

}  // namespace

std::string redacted_body(const std::string& body, const std::string& content_type) {
  if (body.empty()) return body;
  if (content_type.find("form") != std::string::npos) return redacted_form(body);
  if (body.front() == '<') return redacted_xml(body);
  auto json = parse_json(body, "a body");
  if (!json || !redact(json.value())) return body;
  return to_text(*json);
}

void Recorder::add(const Message& message,
                   const Reply& reply,
                   const std::string& operation,
                   const std::string& fault) {
  Json exchange = {{"operation", operation},
                   {"request",
                    {{"method", message.method},
                     {"path", message.path},
                     {"query", redacted_query(message.query)},
                     {"headers", headers_of(message.headers)},
                     {"body", body_of(message.body, message.headers)}}},
                   {"response",
                    {{"status", reply.status},
                     {"headers", headers_of(reply.headers)},
                     {"body", body_of(reply.body, reply.headers)}}},
                   {"fault", fault.empty() ? Json() : Json(fault)}};
  const std::scoped_lock lock(mutex_);
  if (exchanges_.size() == max_exchanges) exchanges_.pop_front();
  exchanges_.push_back(std::move(exchange));
}

void Recorder::clear() {
  const std::scoped_lock lock(mutex_);
  exchanges_.clear();
}

Json Recorder::state() const {
  const std::scoped_lock lock(mutex_);
  return Json(exchanges_);
}

}  // namespace patchcord::sandbox
