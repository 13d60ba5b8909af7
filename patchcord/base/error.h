// The one reason why an operation gave no value: what happened, where, what the other side said,
// and what to do.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace patchcord {

// A closed list: a code is added only when a caller reacts differently to it. HTTP statuses and
// services' own codes are details of an Error, never codes.
enum class Code {
  invalid,          // the request or the input is wrong and stays wrong
  not_found,        // the object does not exist
  conflict,         // the object exists already, or changed meanwhile
  unauthenticated,  // who we are was not accepted
  denied,           // we are known, but not allowed
  throttled,        // too many requests; certainly not executed
  unavailable,      // no usable answer from the service
  deadline,         // time ran out
  protocol,         // an answer that we do not understand
  cancelled,        // the user interrupted us
  internal,         // a bug in patchcord
};

// "not_found"; the spelling used in JSON output.
const char* code_name(Code code);

// What a failed request may have done. `unknown`: it was sent and its answer lost, so it may have
// been executed.
enum class Effect { none, unknown };

// What the other side said. Every string in it comes from outside: it is cleaned when shown.
struct Answer {
  int status{};        // HTTP status
  std::string code{};  // the service's own code, e.g. "AccessDenied", "missing.permissions"
  std::string message{};
  std::string request_id{};

  friend bool operator==(const Answer&, const Answer&) = default;
};

struct Error {
  Code code{Code::internal};
  std::string what{};  // subject, verb, reason; understandable alone in a log
  Effect effect{Effect::none};
  std::string at{};  // where the person can act: file:line:column, a variable, an option
  std::vector<std::string> during{};  // where the program was, innermost first
  std::optional<Answer> answer{};
  std::string detail{};  // more to show, e.g. the document that was sent; may have many lines
  std::string hint{};    // one imperative sentence, only if we know that it helps

  friend bool operator==(const Error&, const Error&) = default;
};

// The same error with one more place where the program was.
inline Error during(Error error, std::string step) {
  error.during.push_back(std::move(step));
  return error;
}

}  // namespace patchcord
