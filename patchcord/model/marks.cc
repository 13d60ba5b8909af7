#include "patchcord/model/marks.h"

#include <algorithm>

#include <fmt/format.h>

#include "patchcord/base/text.h"

namespace patchcord::marks {
namespace {

constexpr std::string_view prefix = "patchcord:";
constexpr std::string_view adopted = " (adopted";
constexpr std::string_view before = ", before: ";
constexpr std::string_view replaced = " (replaced ";

bool is_word(std::string_view text) {
  return !text.empty() && text.size() <= 40 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

// Where the last line begins, trailing blanks aside.
std::size_t last_line_of(std::string_view trimmed) {
  const auto line_break = trimmed.rfind('\n');
  return line_break == std::string_view::npos ? 0 : line_break + 1;
}

std::string_view last_line(std::string_view notes) {
  const auto trimmed = trim(notes);
  return trim(trimmed.substr(last_line_of(trimmed)));
}

// Where what follows the mark begins, in a last line.
std::size_t adoption_begins(std::string_view line) {
  const auto place = line.find(adopted);
  return place == std::string_view::npos || !line.ends_with(')') ? line.size() : place;
}

std::string marked(std::string_view notes, const Mark& mark, std::string_view suffix) {
  const auto rest = without_mark(notes);
  return fmt::format("{}{}{}{}", rest, rest.empty() ? "" : "\n", mark.text(), suffix);
}

}  // namespace

std::string Mark::text() const {
  return fmt::format("{}{}/{}", prefix, deployment, key);
}

std::optional<Mark> parse(std::string_view text) {
  if (!text.starts_with(prefix)) return std::nullopt;
  const auto rest = text.substr(prefix.size());
  const auto slash = rest.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  Mark mark{.deployment = std::string(rest.substr(0, slash)),
            .key = std::string(rest.substr(slash + 1))};
  if (!is_word(mark.deployment) || !is_word(mark.key)) return std::nullopt;
  return mark;
}

std::string unfinished_name(std::string_view name,
                            const Mark& mark,
                            std::string_view operation_id) {
  return fmt::format("{} [{}:{}]", name, mark.text(), operation_id.substr(0, 8));
}

std::optional<Mark> in_unfinished_name(std::string_view name) {
  const auto open = name.rfind(" [");
  if (open == std::string_view::npos || !name.ends_with(']')) return std::nullopt;
  const auto inside = name.substr(open + 2, name.size() - open - 3);
  const auto colon = inside.rfind(':');
  if (colon == std::string_view::npos || inside.size() - colon - 1 != 8) return std::nullopt;
  return parse(inside.substr(0, colon));
}

std::optional<Mark> in_notes(std::string_view notes) {
  const auto line = last_line(notes);
  return parse(line.substr(0, adoption_begins(line)));
}

std::string without_mark(std::string_view notes) {
  if (!in_notes(notes)) return std::string(notes);
  const auto trimmed = trim(notes);
  return std::string(trim(trimmed.substr(0, last_line_of(trimmed))));
}

std::string with_mark(std::string_view notes, const Mark& mark) {
  return marked(notes, mark, "");
}

std::string with_mark(std::string_view notes, const Mark& mark, const Adoption& adoption) {
  const auto credential =
      adoption.credential.empty() ? std::string() : std::string(before) + adoption.credential;
  return marked(notes, mark, fmt::format("{}{})", adopted, credential));
}

std::optional<Adoption> adoption_in(std::string_view notes) {
  if (!in_notes(notes)) return std::nullopt;
  const auto line = last_line(notes);
  const auto begin = adoption_begins(line);
  if (begin == line.size()) return std::nullopt;
  auto inside = line.substr(begin + adopted.size());
  inside.remove_suffix(1);
  Adoption adoption;
  if (inside.starts_with(before)) adoption.credential = inside.substr(before.size());
  return adoption;
}

std::string replaced_name(std::string_view name, std::string_view date, int nth) {
  const auto ending =
      fmt::format("{}{}{})", replaced, date, nth > 1 ? fmt::format(", {}", nth) : "");
  auto room = max_action_name - ending.size();
  // Not in the middle of a character.
  while (room < name.size() && room > 0 && (static_cast<unsigned char>(name[room]) & 0xC0) == 0x80)
    --room;
  return std::string(name.substr(0, room)) + ending;
}

std::optional<std::string> name_before_replacement(std::string_view name) {
  constexpr std::size_t date = 10;
  const auto place = name.rfind(replaced);
  if (place == std::string_view::npos || !name.ends_with(')')) return std::nullopt;
  auto inside = name.substr(place + replaced.size());
  inside.remove_suffix(1);
  const auto nth = inside.substr(std::min(date, inside.size()));
  if (inside.size() < date || (!nth.empty() && !nth.starts_with(", "))) return std::nullopt;
  return std::string(name.substr(0, place));
}

std::string key_of(std::string_view name) {
  std::string key;
  for (const char c : lower_case(name)) {
    const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (kept) {
      key += c;
    } else if (!key.empty() && key.back() != '-') {
      key += '-';
    }
    if (key.size() == 40) break;
  }
  while (!key.empty() && key.back() == '-') {
    key.pop_back();
  }
  return key.empty() ? "x" : key;
}

}  // namespace patchcord::marks
