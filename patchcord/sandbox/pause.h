// Real waiting that ends when the sandbox stops.
#pragma once

#include <condition_variable>
#include <mutex>

#include "patchcord/sandbox/time.h"

namespace patchcord::sandbox {

// Thread-safe.
class Pause {
 public:
  void wait(Milliseconds length) {
    if (length <= Milliseconds{0}) return;
    std::unique_lock lock(mutex_);
    woken_.wait_for(lock, length, [this] { return over_; });
  }
  // Everybody who waits goes on, and nobody waits from now on.
  void end() {
    const std::scoped_lock lock(mutex_);
    over_ = true;
    woken_.notify_all();
  }
  void begin() {
    const std::scoped_lock lock(mutex_);
    over_ = false;
  }

 private:
  std::mutex mutex_;
  std::condition_variable woken_;
  bool over_{false};
};

}  // namespace patchcord::sandbox
