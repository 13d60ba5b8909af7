#include "patchcord/template/action_error.h"

#include <fmt/format.h>

#include "patchcord/template/failure_place.h"

namespace patchcord::simulator {

ActionError failure(std::string message, std::string_view code) {
  return {.message = std::move(message), .error_code = std::string(code)};
}

ActionError too_deep(std::string_view what) {
  return failure(fmt::format("the {} nests deeper than {} levels", what, max_json_nesting),
                 processing);
}

ActionError failure_in(std::string_view name, std::string_view text, const Error& error) {
  ActionError made = failure(error.what, processing);
  made.place = failure_place(name, text, error.at);
  return made;
}

ActionError failure_in(const PreparedTemplate& part, const Error& error) {
  return failure_in(part.name, part.text, error);
}

std::string describe(const std::vector<Violation>& violations) {
  std::string text;
  for (const auto& violation : violations) {
    if (!text.empty()) text += "; ";
    text += violation.path.empty() ? violation.message : violation.path + " " + violation.message;
  }
  return text;
}

ActionError function_failure(const std::string& payload, const std::string& context_id) {
  std::string bare;
  for (const char c : payload) {
    if (c != '{' && c != '}' && c != '"') bare += c;
  }
  ActionError error = failure("Internal Server Error", remote_endpoint);
  error.code = "internal.server.error";
  error.status = 500;
  error.inner_message = fmt::format(
      "REST call for action execute failed. Message: Invoked function failed. Response from "
      "function: "
      "Function execution failed with error Type: Unhandled; Message: {} [{}]",
      bare,
      context_id);
  return error;
}

ActionError timeout_failure(int seconds) {
  ActionError error = failure(fmt::format("The action did not answer within {} seconds.", seconds),
                              remote_endpoint);
  error.code = "request.timeout";
  error.status = 504;
  return error;
}

}  // namespace patchcord::simulator
