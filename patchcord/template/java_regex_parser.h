// Reading Java's regular expressions. What each sign means, and which words refuse it, is Java's;
// what needs more than linear time, and what is seldom met, is refused by name.
//
// Source: Java SE 17 API, java.util.regex.Pattern; what it leaves open was seen on JDK 17.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "patchcord/base/result.h"
#include "patchcord/template/java_regex_set.h"

namespace patchcord::simulator {

// Conditions on a position.
enum class RegexAssertion : std::uint8_t {
  text_begin,
  text_end,       // \z
  last_line_end,  // $ and \Z: the end, or before the line terminator at the end
  line_begin,     // (?m)^: not at the very end
  line_end,       // (?m)$
  word_edge,      // \b
  no_word_edge,   // \B
  last_match,     // \G: the end of the match before
  whole_line_end  // not between \r and \n
};

enum class RegexNodeKind : std::uint8_t {
  character,
  set,
  assertion,
  sequence,
  alternatives,
  group,
  repetition
};

struct RegexNode {
  static constexpr std::uint32_t no_limit = std::numeric_limits<std::uint32_t>::max();

  RegexNodeKind kind{RegexNodeKind::sequence};
  char32_t character{};
  RegexAssertion assertion{};
  std::size_t index{};  // of a set, or of a group from 1 on
  bool line_end{};      // \R
  std::uint32_t least{};
  std::uint32_t most{};
  bool greedy{true};
  std::vector<RegexNode> parts{};
};

RegexNode regex_assertion(RegexAssertion what);

struct ParsedRegex {
  RegexNode root{};
  std::vector<CharacterSet> sets{};
  std::vector<std::string> groups{""};  // names by index; the first is the whole match
};

class RegexParser {
 public:
  explicit RegexParser(std::string_view pattern);

  // Errors   invalid: not a regular expression of Java's, or one with what this program lacks (the
  //          error names it)
  Result<ParsedRegex> run();

 private:
  struct Sign {
    char32_t code{};
    bool quoted{};  // between \Q and \E
  };
  struct Flags {
    bool ignore_case{};
    bool multiline{};
    bool dot_all{};
  };
  // What a backslash and the signs behind it are: one of the three.
  struct Escape {
    std::optional<char32_t> code{};
    std::optional<CharacterSet> set{};
    std::optional<RegexNode> node{};
  };
  static constexpr char32_t no_sign = 0xFFFFFFFF;

  void read(std::string_view pattern);
  [[nodiscard]] bool at_end() const { return at_ >= signs_.size(); }
  // The sign there if it may mean something, no_sign where it is quoted or nothing is left.
  [[nodiscard]] char32_t sign(std::size_t ahead = 0) const;
  bool take(char32_t wanted);
  [[nodiscard]] Error wrong(std::string_view what) const;
  [[nodiscard]] Error lacks(std::string_view what) const;
  // What would take more than linear time.
  [[nodiscard]] Error lacks_on_purpose(std::string_view what) const;

  Result<RegexNode> alternatives();
  Result<RegexNode> sequence();
  Result<RegexNode> atom();
  Result<RegexNode> repeated(RegexNode atom);
  Result<void> counts(RegexNode& made);
  Result<std::uint32_t> number();
  // Nothing: flags alone, `(?i)`.
  Result<std::optional<RegexNode>> group();
  Result<RegexNode> rest_of_group(Flags before, std::size_t index);
  Result<std::size_t> group_name();
  Result<void> flags();
  RegexNode literal(char32_t code);
  RegexNode set_node(CharacterSet set);
  [[nodiscard]] RegexNode assertion(char32_t sign) const;

  // Behind the backslash. `ends_range`: a class's range begins or ends there.
  Result<Escape> escape(bool in_class, bool ends_range);
  Result<Escape> special_escape(char32_t code);
  Result<Escape> property(bool others);
  static std::optional<char32_t> control_escape(char32_t code);
  Result<char32_t> octal();
  Result<char32_t> hexadecimal();
  Result<char32_t> unicode();
  std::optional<char32_t> hex_digits(std::size_t count);
  static std::optional<CharacterSet> predefined(char32_t code);

  // Behind the opening bracket, to the closing one.
  Result<CharacterSet> character_class();
  Result<CharacterSet> class_items();
  Result<CharacterSet> intersection_operand();
  Result<CharacterSet> class_item();
  Result<char32_t> range_end();
  void add_folded(CharacterSet& set, char32_t low, char32_t high) const;

  std::string_view pattern_;
  std::vector<Sign> signs_{};
  std::size_t at_{};
  int depth_{};
  Flags flags_{};
  ParsedRegex made_{};
};

}  // namespace patchcord::simulator
