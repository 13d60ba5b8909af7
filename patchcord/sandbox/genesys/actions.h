// Published actions, and what drafts share with them.
#pragma once

#include "patchcord/sandbox/genesys/call.h"

namespace patchcord::sandbox::genesys {

// Not deleted. Errors: 404
Result<Action*> find_action(Call& call);

// For reads: also what was deleted a moment ago.
Result<const Action*> see_action(Call& call);

// The page of actions or drafts that the query parameters ask for.
enum class Which { published, drafts };
Result<Outcome> list_versions(Call& call, Which which);

// "custom_-_<uuid>"
std::string new_action_id(Call& call);

// The query parameters expand, includeConfig and flatten. Errors: 400
Result<Outcome> show_version(Call& call,
                             const Action& action,
                             const ActionVersion& version,
                             bool is_draft);
Result<Outcome> show_schema(Call& call, const ActionContent& content);
Result<Outcome> show_template(Call& call, const ActionContent& content);

// What creates and changes answer: URIs, or everything if the knob says so.
Reply changed_reply(Call& call, const Action& action, const ActionVersion& version, bool is_draft);

Result<Outcome> list_actions(Call& call);
Result<Outcome> create_action(Call& call);
Result<Outcome> get_action(Call& call);
Result<Outcome> patch_action(Call& call);
Result<Outcome> delete_action(Call& call);
Result<Outcome> get_action_schema(Call& call);
Result<Outcome> get_action_template(Call& call);
Result<Outcome> list_categories(Call& call);

// An integration that may get a new action. Errors: 400
Result<void> check_integration(Call& call, const std::string& id);
Result<void> check_action_name(const Call& call,
                               const std::string& name,
                               const std::string& own_id);

}  // namespace patchcord::sandbox::genesys
