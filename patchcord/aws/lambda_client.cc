#include "patchcord/aws/lambda_client.h"

#include <utility>

#include <fmt/format.h>

#include "patchcord/aws/answer.h"
#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/http/log.h"
#include "patchcord/http/url.h"

namespace patchcord::aws {
namespace {

// The ARN goes into the path percent-encoded: a raw ":" would be signed differently by the service.
std::string path_of(const FunctionArn& function, std::string_view call) {
  auto path = fmt::format(
      "/2015-03-31/functions/{}/{}", percent_encode(function.unqualified().text()), call);
  if (!function.qualifier.empty()) path += "?Qualifier=" + percent_encode(function.qualifier);
  return path;
}

std::string header(const Response& response, std::string_view name) {
  return find_header(response.headers, name).value_or("");
}

}  // namespace

LambdaClient::LambdaClient(Transport& transport, std::string url)
    : transport_(transport), url_(std::move(url)) {}

Result<Response> LambdaClient::send(Request request, const FunctionArn& function) {
  request.service = "lambda";
  request.headers.push_back({"Accept", "application/json"});
  const auto action = "lambda:" + request.operation;
  const bool writes = request.method != "GET";
  auto response = transport_.send(request);
  if (!response) {
    Error error = std::move(response).error();
    error.what =
        fmt::format("{} for function {} has no answer: {}", action, function.text(), error.what);
    return error;
  }
  if (response->status >= 200 && response->status < 300) return response;
  return to_error(*response,
                  {.action = action, .subject = "function " + function.text(), .writes = writes});
}

Result<std::optional<FunctionConfiguration>> LambdaClient::get_function_configuration(
    const FunctionArn& function) {
  auto response = send({.operation = "GetFunctionConfiguration",
                        .url = http::join_url(url_, path_of(function, "configuration")),
                        .repeat = Repeat::safe},
                       function);
  if (!response) {
    if (response.error().code == Code::not_found) return std::optional<FunctionConfiguration>();
    return std::move(response).error();
  }
  TRY_ASSIGN(const Json body,
             parse_json(response->body, "the answer to lambda:GetFunctionConfiguration"));
  return std::optional(
      FunctionConfiguration{.arn = string_at(body, "FunctionArn"),
                            .version = string_at(body, "Version"),
                            .runtime = string_at(body, "Runtime"),
                            .role = string_at(body, "Role"),
                            .state = string_at(body, "State"),
                            .state_reason = string_at(body, "StateReason"),
                            .last_update_status = string_at(body, "LastUpdateStatus"),
                            .timeout = std::chrono::seconds(integer_at(body, "Timeout")),
                            .memory_mb = integer_at(body, "MemorySize")});
}

Result<std::optional<Json>> LambdaClient::get_policy(const FunctionArn& function) {
  auto response = send({.operation = "GetPolicy",
                        .url = http::join_url(url_, path_of(function, "policy")),
                        .repeat = Repeat::safe},
                       function);
  if (!response) {
    if (response.error().code == Code::not_found) return std::optional<Json>();
    return std::move(response).error();
  }
  TRY_ASSIGN(const Json body, parse_json(response->body, "the answer to lambda:GetPolicy"));
  auto text = string_at(body, "Policy");
  auto document = parse_json(text, "policy of function " + function.text());
  return std::optional(document ? *std::move(document) : Json(std::move(text)));
}

Result<InvocationResult> LambdaClient::invoke(const Invocation& invocation) {
  Request request{.operation = "Invoke",
                  .method = "POST",
                  .url = http::join_url(url_, path_of(invocation.function, "invocations")),
                  .headers = {{"Content-Type", "application/json"},
                              {"X-Amz-Invocation-Type", "RequestResponse"}},
                  .body = invocation.payload,
                  .repeat = Repeat::unsafe,
                  .timeout = invocation.timeout};
  if (!invocation.client_context.empty())
    request.headers.push_back({"X-Amz-Client-Context", base64_encode(invocation.client_context)});
  if (invocation.log_tail) request.headers.push_back({"X-Amz-Log-Type", "Tail"});
  TRY_ASSIGN(Response response, send(std::move(request), invocation.function));
  return InvocationResult{
      .payload = std::move(response.body),
      .function_error = header(response, "X-Amz-Function-Error"),
      .log_tail = base64_decode(header(response, "X-Amz-Log-Result")).value_or(""),
      .executed_version = header(response, "X-Amz-Executed-Version"),
      .request_id = http::request_id_of(response)};
}

}  // namespace patchcord::aws
