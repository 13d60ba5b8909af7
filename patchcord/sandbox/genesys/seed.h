// Objects that nobody made through the API: those of the platform itself, and those of POST
// /_sandbox/seed.
#pragma once

#include <string>

#include "patchcord/base/json.h"
#include "patchcord/base/result.h"
#include "patchcord/sandbox/genesys/state.h"
#include "patchcord/sandbox/randomness.h"

namespace patchcord::sandbox::genesys {

// An integration for the Genesys Cloud API, as organizations have one, with the static actions
// under it.
void add_built_in_objects(State& state, const Knobs& knobs);
void rename_static_actions(State& state, const std::string& prefix);

struct Seeding {
  const Knobs& knobs;
  Randomness& random;
  TimePoint now{};
};
// See GenesysCloud::seed.
Result<Json> seed_state(State& state, const Json& objects, const Seeding& seeding);

}  // namespace patchcord::sandbox::genesys
