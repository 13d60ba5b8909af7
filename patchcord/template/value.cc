#include "patchcord/template/value.h"

#include <algorithm>
#include <bit>
#include <functional>

#include "patchcord/template/big_number.h"

namespace patchcord::simulator {

namespace {

constexpr std::size_t small_map = 16;
constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

std::size_t hash_of(std::string_view text) {
  return std::hash<std::string_view>{}(text);
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
      return hash_of(key.text());
    default:
      return 7;  // containers as keys: correct, and nobody writes them
  }
}

// How much one comparison may look at: lists that hold others many times would take exponential
// time.
struct Budget {
  int depth{max_value_depth};
  int values{1 << 20};
};

bool equals_within(const Value& left, const Value& right, Budget& budget);

bool equal_lists(const List& left, const List& right, Budget& budget) {
  if (left.items.size() != right.items.size()) return false;
  for (std::size_t i = 0; i < left.items.size(); ++i) {
    if (!equals_within(left.items[i], right.items[i], budget)) return false;
  }
  return true;
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
  }

 private:
  static constexpr int max_recursion = 32;

  void drop(Value& value, int depth) {
    if (!value.is_shared()) return;
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

  // NOLINTNEXTLINE(misc-no-recursion): depth is bounded
  void take_apart(Shared* shared, int depth) {
    switch (shared->kind) {
      case Kind::list:
        for (auto& item : static_cast<List*>(shared)->items)
          drop(item, depth);
        delete static_cast<List*>(shared);
        break;
      case Kind::map:
        for (auto& entry : static_cast<Map*>(shared)->entries_) {
          drop(entry.key, depth);
          drop(entry.value, depth);
        }
        delete static_cast<Map*>(shared);
        break;
      case Kind::big:
        delete static_cast<Big*>(shared);
        break;
      case Kind::object: {
        std::vector<Value> children;
        static_cast<Object*>(shared)->surrender(children);
        for (auto& child : children)
          drop(child, depth);
        delete static_cast<Object*>(shared);
        break;
      }
      default:
        Text::destroy(static_cast<Text*>(shared));
    }
  }

  std::vector<Shared*> waiting_{};
};

void Value::destroy() const noexcept {
  if (tag() == Kind::text || tag() == Kind::character) {
    Text::destroy(static_cast<Text*>(shared()));
  } else {
    Destroyer().run(shared());
  }
}

std::size_t Map::position(std::string_view key) const {
  if (index_.empty()) {
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      if (entries_[i].key.is_text() && entries_[i].key.text() == key) return i;
    }
    return nowhere;
  }
  const std::size_t mask = index_.size() - 1;
  for (std::size_t slot = hash_of(key) & mask; index_[slot] != 0; slot = (slot + 1) & mask) {
    const Value& known = entries_[index_[slot] - 1].key;
    if (known.is_text() && known.text() == key) return index_[slot] - 1;
  }
  return nowhere;
}

std::size_t Map::position(const Value& key) const {
  if (key.is_text()) return position(key.text());
  if (index_.empty()) {
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      if (equals(entries_[i].key, key)) return i;
    }
    return nowhere;
  }
  const std::size_t mask = index_.size() - 1;
  for (std::size_t slot = hash_of(key) & mask; index_[slot] != 0; slot = (slot + 1) & mask) {
    if (equals(entries_[index_[slot] - 1].key, key)) return index_[slot] - 1;
  }
  return nowhere;
}

const Value* Map::find(std::string_view key) const {
  const std::size_t at = position(key);
  return at == nowhere ? nullptr : &entries_[at].value;
}

const Value* Map::find_key(const Value& key) const {
  const std::size_t at = position(key);
  return at == nowhere ? nullptr : &entries_[at].value;
}

void Map::index_from(std::size_t first) {
  if (entries_.size() <= small_map) return;
  if (entries_.size() * 2 > index_.size()) {
    index_.assign(std::bit_ceil(entries_.size() * 4), 0);
    first = 0;
  }
  const std::size_t mask = index_.size() - 1;
  for (std::size_t i = first; i < entries_.size(); ++i) {
    std::size_t slot = hash_of(entries_[i].key) & mask;
    while (index_[slot] != 0)
      slot = (slot + 1) & mask;
    index_[slot] = static_cast<std::uint32_t>(i + 1);
  }
}

void Map::set(Value key, Value value) {
  if (const std::size_t at = position(key); at != nowhere) {
    entries_[at].value = std::move(value);
    return;
  }
  entries_.push_back({std::move(key), std::move(value)});
  index_from(entries_.size() - 1);
}

bool Map::remove(const Value& key) {
  const std::size_t at = position(key);
  if (at == nowhere) return false;
  entries_.erase(entries_.begin() + static_cast<std::ptrdiff_t>(at));
  index_.clear();
  index_from(0);
  return true;
}

void Map::clear() {
  entries_.clear();
  index_.clear();
}

void Object::append_text(std::string& out, std::size_t, int) const {
  out += class_name();
}
void Object::surrender(std::vector<Value>&) {}

Value make_list(std::vector<Value> items, ListClass type) {
  auto* list = new List();
  list->items = std::move(items);
  list->type = type;
  return Value::adopt(list);
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
