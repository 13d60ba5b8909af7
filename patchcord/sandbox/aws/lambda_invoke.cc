#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/sandbox/aws/ids.h"
#include "patchcord/sandbox/aws/lambda.h"
#include "patchcord/sandbox/aws/refusal.h"
#include "patchcord/sandbox/aws/runtime_connection.h"
#include "patchcord/template/invocation_limits.h"

namespace patchcord::sandbox::aws {
namespace {

// Source: Lambda API Reference, Invoke; Lambda quotas
constexpr std::size_t max_event_payload = 1'048'576;

Result<PlannedInvoke::Mode> mode_of(const Message& message) {
  const std::string mode =
      find_field(message.headers, "X-Amz-Invocation-Type").value_or("RequestResponse");
  if (mode == "RequestResponse") return PlannedInvoke::Mode::wait;
  if (mode == "Event") return PlannedInvoke::Mode::event;
  if (mode == "DryRun") return PlannedInvoke::Mode::dry_run;
  return refuse(
      400,
      "ValidationException",
      "1 validation error detected: Value '" + printable(mode, 80) +
          "' at 'invocationType' failed to satisfy constraint: Member must satisfy enum value set: "
          "[Event, RequestResponse, DryRun]");
}

Result<std::string> client_context_of(const Message& message) {
  const std::string encoded = find_field(message.headers, "X-Amz-Client-Context").value_or("");
  if (encoded.empty()) return std::string{};
  const auto text = base64_decode(encoded);
  if (encoded.size() <= simulator::max_client_context && text &&
      parse_json(*text, "the client context"))
    return *text;
  return refuse(400,
                "InvalidRequestContentException",
                "Client context must be a valid Base64-encoded JSON object.");
}

Result<void> check_payload(const std::string& body, PlannedInvoke::Mode mode) {
  const std::size_t limit =
      mode == PlannedInvoke::Mode::event ? max_event_payload : max_function_payload;
  if (body.size() > limit) {
    return refuse(413,
                  "RequestEntityTooLargeException",
                  std::to_string(body.size()) + " byte payload is too large for the " +
                      (mode == PlannedInvoke::Mode::event ? "Event" : "RequestResponse") +
                      " invocation type (limit " + std::to_string(limit) + " bytes)");
  }
  const auto parsed = body.empty() ? Result<Json>(Json(nullptr)) : parse_json(body, "the payload");
  if (parsed) return {};
  return refuse(400,
                "InvalidRequestContentException",
                "Could not parse request body into json: " + printable(parsed.error().what, 300));
}

}  // namespace

Result<PlannedInvoke> plan_invoke(const LambdaCall& call) {
  TRY_ASSIGN(const PlannedInvoke::Mode mode, mode_of(call.message));
  TRY_ASSIGN(const Target target, target_of(call, "InvokeFunction"));
  TRY(authorize_lambda(call.cloud, call.caller, "lambda:InvokeFunction", target, call.now));
  TRY(check_payload(call.message.body, mode));
  TRY_ASSIGN(std::string context, client_context_of(call.message));
  const std::string& body = call.message.body;
  return PlannedInvoke{
      .mode = mode,
      .tail = find_field(call.message.headers, "X-Amz-Log-Type").value_or("None") == "Tail",
      .arn = target.arn,
      .runtime = target.function->runtime,
      .invocation = {.request_id = uuid(),
                     .arn = target.qualified_arn(),
                     .version = target.version,
                     // A request without a body invokes with an empty object.
                     .payload = body.empty() ? "{}" : body,
                     .client_context = std::move(context)}};
}

Reply invoke_reply(const PlannedInvoke& planned, const Completed& completed) {
  if (completed.kind == Completed::Kind::throttled) {
    return lambda_error(refuse(429, "TooManyRequestsException", "Rate Exceeded."));
  }
  Reply reply{.status = 200,
              .headers = {{"x-amzn-RequestId", planned.invocation.request_id},
                          {"x-amzn-Remapped-Content-Length", "0"}}};
  if (planned.mode != PlannedInvoke::Mode::wait) {
    reply.status = planned.mode == PlannedInvoke::Mode::event ? 202 : 204;
    return reply;
  }
  reply.headers.push_back({"Content-Type", "application/json"});
  reply.headers.push_back({"X-Amz-Executed-Version", planned.invocation.version});
  if (completed.kind != Completed::Kind::replied)
    reply.headers.push_back({"X-Amz-Function-Error", "Unhandled"});
  if (planned.tail) reply.headers.push_back({"X-Amz-Log-Result", base64_encode(completed.log)});
  reply.body = completed.payload;
  return reply;
}

void count_invoke(Cloud& cloud, const PlannedInvoke& planned, const Completed& completed) {
  Function* function = cloud.function(planned.arn);
  // After a reset it is another one, which has run nothing.
  if (function == nullptr || function->runtime != planned.runtime) return;
  if (completed.kind == Completed::Kind::throttled) return;
  ++function->invocations;
  if (completed.kind != Completed::Kind::replied) ++function->errors;
  function->last_log = completed.log;
}

}  // namespace patchcord::sandbox::aws
