#include "patchcord/genesys/client.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "patchcord/base/check.h"
#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/genesys/error_body.h"
#include "patchcord/http/log.h"
#include "patchcord/http/page.h"
#include "patchcord/http/url.h"

namespace patchcord::genesys {

namespace {

// Ids come from services and from files: one that is empty or a dot segment would name another
// resource.
bool names_nothing(const std::string& argument) {
  return argument.empty() || argument == "." || argument == "..";
}

}  // namespace

Client::Client(ClientParts parts) : parts_(std::move(parts)) {}

Result<Response> Client::send(const Call& call, std::string_view accept) {
  if (std::any_of(call.arguments.begin(), call.arguments.end(), names_nothing)) {
    return Error{
        .code = Code::invalid,
        .what = fmt::format("{} cannot be {}: it has no usable id", call.subject, call.verb)};
  }
  const bool reads = call.method == "GET";
  Request request{.service = "genesys",
                  .operation = call.method + ' ' + call.route,
                  .method = call.method,
                  .url = http::join_url(parts_.api_url, expand_route(call.route, call.arguments)),
                  .headers = {{"Accept", std::string(accept)}},
                  .repeat = reads ? Repeat::safe : call.repeat,
                  .timeout = call.timeout};
  if (!call.query.empty()) request.url += '?' + call.query;
  if (call.body) {
    request.headers.push_back({"Content-Type", "application/json"});
    request.body = to_text(*call.body);
  }
  auto answer = parts_.transport.send(request);
  if (!answer) {
    Error error = std::move(answer).error();
    error.what = fmt::format("{} cannot be {}: {}", call.subject, call.verb, error.what);
    return error;
  }
  if (answer->status == 206) {
    return Error{
        .code = Code::unavailable,
        .what = fmt::format(
            "{} cannot be {}: the service has only a part of the answer", call.subject, call.verb),
        .effect = reads ? Effect::none : Effect::unknown};
  }
  if (answer->status >= 200 && answer->status < 300) return answer;
  return to_error(*answer, {.subject = call.subject, .verb = call.verb, .writes = !reads});
}

Result<Json> Client::json(const Call& call) {
  TRY_ASSIGN(const Response answer, send(call, "application/json"));
  if (trim(answer.body).empty()) return Json{};
  auto parsed =
      parse_json(answer.body, fmt::format("the answer of {} {}", call.method, call.route));
  if (parsed) return parsed;
  Error error = std::move(parsed).error();
  error.effect = call.method == "GET" ? Effect::none : Effect::unknown;
  error.what = fmt::format("{} cannot be {}: {}", call.subject, call.verb, error.what);
  error.answer = Answer{.status = answer.status,
                        .message = http::page_in(answer),
                        .request_id = http::request_id_of(answer)};
  error.hint =
      "Check that the API address is the one of Genesys Cloud, and that no proxy or portal answers "
      "for it.";
  return error;
}

Result<std::string> Client::text(const Call& call) {
  // A JSON-only Accept is refused for templates.
  TRY_ASSIGN(Response answer, send(call, "*/*"));
  return std::move(answer.body);
}

void Client::remember_created(const std::string& integration_id) {
  const std::lock_guard lock(mutex_);
  created_[integration_id] = parts_.clock.now();
}

bool Client::is_just_created(const std::string& integration_id) const {
  const std::lock_guard lock(mutex_);
  const auto found = created_.find(integration_id);
  return found != created_.end() && parts_.clock.now() - found->second <= parts_.waits.listing;
}

std::string expand_route(std::string_view route, const std::vector<std::string>& arguments) {
  std::string out;
  auto next = arguments.begin();
  while (!route.empty()) {
    const auto open = std::min(route.find('{'), route.size());
    out += route.substr(0, open);
    route.remove_prefix(open);
    if (route.empty()) break;
    PATCHCORD_CHECK(next != arguments.end(), "a route has more places than arguments");
    out += percent_encode(*next++);
    route.remove_prefix(std::min(route.find('}') + 1, route.size()));
  }
  PATCHCORD_CHECK(next == arguments.end(), "a route has fewer places than arguments");
  return out;
}

}  // namespace patchcord::genesys
