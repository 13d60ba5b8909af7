// The error bodies of the Genesys Cloud API and of its login service.
#pragma once

#include <string>
#include <string_view>

#include "patchcord/base/error.h"
#include "patchcord/base/json.h"
#include "patchcord/sandbox/message.h"

namespace patchcord::sandbox::genesys {

// A refusal travels as an Error whose `answer` is the status, the API's code and its text; `at` may
// name a field.
Error refusal(int status, std::string message, std::string field = {});

Error bad_request(std::string message);
// "The value for 'name' is required." and the like.
Error invalid_field(std::string field, std::string message);
Error not_found();
Error conflict();

// The code that goes with a status where a request gives no reason for another one.
// Source: Genesys Cloud API, published error codes of each operation.
std::string_view code_of(int status);
// The API's standard sentence for a status.
std::string_view sentence_of(int status);

// {"message":…,"code":…,"status":…,"contextId":…,"details":[…],"errors":[]}
Json error_body(const Error& error, const std::string& context_id);
Reply error_reply(const Error& error, const std::string& context_id);

// {"error":…,"description":…,"error_description":…}, the form of the token endpoint.
Reply login_error(int status, std::string_view error, std::string_view text);

}  // namespace patchcord::sandbox::genesys
