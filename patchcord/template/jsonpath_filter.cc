// Reading filters, with the engine's habits: a value ends at a blank, an operator or the bracket
// that closes it.
#include "patchcord/template/jsonpath_filter.h"

#include <array>
#include <charconv>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/template/big_number.h"
#include "patchcord/template/java_text.h"
#include "patchcord/template/jsonpath_text.h"

namespace patchcord::simulator {

namespace {

constexpr int max_parentheses = 50;

struct OperatorName {
  std::string_view name{};
  FilterOperator operation{};
};

constexpr std::array operators{
    OperatorName{"==", FilterOperator::equal},
    OperatorName{"===", FilterOperator::same_type_equal},
    OperatorName{"!=", FilterOperator::not_equal},
    OperatorName{"!==", FilterOperator::same_type_not_equal},
    OperatorName{"<", FilterOperator::less},
    OperatorName{"<=", FilterOperator::less_equal},
    OperatorName{">", FilterOperator::greater},
    OperatorName{">=", FilterOperator::greater_equal},
    OperatorName{"=~", FilterOperator::matches},
    OperatorName{"in", FilterOperator::in},
    OperatorName{"nin", FilterOperator::not_in},
    OperatorName{"contains", FilterOperator::contains},
    OperatorName{"all", FilterOperator::all},
    OperatorName{"size", FilterOperator::size},
    OperatorName{"empty", FilterOperator::empty},
    OperatorName{"subsetof", FilterOperator::subset_of},
    OperatorName{"anyof", FilterOperator::any_of},
    OperatorName{"noneof", FilterOperator::none_of},
    OperatorName{"exists", FilterOperator::unsupported},
    OperatorName{"type", FilterOperator::unsupported},
    OperatorName{"matches", FilterOperator::unsupported},
};

Error invalid(std::string reason) {
  return {.code = Code::invalid, .what = "invalid JSONPath: " + std::move(reason)};
}

bool is_operator_character(char c) {
  return c == '<' || c == '>' || c == '=' || c == '~' || c == '!';
}

Operand literal(Value value) {
  Operand made;
  made.kind = OperandKind::literal;
  made.value = std::move(value);
  return made;
}

// The narrowest value that prints the same: most literals then compare without BigNumbers.
Value narrowed(const BigNumber& number, std::string_view text) {
  double real = 0;
  std::int64_t whole = 0;
  const char* end = text.data() + text.size();
  if (std::from_chars(text.data(), end, whole).ptr == end && std::to_string(whole) == text) {
    return Value::whole(whole);
  }
  if (std::from_chars(text.data(), end, real).ptr == end && java_text(real) == text) return {real};
  return make_big(number);
}

class FilterReader {
 public:
  FilterReader(std::string_view text, int depth) : text_(text), depth_(depth) {}

  Result<PathFilter> run() {
    TRY_ASSIGN(PathFilter made, logical_or());
    skip_blanks();
    if (at_ < text_.size()) {
      return invalid(
          fmt::format("expected the end of the filter instead of {}", text_.substr(at_)));
    }
    return made;
  }

 private:
  [[nodiscard]] char current() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  void skip_blanks() {
    while (current() == ' ')
      ++at_;
  }

  bool take(std::string_view sign) {
    const std::size_t before = at_;
    skip_blanks();
    if (text_.substr(at_).starts_with(sign)) {
      at_ += sign.size();
      return true;
    }
    at_ = before;
    return false;
  }

  Result<PathFilter> logical_or() {
    PathFilter made;
    made.kind = FilterKind::logical_or;
    do {
      TRY_ASSIGN(PathFilter part, logical_and());
      made.parts.push_back(std::move(part));
    } while (take("||"));
    return single(std::move(made));
  }

  Result<PathFilter> logical_and() {
    PathFilter made;
    made.kind = FilterKind::logical_and;
    do {
      TRY_ASSIGN(PathFilter part, operand());
      made.parts.push_back(std::move(part));
    } while (take("&&"));
    return single(std::move(made));
  }

  static PathFilter single(PathFilter made) {
    if (made.parts.size() != 1) return made;
    PathFilter only = std::move(made.parts[0]);
    return only;
  }

  Result<PathFilter> operand() {
    if (++nested_ > max_parentheses) return invalid("a filter is nested too deeply");
    skip_blanks();
    if (current() == '!') {
      const std::size_t before = at_++;
      skip_blanks();
      if (current() != '$' && current() != '@') {
        PathFilter made;
        made.kind = FilterKind::logical_not;
        TRY_ASSIGN(PathFilter part, operand());
        made.parts.push_back(std::move(part));
        --nested_;
        return made;
      }
      at_ = before;
    }
    if (take("(")) {
      TRY_ASSIGN(PathFilter made, logical_or());
      if (!take(")")) return invalid("expected character: )");
      --nested_;
      return made;
    }
    --nested_;
    return comparison();
  }

