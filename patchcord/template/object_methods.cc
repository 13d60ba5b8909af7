// java.lang.Object, which every class extends.
#include <array>
#include <bit>
#include <optional>

#include <fmt/format.h>

#include "patchcord/template/java_method.h"
#include "patchcord/template/java_text.h"

namespace patchcord::simulator {

namespace {

constexpr int max_hash_depth = 8;

std::uint32_t fold_bits(std::uint64_t bits) {
  return static_cast<std::uint32_t>(bits ^ bits >> 32);
}

std::optional<std::uint32_t> hash_code(const Value& value, int depth);

// Lists mix in the order, sets do not; other collections hash by address.
// NOLINTNEXTLINE(misc-no-recursion): depth is bounded
std::optional<std::uint32_t> hash_items(const List& list, int depth) {
  const bool set = list.type == ListClass::keys || list.type == ListClass::entries;
  if (depth == 0 || is_array(list.type) || list.type == ListClass::values) return std::nullopt;
  std::uint32_t hash = set ? 0 : 1;
  for (const Value& item : list.items()) {
    const auto part = hash_code(item, depth - 1);
    if (!part) return std::nullopt;
    hash = (set ? hash : hash * 31) + *part;
  }
  return hash;
}

// NOLINTNEXTLINE(misc-no-recursion): depth is bounded
std::optional<std::uint32_t> hash_pair(const Value& key, const Value& value, int depth) {
  const auto left = depth == 0 ? std::nullopt : hash_code(key, depth - 1);
  const auto right = left ? hash_code(value, depth - 1) : std::nullopt;
  if (!right) return std::nullopt;
  return *left ^ *right;
}

// NOLINTNEXTLINE(misc-no-recursion): depth is bounded
std::optional<std::uint32_t> hash_code(const Value& value, int depth) {
  std::uint32_t hash = 0;
  switch (value.kind()) {
    case Kind::null:
      return 0;
    case Kind::boolean:
      return value.boolean() ? 1231 : 1237;
    case Kind::integer:
      return static_cast<std::uint32_t>(value.whole());
    case Kind::long_integer:
      return fold_bits(static_cast<std::uint64_t>(value.whole()));
    case Kind::real:
      return fold_bits(std::bit_cast<std::uint64_t>(value.real()));
    case Kind::text:
    case Kind::character:
      for (const char16_t unit : to_utf16(value.text()))
        hash = hash * 31 + unit;
      return hash;
    case Kind::list:
      return hash_items(value.list(), depth);
    case Kind::map:
      for (const auto& entry : value.map().entries()) {
        const auto pair = hash_pair(entry.key, entry.value, depth);
        if (!pair) return std::nullopt;
        hash += *pair;
      }
      return hash;
    case Kind::object:
      if (type_of(value) == ObjectType::entry) {
        const auto& entry = static_cast<const EntryObject&>(value.object());
        return hash_pair(entry.key(), entry.value(), depth);
      }
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

Answer hash(const Value& self, const Call&) {
  if (const auto found = java_hash(self)) return done(Value(static_cast<std::int32_t>(*found)));
  return refused(fmt::format("patchcord does not run {}.hashCode()", class_name(self)));
}
Answer to_text(const Value& self, const Call& call) {
  std::string out;
  append_java_text(self, out, call.max_bytes);
  return done(Value(out));
}
Answer get_class(const Value& self, const Call&) {
  return done(Value::adopt(new ClassObject(class_name(self))));
}
Answer is_equal(const Value& self, const Call& call) {
  return done(Value(equals(self, call[0], call.effort)));
}

constexpr std::array methods{
    JavaMethod{"equals", "O", is_equal},
    JavaMethod{"getClass", "", get_class},
    JavaMethod{"hashCode", "", hash},
    JavaMethod{"notify", "", nullptr},
    JavaMethod{"notifyAll", "", nullptr},
    JavaMethod{"toString", "", to_text},
    JavaMethod{"wait", "", nullptr},
    JavaMethod{"wait", "j", nullptr},
    JavaMethod{"wait", "ji", nullptr},
};

}  // namespace

std::optional<std::uint32_t> java_hash(const Value& value) {
  return hash_code(value, max_hash_depth);
}

JavaMethods object_methods() {
  return methods;
}

}  // namespace patchcord::simulator
