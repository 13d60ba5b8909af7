// What Genesys Cloud says when it refuses, in all its shapes.
//
// Source   Genesys Cloud SDK for Python, ErrorBody and Detail; swagger.json
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "patchcord/base/error.h"
#include "patchcord/ports/transport.h"

namespace patchcord::genesys {

// Every member may be empty: gateways answer with HTML or nothing at all.
//
//   {"message": "…", "code": "missing.permissions", "status": 403, "messageParams": {"permissions":
//   "integrations:action:add"},
//    "contextId": "…", "details": [{"errorCode": "…", "fieldName": "name"}], "errors": []}
struct ErrorBody {
  std::string code{};
  std::string message{};               // or what came instead: an HTML page
  std::string redirect{};              // where a redirect points
  std::string context_id{};            // or the header ININ-Correlation-Id
  std::string permissions{};           // the missing ones, as the service lists them
  bool any_permission{false};          // one of them is enough
  std::vector<std::string> details{};  // "name: constraint.validation"
  std::optional<int> retry_seconds{};  // from "Retry the request in [23] seconds"
};

ErrorBody read_error(const Response& response);

// A version that is not the current one comes as 409, or as 400 with a text.
bool is_version_mismatch(const Response& response);

// Who wanted what, for the first line of an error: "integration Orders" "cannot be created".
struct Attempt {
  std::string subject{};  // "integration Orders"
  std::string verb{};     // "created"
  bool writes{false};
};

// The error for an answer that is not a success.
//
// Codes    400, 413, 415, 422: invalid (a version mismatch: conflict) · 401: unauthenticated · 403:
// denied · 404, 410: not_found ·
//          409: conflict · 429: throttled · 408, 5xx: unavailable, with effect unknown for writes ·
//          3xx: protocol
Error to_error(const Response& response, const Attempt& attempt);

}  // namespace patchcord::genesys
