#include "patchcord/report/outline.h"

#include <algorithm>

#include "patchcord/base/text.h"

namespace patchcord {
namespace {

constexpr std::size_t step = 2;
constexpr std::size_t longest = 1U << 20U;  // of one text
constexpr std::size_t longest_list = 80;    // that stands in one line

std::string scalar_text(const Json& value) {
  if (!value.is_string()) return value.is_null() ? "none" : value.dump();
  const auto text = value.get<std::string>();
  return text.empty() ? "\"\"" : printable(text, longest);
}

bool is_block(const Json& value) {
  return value.is_string() && value.get<std::string>().find('\n') != std::string::npos;
}

bool is_short_list(const Json& value) {
  return value.is_array() && value.dump().size() <= longest_list &&
         std::all_of(value.begin(), value.end(), [](const Json& item) {
           return item.is_primitive() && !is_block(item);
         });
}

class Outline {
 public:
  // What stands behind "name:" or "-", with its line end.
  void value(const Json& value, std::size_t indent) {
    if (is_block(value)) {
      block(value.get<std::string>(), indent);
    } else if (value.empty() && value.is_structured()) {
      text_ += " none\n";
    } else if (is_short_list(value)) {
      std::string items;
      for (const auto& item : value) {
        items += (items.empty() ? " " : ", ") + scalar_text(item);
      }
      text_ += items + '\n';
    } else if (value.is_structured()) {
      text_ += '\n';
      members(value, indent);
    } else {
      text_ += ' ' + scalar_text(value) + '\n';
    }
  }

  void members(const Json& value, std::size_t indent) {
    for (const auto& [name, member] : value.items()) {
      text_.append(indent, ' ');
      text_ += value.is_array() ? "-" : printable(name, longest) + ':';
      this->value(member, indent + step);
    }
  }

  std::string take() && { return std::move(text_); }

 private:
  void block(const std::string& text, std::size_t indent) {
    text_ += " |\n";
    for (const auto line : split(trim_end(text), '\n')) {
      text_.append(indent, ' ');
      text_ += printable(line, longest) + '\n';
    }
  }
  static std::string_view trim_end(std::string_view text) {
    while (text.ends_with('\n'))
      text.remove_suffix(1);
    return text;
  }

  std::string text_{};
};

}  // namespace

std::string outline_text(const Json& value) {
  Outline outline;
  if (!value.is_structured()) return scalar_text(value) + '\n';
  outline.members(value, 0);
  return std::move(outline).take();
}

}  // namespace patchcord
