// The JSON of actions and drafts: from requests into ActionContent, and back.
#pragma once

#include <string>
#include <string_view>

#include "patchcord/sandbox/genesys/call.h"

namespace patchcord::sandbox::genesys {

inline constexpr std::string_view default_request_template = "${input.rawRequest}";
inline constexpr std::string_view default_success_template = "${rawResult}";

// Reads an ActionConfig {"timeoutSeconds":15,"request":{…},"response":{…}}. It replaces the one in
// `content` as a whole, or (the other reading) only the members that it has. Empty templates become
// the defaults.
Result<void> read_config(const Json& config, const Knobs& knobs, ActionContent& content);

// Reads {"input":{"inputSchema":{…}},"output":{"successSchema":{…}}}.
//
// Errors   400: a member is missing, or the schemas break the documented rules of contracts
Result<void> read_contract(const Json& contract, const Knobs& knobs, ActionContent& content);

enum class Contract { left_out, uris, schemas, flattened };
struct Shown {
  Contract contract{Contract::uris};
  bool config{false};
};

// The Action object of one version; the draft has the action's id and its own URIs.
struct ActionView {
  const Action& action;
  const ActionVersion& version;
  bool is_draft{false};
};
Json action_json(const ActionView& view, Shown shown, const Knobs& knobs);

// Files of an action: {"input.json", "success.json", "error.json"} and the two templates.
std::optional<Json> schema_file(const ActionContent& content,
                                std::string_view name,
                                const Knobs& knobs);
std::optional<std::string> template_file(const ActionContent& content, std::string_view name);

}  // namespace patchcord::sandbox::genesys
