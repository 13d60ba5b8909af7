// Values that wait until the list or map they belong to is complete.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "patchcord/template/value.h"

namespace patchcord::simulator {

// A vector whose first values are at hand, without an allocation.
class ValueStack {
 public:
  ValueStack() = default;
  ValueStack(const ValueStack&) = delete;
  ValueStack& operator=(const ValueStack&) = delete;
  ValueStack(ValueStack&&) = delete;
  ValueStack& operator=(ValueStack&&) = delete;
  ~ValueStack() { std::destroy(values_, end_); }

  void push(Value&& value) {
    if (end_ == limit_) grow();
    new (end_++) Value(std::move(value));
  }
  [[nodiscard]] std::span<Value> from(std::size_t first) { return {values_ + first, end_}; }
  // Somebody took those behind.
  void forget_from(std::size_t first) { end_ = values_ + first; }
  [[nodiscard]] std::size_t size() const { return static_cast<std::size_t>(end_ - values_); }
  Value& operator[](std::size_t at) { return values_[at]; }

 private:
  static constexpr std::size_t at_hand = 48;

  [[gnu::noinline]] void grow() {
    const std::size_t count = size();
    std::vector<std::array<std::byte, sizeof(Value)>> more(2 * count);
    auto* const values = reinterpret_cast<Value*>(more.data());
    std::uninitialized_move(values_, end_, values);
    more_.swap(more);
    values_ = values;
    end_ = values + count;
    limit_ = values + 2 * count;
  }

  alignas(Value) std::array<std::byte, at_hand * sizeof(Value)> few_;  // no initializer: its cost
  std::vector<std::array<std::byte, sizeof(Value)>> more_{};
  Value* values_{reinterpret_cast<Value*>(few_.data())};
  Value* end_{values_};
  Value* limit_{values_ + at_hand};
};

}  // namespace patchcord::simulator
