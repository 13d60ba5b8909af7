// What an AWS service says when it refuses, in XML (IAM, STS) and in JSON (Lambda).
//
// Source   IAM API Reference, "Making query requests" and "Common errors"; Lambda API Reference,
// "Common error types"
#pragma once

#include <string>
#include <string_view>

#include "patchcord/base/error.h"
#include "patchcord/base/json.h"
#include "patchcord/ports/transport.h"

namespace patchcord::aws {

// An XML element as a value: text; a list where all children are <member>; else an object by local
// names. Namespaces and attributes mean nothing to us. An empty list may be written as an empty
// element, which is an empty text here.
//
// Errors   protocol: not XML, or nested deeper than 64
Result<Json> parse_xml(std::string_view text);

// The answer of an error status. A body that is neither XML nor JSON leaves the code "HTTP 503".
//
//   <ErrorResponse><Error><Type>Sender</Type><Code>…</Code><Message>…</Message></Error><RequestId>…</RequestId></ErrorResponse>
//   X-Amzn-ErrorType: ResourceNotFoundException:http://…   {"Type": "User", "Message": "…"}
Answer read_answer(const Response& response);

// Codes come with and without the suffix "Exception".
bool is_code(const Answer& answer, std::string_view code);

// "Signature expired: …", "Signature not yet current: …", RequestExpired, …: the clocks differ.
bool is_clock_skew(const Answer& answer);

// Too many requests: certainly not executed. IAM's LimitExceeded is a quota and not among them.
bool is_throttled(const Answer& answer);

// The credentials were good and are no more.
bool is_expired(const Answer& answer);

// Who wanted what, for the error: "iam:CreateRole", "role X".
struct Attempt {
  std::string action{};
  std::string subject{};
  bool writes{false};
};

// The error for an answer that is not a success.
//
// Codes    AccessDenied: denied · expired or unknown credentials, wrong signature: unauthenticated
// · NoSuchEntity,
//          ResourceNotFound: not_found · EntityAlreadyExists, DeleteConflict,
//          ConcurrentModification, ResourceConflict: conflict · throttling: throttled · 5xx:
//          unavailable, with effect unknown for writes · the rest: invalid
Error to_error(const Response& response, const Attempt& attempt);

}  // namespace patchcord::aws
