// What Lambda refuses around a function, whatever the function itself would answer. The offline
// simulator and the sandbox's …/actions/{id}/test both go through here.
//
// Source: Lambda API Reference, Invoke (ClientContext, the error codes); Lambda Developer Guide,
// "Lambda quotas"
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "patchcord/template/simulate.h"

namespace patchcord::simulator {

inline constexpr std::size_t max_client_context = 3583;  // bytes of base64
// 6 MiB and a little, of an event and of an answer; the exact number is in the error text of larger
// answers.
inline constexpr std::size_t max_function_payload = 6'291'556;

// Who an invocation is for.
struct InvocationCaller {
  std::string_view organization_id{};
  std::string_view integration_id{};
  std::string_view correlation_id{};
};

// The client context that the function sees: the headers of the action, and what the platform adds.
//
// Shape    {"inin-organization-id": "…", "inin-home-organization-id": "…", "inin-integration-id":
// "…", "inin-correlation-id": "…", "<header>": "<value>"}
// Source   Genesys Cloud Resource Center, "Request configuration for data actions"
std::string client_context(const TextPairs& headers, const InvocationCaller& caller);

// Why nothing can be sent: the method is not POST, or the address is no function's ARN.
std::optional<std::string> sending_problem(const ExecutionRequest& request);
// The words for a method that is not POST; nothing for POST.
std::optional<std::string> method_problem(std::string_view request_type);

// What comes back when Lambda refuses the event or the answer for its size; otherwise `answered`.
Execution within_limits(const ExecutionRequest& request,
                        const InvocationCaller& caller,
                        Execution answered);

}  // namespace patchcord::simulator
