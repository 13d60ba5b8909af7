#include "patchcord/manifest/shape.h"

#include "patchcord/template/big_number.h"
#include "patchcord/template/java_text.h"

namespace patchcord {

using simulator::Kind;
using simulator::Value;

// NOLINTNEXTLINE(misc-no-recursion): what was read as JSON is at most max_value_depth deep
void Shape::add(const Value& sample) {
  switch (sample.kind()) {
    case Kind::null:
      null = true;
      break;
    case Kind::boolean:
      boolean = true;
      break;
    case Kind::integer:
    case Kind::long_integer:
      integer = true;
      break;
    case Kind::real:
      decimal = true;
      break;
    case Kind::big:
      (sample.big().number.decimal() ? decimal : integer) = true;
      break;
    case Kind::list:
      ++lists;
      for (const auto& item : sample.list().items()) {
        if (items.empty()) items.emplace_back();
        items.front().add(item);
      }
      break;
    case Kind::map:
      add_object(sample);
      break;
    default:
      text = true;
  }
}

// NOLINTNEXTLINE(misc-no-recursion): as above
void Shape::add_object(const Value& sample) {
  ++objects;
  for (const auto& entry : sample.map().entries()) {
    const auto [place, is_new] = places.try_emplace(std::string(entry.key.text()), members.size());
    if (is_new) members.push_back({.name = std::string(entry.key.text())});
    auto& member = members[place->second];
    ++member.samples;
    member.shape.add(entry.value);
  }
}

std::optional<std::string_view> Shape::scalar_type() const {
  if (objects > 0 || lists > 0) return std::nullopt;
  const bool number = integer || decimal;
  if (int{boolean} + int{number} + int{text} != 1) return std::nullopt;
  if (boolean) return "boolean";
  if (text) return "string";
  return decimal ? "number" : "integer";
}

bool Shape::only_objects() const {
  return objects > 0 && lists == 0 && !has_scalars();
}
bool Shape::only_lists() const {
  return lists > 0 && objects == 0 && !has_scalars();
}
bool Shape::only_nulls() const {
  return objects == 0 && lists == 0 && !has_scalars();
}

Shape shape_of(const std::vector<Value>& samples) {
  Shape shape;
  for (const auto& sample : samples)
    shape.add(sample);
  return shape;
}

}  // namespace patchcord
