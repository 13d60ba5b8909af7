// The errors of a run, in the platform's words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "patchcord/base/result.h"
#include "patchcord/template/prepared.h"
#include "patchcord/template/schema.h"
#include "patchcord/template/simulate.h"

namespace patchcord::simulator {

// Limit of the platform on the nesting of JSON.
inline constexpr int max_json_nesting = 50;

inline constexpr std::string_view authentication = "ACTION.AUTHENTICATION";
inline constexpr std::string_view processing = "ACTION.PROCESSING";
inline constexpr std::string_view remote_endpoint = "ACTION.REMOTE_ENDPOINT";

ActionError failure(std::string message, std::string_view code);
ActionError too_deep(std::string_view what);
// With the place in the text `text`, which is called `name`.
ActionError failure_in(std::string_view name, std::string_view text, const Error& error);
ActionError failure_in(const PreparedTemplate& part, const Error& error);
// The function's answer as the platform repeats it: without braces and quotes.
ActionError function_failure(const std::string& payload, const std::string& context_id);
ActionError timeout_failure(int seconds);

std::string describe(const std::vector<Violation>& violations);

}  // namespace patchcord::simulator
