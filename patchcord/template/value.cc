#include "patchcord/template/value.h"

#include <algorithm>
#include <bit>
#include <functional>
#include <iterator>
#include <memory>

#include "patchcord/template/big_number.h"

namespace patchcord::simulator {

namespace {

constexpr std::size_t small_map = 16;
constexpr std::size_t least_room = 4;
constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

std::size_t hash_of(std::string_view text) {
  return text.size() <= Value::max_short ? Value(text).mixed()
                                         : std::hash<std::string_view>{}(text);
}

std::size_t hash_of(const Value& key) {
  switch (key.kind()) {
    case Kind::null:
      return 0;
    case Kind::boolean:
      return key.boolean() ? 1231 : 1237;
    case Kind::integer:
    case Kind::long_integer:
      return std::hash<std::int64_t>{}(key.whole());
    case Kind::real:
      return std::hash<double>{}(key.real());
    case Kind::text:
    case Kind::character:
      return key.is_short_text() ? key.mixed() : hash_of(key.text());
    default:
      return 7;  // containers as keys: correct, and nobody writes them
  }
}

// Of a short text.
inline std::size_t position_in(std::span<const Map::Entry> entries, const Value& key) {
  for (std::size_t at = 0; at < entries.size(); ++at) {
    if (entries[at].key.same(key)) return at;
  }
  return nowhere;
}

// Of a few entries with texts for keys.
bool has_equal_keys(std::span<const Map::Entry> entries) {
  for (std::size_t i = 1; i < entries.size(); ++i) {
    const Value& key = entries[i].key;
    const auto before = entries.first(i);
    if (key.is_short_text() ? position_in(before, key) != nowhere
                            : std::any_of(before.begin(), before.end(), [&key](const auto& entry) {
                                return entry.key.text() == key.text();
                              }))
      return true;
  }
  return false;
}

// The values as they are, at a place in the arena; those left behind are no values any more.
std::span<Value> moved(std::span<Value> values, Arena& in) {
  void* const place = in.take(values.size_bytes());
  if (!values.empty()) std::memcpy(place, static_cast<void*>(values.data()), values.size_bytes());
  return {static_cast<Value*>(place), values.size()};
}

// How much one comparison may look at: lists that hold others many times would take exponential
// time.
struct Budget {
  int depth{max_value_depth};
  int values{1 << 20};
};

bool equals_within(const Value& left, const Value& right, Budget& budget);

// Lists equal lists and sets sets; arrays and a map's values equal nothing but themselves.
enum class Family : std::uint8_t { list, set, none };
Family family_of(ListClass type) {
  if (is_array(type) || type == ListClass::values) return Family::none;
  return type == ListClass::keys || type == ListClass::entries ? Family::set : Family::list;
}

bool contains(const List& list, const Value& wanted, Budget& budget) {
  const auto items = list.items();
  return std::any_of(items.begin(), items.end(), [&](const Value& item) {
    return equals_within(item, wanted, budget);
  });
}

bool equal_lists(const List& left, const List& right, Budget& budget) {
  const Family family = family_of(left.type);
  if (family == Family::none || family != family_of(right.type)) return false;
  const auto ours = left.items();
  const auto theirs = right.items();
  if (family == Family::set) {
    return ours.size() == theirs.size() &&
           std::all_of(ours.begin(), ours.end(), [&](const Value& item) {
             return contains(right, item, budget);
           });
  }
  return std::equal(
      ours.begin(),
      ours.end(),
      theirs.begin(),
      theirs.end(),
      [&](const Value& one, const Value& other) { return equals_within(one, other, budget); });
}

bool equal_maps(const Map& left, const Map& right, Budget& budget) {
  if (left.size() != right.size()) return false;
  return std::all_of(left.entries().begin(), left.entries().end(), [&](const auto& entry) {
    const Value* other = right.find_key(entry.key);
    return other != nullptr && equals_within(entry.value, *other, budget);
  });
}

bool equals_within(const Value& left, const Value& right, Budget& budget) {
  if (left.kind() != right.kind() || --budget.values < 0) return false;
  switch (left.kind()) {
    case Kind::null:
      return true;
    case Kind::boolean:
      return left.boolean() == right.boolean();
    case Kind::integer:
    case Kind::long_integer:
      return left.whole() == right.whole();
    case Kind::real:
      return std::bit_cast<std::uint64_t>(left.real()) ==
             std::bit_cast<std::uint64_t>(right.real());
    case Kind::text:
    case Kind::character:
      return left.text() == right.text();
    case Kind::big:
      return left.big().number == right.big().number;
    default:
      break;
  }
  if (left.shared() == right.shared()) return true;
  if (budget.depth == 0 || left.kind() == Kind::object) return false;
  --budget.depth;
  const bool same = left.is_list() ? equal_lists(left.list(), right.list(), budget)
                                   : equal_maps(left.map(), right.map(), budget);
  ++budget.depth;
  return same;
}

}  // namespace

Value Value::character(std::string_view value) {
  Value made;
  made.store_text(value, Kind::character);
  return made;
}

void Value::store_text(std::string_view text, Kind kind) {
  store(static_cast<Shared*>(Text::make(text, kind)), kind);
}

const Big& Value::big() const {
  return *static_cast<const Big*>(shared());
}

// Takes structures apart without overflowing the stack: what is nested deeper than a few levels
// waits in a list.
class Destroyer {
 public:
  void run(Shared* shared) {
    take_apart(shared, max_recursion);
    while (!waiting_.empty()) {
      Shared* next = waiting_.back();
      waiting_.pop_back();
      take_apart(next, max_recursion);
    }
    leave();
  }

