#include "patchcord/sandbox/refusals.h"

#include <string_view>
#include <utility>

#include "patchcord/base/json.h"
#include "patchcord/base/text.h"
#include "patchcord/sandbox/aws/query_protocol.h"
#include "patchcord/sandbox/aws/refusal.h"

namespace patchcord::sandbox {
namespace {

bool is_lambda(std::string_view operation) {
  return operation.starts_with("lambda ");
}

// Source: IAM, STS and Lambda API References, common errors
std::string_view usual_code(bool lambda, int status) {
  switch (status) {
    case 400:
      return lambda ? "InvalidParameterValueException" : "ValidationError";
    case 403:
      return lambda ? "AccessDeniedException" : "AccessDenied";
    case 404:
      return lambda ? "ResourceNotFoundException" : "NoSuchEntity";
    case 409:
      return lambda ? "ResourceConflictException" : "EntityAlreadyExists";
    case 429:
      return lambda ? "TooManyRequestsException" : "Throttling";
    case 503:
      return "ServiceUnavailable";
    default:
      return status < 500 ? "ValidationError" : lambda ? "ServiceException" : "ServiceFailure";
  }
}

Reply lambda_refusal(int status, const std::string& code, const std::string& text) {
  const Json body = {{"Type", status < 500 ? "User" : "Service"}, {"Message", text}};
  return {.status = status,
          .headers = {{"Content-Type", "application/json"}, {"x-amzn-ErrorType", code}},
          .body = to_text(body)};
}

}  // namespace

Reply aws_refusal(const std::string& operation, int status, std::string code, std::string text) {
  const bool lambda = is_lambda(operation);
  if (code.empty()) code = usual_code(lambda, status);
  if (text.empty()) text = "The sandbox was told to refuse this request.";
  if (lambda) return lambda_refusal(status, code, text);
  const auto service =
      operation.starts_with("sts ") ? aws::QueryService::sts : aws::QueryService::iam;
  return aws::query_error(service, aws::refuse(status, std::move(code), std::move(text)));
}

Reply aws_expired(const std::string& operation) {
  const auto* code = is_lambda(operation) ? "ExpiredTokenException" : "ExpiredToken";
  return aws_refusal(operation, 403, code, "The security token included in the request is expired");
}

Reply gateway_page() {
  return {.status = 502,
          .headers = {{"Content-Type", "text/html"}},
          .body =
              "<html>\n<head><title>502 Bad Gateway</title></head>\n<body>\n"
              "<h1>502 Bad Gateway</h1>\n</body>\n</html>\n"};
}

Reply claiming(Reply reply, const std::string& content_type) {
  bool said = false;
  for (auto& header : reply.headers) {
    if (lower_case(header.name) != "content-type") continue;
    header.value = content_type;
    said = true;
  }
  if (!said) reply.headers.push_back({"Content-Type", content_type});
  return reply;
}

Reply finished(Reply reply, const Fault& fault) {
  if (fault.retry_after_seconds) {
    reply.headers.push_back({"Retry-After", std::to_string(*fault.retry_after_seconds)});
  }
  if (!fault.body) return reply;
  reply.body = *fault.body;
  return claiming(std::move(reply), fault.content_type);
}

}  // namespace patchcord::sandbox
