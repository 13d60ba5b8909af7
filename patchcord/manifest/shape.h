// What samples of JSON have in common: which types stand where, and what is not always there.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "patchcord/template/value.h"

namespace patchcord {

struct ShapeMember;

// Of one place in the samples; flags say what was seen there.
struct Shape {
  bool null{false};
  bool boolean{false};
  bool integer{false};
  bool decimal{false};
  bool text{false};
  std::size_t objects{};  // how many of the samples are objects
  std::size_t lists{};
  std::vector<ShapeMember> members;             // of the objects, in the order of first appearance
  std::map<std::string, std::size_t> places{};  // name → position in `members`
  std::vector<Shape> items;                     // of the lists: none, or one for all items

  void add(const simulator::Value& sample);

  // Nulls aside: only scalars of one type ("string", "integer", "number", "boolean"; integers and
  // decimals together are numbers), only objects, only lists, or nothing at all.
  [[nodiscard]] std::optional<std::string_view> scalar_type() const;
  [[nodiscard]] bool only_objects() const;
  [[nodiscard]] bool only_lists() const;
  [[nodiscard]] bool only_nulls() const;

 private:
  [[nodiscard]] bool has_scalars() const { return boolean || integer || decimal || text; }
  void add_object(const simulator::Value& sample);
};

struct ShapeMember {
  std::string name{};
  std::size_t samples{};  // how many of the objects have it
  Shape shape{};
};

Shape shape_of(const std::vector<simulator::Value>& samples);

}  // namespace patchcord