 private:
  static constexpr int max_recursion = 32;

  void drop(Value& value, int depth) {
    if (value.is_shared()) drop_shared(value, depth);
  }

  void drop_shared(Value& value, int depth) {
    const bool last = value.give_up();
    Shared* const shared = value.shared();
    value.words_[1] = 0;
    if (!last) return;
    if (depth == 0) {
      waiting_.push_back(shared);
    } else {
      take_apart(shared, depth - 1);
    }
  }

  void drop(Map::Entry& entry, int depth) {
    drop(entry.key, depth);
    drop(entry.value, depth);
  }

  void drop_all(List& list, int depth) {
    for (auto& item : list.fixed_)
      drop(item, depth);
    for (auto& item : list.own_)
      drop(item, depth);
    free(&list);
  }

  void drop_all(Map& map, int depth) {
    for (std::size_t i = 0; i < map.size_; ++i)
      drop(map.entries_[i], depth);
    free(&map);
  }

  // NOLINTNEXTLINE(misc-no-recursion): depth is bounded
  void take_apart(Shared* shared, int depth) {
    switch (shared->kind) {
      case Kind::list:
        return drop_all(*static_cast<List*>(shared), depth);
      case Kind::map:
        return drop_all(*static_cast<Map*>(shared), depth);
      case Kind::big:
        return free(static_cast<Big*>(shared));
      case Kind::object: {
        std::vector<Value> children;
        static_cast<Object*>(shared)->surrender(children);
        for (auto& child : children)
          drop(child, depth);
        delete static_cast<Object*>(shared);
        return;
      }
      default:
        return free(static_cast<Text*>(shared));
    }
  }

  template <typename Thing>
  void free(Thing* thing) {
    Arena* const arena = thing->arena;
    thing->~Thing();
    if (arena == nullptr) {
      ::operator delete(thing);
      return;
    }
    if (arena != arena_) leave();
    arena_ = arena;
    ++left_;
  }

  void leave() {
    if (arena_ != nullptr) arena_->release(left_);
    left_ = 0;
  }

