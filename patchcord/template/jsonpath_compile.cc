#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/template/java_text.h"
#include "patchcord/template/json_text.h"
#include "patchcord/template/jsonpath.h"
#include "patchcord/template/jsonpath_filter.h"
#include "patchcord/template/jsonpath_text.h"

namespace patchcord::simulator {

namespace {

constexpr int max_filter_depth = 20;
constexpr std::size_t max_path_length = 10'000;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

Error invalid(std::string reason) {
  return {.code = Code::invalid, .what = "invalid JSONPath: " + std::move(reason)};
}

std::optional<std::int32_t> to_index(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  std::int32_t index = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), index);
  if (result.ec != std::errc{} || result.ptr != text.data() + text.size()) return std::nullopt;
  return index;
}

class PathCompiler {
 public:
  PathCompiler(std::string_view text, int depth) : text_(text), depth_(depth) {}

  Result<CompiledPath> run() {
    if (text_.empty()) return invalid("the path is empty");
    if (text_[0] != '$' && text_[0] != '@') return invalid("a path must start with '$' or '@'");
    path_.from_root = text_[0] == '$';
    at_ = 1;
    if (at_ < text_.size()) TRY(steps());
    finish(path_);
    return turned_around();
  }

 private:
  // A single character at the very end is not looked at.
  Result<void> steps() {
    if (text_[at_] != '.' && text_[at_] != '[') {
      return invalid(fmt::format("illegal character at position {}, expected '.' or '['", at_));
    }
    TRY(step());
    while (at_ + 1 < text_.size()) {
      TRY(step());
    }
    return {};
  }

  static void finish(CompiledPath& path) {
    path.definite = true;
    path.plain = true;
    path.scans = false;
    for (std::size_t i = 0; i < path.steps.size(); ++i) {
      PathStep& step = path.steps[i];
      step.keys.assign(step.names.begin(), step.names.end());
      step.last = i + 1 == path.steps.size();
      step.definite = step.kind == PathStepKind::function ||
                      (step.kind == PathStepKind::indexes && step.indexes.size() == 1) ||
                      (step.kind == PathStepKind::names && (step.names.size() == 1 || step.last));
      step.upstream_definite = path.definite;
      path.definite = path.definite && step.definite;
      path.plain = path.plain && ((step.kind == PathStepKind::names && step.names.size() == 1) ||
                                  (step.kind == PathStepKind::indexes && step.indexes.size() == 1));
      path.scans = path.scans || step.kind == PathStepKind::scan;
    }
  }

  // `$..x.sum()` means: the sum of all that `$..x` finds.
  CompiledPath turned_around() {
    const auto& steps = path_.steps;
    if (steps.empty() || steps[0].kind != PathStepKind::scan ||
        steps.back().kind != PathStepKind::function) {
      return std::move(path_);
    }
    const auto function =
        std::find_if(path_.steps.begin(), path_.steps.end(), [](const PathStep& step) {
          return step.kind == PathStepKind::function;
        });
    CompiledPath inner;
    inner.from_root = path_.from_root;
    inner.steps.assign(std::make_move_iterator(path_.steps.begin()),
                       std::make_move_iterator(function));
    finish(inner);
    CompiledPath outer;
    outer.from_root = true;
    outer.steps.assign(std::make_move_iterator(function),
                       std::make_move_iterator(path_.steps.end()));
    outer.steps[0].parameters.clear();
    outer.steps[0].parameters.push_back({std::move(inner), {}});
    finish(outer);
    // What stands behind the function still counts as behind the scan: nothing there can be
    // missing.
    for (std::size_t i = 1; i < outer.steps.size(); ++i)
      outer.steps[i].upstream_definite = false;
    return outer;
  }

  [[nodiscard]] char at(std::size_t position) const {
    return position < text_.size() ? text_[position] : '\0';
  }
  // The next position behind `position` that is not a blank.
  [[nodiscard]] std::size_t significant(std::size_t position) const {
    ++position;
    while (at(position) == ' ')
      ++position;
    return position;
  }

  PathStep& append(PathStepKind kind) {
    path_.steps.emplace_back().kind = kind;
    return path_.steps.back();
  }

  Result<void> step() {
    if (at(at_) == '.') return dot();
    if (at(at_) == '[') return bracket();
    return plain();
  }

  Result<void> dot() {
    if (at(at_ + 1) == '.') {
      append(PathStepKind::scan);
      at_ += 2;
    } else {
      ++at_;
    }
    if (at_ >= text_.size()) return invalid("a path must not end with a '.'");
    if (at(at_) == '.')
      return invalid(fmt::format("character '.' on position {} is not valid", at_));
    return at(at_) == '[' ? bracket() : plain();
  }

