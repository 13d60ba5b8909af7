// The real clock; waits end at once when the user interrupts.
#pragma once

#include "patchcord/os/interrupt.h"
#include "patchcord/ports/clock.h"

namespace patchcord::os {

class SystemClock : public Clock {
 public:
  explicit SystemClock(const Interrupt& interrupt) : interrupt_(interrupt) {}

  [[nodiscard]] TimePoint now() const override;
  Result<void> wait(Milliseconds duration) override;
  [[nodiscard]] bool cancelled() const override { return interrupt_.requested(); }

 private:
  const Interrupt& interrupt_;
};

}  // namespace patchcord::os
