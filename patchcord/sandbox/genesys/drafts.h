// Drafts of actions: their life from creation to publication.
#pragma once

#include "patchcord/sandbox/genesys/call.h"

namespace patchcord::sandbox::genesys {

Result<Outcome> list_drafts(Call& call);
Result<Outcome> create_draft(Call& call);              // of a new action
Result<Outcome> create_draft_from_action(Call& call);  // of a published one
Result<Outcome> get_draft(Call& call);
Result<Outcome> patch_draft(Call& call);
Result<Outcome> delete_draft(Call& call);
Result<Outcome> get_draft_schema(Call& call);
Result<Outcome> get_draft_template(Call& call);
Result<Outcome> validate_draft(Call& call);
Result<Outcome> publish_draft(Call& call);

}  // namespace patchcord::sandbox::genesys
