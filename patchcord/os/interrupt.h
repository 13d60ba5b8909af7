// SIGINT and SIGTERM: the first asks the program to stop where that is safe, the second ends it at
// once.
#pragma once

#include "patchcord/os/descriptor.h"

namespace patchcord::os {

// One per process, made by main before any thread; signal handlers have no other way to reach it.
class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;
  Interrupt(Interrupt&&) = delete;
  Interrupt& operator=(Interrupt&&) = delete;

  [[nodiscard]] bool requested() const;
  // Readable from the first signal on: to be polled together with other things.
  [[nodiscard]] int descriptor() const { return read_end_.get(); }

 private:
  Descriptor read_end_{};
  Descriptor write_end_{};
};

}  // namespace patchcord::os
