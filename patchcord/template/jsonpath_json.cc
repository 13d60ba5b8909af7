#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/template/json_text.h"
#include "patchcord/template/jsonpath_text.h"

namespace patchcord::simulator {

namespace {

constexpr int max_depth = 50;

class PermissiveReader {
 public:
  explicit PermissiveReader(std::string_view text) : text_(text) {}

  Result<Value> document() {
    TRY_ASSIGN(Value value, element(0));
    skip_blanks();
    if (at_ != text_.size()) return wrong();
    return value;
  }

 private:
  [[nodiscard]] Error wrong() const {
    return {.code = Code::invalid,
            .what = fmt::format("invalid JSONPath: {} is not JSON, position {}", text_, at_)};
  }

  void skip_blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n'))
      ++at_;
  }

  bool take(char c) {
    skip_blanks();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  // NOLINTNEXTLINE(misc-no-recursion): depth is bounded
  Result<Value> element(int depth) {
    skip_blanks();
    if (depth > max_depth || at_ >= text_.size()) return wrong();
    const char c = text_[at_];
    if (c == '[') return array(depth);
    if (c == '{') return object(depth);
    if (c == '\'' || c == '"') return quoted(c);
    return bare();
  }

  Result<Value> array(int depth) {
    ++at_;
    std::vector<Value> items;
    while (!take(']')) {
      TRY_ASSIGN(Value item, element(depth + 1));
      items.push_back(std::move(item));
      if (!take(',') && (at_ >= text_.size() || text_[at_] != ']')) return wrong();
    }
    return make_list(std::move(items));
  }

  Result<Value> object(int depth) {
    ++at_;
    Value made = make_map();
    while (!take('}')) {
      TRY_ASSIGN(Value key, element(depth + 1));
      if (!take(':')) return wrong();
      TRY_ASSIGN(Value value, element(depth + 1));
      made.map().set(std::move(key), std::move(value));
      if (!take(',') && (at_ >= text_.size() || text_[at_] != '}')) return wrong();
    }
    return made;
  }

  Result<Value> quoted(char quote) {
    const std::size_t end = unescaped_position(text_, at_, quote);
    if (end == std::string_view::npos) return wrong();
    Value value(unescape_path_text(text_.substr(at_ + 1, end - at_ - 1)));
    at_ = end + 1;
    return value;
  }

  // A number, a word of JSON, or text without quotes.
  Result<Value> bare() {
    const std::size_t end = std::min(text_.find_first_of(",]}:", at_), text_.size());
    const std::string_view word = trim(text_.substr(at_, end - at_));
    if (word.empty()) return wrong();
    at_ = end;
    if (auto value = read_json(word, "the value")) return *std::move(value);
    return Value(word);
  }

  std::string_view text_;
  std::size_t at_{};
};

}  // namespace

Result<Value> read_permissive_json(std::string_view text) {
  return PermissiveReader(text).document();
}

}  // namespace patchcord::simulator
