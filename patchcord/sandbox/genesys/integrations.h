// Integrations and their configuration.
#pragma once

#include "patchcord/sandbox/genesys/call.h"

namespace patchcord::sandbox::genesys {

// Not deleted, whatever the lags say: writes and references see the truth. Null: none.
Integration* find_integration(State& state, const std::string& id);

// The integration begins to become what it is wished to be; decides what that will end in.
void begin_transition(Integration& integration,
                      const State& state,
                      const Knobs& knobs,
                      TimePoint now);

// Deletes it and its actions; credentials stay.
void delete_integration_of(State& state, Integration& integration, TimePoint now);

Result<Outcome> list_integrations(Call& call);
Result<Outcome> create_integration(Call& call);
Result<Outcome> get_integration(Call& call);
Result<Outcome> patch_integration(Call& call);
Result<Outcome> delete_integration(Call& call);
Result<Outcome> get_config(Call& call);
Result<Outcome> put_config(Call& call);

}  // namespace patchcord::sandbox::genesys
