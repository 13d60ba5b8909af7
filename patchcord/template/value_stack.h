// Values that wait until the list or map they belong to is complete.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
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
  ~ValueStack() { std::destroy_n(values_, size_); }

  void push(Value&& value) {
    if (size_ == room_) grow();
    new (values_ + size_++) Value(std::move(value));
  }
  // Those behind are null: somebody took them.
  void forget_from(std::size_t first) { size_ = first; }
  [[nodiscard]] std::size_t size() const { return size_; }
  Value& operator[](std::size_t at) { return values_[at]; }

 private:
  static constexpr std::size_t at_hand = 48;

  void grow() {
    std::vector<std::array<std::byte, sizeof(Value)>> more(2 * room_);
    auto* const values = reinterpret_cast<Value*>(more.data());
    std::uninitialized_move_n(values_, size_, values);
    more_.swap(more);
    values_ = values;
    room_ *= 2;
  }

  alignas(Value) std::array<std::byte, at_hand * sizeof(Value)> few_;  // no initializer: its cost
  std::vector<std::array<std::byte, sizeof(Value)>> more_{};
  Value* values_{reinterpret_cast<Value*>(few_.data())};
  std::size_t size_{};
  std::size_t room_{at_hand};
};

}  // namespace patchcord::simulator
