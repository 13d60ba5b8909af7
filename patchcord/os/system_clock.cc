#include "patchcord/os/system_clock.h"

#include <algorithm>
#include <limits>

#include <poll.h>

namespace patchcord::os {

TimePoint SystemClock::now() const {
  return std::chrono::time_point_cast<Milliseconds>(std::chrono::system_clock::now());
}

Result<void> SystemClock::wait(Milliseconds duration) {
  const auto until = std::chrono::steady_clock::now() + duration;
  while (!cancelled()) {
    const auto left = std::chrono::ceil<Milliseconds>(until - std::chrono::steady_clock::now());
    if (left <= Milliseconds(0)) return {};
    pollfd woken{.fd = interrupt_.descriptor(), .events = POLLIN, .revents = 0};
    ::poll(&woken,
           1,
           static_cast<int>(
               std::min<Milliseconds::rep>(left.count(), std::numeric_limits<int>::max())));
  }
  return Error{.code = Code::cancelled, .what = "interrupted"};
}

}  // namespace patchcord::os
