// Time, and waiting for it. Nothing else in the program sleeps.
#pragma once

#include <chrono>

#include "patchcord/base/result.h"

namespace patchcord {

using Milliseconds = std::chrono::milliseconds;
using TimePoint = std::chrono::sys_time<Milliseconds>;  // UTC

// Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;

  [[nodiscard]] virtual TimePoint now() const = 0;
  // Returns when `duration` has passed.
  //
  // Errors   cancelled: the user interrupted us
  virtual Result<void> wait(Milliseconds duration) = 0;
  // True from the moment the user interrupted us: long operations ask and stop.
  [[nodiscard]] virtual bool cancelled() const = 0;
};

}  // namespace patchcord
