// One cloud, as the engine sees it: what is there, and single effects. Decides nothing.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "patchcord/base/json.h"
#include "patchcord/base/result.h"
#include "patchcord/model/applied.h"
#include "patchcord/model/desired.h"
#include "patchcord/model/observed.h"
#include "patchcord/model/operation.h"

namespace patchcord {

// What a look is for: removing and proving need other things than making.
enum class Purpose { converge, remove, prove };

// perform() and find() are thread-safe.
class Remote {
 public:
  virtual ~Remote() = default;

  // Adds to `observed` what this cloud has of the deployment and beside it. Lists; reads one by one
  // only what neither a list nor the record tells.
  virtual Result<void> observe(const Desired& desired,
                               const Applied& applied,
                               Purpose purpose,
                               Observed& observed) = 0;

  // Brings `observed`, of an earlier look of this run, up to date after effects of this run. What
  // was read back meanwhile, and what nothing has touched, is not read again.
  virtual Result<void> observe_again(const Desired& desired,
                                     const Applied& applied,
                                     Purpose purpose,
                                     Observed& observed) = 0;

  // Performs one effect and returns what the service now has, as the later steps need it: {"id":
  // …}, {"arn": …},
  // {"version": …}, {"modified": …}. Waits until the effect can be built upon (a role that can be
  // read back, an integration that is ACTIVE), by the settings of Waits.
  //
  // Errors   those of the service; `Effect::unknown` when the answer was lost
  virtual Result<Json> perform(Operation operation, const Json& fields) = 0;

  // Looks for what a create with an unknown outcome may have made: an object that fits `fields` and
  // is not in `known`.
  virtual Result<std::optional<Json>> find(Operation operation,
                                           const Json& fields,
                                           std::span<const std::string> known) = 0;
};

}  // namespace patchcord
