// Running programs.
#include <algorithm>
#include <cctype>
#include <utility>

#include <fmt/format.h>

#include "patchcord/template/java_regex_program.h"

namespace patchcord::simulator {

namespace {

bool is_line_end(char32_t code) {
  return code == '\n' || code == '\r' || code == 0x85 || code == 0x2028 || code == 0x2029;
}

unsigned byte_at(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]);
}

Error too_long() {
  return {.code = Code::deadline,
          .what = fmt::format("The regular expression takes more than {} steps for this text",
                              RegexRun::max_work)};
}

}  // namespace

RegexRun::RegexRun(const RegexProgram& program, std::string_view text, std::size_t groups)
    : program_(program),
      text_(text),
      slots_(2 * groups),
      positions_(slots_, nowhere),
      found_(slots_, nowhere) {
  for (Ways* ways : {&now_, &next_}) {
    ways->seen.resize(program.code.size() * program.levels);
    ways->positions.resize(program.code.size() * slots_);
  }
}

Result<bool> RegexRun::search(std::size_t from, bool whole) {
  now_.waiting.clear();
  bool matched = false;
  ++steps_;
  for (std::size_t at = from;;) {
    if (!matched && (!whole || at == from)) {
      if (now_.waiting.empty() && !whole) {
        at = possible_begin(at);
        ++steps_;  // what was seen was seen elsewhere
      }
      positions_.assign(slots_, nowhere);
      follow(now_, 0, at);
    }
    next_.waiting.clear();
    work_ += static_cast<std::int64_t>(now_.waiting.size() * (1 + slots_ / 8)) + 1;
    if (work_ > max_work) return too_long();
    matched = step(at, whole) || matched;
    std::swap(now_, next_);
    if (at >= text_.size() || (now_.waiting.empty() && (matched || whole))) break;
    at += character_at(at).size;
  }
  if (matched && slots_ > 0) last_end_ = end(0);
  return matched;
}

// No match begins before it.
std::size_t RegexRun::possible_begin(std::size_t from) const {
  if (program_.may_be_empty) return from;
  while (from < text_.size() && !program_.first_bytes[byte_at(text_, from)])
    ++from;
  return from;
}

// All ways on from `from` that need no character.
void RegexRun::follow(Ways& ways, std::uint32_t from, std::size_t at) {
  pending_.push_back({.at = from});
  while (!pending_.empty()) {
    const Pending next = pending_.back();
    pending_.pop_back();
    ++work_;
    if (next.slot != nowhere) {
      positions_[next.slot] = next.position;
    } else if (see(ways, next)) {
      follow_one(ways, next, at);
    }
  }
}

// False: it was seen at this position, by a way that Java would try before.
bool RegexRun::see(Ways& ways, const Pending& way) const {
  const RegexOperation operation = program_.code[way.at].operation;
  const bool waits = operation == RegexOperation::character || operation == RegexOperation::set ||
                     operation == RegexOperation::match;
  // With the next character all repetitions have matched something.
  std::size_t& seen = ways.seen[way.at * program_.levels + (waits ? 0 : way.level)];
  if (seen == steps_) return false;
  seen = steps_;
  return true;
}

void RegexRun::follow_one(Ways& ways, const Pending& way, std::size_t position) {
  const RegexInstruction& instruction = program_.code[way.at];
  const auto go_on = [&](std::uint32_t at, std::size_t level) {
    pending_.push_back({.at = at, .level = level});
  };
  switch (instruction.operation) {
    case RegexOperation::enter:
      return go_on(way.at + 1, std::min(way.level + 1, program_.levels - 1));
    case RegexOperation::loop:
      if (way.level > 0) return go_on(way.at + 1, way.level - 1);
      [[fallthrough]];
    case RegexOperation::split:
      go_on(instruction.second, way.level);
      return go_on(instruction.first, way.level);
    case RegexOperation::jump:
      return go_on(instruction.first, way.level);
    case RegexOperation::save:
      if (instruction.first < slots_) {
        pending_.push_back({.slot = instruction.first, .position = positions_[instruction.first]});
        positions_[instruction.first] = position;
      }
      return go_on(way.at + 1, way.level);
    case RegexOperation::assertion:
      if (holds(static_cast<RegexAssertion>(instruction.first), position))
        go_on(way.at + 1, way.level);
      return;
    case RegexOperation::character:
    case RegexOperation::set:
    case RegexOperation::match:
      ways.waiting.push_back(way.at);
      std::copy(positions_.begin(),
                positions_.end(),
                ways.positions.begin() + static_cast<std::ptrdiff_t>(way.at * slots_));
      return;
  }
}

