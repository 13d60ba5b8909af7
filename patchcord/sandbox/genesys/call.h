// One request to the Genesys half after it was authenticated and its route found: what handlers
// read, and the checks of fields that they share.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "patchcord/base/json.h"
#include "patchcord/base/result.h"
#include "patchcord/sandbox/genesys/state.h"
#include "patchcord/sandbox/message.h"
#include "patchcord/sandbox/randomness.h"

namespace patchcord::sandbox::genesys {

using Query = std::vector<std::pair<std::string, std::string>>;  // decoded, in order

// Splits at `&` and `=`, decodes %XX, and reads `+` as a blank (query encoders write it).
Query parse_query(std::string_view query);

struct Call {
  State& state;
  const Knobs& knobs;
  Randomness& random;
  TimePoint now{};
  std::string context_id{};  // of this exchange
  std::string token{};       // of the caller
  std::string path{};        // as received
  Query query{};
  std::map<std::string, std::string> labels{};  // {"actionId": …}, decoded
  Json body{};                                  // parsed; null where the route takes none
  std::string text{};                           // the same as received
  std::string accept{};                         // the header; empty: not given

  [[nodiscard]] const std::string& label(const std::string& name) const { return labels.at(name); }
  // The first value of a query parameter, if it is there.
  [[nodiscard]] std::optional<std::string> parameter(std::string_view name) const;
  // Absent: false. Errors: 400 for anything but true and false.
  [[nodiscard]] Result<bool> flag(std::string_view name) const;
  // All values of a repeatable parameter, commas split.
  [[nodiscard]] std::vector<std::string> parameters(std::string_view name) const;
};

// Work that must not run under the lock of the state: a test or an execution of an action.
struct Execution {
  enum class Form { test, execute };
  Form form{Form::test};
  bool draft{false};
  bool flatten{false};
  ActionContent content{};
  std::string integration_id{};
  std::string inputs{};    // as received: templates see their order
  std::string role_arn{};  // empty: `refused` says why there is none
  std::string refused{};
};

using Outcome = std::variant<Reply, Execution>;
using Handler = Result<Outcome> (*)(Call&);

Reply json_reply(const Json& body);
Reply no_content();

// Members of a request body. Errors: 400 constraint.validation that names the field.
Result<std::string> required_text(const Json& body, const std::string& field);
Result<std::string> short_text(const Json& body, const std::string& field);  // 1…256 characters
Result<bool> flag_or(const Json& body, const std::string& field, bool otherwise);
Result<int> required_version(const Json& body);
Result<Json> object_or_empty(const Json& body, const std::string& field);
Result<std::map<std::string, std::string>> text_map(const Json& body, const std::string& field);

// The answer to a stale version, in the form that the knob asks for.
Error stale_version(const Knobs& knobs, int given, int current);

}  // namespace patchcord::sandbox::genesys
