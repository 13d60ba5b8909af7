// Which flows use an action.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "patchcord/base/result.h"
#include "patchcord/model/observed.h"

namespace patchcord {

class Consumers {
 public:
  virtual ~Consumers() = default;

  // Nothing where the OAuth client may not ask (it lacks architect:dependencyTracking:view): that
  // means unknown, never "none". The service's index is built in the background, so an empty list
  // is evidence, not proof.
  virtual Result<std::optional<std::vector<Flow>>> consumers_of(const std::string& action_id) = 0;
};

}  // namespace patchcord
