#include "patchcord/sandbox/genesys/errors.h"

#include <array>
#include <utility>

#include "patchcord/base/json.h"

namespace patchcord::sandbox::genesys {
namespace {

struct Standard {
  int status{};
  std::string_view code{};
  std::string_view sentence{};
};

// Source: Genesys Cloud API, published error texts.
constexpr std::array standards = {
    Standard{400,
             "bad.request",
             "The request could not be understood by the server due to malformed syntax."},
    Standard{401, "bad.credentials", "Invalid login credentials."},
    Standard{403, "not.authorized", "You are not authorized to perform the requested action."},
    Standard{404, "not.found", "The requested resource was not found."},
    Standard{405, "method.not.allowed", "The method is not allowed for this resource."},
    Standard{408,
             "client.timeout",
             "The client did not produce a request within the server timeout limit."},
    Standard{409,
             "general.conflict",
             "The request conflicts with the current state of the target resource."},
    Standard{413, "request.entity.too.large", "The request is over the size limit."},
    Standard{415,
             "unsupported.media.type",
             "Unsupported Media Type - Unsupported or incorrect media type, such as an incorrect "
             "Content-Type value in the header."},
    Standard{429, "too.many.requests", "Rate limit exceeded the maximum."},
    Standard{
        500,
        "internal.server.error",
        "The server encountered an unexpected condition which prevented it from fulfilling the "
        "request."},
    Standard{
        503,
        "service.unavailable",
        "Service Unavailable - The server is currently unavailable (because it is overloaded or "
        "down for maintenance)."},
    Standard{504, "request.timeout", "The request timed out."},
};

const Standard& standard_of(int status) {
  for (const auto& entry : standards) {
    if (entry.status == status) return entry;
  }
  return status < 500 ? standards.front() : standards[10];
}

}  // namespace

std::string_view code_of(int status) {
  return standard_of(status).code;
}
std::string_view sentence_of(int status) {
  return standard_of(status).sentence;
}

Error refusal(int status, std::string message, std::string field) {
  Error error{.code = Code::invalid, .what = message, .at = std::move(field)};
  error.answer =
      Answer{.status = status, .code = std::string(code_of(status)), .message = std::move(message)};
  return error;
}

Error bad_request(std::string message) {
  return refusal(400, std::move(message));
}

Error invalid_field(std::string field, std::string message) {
  auto error = refusal(400, std::move(message), std::move(field));
  error.answer->code = "constraint.validation";
  return error;
}

Error not_found() {
  return refusal(404, std::string(sentence_of(404)));
}
Error conflict() {
  return refusal(409, std::string(sentence_of(409)));
}

Json error_body(const Error& error, const std::string& context_id) {
  const auto answer = error.answer.value_or(Answer{
      .status = 500, .code = std::string(code_of(500)), .message = std::string(sentence_of(500))});
  Json body = {{"message", answer.message},
               {"code", answer.code},
               {"status", answer.status},
               {"messageParams", Json::object()},
               {"contextId", context_id},
               {"details", Json::array()},
               {"errors", Json::array()}};
  if (!error.at.empty()) {
    body["details"].push_back({{"errorCode", answer.code}, {"fieldName", error.at}});
    body["messageParams"]["field"] = error.at;
  }
  return body;
}

Reply error_reply(const Error& error, const std::string& context_id) {
  return {.status = error.answer ? error.answer->status : 500,
          .headers = {{"Content-Type", "application/json"}},
          .body = to_text(error_body(error, context_id))};
}

Reply login_error(int status, std::string_view error, std::string_view text) {
  const Json body = {{"error", error}, {"description", text}, {"error_description", text}};
  return {
      .status = status, .headers = {{"Content-Type", "application/json"}}, .body = to_text(body)};
}

}  // namespace patchcord::sandbox::genesys
