#include "patchcord/manifest/source_map.h"

#include <algorithm>
#include <charconv>

#include "patchcord/base/text.h"

namespace patchcord {
namespace {

constexpr std::size_t max_shown_line = 400;

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-';
}

// Bytes of the UTF-8 character that begins here.
std::size_t character_length(char first) {
  const auto byte = static_cast<unsigned char>(first);
  return byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

// Walks a scalar in its file and its value side by side.
class Alignment {
 public:
  Alignment(std::string_view source, std::size_t start, std::string_view value)
      : source_(source), value_(value), at_(start) {
    const char first = at(at_);
    if (first == '"' || first == '\'') {
      quote_ = first;
      ++at_;
    } else if ((first == '|' || first == '>') && !value.starts_with(source.substr(at_, 2))) {
      open_block();
    }
  }

  // Where byte `target` of the value stands in the file.
  std::optional<std::size_t> find(std::size_t target) {
    while (done_ < target) {
      if (at_ >= source_.size() || !step()) return std::nullopt;
    }
    return at_;
  }

 private:
  [[nodiscard]] char at(std::size_t offset) const {
    return offset < source_.size() ? source_[offset] : '\0';
  }

  void open_block() {
    block_ = true;
    at_ = std::min(source_.find('\n', at_), source_.size() - 1) + 1;
    auto text = at_;
    while (is_blank(at(text)))
      ++text;
    const auto line = source_.rfind('\n', text);
    // The first line of the value may begin with blanks of its own.
    const auto own = value_.find_first_not_of(" \n");
    const auto own_line = value_.substr(0, own).rfind('\n');
    const auto own_blanks = own == std::string_view::npos        ? 0
                            : own_line == std::string_view::npos ? own
                                                                 : own - own_line - 1;
    indent_ = text - line - 1 - std::min(own_blanks, text - line - 1);
    skip_indent();
  }

  void skip_indent() {
    for (std::size_t i = 0; i < indent_ && at(at_) == ' '; ++i)
      ++at_;
  }

  bool step() {
    const char wanted = value_[done_];
    const char here = at(at_);
    if (quote_ == '"' && here == '\\') return escape();
    if (quote_ == '\'' && here == '\'' && wanted == '\'') return advance(2, 1);
    if (here == wanted) {
      advance(1, 1);
      if (here == '\n' && block_) skip_indent();
      return true;
    }
    if (!is_blank(here)) return false;
    // A folded line end stands for a blank.
    const bool folded = here == '\n' && wanted == ' ';
    advance(1, folded ? 1 : 0);
    while (folded && is_blank(at(at_)))
      ++at_;
    return true;
  }

  bool escape() {
    const char kind = at(at_ + 1);
    if (kind == '\n' || kind == '\r') return advance(2, 0);
    const std::size_t length = kind == 'x' ? 4 : kind == 'u' ? 6 : kind == 'U' ? 10 : 2;
    const auto character = character_length(value_[done_]);
    // JSON writes what is beyond the basic plane as two escapes.
    return advance(kind == 'u' && character == 4 ? 2 * length : length, character);
  }

  bool advance(std::size_t in_source, std::size_t in_value) {
    at_ += in_source;
    done_ += in_value;
    return true;
  }

  std::string_view source_;
  std::string_view value_;
  std::size_t at_;
  std::size_t done_{};
  char quote_{};
  bool block_{};
  std::size_t indent_{};
};

std::size_t skip_blanks(std::string_view json, std::size_t at) {
  while (at < json.size() && is_blank(json[at]))
    ++at;
  return at;
}

std::size_t string_end(std::string_view json, std::size_t at) {
  for (++at; at < json.size() && json[at] != '"'; ++at) {
    if (json[at] == '\\') ++at;
  }
  return std::min(at + 1, json.size());
}

std::size_t value_end(std::string_view json, std::size_t at) {
  int depth = 0;
  while (at < json.size()) {
    const char c = json[at];
    if (c == '"') {
      at = string_end(json, at);
    } else {
      if (c == '{' || c == '[') ++depth;
      if (c == '}' || c == ']' || c == ',') {
        if (depth == 0) return at;
        if (c != ',') --depth;
      }
      ++at;
    }
    if (depth == 0 && (c == '"' || c == '}' || c == ']')) return at;
  }
  return at;
}

// The value of `name` in the object that begins at `at`.
std::optional<std::size_t> find_member(std::string_view json,
                                       std::size_t at,
                                       const std::string& name) {
  if (at >= json.size() || json[at] != '{') return std::nullopt;
  at = skip_blanks(json, at + 1);
  while (at < json.size() && json[at] == '"') {
    const auto key_end = string_end(json, at);
    const auto key = json.substr(at + 1, key_end - at - 2);
    at = std::min(skip_blanks(json, skip_blanks(json, key_end) + 1), json.size());
    if (key == name) return at;
    at = skip_blanks(json, value_end(json, at));
    if (at < json.size() && json[at] == ',') at = skip_blanks(json, at + 1);
  }
  return std::nullopt;
}

}  // namespace

Span place_at(const std::string& file, std::string_view source, std::size_t offset) {
  const auto before = source.substr(0, std::min(offset, source.size()));
  const auto line_break = before.rfind('\n');
  const auto line_start = line_break == std::string_view::npos ? 0 : line_break + 1;
  return {.file = file,
          .line = static_cast<int>(std::count(before.begin(), before.end(), '\n')) + 1,
          .column = static_cast<int>(before.size() - line_start) + 1};
}

std::size_t offset_at(std::string_view source, const Span& span) {
  std::size_t start = 0;
  for (int line = 1; line < span.line; ++line) {
    const auto line_break = source.find('\n', start);
    if (line_break == std::string_view::npos) return source.size();
    start = line_break + 1;
  }
  return std::min(source.size(), start + static_cast<std::size_t>(std::max(span.column, 1) - 1));
}

Span place_in(const SourceFiles& files, const Text& text, std::size_t offset) {
  const auto file = files.find(text.span.file);
  if (file == files.end() || text.span.line == 0) return text.span;
  const std::string_view source = file->second;
  const auto found = Alignment(source, offset_at(source, text.span), text.value)
                         .find(std::min(offset, text.value.size()));
  return found ? place_at(text.span.file, source, *found) : text.span;
}

std::optional<std::size_t> find_in_json(std::string_view json,
                                        const std::vector<std::string>& path) {
  auto at = skip_blanks(json, 0);
  for (const auto& name : path) {
    const auto found = find_member(json, at, name);
    if (!found) return std::nullopt;
    at = *found;
  }
  return at;
}

Span place_of_key(const SourceFiles& files, const Span& from, std::string_view key) {
  const auto file = files.find(from.file);
  if (file == files.end() || key.empty()) return from;
  const std::string_view source = file->second;
  for (auto at = source.find(key, offset_at(source, from)); at != std::string_view::npos;
       at = source.find(key, at + 1)) {
    const bool begins = at == 0 || !is_word(source[at - 1]);
    auto end = at + key.size();
    if (end < source.size() && (source[end] == '"' || source[end] == '\'')) ++end;
    end = skip_blanks(source, end);
    if (begins && end < source.size() && source[end] == ':') return place_at(from.file, source, at);
  }
  return from;
}

void show_lines(Diagnostics& diagnostics, const SourceFiles& files) {
  std::map<std::string, std::vector<std::string_view>> lines;
  for (auto& diagnostic : diagnostics) {
    const auto file = files.find(diagnostic.span.file);
    if (file == files.end()) continue;
    auto& of_file = lines[diagnostic.span.file];
    if (of_file.empty()) of_file = split(file->second, '\n');
    const auto line = static_cast<std::size_t>(diagnostic.span.line);
    if (line == 0 || line > of_file.size()) continue;
    auto text = of_file[line - 1];
    if (text.ends_with('\r')) text.remove_suffix(1);
    if (text.size() <= max_shown_line) diagnostic.source_line = std::string(text);
  }
}

}  // namespace patchcord
