// Java's regular expressions as small programs that run over a text in time linear in both: all
// ways to match are followed at once, the ones that Java would try first before the others.
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "patchcord/base/result.h"
#include "patchcord/template/java_regex_parser.h"

namespace patchcord::simulator {

enum class RegexOperation : std::uint8_t {
  character,  // first: the character
  set,        // first: the set's index
  split,      // goes on at both, first before second
  enter,      // begins what is repeated, which may match nothing
  loop,       // a split at its end; where it matched nothing, the repetition is over
  jump,       // first
  save,       // the position, at index first
  assertion,  // first: the RegexAssertion
  match
};

struct RegexInstruction {
  RegexOperation operation{};
  std::uint32_t first{};
  std::uint32_t second{};
};

struct RegexSet {
  CharacterSet set{};
  std::bitset<128> ascii{};  // of these the answers are known
};

struct RegexProgram {
  std::vector<RegexInstruction> code{};
  std::vector<RegexSet> sets{};
  std::vector<std::string> groups{};  // names by index
  std::size_t levels{1};              // of repetitions in repetitions of what may match nothing
  std::bitset<256> first_bytes{};     // with which a match may begin
  bool may_be_empty{};                // then it may begin anywhere

  // Errors   invalid: it repeats more than this program unrolls
  static Result<RegexProgram> compile(ParsedRegex parsed, std::string_view pattern);
};

// Searches in one text.
class RegexRun {
 public:
  static constexpr std::int64_t max_work = 40'000'000;
  static constexpr std::size_t nowhere = std::numeric_limits<std::size_t>::max();

  // Positions are kept of the first `groups` groups; 0: only whether there is a match.
  RegexRun(const RegexProgram& program, std::string_view text, std::size_t groups);

  // The next match from there on; positions are byte offsets. A match behind another one may not
  // begin before it ends.
  //
  // Errors   deadline: all searches together take more than max_work
  Result<bool> find(std::size_t from) { return search(from, false); }
  // The whole text.
  Result<bool> matches() { return search(0, true); }
  // Instructions that were looked at so far, some nanoseconds each.
  [[nodiscard]] std::int64_t work() const { return work_; }

  [[nodiscard]] std::size_t begin(std::size_t group) const { return found_[2 * group]; }
  [[nodiscard]] std::size_t end(std::size_t group) const { return found_[2 * group + 1]; }

 private:
  struct Character {
    char32_t code{};
    std::size_t size{};
  };
  // The instructions at which a way waits for a character, the preferred ones first.
  struct Ways {
    std::vector<std::uint32_t> waiting{};
    std::vector<std::size_t> seen{};       // by instruction: the step that saw it last
    std::vector<std::size_t> positions{};  // by instruction
  };
  // To be followed; or, with `slot`, a position to be restored. `level`: how many of the
  // repetitions around it, from the inmost on, have matched nothing in this round.
  struct Pending {
    std::uint32_t at{};
    std::size_t level{};
    std::size_t slot{nowhere};
    std::size_t position{};
  };

  Result<bool> search(std::size_t from, bool whole);
  [[nodiscard]] std::size_t possible_begin(std::size_t from) const;
  void follow(Ways& ways, std::uint32_t from, std::size_t at);
  void follow_one(Ways& ways, const Pending& way, std::size_t position);
  bool see(Ways& ways, const Pending& way) const;
  bool step(std::size_t at, bool whole);
  [[nodiscard]] bool takes(const RegexInstruction& instruction, char32_t code) const;
  [[nodiscard]] bool holds(RegexAssertion assertion, std::size_t at);
  [[nodiscard]] Character character_at(std::size_t at) const;
  [[nodiscard]] Character character_before(std::size_t at) const;
  [[nodiscard]] bool is_word(Character character, std::size_t at);
  [[nodiscard]] bool is_letter_or_digit(char32_t code);
  [[nodiscard]] bool is_mark(char32_t code);

  const RegexProgram& program_;
  std::string_view text_;
  std::size_t slots_;
  Ways now_{};
  Ways next_{};
  std::vector<Pending> pending_{};
  std::vector<std::size_t> positions_{};  // of the way that is followed
  std::vector<std::size_t> found_{};
  std::size_t steps_{};
  std::int64_t work_{};
  std::size_t last_end_{};
  std::optional<UnicodeClass> letters_{};
  std::optional<UnicodeClass> marks_{};
  std::size_t marked_{nowhere};  // the mark that was looked at last, and whether it has a base
  bool has_base_{};
};

}  // namespace patchcord::simulator
