// The memory of one document's values: taken in order, and given back as a whole when the last
// value in it is gone. Who keeps a small list of a large document keeps all its memory.
//
// Threads   one thread takes; what was taken may be given back by any.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

namespace patchcord::simulator {

class Arena {
 public:
  // For about `expected` bytes, and with one holder.
  static Arena* make(std::size_t expected);

  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;
  Arena(Arena&&) = delete;
  Arena& operator=(Arena&&) = delete;

  // Aligned as pointers are; not initialized.
  void* take(std::size_t bytes) {
    const std::size_t whole = (bytes + 7) & ~std::size_t{7};
    if (whole > left_) grow(whole);
    void* place = next_;
    next_ += whole;
    left_ -= whole;
    return place;
  }

  // One holder more: each value in it is one. Only while one thread knows of the arena.
  void hold() {
    holders_.store(holders_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  }
  // The first holder is none any more. Only while one thread knows of the arena.
  void release_first() noexcept {
    const std::uint32_t holders = holders_.load(std::memory_order_relaxed) - 1;
    holders_.store(holders, std::memory_order_relaxed);
    if (holders == 0) free();
  }
  // From now on all in it hangs on one value, which nobody else holds: with that it may go as a
  // whole. Not when something in it has to be destroyed by itself.
  void close() { closed_.store(!own_memory_, std::memory_order_relaxed); }
  void has_own_memory() { own_memory_ = true; }
  // Somebody holds a part of it, or changes one.
  void open() noexcept {
    if (closed()) closed_.store(false, std::memory_order_relaxed);
  }
  [[nodiscard]] bool closed() const noexcept { return closed_.load(std::memory_order_relaxed); }
  // Of a closed one.
  void free() noexcept;
  // So many fewer; with the last one the arena is gone.
  void release(std::uint32_t holders) noexcept {
    // Nobody else could change what all the others were.
    if (holders_.load(std::memory_order_acquire) == holders ||
        holders_.fetch_sub(holders, std::memory_order_acq_rel) == holders) {
      free();
    }
  }

 private:
  struct Chunk {
    Chunk* before{};
  };

  Arena(std::byte* next, std::size_t bytes) : next_(next), left_(bytes), chunk_size_(bytes) {}
  ~Arena() = default;
  void grow(std::size_t bytes);

  std::byte* next_;
  std::size_t left_;
  std::size_t chunk_size_;  // of the next one
  std::size_t chunk_count_{1};
  Chunk* chunks_{};  // the newest one, without the first, which holds the arena itself
  std::atomic<std::uint32_t> holders_{1};
  std::atomic<bool> closed_{false};
  bool own_memory_{false};
};

}  // namespace patchcord::simulator
