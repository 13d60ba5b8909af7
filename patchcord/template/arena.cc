#include "patchcord/template/arena.h"

#include <algorithm>
#include <new>

namespace patchcord::simulator {

namespace {

constexpr std::size_t small_chunk = 960;  // of such sizes malloc keeps some at hand
constexpr std::size_t few_chunks = 8;
constexpr std::size_t largest_chunk = std::size_t{1} << 20U;

}  // namespace

Arena* Arena::make(std::size_t expected) {
  const std::size_t bytes =
      expected > few_chunks * small_chunk ? expected : std::min(expected, small_chunk);
  void* place = ::operator new(sizeof(Arena) + bytes);
  return new (place) Arena(static_cast<std::byte*>(place) + sizeof(Arena), bytes);
}

void Arena::grow(std::size_t bytes) {
  if (++chunk_count_ >= few_chunks) chunk_size_ = std::min(2 * chunk_size_, largest_chunk);
  left_ = std::max(bytes, chunk_size_);
  void* place = ::operator new(sizeof(Chunk) + left_);
  chunks_ = new (place) Chunk{chunks_};
  next_ = static_cast<std::byte*>(place) + sizeof(Chunk);
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
