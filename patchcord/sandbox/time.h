// The sandbox's clock: real, or moved by a test (POST /_sandbox/knobs {"advanceSeconds": n}).
#pragma once

#include <chrono>

namespace patchcord::sandbox {

using Milliseconds = std::chrono::milliseconds;
using TimePoint = std::chrono::sys_time<Milliseconds>;  // UTC

// Thread-safe.
class Time {
 public:
  virtual ~Time() = default;
  [[nodiscard]] virtual TimePoint now() const = 0;
};

}  // namespace patchcord::sandbox
