// Classes: `[a-z&&[^aeiou]]`.
#include <algorithm>

#include "patchcord/base/try.h"
#include "patchcord/template/java_regex_parser.h"

namespace patchcord::simulator {

namespace {

constexpr int max_depth = 200;

}  // namespace

Result<CharacterSet> RegexParser::character_class() {
  if (++depth_ > max_depth) return lacks("that many classes in classes");
  const bool others = take('^');
  TRY_ASSIGN(CharacterSet made, class_items());
  if (others) made.negate();
  ++at_;
  --depth_;
  return made;
}

// Up to the closing bracket, which stays.
Result<CharacterSet> RegexParser::class_items() {
  if (++depth_ > max_depth) return lacks("that many classes in classes");
  std::optional<CharacterSet> made;
  for (;;) {
    if (at_end()) return wrong("Unclosed character class");
    if (sign() == '&' && sign(1) == '&') {
      at_ += 2;
      TRY_ASSIGN(CharacterSet right, intersection_operand());
      if (made) {
        made->intersect(std::move(right));
      } else {
        made = std::move(right);
      }
      continue;
    }
    if (sign() == ']' && made) break;
    TRY_ASSIGN(CharacterSet item, take('[') ? character_class() : class_item());
    if (!made) made.emplace();
    made->add(std::move(item));
  }
  --depth_;
  return *std::move(made);
}

// All that stands between `&&` and the next one or the end.
Result<CharacterSet> RegexParser::intersection_operand() {
  std::optional<CharacterSet> made;
  while (sign() != ']' && sign() != '&') {
    TRY_ASSIGN(CharacterSet part, take('[') ? character_class() : class_items());
    if (!made) made.emplace();
    made->add(std::move(part));
  }
  if (!made) return lacks("an intersection of a class with nothing");
  return *std::move(made);
}

// A character, a range or what a backslash names.
Result<CharacterSet> RegexParser::class_item() {
  CharacterSet made;
  char32_t low = signs_[at_].code;
  if (take('\\')) {
    TRY_ASSIGN(Escape escaped, escape(true, sign(1) == '-'));
    if (escaped.set) return *std::move(escaped.set);
    low = *escaped.code;
  } else {
    ++at_;
  }
  char32_t high = low;
  if (sign() == '-' && at_ + 1 < signs_.size() && sign(1) != '[' && sign(1) != ']') {
    ++at_;
    TRY_ASSIGN(high, range_end());
    if (high < low) return wrong("Illegal character range");
  }
  add_folded(made, low, high);
  return made;
}

Result<char32_t> RegexParser::range_end() {
  if (!take('\\')) return signs_[at_++].code;
  TRY_ASSIGN(Escape escaped, escape(true, true));
  if (!escaped.code) return wrong("Illegal character range");
  return *escaped.code;
}

// Java's (?i) means the letters of ASCII.
void RegexParser::add_folded(CharacterSet& set, char32_t low, char32_t high) const {
  constexpr char32_t distance = 'a' - 'A';
  set.add(low, high);
  if (!flags_.ignore_case) return;
  const auto shifted = [&](char32_t first, char32_t last, char32_t by) {
    const char32_t from = std::max(low, first);
    const char32_t to = std::min(high, last);
    if (from <= to) set.add(from + by, to + by);
  };
  shifted('A', 'Z', distance);
  shifted('a', 'z', 0 - distance);
}

}  // namespace patchcord::simulator