  Result<void> plain() {
    if (at(at_) == '*') {
      append(PathStepKind::wildcard);
      ++at_;
      return {};
    }
    if (at(at_) == ' ') return invalid(fmt::format("no step can start at position {}", at_));
    const std::size_t end = std::min(text_.find_first_of(" .[(", at_), text_.size());
    if (at(end) == ' ') {
      return invalid(
          fmt::format("a name with blanks needs brackets, as in ['my prop'], position {}", at_));
    }
    const std::string name(text_.substr(at_, end - at_));
    if (at(end) == '(') return function(name, end);
    append(PathStepKind::names).names = {name};
    at_ = end;
    return {};
  }

  Result<void> function(const std::string& name, std::size_t open) {
    int depth = 0;
    std::size_t close = open;
    for (; close < text_.size(); ++close) {
      if (text_[close] == '(') ++depth;
      if (text_[close] == ')' && --depth == 0) break;
    }
    if (close >= text_.size())
      return invalid(fmt::format("arguments to function '{}' are not closed", name));
    PathStep made;
    made.kind = PathStepKind::function;
    made.names = {name};
    const std::string_view inside = text_.substr(open + 1, close - open - 1);
    TRY(parameters(inside, made));
    path_.steps.push_back(std::move(made));
    // Behind an empty pair the engine goes on at its `)`: what follows has a name that begins so.
    at_ = inside.empty() && close + 1 < text_.size() ? close : close + 1;
    return {};
  }

  Result<void> parameters(std::string_view text, PathStep& function) {
    std::size_t start = 0;
    int depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i <= text.size(); ++i) {
      const char c = i < text.size() ? text[i] : ',';
      if (c == '"' && (i == 0 || text[i - 1] != '\\')) quoted = !quoted;
      if (c == '(' || c == '[' || c == '{') ++depth;
      if (c == ')' || c == ']' || c == '}') --depth;
      if (c != ',' || (i < text.size() && (depth != 0 || quoted))) continue;
      TRY(parameter(trim(text.substr(start, i - start)), function));
      start = i + 1;
    }
    return {};
  }

  // The engine skips what can begin neither a path nor the JSON that it knows.
  Result<void> parameter(std::string_view text, PathStep& function) {
    const std::size_t begin = text.find_first_of("$@{\"-0123456789");
    if (begin == std::string_view::npos) return {};
    text.remove_prefix(begin);
    PathParameter made;
    if (text[0] == '$' || text[0] == '@') {
      TRY_ASSIGN(made.path, compile_path(text, depth_ + 1));
    } else {
      TRY_ASSIGN(made.json, read_permissive_json(text));
    }
    function.parameters.push_back(std::move(made));
    return {};
  }

  Result<void> bracket() {
    const std::size_t next = significant(at_);
    const char c = at(next);
    if (c == '\'' || c == '"') return names(c);
    if (is_digit(c) || c == '-' || c == ':') return indexes();
    if (c == '*') {
      const std::size_t close = significant(next);
      if (at(close) != ']') return invalid(fmt::format("expected ']' on position {}", next + 1));
      append(PathStepKind::wildcard);
      at_ = close + 1;
      return {};
    }
    if (c == '?') return filter(next);
    return invalid(fmt::format("no step starts at position {}, expected ?, ', 0-9 or *", at_));
  }

  Result<void> names(char quote) {
    PathStep made;
    made.kind = PathStepKind::names;
    std::size_t position = at_ + 1;
    for (;;) {
      while (at(position) == ' ')
        ++position;
      if (at(position) != quote)
        return invalid(fmt::format("found an empty property at position {}", position));
      const std::size_t start = ++position;
      while (position < text_.size() && text_[position] != quote)
        position += text_[position] == '\\' ? 2 : 1;
      if (position >= text_.size()) return invalid(fmt::format("missing closing {}", quote));
      made.names.push_back(unescape_path_text(text_.substr(start, position - start)));
      position = significant(position);
      if (at(position) == ']') break;
      if (at(position) != ',') {
        return invalid(
            fmt::format("properties must be separated by commas, position {}", position));
      }
      ++position;
    }
    path_.steps.push_back(std::move(made));
    at_ = position + 1;
    return {};
  }

  Result<void> indexes() {
    const std::size_t close = text_.find(']', at_);
    if (close == std::string_view::npos) return invalid("missing closing ]");
    const std::string_view inner = trim(text_.substr(at_ + 1, close - at_ - 1));
    if (inner.find_first_not_of("0123456789,-: ") != std::string_view::npos) {
      return invalid(fmt::format("no step starts at position {}, expected ?, ', 0-9 or *", at_));
    }
    at_ = close + 1;
    if (inner.find(':') != std::string_view::npos) return slice(inner);
    PathStep& made = append(PathStepKind::indexes);
    for (const std::string_view part : split(inner, ',')) {
      const auto index = to_index(trim(part));
      if (!index) return invalid(fmt::format("{} is not an index", part));
      made.indexes.push_back(*index);
    }
    return {};
  }

  Result<void> slice(std::string_view inner) {
    PathStep& made = append(PathStepKind::slice);
    const auto parts = split(inner, ':');
    const auto read = [&](std::size_t i, std::optional<std::int32_t>& bound) {
      if (i >= parts.size() || parts[i].empty()) return true;
      bound = to_index(parts[i]);
      return bound.has_value();
    };
    if (inner.find_first_of(", ") != std::string_view::npos || !read(0, made.from) ||
        !read(1, made.to) || (!made.from && !made.to)) {
      return invalid(fmt::format("{} is not a slice", inner));
    }
    return {};
  }

  Result<void> filter(std::size_t question) {
    const std::size_t open = significant(question);
    if (at(open) != '(') return invalid("a filter must start with [?( and end with )]");
    TRY_ASSIGN(const std::size_t close, closing_position(text_, open, '(', ')', true));
    const std::size_t end = significant(close);
    if (at(end) != ']') return invalid("a filter must start with [?( and end with )]");
    TRY_ASSIGN(PathFilter made, compile_filter(text_.substr(at_, end + 1 - at_), depth_ + 1));
    append(PathStepKind::filter).filter = std::make_shared<const PathFilter>(std::move(made));
    at_ = end + 1;
    return {};
  }

  std::string_view text_;
  std::size_t at_{};
  int depth_;
  CompiledPath path_{};
};

}  // namespace

