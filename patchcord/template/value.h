// Values as a template sees them: Java's null, Boolean, Integer, Long, Double, String, List and
// Map, with their sharing. A list or map is one object however many names it has, so `$list.add(1)`
// is seen through all of them.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace patchcord::simulator {

enum class Kind : std::uint8_t {
  null,
  boolean,
  integer,       // 32 bits
  long_integer,  // 64 bits
  real,
  text,       // UTF-8
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

  explicit Shared(Kind k) : kind(k) {}
  Shared(const Shared&) = delete;
  Shared& operator=(const Shared&) = delete;
  Shared(Shared&&) = delete;
  Shared& operator=(Shared&&) = delete;

 protected:
  ~Shared() = default;
};

struct List;
class Map;
class Object;
struct Big;

class Value {
 public:
  Value() = default;
  // NOLINTBEGIN(google-explicit-constructor): a value is any of these
  Value(bool value) : kind_(Kind::boolean) { data_.boolean = value; }
  Value(std::int32_t value) : kind_(Kind::integer) { data_.integer = value; }
  Value(double value) : kind_(Kind::real) { data_.real = value; }
  Value(std::string_view value) : Value(std::string(value)) {}
  Value(const char* value) : Value(std::string(value)) {}
  Value(std::string value);
  Value(const void*) = delete;  // a pointer is no boolean
  // NOLINTEND(google-explicit-constructor)
  // The narrowest of Integer and Long.
  static Value whole(std::int64_t value);
  static Value long_integer(std::int64_t value);
  static Value character(std::string value);
  // Takes over the one reference that `shared` was made with.
  static Value adopt(Shared* shared);
  static Value share(Shared& shared);

  Value(const Value& other) noexcept : data_(other.data_), kind_(other.kind_) { keep(); }
  Value(Value&& other) noexcept
      : data_(other.data_), kind_(std::exchange(other.kind_, Kind::null)) {}
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
    if (kind_ >= Kind::text) release();
  }

  [[nodiscard]] Kind kind() const { return kind_; }
  [[nodiscard]] bool is_null() const { return kind_ == Kind::null; }
  [[nodiscard]] bool is_text() const { return kind_ == Kind::text; }
  [[nodiscard]] bool is_list() const { return kind_ == Kind::list; }
  [[nodiscard]] bool is_map() const { return kind_ == Kind::map; }
  [[nodiscard]] bool is_number() const {
    return (kind_ >= Kind::integer && kind_ <= Kind::real) || kind_ == Kind::big;
  }
  // Integer or Long.
  [[nodiscard]] bool is_whole() const {
    return kind_ == Kind::integer || kind_ == Kind::long_integer;
  }

  // Each of these may be called for its own kind only.
  [[nodiscard]] bool boolean() const { return data_.boolean; }
  [[nodiscard]] std::int64_t whole() const { return data_.integer; }
  [[nodiscard]] double real() const { return data_.real; }
  [[nodiscard]] const std::string& text() const;  // text and character
  [[nodiscard]] List& list() const;
  [[nodiscard]] Map& map() const;
  [[nodiscard]] Object& object() const;
  [[nodiscard]] const Big& big() const;
  [[nodiscard]] Shared* shared() const { return data_.shared; }

  void swap(Value& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(kind_, other.kind_);
  }

 private:
  friend class Destroyer;
  void keep() const {
    if (kind_ >= Kind::text) data_.shared->owners.fetch_add(1, std::memory_order_relaxed);
  }
  // Whether nobody else owns it. A sole owner can see that it is one without the price of an atomic
  // change: nobody could become another.
  [[nodiscard]] bool give_up() const noexcept {
    auto& owners = data_.shared->owners;
    return owners.load(std::memory_order_acquire) == 1 ||
           owners.fetch_sub(1, std::memory_order_acq_rel) == 1;
  }
  void release() noexcept {
    if (give_up()) destroy();
  }
  void destroy() const noexcept;

  union Data {
    bool boolean;
    std::int64_t integer;
    double real;
    Shared* shared;
  };
  Data data_{.integer = 0};
  Kind kind_{Kind::null};
};

struct Text final : Shared {
  std::string text;
  Text(std::string value, Kind k) : Shared(k), text(std::move(value)) {}
};

// What Java class a list is: it names itself in errors, and only an ArrayList can grow.
enum class ListClass : std::uint8_t { array_list, array, range, sub_list, keys, values, entries };

struct List final : Shared {
  std::vector<Value> items{};
  ListClass type{ListClass::array_list};
  List() : Shared(Kind::list) {}
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

  [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }
  [[nodiscard]] std::size_t size() const { return entries_.size(); }
  // Null when absent; valid until the map changes.
  [[nodiscard]] const Value* find(std::string_view key) const;
  [[nodiscard]] const Value* find_key(const Value& key) const;
  // A key that is there stays where it was in the order.
  void set(Value key, Value value);
  // Linear in the size of the map.
  bool remove(const Value& key);
  void clear();
  void reserve(std::size_t size) { entries_.reserve(size); }

 private:
  friend class Destroyer;
  [[nodiscard]] std::size_t position(std::string_view key) const;
  [[nodiscard]] std::size_t position(const Value& key) const;
  void index_from(std::size_t first);

  std::vector<Entry> entries_{};
  std::vector<std::uint32_t>
      index_{};  // open addressing, entry number + 1; empty while the map is small
};

inline const std::string& Value::text() const {
  return static_cast<const Text*>(data_.shared)->text;
}
inline List& Value::list() const {
  return *static_cast<List*>(data_.shared);
}
inline Map& Value::map() const {
  return *static_cast<Map*>(data_.shared);
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
  return *static_cast<Object*>(data_.shared);
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
