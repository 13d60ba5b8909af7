// What Genesys does at AWS when an action runs: assume the customer's role, then invoke the
// function. The Genesys half of the sandbox asks; the AWS half decides and runs, by its own roles,
// policies and functions.
#pragma once

#include <string>
#include <variant>

#include "patchcord/sandbox/time.h"

namespace patchcord::sandbox {

struct ChainRequest {
  std::string genesys_account{};  // who asks, 12 digits
  std::string role_arn{};         // from the credential
  std::string external_id{};      // the organization's id
  std::string function_arn{};     // maybe with a qualifier, exactly as the action names it
  std::string payload{};          // the event, JSON text
  std::string client_context{};   // JSON text, or empty
  Milliseconds timeout{60'000};
};

// The role could not be assumed. AWS never says why; `why` is for the sandbox's own explanations
// (/_sandbox/state).
struct NotAssumed {
  std::string message{};  // what AWS answers
  std::string why{};      // "trust policy: sts:ExternalId is \"a\", expected …"
};
// The session may not invoke, or there is no such function.
struct NotInvoked {
  int status{};        // 403, 404, 429, …
  std::string code{};  // "AccessDeniedException", "ResourceNotFoundException"
  std::string message{};
  std::string why{};
};
struct FunctionFailed {
  std::string payload{};  // {"errorMessage":…,"errorType":…}
  std::string kind{};     // "Unhandled" | "Handled"
};
struct FunctionReplied {
  std::string payload{};
};
struct FunctionTimedOut {};  // no reply within ChainRequest::timeout

using ChainOutcome =
    std::variant<FunctionReplied, FunctionFailed, FunctionTimedOut, NotAssumed, NotInvoked>;

// Thread-safe.
class Chain {
 public:
  virtual ~Chain() = default;
  virtual ChainOutcome run(const ChainRequest& request) = 0;
};

}  // namespace patchcord::sandbox