// Strings and regular expressions are skipped as the engine skips them.
Result<std::size_t> closing_position(
    std::string_view text, std::size_t start, char open, char close, bool skip_patterns) {
  int depth = 1;
  for (std::size_t at = start + 1; at < text.size(); ++at) {
    for (const char quote : {text[at] == '"' ? '"' : '\'', '/'}) {
      if (at >= text.size() || text[at] != quote || (quote == '/' && !skip_patterns)) continue;
      at = unescaped_position(text, at, quote);
      if (at == std::string_view::npos) return invalid(fmt::format("missing closing {}", quote));
      ++at;
    }
    if (at >= text.size()) break;
    if (text[at] == open) ++depth;
    if (text[at] == close && --depth == 0) return at;
  }
  return invalid(fmt::format("missing closing {}", close));
}

std::size_t unescaped_position(std::string_view text, std::size_t start, char wanted) {
  for (std::size_t at = start + 1; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == wanted) {
      return at;
    }
  }
  return std::string_view::npos;
}

std::string unescape_path_text(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '\\' || at + 1 == text.size()) {
      out += text[at];
      continue;
    }
    const char c = text[++at];
    constexpr std::string_view names = "rftnb";
    constexpr std::string_view meanings = "\r\f\t\n\b";
    std::uint32_t code = 0;
    const char* end = text.data() + std::min(at + 5, text.size());
    if (const std::size_t known = names.find(c); known != std::string_view::npos) {
      out += meanings[known];
    } else if (c == 'u' && at + 5 <= text.size() &&
               std::from_chars(text.data() + at + 1, end, code, 16).ptr == end) {
      append_utf8(code >= 0xD800 && code <= 0xDFFF ? '?' : code, out);
      at += 4;
    } else {
      out += c;
    }
  }
  return out;
}

Result<CompiledPath> compile_path(std::string_view text, int depth) {
  if (depth > max_filter_depth) return invalid("filters are nested too deeply");
  if (text.size() > max_path_length) return invalid("the path is too long");
  // The engine looks at the very first character, blanks included.
  const bool rooted = text.starts_with('$') || text.starts_with('@');
  const std::string path(trim(rooted ? std::string(text) : "$." + std::string(text)));
  if (path.ends_with('.')) return invalid("a path must not end with a '.' or '..'");
  return PathCompiler(path, depth).run();
}

Result<JsonPath> JsonPath::compile(std::string_view text) {
  if (trim(text).empty()) return invalid("the path is empty");
  TRY_ASSIGN(CompiledPath path, compile_path(text, 0));
  return JsonPath(std::move(path));
}

}  // namespace patchcord::simulator