  std::vector<Shared*> waiting_{};
  Arena* arena_{};  // where the last ones lay, which are counted together
  std::uint32_t left_{};
};

void Value::destroy() const noexcept {
  if (Arena* const whole = shared()->arena; whole != nullptr && whole->closed())
    return whole->free();
  if (tag() != Kind::text && tag() != Kind::character) return Destroyer().run(shared());
  auto* const text = static_cast<Text*>(shared());
  Arena* const arena = text->arena;
  text->~Text();
  if (arena == nullptr) {
    ::operator delete(text);
  } else {
    arena->release(1);
  }
}

List::List(std::span<Value> items, Arena& in)
    : Shared(Kind::list, &in), type(ListClass::array_list), fixed_(moved(items, in)) {}

std::vector<Value>& List::change() {
  if (!fixed_.empty()) {
    arena->open();
    own_.assign(std::move_iterator(fixed_.begin()), std::move_iterator(fixed_.end()));
    fixed_ = {};
  }
  return own_;
}

Map::Map(std::span<Value> members, Arena& in)
    : Shared(Kind::map, &in), entries_(reinterpret_cast<Entry*>(moved(members, in).data())) {
  const std::size_t count = members.size() / 2;
  if (count <= small_map && !has_equal_keys({entries_, count})) {
    size_ = count;
    return;
  }
  for (std::size_t i = 0; i < count; ++i) {
    Entry entry = std::move(entries_[i]);
    if (const std::size_t at = position(entry.key); at != nowhere) {
      entries_[at].value = std::move(entry.value);
      continue;
    }
    entries_[size_] = std::move(entry);
    if (++size_ > small_map) index_from(size_ - 1);
  }
}

// Moves the entries to where there is room for so many.
void Map::make_room(std::size_t size) {
  const std::size_t room = std::max({size, 2 * size_, least_room});
  auto own = std::make_unique<Entry[]>(room);
  if (arena != nullptr) arena->open();
  std::move(entries_, entries_ + size_, own.get());
  own_ = std::move(own);
  entries_ = own_.get();
  room_ = room;
}

// Of the entry whose key is the `same`, which has the `hash`.
template <typename Same>
std::size_t Map::position(std::size_t hash, Same same) const {
  const auto known = entries();
  const auto& index = *index_;
  const std::size_t mask = index.size() - 1;
  for (std::size_t slot = hash & mask; index[slot] != 0; slot = (slot + 1) & mask) {
    if (same(known[index[slot] - 1].key)) return index[slot] - 1;
  }
  return nowhere;
}

std::size_t Map::position(std::string_view key) const {
  if (key.size() <= Value::max_short) {
    const Value packed(key);
    return index_ == nullptr ? position_in(entries(), packed) : position(packed);
  }
  const auto same = [key](const Value& known) { return known.is_text() && known.text() == key; };
  if (index_ != nullptr) return position(hash_of(key), same);
  const auto known = entries();
  for (std::size_t i = 0; i < known.size(); ++i) {
    if (same(known[i].key)) return i;
  }
  return nowhere;
}

std::size_t Map::position(const Value& key) const {
  if (key.is_text() && !key.is_short_text()) return position(key.text());
  const bool is_short = key.is_short_text();
  if (is_short && index_ == nullptr) return position_in(entries(), key);
  const auto same = [&key, is_short](const Value& known) {
    return is_short ? known.same(key) : equals(known, key);
  };
  if (index_ != nullptr) return position(hash_of(key), same);
  const auto known = entries();
  for (std::size_t i = 0; i < known.size(); ++i) {
    if (same(known[i].key)) return i;
  }
  return nowhere;
}

const Value* Map::find(std::string_view key) const {
  const std::size_t at = position(key);
  return at == nowhere ? nullptr : &entries()[at].value;
}

const Value* Map::find_key(const Value& key) const {
  const bool simple = key.is_short_text() && index_ == nullptr;
  const std::size_t at = simple ? position_in(entries(), key) : position(key);
  return at == nowhere ? nullptr : &entries()[at].value;
}

// Adds the entries from `first` on.
void Map::index_from(std::size_t first) {
  const auto known = entries();
  if (known.size() <= small_map) return;
  if (index_ == nullptr) {
    index_ = std::make_unique<std::vector<std::uint32_t>>();
    if (arena != nullptr) arena->has_own_memory();
  }
  auto& index = *index_;
  if (known.size() * 2 > index.size()) {
    index.assign(std::bit_ceil(known.size() * 4), 0);
    first = 0;
  }
  const std::size_t mask = index.size() - 1;
  for (std::size_t i = first; i < known.size(); ++i) {
    std::size_t slot = hash_of(known[i].key) & mask;
    while (index[slot] != 0)
      slot = (slot + 1) & mask;
    index[slot] = static_cast<std::uint32_t>(i + 1);
  }
}

void Map::set(Value key, Value value) {
  const std::size_t at = position(key);
  if (room_ == 0 || (at == nowhere && size_ == room_)) make_room(size_ + 1);
  if (at != nowhere) {
    entries_[at].value = std::move(value);
    return;
  }
  entries_[size_++] = {std::move(key), std::move(value)};
  if (size_ > small_map) index_from(size_ - 1);
}

bool Map::remove(const Value& key) {
  const std::size_t at = position(key);
  if (at == nowhere) return false;
  if (room_ == 0) make_room(size_);
  std::move(entries_ + at + 1, entries_ + size_, entries_ + at);
  entries_[--size_] = {};
  index_.reset();
  index_from(0);
  return true;
}

void Map::clear() {
  if (room_ == 0) make_room(size_);
  std::fill_n(entries_, size_, Entry{});
  size_ = 0;
  index_.reset();
}

void Object::append_text(std::string& out, std::size_t, int) const {
  out += class_name();
}
void Object::surrender(std::vector<Value>&) {}

Value make_list(std::vector<Value> items, ListClass type) {
  return Value::adopt(new List(std::move(items), type));
}

Value make_map() {
  return Value::adopt(new Map());
}

bool equals(const Value& left, const Value& right, std::int64_t* visited) {
  Budget budget;
  const bool same = equals_within(left, right, budget);
  if (visited != nullptr) *visited += Budget{}.values - budget.values;
  return same;
}

}  // namespace patchcord::simulator