  Result<PathFilter> comparison() {
    PathFilter made;
    TRY_ASSIGN(made.left, value());
    const std::size_t before = at_;
    if (const auto operation = relational_operator()) {
      auto right = value();
      if (right) {
        made.operation = *operation;
        made.right = *std::move(right);
        return made;
      }
      if (right.error().detail == "number") return std::move(right).error();
    }
    at_ = before;
    if (made.left.kind != OperandKind::path) return invalid("expected path node");
    made.operation = FilterOperator::exists;
    made.right = literal(Value(made.left.should_exist));
    return made;
  }

  std::optional<FilterOperator> relational_operator() {
    skip_blanks();
    const std::size_t start = at_;
    if (is_operator_character(current())) {
      while (is_operator_character(current()))
        ++at_;
    } else {
      while (at_ < text_.size() && current() != ' ')
        ++at_;
    }
    const std::string name = lower_case(text_.substr(start, at_ - start));
    for (const auto& known : operators) {
      if (known.name == name) return known.operation;
    }
    return std::nullopt;
  }

  Result<Operand> value() {
    skip_blanks();
    const char c = current();
    if (c == '$' || c == '@') return path(true);
    if (c == '!') {
      ++at_;
      skip_blanks();
      if (current() == '$' || current() == '@') return path(false);
      return invalid("unexpected character: !");
    }
    if (c == '\'' || c == '"') return quoted(c);
    if (c == '[' || c == '{') return json(c);
    if (c == '/') return pattern();
    for (const std::string_view word : {"true", "false", "null"}) {
      if (c != word[0]) continue;
      if (!text_.substr(at_).starts_with(word)) return invalid(fmt::format("expected {}", word));
      at_ += word.size();
      return literal(word == "null" ? Value() : Value(word == "true"));
    }
    return number();
  }

  Result<Operand> quoted(char quote) {
    const std::size_t end = unescaped_position(text_, at_, quote);
    if (end == std::string_view::npos)
      return invalid("a string literal does not have matching quotes");
    Operand made = literal(Value(unescape_path_text(text_.substr(at_ + 1, end - at_ - 1))));
    at_ = end + 1;
    return made;
  }

  Result<Operand> json(char open) {
    TRY_ASSIGN(const std::size_t end,
               closing_position(text_, at_, open, open == '[' ? ']' : '}', false));
    Operand made;
    made.kind = OperandKind::json;
    made.read = true;
    TRY_ASSIGN(made.value, read_permissive_json(text_.substr(at_, end + 1 - at_)));
    at_ = end + 1;
    return made;
  }

  Result<Operand> pattern() {
    const std::size_t end = unescaped_position(text_, at_, '/');
    if (end == std::string_view::npos) return invalid("a pattern is not closed");
    const std::string_view body = text_.substr(at_ + 1, end - at_ - 1);
    at_ = end + 1;
    std::string flags;
    while (at_ < text_.size() &&
           std::string_view("dixmsuU").find(current()) != std::string_view::npos) {
      flags += current();
      ++at_;
    }
    auto regex =
        JavaRegex::compile(flags.empty() ? std::string(body) : fmt::format("(?{}){}", flags, body));
    if (!regex) return invalid(regex.error().what);
    Operand made;
    made.kind = OperandKind::pattern;
    made.pattern = std::make_shared<const JavaRegex>(*std::move(regex));
    return made;
  }

  Result<Operand> number() {
    const std::size_t start = at_;
    while (at_ < text_.size() &&
           std::string_view("0123456789-.eE").find(current()) != std::string_view::npos) {
      ++at_;
    }
    auto parsed = BigNumber::parse(text_.substr(start, at_ - start));
    if (!parsed) {
      Error error = invalid(fmt::format("the filter is not understood at position {}", start));
      error.detail = "number";  // the engine gives up here instead of trying another reading
      return error;
    }
    return literal(narrowed(*parsed, text_.substr(start, at_ - start)));
  }

  // Whether the `)` here closes an empty pair behind a name, as in `@.a.size()`.
  [[nodiscard]] bool closes_function(std::size_t path_start) const {
    std::size_t before = at_;
    while (before > 0 && text_[before - 1] == ' ')
      --before;
    if (before == 0 || text_[before - 1] != '(') return false;
    const std::size_t dot = text_.rfind('.', before - 1);
    return dot != std::string_view::npos && dot > path_start;
  }

  Result<Operand> path(bool should_exist) {
    const std::size_t start = at_++;
    while (at_ < text_.size()) {
      if (current() == '[') {
        TRY_ASSIGN(const std::size_t end, closing_position(text_, at_, '[', ']', false));
        at_ = end + 1;
      }
      const bool closes = current() == ')' && !closes_function(start);
      if (at_ >= text_.size() || is_operator_character(current()) || current() == ' ' || closes)
        break;
      ++at_;
    }
    Operand made;
    made.kind = OperandKind::path;
    made.should_exist = should_exist;
    TRY_ASSIGN(made.path, compile_path(text_.substr(start, at_ - start), depth_));
    return made;
  }

  std::string_view text_;
  std::size_t at_{};
  int depth_;
  int nested_{};
};

}  // namespace

Result<PathFilter> compile_filter(std::string_view text, int depth) {
  text.remove_prefix(1);
  text.remove_suffix(1);
  text = trim(text);
  text.remove_prefix(1);  // the question mark
  return FilterReader(trim(text), depth).run();
}

}  // namespace patchcord::simulator
