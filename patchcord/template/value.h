// Values as a template sees them: Java's null, Boolean, Integer, Long, Double, String, List and
// Map, with their sharing. A list or map is one object however many names it has, so `$list.add(1)`
// is seen through all of them.
#pragma once

#include <array>
#include <atomic>
#include <bit>
#include <cstdint>
#include <cstring>
#include <limits>
#include <memory>
#include <new>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "patchcord/template/arena.h"

namespace patchcord::simulator {

enum class Kind : std::uint8_t {
  null,
  boolean,
  integer,       // 32 bits
  long_integer,  // 64 bits
  real,
  text = 6,   // UTF-8; 5 is Value's own
  character,  // what charAt gives: text of one character
  big,        // BigInteger and BigDecimal
  list,
  map,
  object,  // tools, loop states, blocks: whatever the engine itself makes
};

// What Value points to; counted, and destroyed without recursion however deep it is nested.
struct Shared {
  std::atomic<std::uint32_t> owners{1};
  const Kind kind;
  Arena* const arena;  // that it lies in; null: on the heap, by itself

  explicit Shared(Kind k, Arena* in = nullptr) : kind(k), arena(in) {
    if (in != nullptr) in->hold();
  }
  void hold() {
    owners.fetch_add(1, std::memory_order_relaxed);
    if (arena != nullptr) arena->open();
  }
  Shared(const Shared&) = delete;
  Shared& operator=(const Shared&) = delete;
  Shared(Shared&&) = delete;
  Shared& operator=(Shared&&) = delete;

 protected:
  ~Shared() = default;
};

// A text that is too long for the value itself; its bytes stand right behind.
struct Text final : Shared {
  static constexpr std::uint32_t not_counted = ~0U;

  std::size_t size;
  mutable std::atomic<std::uint32_t> units{not_counted};  // of UTF-16, once somebody asked

  static Text* make(std::string_view text, Kind kind, Arena* arena = nullptr) {
    const std::size_t bytes = sizeof(Text) + text.size();
    void* place = arena == nullptr ? ::operator new(bytes) : arena->take(bytes);
    auto* made = new (place) Text(kind, text.size(), arena);
    std::memcpy(static_cast<char*>(place) + sizeof(Text), text.data(), text.size());
    return made;
  }
  [[nodiscard]] std::string_view view() const {
    return {reinterpret_cast<const char*>(this + 1), size};
  }

 private:
  Text(Kind k, std::size_t length, Arena* in) : Shared(k, in), size(length) {}
};

struct List;
class Map;
class Object;
struct Big;

// Two words: a scalar, a short text, or a pointer to what is shared; in the top byte of the second
// one, which of these it is. They are always written and read whole: a processor waits when it
// reads as one what was written in pieces.
class Value {
 public:
  Value() = default;
  // NOLINTBEGIN(google-explicit-constructor): a value is any of these
  Value(bool value) { store(value, Kind::boolean); }
  Value(std::int32_t value) : Value(std::int64_t{value}, Kind::integer) {}
  Value(double value) { store(value, Kind::real); }
  Value(std::string_view value) {
    if (value.size() <= max_short) {
      words_ = pack(value);
    } else {
      store_text(value, Kind::text);
    }
  }
  Value(const char* value) : Value(std::string_view(value)) {}
  Value(const std::string& value) : Value(std::string_view(value)) {}
  Value(const void*) = delete;  // a pointer is no boolean
  // NOLINTEND(google-explicit-constructor)
  // The narrowest of Integer and Long.
  static Value whole(std::int64_t value) {
    const bool narrow = value >= std::numeric_limits<std::int32_t>::min() &&
                        value <= std::numeric_limits<std::int32_t>::max();
    return {value, narrow ? Kind::integer : Kind::long_integer};
  }
  static Value long_integer(std::int64_t value) { return {value, Kind::long_integer}; }
  static Value character(std::string_view value);
  // A text whose bytes may lie in `arena`.
  static Value text_in(Arena& arena, std::string_view value) {
    return value.size() <= max_short ? Value(value) : adopt(Text::make(value, Kind::text, &arena));
  }
  // The text whose bytes are the first `size` ones of two words, as they lie in memory.
  static Value short_text(std::uint64_t first, std::uint64_t second, std::size_t size) {
    Value made;
    if (size >= 8) {
      made.words_ = {first, second & low_bytes(size - 8)};
    } else {
      made.words_ = {first & low_bytes(size), 0};
    }
    made.words_[1] |= text_mark(size);
    return made;
  }
  static constexpr std::size_t max_short = 14;
  // Takes over the one reference that `shared` was made with.
  static Value adopt(Shared* shared) {
    Value made;
    made.store(shared, shared->kind);
    return made;
  }
  static Value share(Shared& shared) {
    shared.hold();
    return adopt(&shared);
  }

