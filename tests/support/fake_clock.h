// Time that moves only when somebody waits.
#pragma once

#include <atomic>
#include <mutex>
#include <vector>

#include "patchcord/ports/clock.h"

namespace patchcord::test {

// Thread-safe.
class FakeClock : public Clock {
 public:
  explicit FakeClock(
      TimePoint start = TimePoint(Milliseconds(1'767'323'045'000)))  // 2026-01-02T03:04:05Z
      : now_(start) {}

  [[nodiscard]] TimePoint now() const override {
    const std::lock_guard lock(mutex_);
    return now_;
  }
  Result<void> wait(Milliseconds duration) override {
    if (cancelled()) return Error{.code = Code::cancelled, .what = "interrupted"};
    const std::lock_guard lock(mutex_);
    now_ += duration;
    waits_.push_back(duration);
    return {};
  }
  [[nodiscard]] bool cancelled() const override { return cancelled_; }

  void advance(Milliseconds duration) {
    const std::lock_guard lock(mutex_);
    now_ += duration;
  }
  void cancel() { cancelled_ = true; }
  [[nodiscard]] std::vector<Milliseconds> waits() const {
    const std::lock_guard lock(mutex_);
    return waits_;
  }

 private:
  mutable std::mutex mutex_;
  TimePoint now_;
  std::vector<Milliseconds> waits_;
  std::atomic<bool> cancelled_{false};
};

}  // namespace patchcord::test
