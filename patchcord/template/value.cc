#include "patchcord/template/value.h"

#include <algorithm>
#include <bit>
#include <functional>
#include <limits>

#include "patchcord/template/big_number.h"

namespace patchcord::simulator {

namespace {

constexpr std::size_t small_map = 8;
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
      return hash_of(std::string_view(key.text()));
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

Value::Value(std::string value) : kind_(Kind::text) {
  data_.shared = new Text(std::move(value), Kind::text);
}

Value Value::whole(std::int64_t value) {
  if (value >= std::numeric_limits<std::int32_t>::min() &&
      value <= std::numeric_limits<std::int32_t>::max()) {
    return {static_cast<std::int32_t>(value)};
  }
  return long_integer(value);
}

Value Value::long_integer(std::int64_t value) {
  Value made;
  made.kind_ = Kind::long_integer;
  made.data_.integer = value;
  return made;
}

Value Value::character(std::string value) {
  return adopt(new Text(std::move(value), Kind::character));
}

Value Value::adopt(Shared* shared) {
  Value made;
  made.kind_ = shared->kind;
  made.data_.shared = shared;
  return made;
}

Value Value::share(Shared& shared) {
  shared.owners.fetch_add(1, std::memory_order_relaxed);
  return adopt(&shared);
}

const std::string& Value::text() const {
  return static_cast<const Text*>(data_.shared)->text;
}
List& Value::list() const {
  return *static_cast<List*>(data_.shared);
}
Map& Value::map() const {
  return *static_cast<Map*>(data_.shared);
}
Object& Value::object() const {
  return *static_cast<Object*>(data_.shared);
}
const Big& Value::big() const {
  return *static_cast<const Big*>(data_.shared);
}

// Deep structures are taken apart with a list of what is still to be destroyed: recursion would
// overflow the stack.
void destroy_shared(Shared* shared) {
  std::vector<Shared*> doomed{shared};
  const auto take = [&doomed](Value& value) {
    if (value.kind_ >= Kind::text &&
        value.data_.shared->owners.fetch_sub(1, std::memory_order_acq_rel) == 1) {
      doomed.push_back(value.data_.shared);
    }
    value.kind_ = Kind::null;
  };
  while (!doomed.empty()) {
    Shared* next = doomed.back();
    doomed.pop_back();
    switch (next->kind) {
      case Kind::list:
        for (auto& item : static_cast<List*>(next)->items)
          take(item);
        delete static_cast<List*>(next);
        break;
      case Kind::map:
        for (auto& entry : static_cast<Map*>(next)->entries_) {
          take(entry.key);
          take(entry.value);
        }
        delete static_cast<Map*>(next);
        break;
      case Kind::big:
        delete static_cast<Big*>(next);
        break;
      case Kind::object: {
        std::vector<Value> children;
        static_cast<Object*>(next)->surrender(children);
        std::for_each(children.begin(), children.end(), take);
        delete static_cast<Object*>(next);
        break;
      }
      default:
        delete static_cast<Text*>(next);
    }
  }
}

void Value::release() noexcept {
  Shared* shared = data_.shared;
  if (shared->owners.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
  if (kind_ == Kind::text || kind_ == Kind::character) {
    delete static_cast<Text*>(shared);
  } else {
    destroy_shared(shared);
  }
}

std::size_t Map::position(std::string_view key) const {
  if (index_.empty()) {
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      if (entries_[i].key.is_text() && entries_[i].key.text() == key) return i;
    }
    return nowhere;
  }
  const std::size_t hash = hash_of(key);
  const std::size_t mask = index_.size() - 1;
  for (std::size_t slot = hash & mask; index_[slot] != 0; slot = (slot + 1) & mask) {
    const Entry& entry = entries_[index_[slot] - 1];
    if (entry.hash == hash && entry.key.is_text() && entry.key.text() == key) {
      return index_[slot] - 1;
    }
  }
  return nowhere;
}

std::size_t Map::position(const Value& key, std::size_t hash) const {
  if (key.is_text()) return position(std::string_view(key.text()));
  if (index_.empty()) {
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      if (equals(entries_[i].key, key)) return i;
    }
    return nowhere;
  }
  const std::size_t mask = index_.size() - 1;
  for (std::size_t slot = hash & mask; index_[slot] != 0; slot = (slot + 1) & mask) {
    const Entry& entry = entries_[index_[slot] - 1];
    if (entry.hash == hash && equals(entry.key, key)) return index_[slot] - 1;
  }
  return nowhere;
}

const Value* Map::find(std::string_view key) const {
  const std::size_t at = position(key);
  return at == nowhere ? nullptr : &entries_[at].value;
}

const Value* Map::find_key(const Value& key) const {
  const std::size_t at = position(key, hash_of(key));
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
    std::size_t slot = entries_[i].hash & mask;
    while (index_[slot] != 0)
      slot = (slot + 1) & mask;
    index_[slot] = static_cast<std::uint32_t>(i + 1);
  }
}

void Map::set(Value key, Value value) {
  const std::size_t hash = hash_of(key);
  if (const std::size_t at = position(key, hash); at != nowhere) {
    entries_[at].value = std::move(value);
    return;
  }
  entries_.push_back({std::move(key), std::move(value), hash});
  index_from(entries_.size() - 1);
}

bool Map::replace(std::string_view key, Value& value) {
  const std::size_t at = position(key);
  if (at == nowhere) return false;
  entries_[at].value = std::move(value);
  return true;
}

bool Map::remove(const Value& key) {
  const std::size_t at = position(key, hash_of(key));
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