  Value(const Value& other) noexcept : words_{other.words_[0], other.words_[1]} { keep(); }
  Value(Value&& other) noexcept : words_{other.words_[0], other.words_[1]} { other.words_[1] = 0; }
  Value& operator=(const Value& other) noexcept {
    Value copy(other);
    swap(copy);
    return *this;
  }
  Value& operator=(Value&& other) noexcept {
    Value taken(std::move(other));
    swap(taken);
    return *this;
  }
  ~Value() {
    if (is_shared() && give_up()) destroy();
  }

  [[nodiscard]] Kind kind() const { return tag() == short_text_tag ? Kind::text : tag(); }
  [[nodiscard]] bool is_null() const { return tag() == Kind::null; }
  [[nodiscard]] bool is_text() const { return tag() == Kind::text || tag() == short_text_tag; }
  [[nodiscard]] bool is_list() const { return tag() == Kind::list; }
  [[nodiscard]] bool is_map() const { return tag() == Kind::map; }
  [[nodiscard]] bool is_number() const {
    return (tag() >= Kind::integer && tag() <= Kind::real) || tag() == Kind::big;
  }
  // Integer or Long.
  [[nodiscard]] bool is_whole() const {
    return tag() == Kind::integer || tag() == Kind::long_integer;
  }
  // Whether it is somewhere else, counted, and not in the value itself.
  [[nodiscard]] bool is_shared() const { return tag() >= Kind::text; }

  // Each of these may be called for its own kind only.
  [[nodiscard]] bool boolean() const { return load<bool>(); }
  [[nodiscard]] std::int64_t whole() const { return load<std::int64_t>(); }
  [[nodiscard]] double real() const { return load<double>(); }
  // Of text and character; it may stand inside the value, and lives as long.
  [[nodiscard]] std::string_view text() const&;
  std::string_view text() const&& = delete;
  [[nodiscard]] List& list() const;
  [[nodiscard]] Map& map() const;
  [[nodiscard]] Object& object() const;
  [[nodiscard]] const Big& big() const;
  [[nodiscard]] Shared* shared() const { return load<Shared*>(); }

  // Whether both are the same scalar or short text, bit by bit, or the very same thing.
  [[nodiscard]] bool same(const Value& other) const {
    return words_[0] == other.words_[0] && words_[1] == other.words_[1];
  }
  [[nodiscard]] bool is_short_text() const { return tag() == short_text_tag; }
  // Of a short text, the same for all that are equal.
  [[nodiscard]] std::uint64_t mixed() const {
    std::uint64_t mixed = (words_[0] ^ words_[1]) * 0x9E3779B97F4A7C15U;
    mixed = (mixed ^ mixed >> 32U ^ words_[1]) * 0xD6E8FEB86659FD93U;
    return mixed ^ mixed >> 32U;
  }

  void swap(Value& other) noexcept {
    std::swap(words_[0], other.words_[0]);
    std::swap(words_[1], other.words_[1]);
  }

 private:
  friend class Destroyer;
  static_assert(std::endian::native == std::endian::little, "short texts lie in memory order");
  static constexpr int length_shift = 48;  // of a short text: the byte below the tag
  static constexpr int tag_shift = 56;
  static constexpr Kind short_text_tag{5};  // before all kinds that are shared

  static std::array<std::uint64_t, 2> pack(std::string_view text) {
    std::array<std::uint64_t, 2> words{};
    const std::size_t size = text.size();
    if (size >= 8) {
      std::uint64_t tail = 0;
      std::memcpy(&words[0], text.data(), 8);
      std::memcpy(&tail, text.data() + size - 8, 8);
      words[1] = size == 8 ? 0 : tail >> (8 * (16 - size));
    } else if (size >= 4) {
      std::uint32_t head = 0;
      std::uint32_t tail = 0;
      std::memcpy(&head, text.data(), 4);
      std::memcpy(&tail, text.data() + size - 4, 4);
      words[0] = head | std::uint64_t{tail} << (8 * (size - 4));
    } else {
      for (std::size_t i = size; i-- > 0;)
        words[0] = words[0] << 8 | static_cast<unsigned char>(text[i]);
    }
    words[1] |= text_mark(size);
    return words;
  }
  static std::uint64_t text_mark(std::size_t size) {
    return std::uint64_t{size} << length_shift |
           std::uint64_t{static_cast<unsigned char>(short_text_tag)} << tag_shift;
  }
  static std::uint64_t low_bytes(std::size_t count) {
    return (std::uint64_t{1} << (8 * count)) - 1;  // fewer than eight
  }

  Value(std::int64_t value, Kind kind) { store(value, kind); }

  template <typename T>
  [[nodiscard]] T load() const {
    T value;
    // NOLINTNEXTLINE(bugprone-sizeof-expression): the pointer itself is stored
    std::memcpy(&value, words_.data(), sizeof(T));
    return value;
  }
  template <typename T>
  void store(T value, Kind kind) {
    std::uint64_t word = 0;
    // NOLINTNEXTLINE(bugprone-sizeof-expression): as above
    std::memcpy(&word, &value, sizeof(T));
    words_ = {word, std::uint64_t{static_cast<unsigned char>(kind)} << tag_shift};
  }
  void store_text(std::string_view text, Kind kind);
  [[nodiscard]] Kind tag() const { return Kind{static_cast<std::uint8_t>(words_[1] >> tag_shift)}; }

