#include "patchcord/report/layout.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "patchcord/base/text.h"

namespace patchcord {
namespace {

constexpr std::size_t widest_label = 30;  // columns that may stand before a hanging text

constexpr std::size_t deep_indent = 12;  // it stands below something, and so does what follows

// Bytes of the colour sequence at `at`, or 0.
std::size_t escape_length(std::string_view line, std::size_t at) {
  if (line[at] != '\x1b') return 0;
  const auto end = line.find('m', at);
  return end == std::string_view::npos ? 1 : end - at + 1;
}

bool begins_character(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
}

std::string without_colors(std::string_view line) {
  std::string out;
  for (std::size_t i = 0; i < line.size();) {
    const auto escape = escape_length(line, i);
    if (escape == 0) out += line[i];
    i += std::max<std::size_t>(escape, 1);
  }
  return out;
}

// Where the text of a line begins: behind its label, or behind its blanks.
std::size_t hanging_indent(std::string_view colored, std::size_t width) {
  const auto line = without_colors(colored);
  const auto first = std::min(line.find_first_not_of(' '), line.size());
  const auto gap = line.find("  ", first);
  if (gap != std::string::npos) {
    const auto text = line.find_first_not_of(' ', gap);
    if (text != std::string::npos && text <= std::min(widest_label, width / 2)) return text;
  }
  // A sentence goes on below itself, an entry of a list deeper than the next one begins.
  const bool sentence = first == 0 && !line.empty() && line[0] >= 'A' && line[0] <= 'Z';
  return sentence ? 0 : std::min(first < deep_indent ? first + 2 : first, width / 2);
}

// Bytes of the longest beginning of `line` that ends before a blank and fits; of the first word
// when none does.
std::size_t fitting(std::string_view line, std::size_t room) {
  std::size_t column = 0;
  std::size_t last_blank = 0;
  bool in_word = false;
  for (std::size_t i = 0; i < line.size();) {
    const auto escape = escape_length(line, i);
    if (escape > 0) {
      i += escape;
      continue;
    }
    const bool blank = line[i] == ' ';
    if (blank && in_word) {
      if (column > room) return last_blank > 0 ? last_blank : i;
      last_blank = i;
    }
    in_word = !blank;
    column += begins_character(line[i]) ? 1U : 0U;
    ++i;
  }
  return column <= room || last_blank == 0 ? line.size() : last_blank;
}

void append_wrapped(std::string& out, std::string_view line, std::size_t width) {
  if (columns(line) <= width) {
    out += line;
    return;
  }
  const auto indent = hanging_indent(line, width);
  auto room = width;
  while (!line.empty()) {
    const auto length = fitting(line, room);
    out += line.substr(0, length);
    line.remove_prefix(length);
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    if (line.empty()) return;
    out += '\n' + std::string(indent, ' ');
    room = width - indent;
  }
}

bool is_caret(std::string_view line) {
  const auto mark = line.find_first_not_of(" \t");
  return mark != std::string_view::npos && line.substr(mark) == "^";
}

// The part of a source line around its caret, and the caret below it.
void append_cut(std::string& out,
                std::string_view line,
                std::string_view caret,
                std::size_t width) {
  const auto mark = caret.size() - 1;
  const auto first = mark < width ? 0 : mark - width / 2;
  const auto part = [&](std::string_view from) {
    return std::string(from.substr(std::min(first, from.size()), width));
  };
  auto shown = part(line);
  while (!shown.empty() && !begins_character(shown.front())) {
    shown.front() = ' ';
  }
  out += printable(shown, width + 4, true) + "\n" + part(caret);
}

}  // namespace

std::size_t columns(std::string_view line) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < line.size();) {
    const auto escape = escape_length(line, i);
    if (escape == 0 && begins_character(line[i])) ++count;
    i += std::max<std::size_t>(escape, 1);
  }
  return count;
}

std::string wrapped(std::string_view text, std::size_t width) {
  if (width == 0) return std::string(text);
  const auto lines = split(text, '\n');
  std::string out;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i > 0) out += '\n';
    const bool pointed_at = i + 1 < lines.size() && is_caret(lines[i + 1]);
    if (pointed_at && columns(lines[i]) > width) {
      append_cut(out, lines[i], lines[i + 1], width);
      ++i;
    } else {
      append_wrapped(out, lines[i], width);
    }
  }
  return out;
}

std::string with_ascii_symbols(std::string_view text) {
  static constexpr std::pair<std::string_view, std::string_view> symbols[] = {
      {"→", "->"}, {"·", "-"}, {"…", "..."}, {"–", "-"}};
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const auto* const found =
        std::find_if(std::begin(symbols), std::end(symbols), [&](const auto& symbol) {
          return text.substr(i).starts_with(symbol.first);
        });
    if (found == std::end(symbols)) {
      out += text[i++];
    } else {
      out += found->second;
      i += found->first.size();
    }
  }
  return out;
}

}  // namespace patchcord
