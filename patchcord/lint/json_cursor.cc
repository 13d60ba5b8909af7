#include "patchcord/lint/json_cursor.h"

namespace patchcord::lint {
namespace {

// Deeper levels are not told apart: the platform refuses them.
constexpr std::size_t max_levels = 100;

Shape shape_of(char c) {
  switch (c) {
    case 't':
    case 'f':
      return Shape::boolean;
    case 'n':
      return Shape::null;
    default:
      return Shape::number;
  }
}

}  // namespace

std::string JsonCursor::path() const {
  if (levels_.empty()) return {};
  const auto& top = levels_.back();
  if (!top.object) return top.path + "[]";
  return top.path.empty() ? key_ : top.path + "." + key_;
}

void JsonCursor::begin(Shape shape, std::uint32_t offset, std::vector<Produced>& produced) {
  if (expects_value_ && !begun_)
    produced.push_back({.path = path(), .shape = shape, .offset = offset});
  begun_ = true;
}

void JsonCursor::open(char c, std::uint32_t offset, std::vector<Produced>& produced) {
  const auto inner = path();
  begin(c == '{' ? Shape::object : Shape::array, offset, produced);
  if (levels_.size() < max_levels) levels_.push_back({.object = c == '{', .path = inner});
  key_.clear();
  expects_value_ = c == '[';
  begun_ = false;
}

void JsonCursor::close() {
  if (!levels_.empty()) levels_.pop_back();
  expects_value_ = true;
  begun_ = true;
}

void JsonCursor::string_character(char c) {
  empty_text_ = empty_text_ && c == '"';
  if (escaped_) {
    escaped_ = false;
  } else if (c == '\\') {
    escaped_ = true;
    return;
  } else if (c == '"') {
    in_string_ = false;
    if (key_text_) key_ = buffer_;
    key_text_ = false;
    return;
  }
  if (key_text_) buffer_ += c;
}

void JsonCursor::text(char c, std::uint32_t offset, std::vector<Produced>& produced) {
  if (in_string_) return string_character(c);
  switch (c) {
    case '"':
      key_text_ = !expects_value_;
      if (!key_text_) begin(Shape::text, offset, produced);
      in_string_ = true;
      empty_text_ = true;
      buffer_.clear();
      return;
    case '{':
    case '[':
      return open(c, offset, produced);
    case '}':
    case ']':
      return close();
    case ':':
      expects_value_ = true;
      begun_ = false;
      return;
    case ',':
      expects_value_ = levels_.empty() || !levels_.back().object;
      begun_ = false;
      return;
    case ' ':
    case '\t':
    case '\r':
    case '\n':
      return;
    default:
      begin(shape_of(c), offset, produced);
  }
}

bool JsonCursor::reference(std::uint32_t offset, std::vector<Produced>& produced) {
  const bool first = in_string_ ? empty_text_ : expects_value_ && !begun_;
  if (in_string_) {
    empty_text_ = false;
  } else {
    begin(Shape::reference, offset, produced);
  }
  return first;
}

bool JsonCursor::ends_value(char c) const {
  if (in_string_) return c == '"';
  return std::string_view(",}] \t\r\n").find(c) != std::string_view::npos;
}

}  // namespace patchcord::lint