  void keep() const {
    if (is_shared()) shared()->hold();
  }
  // Whether nobody else owns it. A sole owner can see that it is one without the price of an atomic
  // change: nobody could become another.
  [[nodiscard]] bool give_up() const noexcept {
    auto& owners = shared()->owners;
    return owners.load(std::memory_order_acquire) == 1 ||
           owners.fetch_sub(1, std::memory_order_acq_rel) == 1;
  }
  void destroy() const noexcept;

  std::array<std::uint64_t, 2> words_{};
};

// What Java class a list is: it names itself in errors, and only an ArrayList can grow.
enum class ListClass : std::uint8_t {
  array_list,
  array,  // of texts; the other arrays stand behind it
  object_array,
  char_array,
  byte_array,
  range,
  sub_list,
  keys,
  values,
  entries
};
inline bool is_array(ListClass type) {
  return type >= ListClass::array && type <= ListClass::byte_array;
}

// Its items lie in an arena until the list changes for the first time.
struct List final : Shared {
  const ListClass type;

  List(std::vector<Value> items, ListClass kind_of_list)
      : Shared(Kind::list), type(kind_of_list), own_(std::move(items)) {}
  // Takes the items: what was there is no value any more, and must not be destroyed.
  List(std::span<Value> items, Arena& in);

  [[nodiscard]] std::span<const Value> items() const {
    return fixed_.empty() ? std::span<const Value>(own_) : fixed_;
  }
  // To change them; what items() gave before is no longer valid.
  std::vector<Value>& change();

 private:
  friend class Destroyer;
  std::span<Value> fixed_{};
  std::vector<Value> own_{};
};

// A LinkedHashMap: keys of any kind, in the order of their first insertion. Look-up is constant
// time, and for text keys it allocates nothing.
class Map final : public Shared {
 public:
  struct Entry {
    Value key{};
    Value value{};
  };

  Map() : Shared(Kind::map) {}
  // Takes the members, text and value in turn, as List does; of equal keys the last value counts.
  Map(std::span<Value> members, Arena& in);

  [[nodiscard]] std::span<const Entry> entries() const { return {entries_, size_}; }
  [[nodiscard]] std::size_t size() const { return size_; }
  // Null when absent; valid until the map changes.
  [[nodiscard]] const Value* find(std::string_view key) const;
  [[nodiscard]] const Value* find_key(const Value& key) const;
  // A key that is there stays where it was in the order.
  void set(Value key, Value value);
  // Linear in the size of the map.
  bool remove(const Value& key);
  void clear();
  void reserve(std::size_t size) {
    if (size > room_) make_room(size);
  }

 private:
  friend class Destroyer;
  void make_room(std::size_t size);
  [[nodiscard]] std::size_t position(std::string_view key) const;
  [[nodiscard]] std::size_t position(const Value& key) const;
  template <typename Same>
  [[nodiscard]] std::size_t position(std::size_t hash, Same same) const;
  void index_from(std::size_t first);

  Entry* entries_{};  // in own_, or in the arena until the map changes for the first time
  std::size_t size_{};
  std::size_t room_{};  // of own_
  std::unique_ptr<Entry[]> own_{};
  // Open addressing, entry number + 1; null while the map is small.
  std::unique_ptr<std::vector<std::uint32_t>> index_{};
};

inline std::string_view Value::text() const& {
  if (tag() == short_text_tag) {
    return {reinterpret_cast<const char*>(words_.data()), words_[1] >> length_shift & 0xFF};
  }
  return static_cast<const Text*>(shared())->view();
}
inline List& Value::list() const {
  return *static_cast<List*>(shared());
}
inline Map& Value::map() const {
  return *static_cast<Map*>(shared());
}

// Things of the engine that templates can hold but not make.
class Object : public Shared {
 public:
  Object() : Shared(Kind::object) {}
  Object(const Object&) = delete;
  Object& operator=(const Object&) = delete;
  Object(Object&&) = delete;
  Object& operator=(Object&&) = delete;
  virtual ~Object() = default;
  [[nodiscard]] virtual std::string class_name() const = 0;
  // As java_text.h prints values; `depth` is how much deeper it may go.
  virtual void append_text(std::string& out, std::size_t max_bytes, int depth) const;
  // Gives away what it holds, before it is destroyed.
  virtual void surrender(std::vector<Value>& children);
};

inline Object& Value::object() const {
  return *static_cast<Object*>(shared());
}

Value make_list(std::vector<Value> items, ListClass type = ListClass::array_list);
Value make_map();

// Java's equals: an Integer equals no Long, a list equals a list of equal items. False for what is
// nested deeper than max_value_depth.
// `visited`, when given, grows by the number of values looked at.
bool equals(const Value& left, const Value& right, std::int64_t* visited = nullptr);

// Nesting that printing, comparing and JSON writing accept.
inline constexpr int max_value_depth = 256;

}  // namespace patchcord::simulator
