#include "patchcord/template/invocation_limits.h"

#include <fmt/format.h>

#include "patchcord/base/json.h"
#include "patchcord/base/text.h"
#include "patchcord/model/arn.h"

namespace patchcord::simulator {

namespace {

// Of `bytes` in base64.
std::size_t encoded_size(std::size_t bytes) {
  return (bytes + 2) / 3 * 4;
}

// Lambda has looked at what was sent when the function answered anything.
bool was_invoked(const Execution& execution) {
  return std::holds_alternative<Reply>(execution) ||
         std::holds_alternative<FunctionError>(execution) ||
         std::holds_alternative<Timeout>(execution);
}

}  // namespace

std::string client_context(const TextPairs& headers, const InvocationCaller& caller) {
  Json out = Json::object();
  for (const auto& [name, value] : headers)
    out[name] = value;
  out["inin-organization-id"] = caller.organization_id;
  out["inin-home-organization-id"] = caller.organization_id;
  out["inin-integration-id"] = caller.integration_id;
  out["inin-correlation-id"] = caller.correlation_id;
  return to_text(out);
}

std::optional<std::string> method_problem(std::string_view request_type) {
  if (request_type == "POST") return std::nullopt;
  return fmt::format("a Lambda function is invoked by POST, not by {}",
                     printable(request_type, 40));
}

std::optional<std::string> sending_problem(const ExecutionRequest& request) {
  if (auto problem = method_problem(request.type)) return problem;
  const auto function = FunctionArn::parse(request.url);
  return function ? std::nullopt : std::optional(function.error().what);
}

Execution within_limits(const ExecutionRequest& request,
                        const InvocationCaller& caller,
                        Execution answered) {
  if (!was_invoked(answered)) return answered;
  if (request.body.size() > max_function_payload) {
    return RemoteFailure{fmt::format(
        "RequestEntityTooLargeException (status 413): {} byte payload is too large for the "
        "RequestResponse invocation type (limit {} bytes)",
        request.body.size(),
        max_function_payload)};
  }
  // Without headers it has a few hundred bytes.
  if (!request.headers.empty() &&
      encoded_size(client_context(request.headers, caller).size()) > max_client_context) {
    return RemoteFailure{
        "InvalidRequestContentException (status 400): Client context must be a valid "
        "Base64-encoded JSON object."};
  }
  const auto* reply = std::get_if<Reply>(&answered);
  if (reply == nullptr || reply->payload.size() <= max_function_payload) return answered;
  return FunctionError{fmt::format(
      R"({{"errorType":"Function.ResponseSizeTooLarge","errorMessage":"RequestId: {} )"
      R"(Error: Response payload size exceeded maximum allowed payload size ({} bytes)."}})",
      caller.correlation_id,
      max_function_payload)};
}

}  // namespace patchcord::simulator
