// Which flows use an action.
#pragma once

#include "patchcord/base/result.h"
#include "patchcord/model/observed.h"

namespace patchcord {

// Thread-safe.
class Consumers {
 public:
  virtual ~Consumers() = default;

  // That nothing uses it is said only when the service is sure.
  virtual Result<FlowUse> consumers_of(const ObservedAction& action) = 0;
};

}  // namespace patchcord
