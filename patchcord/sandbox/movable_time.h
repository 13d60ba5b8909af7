// The machine's clock, or a frozen one, that can be moved forward.
#pragma once

#include <atomic>
#include <optional>
#include <string>

#include "patchcord/sandbox/time.h"

namespace patchcord::sandbox {

// Thread-safe.
class MovableTime : public Time {
 public:
  // `frozen`: stand still there (tests); otherwise follow the machine's clock.
  explicit MovableTime(std::optional<TimePoint> frozen = std::nullopt) : frozen_(frozen) {}

  [[nodiscard]] TimePoint now() const override {
    const auto base =
        frozen_ ? *frozen_
                : std::chrono::time_point_cast<Milliseconds>(std::chrono::system_clock::now());
    return base + Milliseconds(moved_.load());
  }
  void advance(Milliseconds by) { moved_ += by.count(); }
  void reset() { moved_ = 0; }

 private:
  std::optional<TimePoint> frozen_;
  std::atomic<Milliseconds::rep> moved_{0};
};

// "2026-05-14T09:30:00.123Z", as both clouds' JSON writes times.
std::string iso_time(TimePoint time);

}  // namespace patchcord::sandbox
