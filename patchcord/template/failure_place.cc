#include "patchcord/template/failure_place.h"

#include <charconv>

#include "patchcord/template/java_text.h"

namespace patchcord::simulator {

namespace {

constexpr int tab_width = 8;  // of the engine's columns

// The number after the last `word` of the text; 0 when there is none.
int number_after(std::string_view text, std::string_view word) {
  const auto found = text.rfind(word);
  if (found == std::string_view::npos) return 0;
  const std::string_view digits = text.substr(found + word.size());
  int number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

std::string_view line_of(std::string_view text, int line) {
  for (; line > 1; --line) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end + 1);
  }
  text = text.substr(0, text.find('\n'));
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

std::string with_blanks_for_tabs(std::string_view line, int width) {
  std::string out;
  int column = 0;
  while (!line.empty()) {
    const auto tab = line.find('\t');
    const std::string_view plain = line.substr(0, tab);
    out += plain;
    column += static_cast<int>(utf16_length(plain));
    if (tab == std::string_view::npos) break;
    const int blanks = width - column % width;
    out.append(static_cast<std::size_t>(blanks), ' ');
    column += blanks;
    line.remove_prefix(tab + 1);
  }
  return out;
}

}  // namespace

std::optional<FailurePlace> failure_place(std::string_view name,
                                          std::string_view text,
                                          std::string_view at) {
  FailurePlace place{.name = std::string(name),
                     .line = number_after(at, "line "),
                     .column = number_after(at, "column ")};
  if (place.line <= 0 || place.column <= 0) return std::nullopt;
  const bool is_template = at.ends_with(']');
  place.source_line = with_blanks_for_tabs(line_of(text, place.line), is_template ? tab_width : 1);
  return place;
}

}  // namespace patchcord::simulator
