// A value with its past, so that somebody who learns of changes late can be shown what it was.
#pragma once

#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "patchcord/sandbox/time.h"

namespace patchcord::sandbox::aws {

template <typename T>
class Timeline {
 public:
  // `value`: none means that it was removed. Past states beyond the last 64 are forgotten.
  void set(TimePoint now, std::optional<T> value) {
    states_.push_back({now, std::move(value)});
    if (states_.size() > max_states)
      states_.erase(states_.begin(), std::prev(states_.end(), max_states));
  }
  // The newest state, or null when there is none (any more).
  [[nodiscard]] const T* latest() const {
    return states_.empty() || !states_.back().second ? nullptr : &*states_.back().second;
  }
  // Removed, and so long ago that nobody is late by that much.
  [[nodiscard]] bool gone_since(TimePoint moment) const {
    return latest() == nullptr && (states_.empty() || states_.back().first < moment);
  }
  // The state that was the newest one at `moment`.
  [[nodiscard]] const T* at(TimePoint moment) const {
    for (auto state = states_.rbegin(); state != states_.rend(); ++state) {
      if (state->first <= moment) return state->second ? &*state->second : nullptr;
    }
    return nullptr;
  }

 private:
  static constexpr std::ptrdiff_t max_states = 64;
  std::vector<std::pair<TimePoint, std::optional<T>>> states_{};
};

}  // namespace patchcord::sandbox::aws