// Takes the character there into all ways; whether one of them ends in a match, which ends those
// that Java would try later.
bool RegexRun::step(std::size_t at, bool whole) {
  const bool more = at < text_.size();
  const Character character = more ? character_at(at) : Character{};
  ++steps_;
  for (const std::uint32_t waiting : now_.waiting) {
    const RegexInstruction& instruction = program_.code[waiting];
    const auto positions = std::span(now_.positions).subspan(waiting * slots_, slots_);
    if (instruction.operation == RegexOperation::match) {
      if (whole && more) continue;
      found_.assign(positions.begin(), positions.end());
      return true;
    }
    if (!more || !takes(instruction, character.code)) continue;
    positions_.assign(positions.begin(), positions.end());
    follow(next_, waiting + 1, at + character.size);
  }
  return false;
}

bool RegexRun::takes(const RegexInstruction& instruction, char32_t code) const {
  if (instruction.operation == RegexOperation::character) return instruction.first == code;
  const RegexSet& set = program_.sets[instruction.first];
  return code < set.ascii.size() ? set.ascii[code] : set.set.contains(code);
}

// Source: Java SE 17 API, java.util.regex.Pattern, "Line terminators"; JDK 17 for what it leaves
// open.
bool RegexRun::holds(RegexAssertion assertion, std::size_t at) {
  const bool at_end = at == text_.size();
  const Character after = at_end ? Character{} : character_at(at);
  const Character before = at == 0 ? Character{} : character_before(at);
  const bool between = before.code == '\r' && after.code == '\n';
  const bool line_end = at_end || (is_line_end(after.code) && !between);
  switch (assertion) {
    case RegexAssertion::text_begin:
      return at == 0;
    case RegexAssertion::text_end:
      return at_end;
    case RegexAssertion::last_line_end:
      return line_end && (at + after.size == text_.size() || text_.substr(at) == "\r\n");
    case RegexAssertion::line_begin:
      return !at_end && (at == 0 || (is_line_end(before.code) && !between));
    case RegexAssertion::line_end:
      return line_end;
    case RegexAssertion::last_match:
      return at == last_end_;
    case RegexAssertion::whole_line_end:
      return !between;
    case RegexAssertion::word_edge:
    case RegexAssertion::no_word_edge:
      break;
  }
  const bool left = at > 0 && is_word(before, at - before.size);
  const bool right = !at_end && is_word(after, at);
  return (left != right) == (assertion == RegexAssertion::word_edge);
}

// What is no UTF-8 counts as characters of one byte that nothing names.
RegexRun::Character RegexRun::character_at(std::size_t at) const {
  const unsigned first = byte_at(text_, at);
  if (first < 0x80) return {first, 1};
  const std::size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC0 || at + size > text_.size()) return {0xFFFD, 1};
  char32_t code = first & (0xFFU >> (size + 1));
  for (std::size_t next = 1; next < size; ++next) {
    const unsigned byte = byte_at(text_, at + next);
    if ((byte & 0xC0U) != 0x80) return {0xFFFD, 1};
    code = (code << 6U) | (byte & 0x3FU);
  }
  return {code, size};
}

RegexRun::Character RegexRun::character_before(std::size_t at) const {
  std::size_t begin = at - 1;
  while (begin > 0 && at - begin < 4 && (byte_at(text_, begin) & 0xC0U) == 0x80)
    --begin;
  const Character found = character_at(begin);
  return found.size == at - begin ? found : Character{0xFFFD, 1};
}

// A mark that stands on nothing but other marks on a letter or digit is part of the word.
bool RegexRun::is_word(Character character, std::size_t at) {
  if (character.code == '_' || is_letter_or_digit(character.code)) return true;
  if (!is_mark(character.code)) return false;
  if (at == marked_) return has_base_;
  bool has_base = false;
  for (std::size_t mark = at; mark > 0;) {
    const Character before = character_before(mark);
    mark -= before.size;
    has_base = mark == marked_ ? has_base_ : is_letter_or_digit(before.code);
    if (mark == marked_ || !is_mark(before.code)) break;
  }
  marked_ = at;
  has_base_ = has_base;
  return has_base;
}

bool RegexRun::is_letter_or_digit(char32_t code) {
  if (code < 0x80) return std::isalnum(static_cast<int>(code)) != 0;
  if (!letters_) letters_ = UnicodeClass::make(R"(\p{L}\p{Nd})");
  return letters_->contains(code);
}

bool RegexRun::is_mark(char32_t code) {
  if (code < 0x300) return false;
  if (!marks_) marks_ = UnicodeClass::make(R"(\p{Mn})");
  return marks_->contains(code);
}

}  // namespace patchcord::simulator
