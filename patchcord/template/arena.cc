#include "patchcord/template/arena.h"

#include <algorithm>
#include <new>

namespace patchcord::simulator {

namespace {

constexpr std::size_t largest_chunk = std::size_t{1} << 20U;

}  // namespace

Arena* Arena::make(std::size_t bytes) {
  void* place = ::operator new(sizeof(Arena) + bytes);
  return new (place) Arena(static_cast<std::byte*>(place) + sizeof(Arena), bytes);
}

void Arena::grow(std::size_t bytes) {
  size_ = std::max(bytes, std::min(2 * size_, largest_chunk));
  void* place = ::operator new(sizeof(Chunk) + size_);
  chunks_ = new (place) Chunk{chunks_};
  next_ = static_cast<std::byte*>(place) + sizeof(Chunk);
  left_ = size_;
}

void Arena::free() noexcept {
  for (Chunk* chunk = chunks_; chunk != nullptr;) {
    Chunk* const before = chunk->before;
    ::operator delete(chunk);
    chunk = before;
  }
  ::operator delete(this);
}

}  // namespace patchcord::simulator
