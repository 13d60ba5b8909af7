// Alternatives, sequences, groups and quantifiers.
#include "patchcord/template/java_regex_parser.h"

#include <utility>

#include <fmt/format.h>

#include "patchcord/base/try.h"
#include "patchcord/template/java_text.h"

namespace patchcord::simulator {

namespace {

constexpr int max_depth = 200;
constexpr std::uint32_t max_count = std::numeric_limits<std::int32_t>::max();

bool is_digit(char32_t code) {
  return code >= '0' && code <= '9';
}

bool is_letter(char32_t code) {
  return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z');
}

RegexNode whole_line_end(RegexNode set) {
  RegexNode made;
  made.parts.push_back(std::move(set));
  made.parts.push_back(regex_assertion(RegexAssertion::whole_line_end));
  return made;
}

}  // namespace

RegexParser::RegexParser(std::string_view pattern) : pattern_(pattern) {
  read(pattern);
}

// Java, too, takes \Q and \E away before it reads the pattern: `\Qab\E*` repeats the b. Letters,
// and digits that are not the first, are what they are without them: `\x4\QA` is a J.
void RegexParser::read(std::string_view pattern) {
  const std::u32string codes = to_code_points(pattern);
  bool quoted = false;
  bool first = false;
  for (std::size_t at = 0; at < codes.size(); ++at) {
    const char32_t next = at + 1 < codes.size() ? codes[at + 1] : no_sign;
    if (codes[at] == '\\' && next == (quoted ? U'E' : U'Q')) {
      quoted = !quoted;
      first = quoted;
      ++at;
      continue;
    }
    const bool plain = is_letter(codes[at]) || (is_digit(codes[at]) && !first);
    first = false;
    signs_.push_back({codes[at], quoted && !plain});
    if (codes[at] == '\\' && !quoted && next != no_sign) signs_.push_back({codes[++at], false});
  }
}

char32_t RegexParser::sign(std::size_t ahead) const {
  if (at_ + ahead >= signs_.size() || signs_[at_ + ahead].quoted) return no_sign;
  return signs_[at_ + ahead].code;
}

bool RegexParser::take(char32_t wanted) {
  if (sign() != wanted) return false;
  ++at_;
  return true;
}

Error RegexParser::wrong(std::string_view what) const {
  return {.code = Code::invalid,
          .what = fmt::format("The regular expression {} is not understood: {}", pattern_, what)};
}

Error RegexParser::lacks(std::string_view what) const {
  return {
      .code = Code::invalid,
      .what = fmt::format(
          "The regular expression {} uses {}, which this program does not have", pattern_, what)};
}

Error RegexParser::lacks_on_purpose(std::string_view what) const {
  Error error = lacks(what);
  error.what += ": its regular expressions run in linear time";
  return error;
}

Result<ParsedRegex> RegexParser::run() {
  TRY_ASSIGN(made_.root, alternatives());
  if (!at_end()) return wrong("Unmatched closing ')'");
  return std::move(made_);
}

Result<RegexNode> RegexParser::alternatives() {
  if (++depth_ > max_depth) return lacks(fmt::format("groups in more than {} groups", max_depth));
  RegexNode made;
  made.kind = RegexNodeKind::alternatives;
  do {
    TRY_ASSIGN(RegexNode part, sequence());
    made.parts.push_back(std::move(part));
  } while (take('|'));
  --depth_;
  return made;
}

Result<RegexNode> RegexParser::sequence() {
  RegexNode made;
  while (!at_end() && sign() != '|' && sign() != ')') {
    RegexNode next;
    if (take('(')) {
      TRY_ASSIGN(auto grouped, group());
      if (!grouped) continue;
      next = *std::move(grouped);
    } else {
      TRY_ASSIGN(next, atom());
    }
    TRY_ASSIGN(next, repeated(std::move(next)));
    made.parts.push_back(std::move(next));
  }
  return made;
}

Result<RegexNode> RegexParser::atom() {
  const char32_t code = sign();
  if (code == '*' || code == '+' || code == '?') {
    return wrong(fmt::format("Dangling meta character '{}'", static_cast<char>(code)));
  }
  if (code == '{') return RegexNode();  // in Java it repeats the nothing before it
  ++at_;
  if (code == '^' || code == '$') return assertion(code);
  if (code == '[') {
    TRY_ASSIGN(CharacterSet set, character_class());
    return set_node(std::move(set));
  }
  if (code == '.') {
    CharacterSet others;
    if (!flags_.dot_all) {
      for (const unsigned end : {0x0AU, 0x0DU, 0x85U, 0x2028U, 0x2029U})
        others.add(end);
    }
    others.negate();
    return set_node(std::move(others));
  }
  if (code != '\\') return literal(signs_[at_ - 1].code);
  TRY_ASSIGN(Escape escaped, escape(false, false));
  if (escaped.node) return *std::move(escaped.node);
  if (escaped.set) return set_node(*std::move(escaped.set));
  return literal(*escaped.code);
}

RegexNode RegexParser::assertion(char32_t sign) const {
  if (sign == '^') {
    return regex_assertion(flags_.multiline ? RegexAssertion::line_begin
                                            : RegexAssertion::text_begin);
  }
  return regex_assertion(flags_.multiline ? RegexAssertion::line_end
                                          : RegexAssertion::last_line_end);
}

RegexNode RegexParser::literal(char32_t code) {
  if (flags_.ignore_case && is_letter(code)) {
    CharacterSet both;
    add_folded(both, code, code);
    return set_node(std::move(both));
  }
  RegexNode made;
  made.kind = RegexNodeKind::character;
  made.character = code;
  return made;
}

RegexNode RegexParser::set_node(CharacterSet set) {
  RegexNode made;
  made.kind = RegexNodeKind::set;
  made.index = made_.sets.size();
  made_.sets.push_back(std::move(set));
  return made;
}

Result<RegexNode> RegexParser::repeated(RegexNode atom) {
  RegexNode made;
  made.kind = RegexNodeKind::repetition;
  made.most = RegexNode::no_limit;
  if (take('?')) {
    made.most = 1;
  } else if (take('+')) {
    made.least = 1;
  } else if (take('{')) {
    TRY(counts(made));
  } else if (!take('*')) {
    return atom;
  }
  if (sign() == '+') return lacks_on_purpose("a possessive quantifier");
  made.greedy = !take('?');
  // Where \R is repeated, Java does not come back to take the \r of \r\n alone.
  if (atom.line_end) atom.parts.back() = whole_line_end(std::move(atom.parts.back()));
  made.parts.push_back(std::move(atom));
  return made;
}

// `2}`, `2,}` or `2,5}`.
Result<void> RegexParser::counts(RegexNode& made) {
  if (!is_digit(sign())) return wrong("Illegal repetition");
  TRY_ASSIGN(made.least, number());
  made.most = made.least;
  if (take(',')) {
    made.most = RegexNode::no_limit;
    if (sign() != '}') {
      TRY_ASSIGN(made.most, number());
    }
  }
  if (!take('}')) return wrong("Unclosed counted closure");
  if (made.most < made.least) return wrong("Illegal repetition range");
  return {};
}

Result<std::uint32_t> RegexParser::number() {
  std::uint64_t value = 0;
  for (; is_digit(sign()); ++at_) {
    value = value * 10 + (sign() - '0');
    if (value > max_count) return wrong("Illegal repetition range");
  }
  return static_cast<std::uint32_t>(value);
}

Result<std::optional<RegexNode>> RegexParser::group() {
  const Flags before = flags_;
  std::size_t index = 0;
  if (!take('?')) {
    index = made_.groups.size();
    made_.groups.emplace_back();
  } else if (sign() == '=' || sign() == '!' ||
             (sign() == '<' && (sign(1) == '=' || sign(1) == '!'))) {
    return lacks_on_purpose("look-around");
  } else if (sign() == '>') {
    return lacks_on_purpose("an atomic group");
  } else if (take('<')) {
    TRY_ASSIGN(index, group_name());
  } else if (!take(':')) {
    TRY(flags());
    if (take(')')) return std::optional<RegexNode>();
    if (!take(':')) return wrong("Unknown inline modifier");
  }
  TRY_ASSIGN(RegexNode made, rest_of_group(before, index));
  return std::optional(std::move(made));
}

// `index` 0: not a capturing group.
Result<RegexNode> RegexParser::rest_of_group(Flags before, std::size_t index) {
  TRY_ASSIGN(RegexNode made, alternatives());
  if (!take(')')) return wrong("Unclosed group");
  flags_ = before;
  if (index == 0) return made;
  RegexNode capturing;
  capturing.kind = RegexNodeKind::group;
  capturing.index = index;
  capturing.parts.push_back(std::move(made));
  return capturing;
}

Result<std::size_t> RegexParser::group_name() {
  if (!is_letter(sign())) return wrong("capturing group name does not start with a Latin letter");
  std::string name;
  for (; is_letter(sign()) || is_digit(sign()); ++at_)
    name += static_cast<char>(sign());
  if (!take('>')) return wrong("named capturing group is missing trailing '>'");
  for (const std::string& known : made_.groups) {
    if (known == name)
      return wrong(fmt::format("Named capturing group <{}> is already defined", name));
  }
  made_.groups.push_back(std::move(name));
  return made_.groups.size() - 1;
}

Result<void> RegexParser::flags() {
  bool on = true;
  for (;; ++at_) {
    const char32_t code = sign();
    if (code == '-' && on) {
      on = false;
    } else if (code == 'i') {
      flags_.ignore_case = on;
    } else if (code == 'm') {
      flags_.multiline = on;
    } else if (code == 's') {
      flags_.dot_all = on;
    } else if (code == 'd' || code == 'u' || code == 'x' || code == 'U' || code == 'c') {
      if (on) return lacks(fmt::format("the flag {}", static_cast<char>(code)));
    } else {
      return {};
    }
  }
}

}  // namespace patchcord::simulator
