#include "patchcord/template/java_regex.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>
#include <re2/re2.h>

namespace patchcord::simulator {

namespace {

constexpr std::int64_t max_memory = 1 << 20;

Error lacks(std::string_view pattern, std::string_view what) {
  return {.code = Code::invalid,
          .what = fmt::format(
              "The regular expression {} uses {}, which this program does not have: its "
              "regular expressions run in linear time",
              pattern,
              what)};
}

// Java's pattern as RE2 writes it.
class Translation {
 public:
  explicit Translation(std::string_view pattern) : pattern_(pattern) {}

  Result<std::string> run() {
    while (at_ < pattern_.size()) {
      const char c = pattern_[at_];
      if (c == '\\') {
        backslash();
      } else if (in_class_) {
        class_character(c);
      } else {
        character(c);
      }
      if (!missing_.empty()) return lacks(pattern_, missing_);
    }
    return std::move(out_);
  }

 private:
  [[nodiscard]] std::string_view rest() const { return pattern_.substr(at_); }

  void copy(std::size_t count) {
    out_ += pattern_.substr(at_, count);
    at_ += count;
  }

  void backslash() {
    const char next = at_ + 1 < pattern_.size() ? pattern_[at_ + 1] : '\0';
    if (next == 's') {
      // Java's \s has the vertical tab, RE2's has not.
      out_ += in_class_ ? "\\t\\n\\v\\f\\r " : "[\\t\\n\\v\\f\\r ]";
      at_ += 2;
    } else if (next == 'Q') {
      const std::size_t end = pattern_.find("\\E", at_);
      copy(end == std::string_view::npos ? pattern_.size() - at_ : end + 2 - at_);
    } else if ((next >= '1' && next <= '9') || next == 'k') {
      missing_ = "a back-reference";
    } else if (next == 'u' && at_ + 6 <= pattern_.size()) {
      out_ += fmt::format("\\x{{{}}}", pattern_.substr(at_ + 2, 4));
      at_ += 6;
    } else {
      copy(std::min<std::size_t>(2, pattern_.size() - at_));
    }
  }

  void class_character(char c) {
    if (c == '[') missing_ = "a class inside a class";
    if (rest().starts_with("&&")) missing_ = "an intersection of classes";
    if (c == ']') in_class_ = false;
    copy(1);
  }

  void character(char c) {
    const std::string_view text = rest();
    if (c == '[') {
      in_class_ = true;
      copy(text.starts_with("[^]")  ? 3
           : text.starts_with("[]") ? 2
           : text.starts_with("[^") ? 2
                                    : 1);
    } else if (text.starts_with("(?=") || text.starts_with("(?!") || text.starts_with("(?<=") ||
               text.starts_with("(?<!")) {
      missing_ = "look-around";
    } else if (text.starts_with("(?>")) {
      missing_ = "an atomic group";
    } else if (text.starts_with("(?<")) {
      out_ += "(?P<";
      at_ += 3;
    } else if ((c == '+') && at_ > 0 && possessive()) {
      missing_ = "a possessive quantifier";
    } else if (c == '{' && !is_counted(text)) {
      out_ += "**";  // which RE2 does not understand either
      ++at_;
    } else {
      copy(1);
    }
  }

  // `{2}`, `{2,}` or `{2,5}`; Java takes no other brace.
  static bool is_counted(std::string_view text) {
    const std::size_t end = text.find_first_not_of("0123456789", 1);
    if (end == 1 || end == std::string_view::npos) return false;
    const bool more = text[end] == ',';
    const std::size_t close = more ? text.find_first_not_of("0123456789", end + 1) : end;
    return close != std::string_view::npos && text[close] == '}';
  }

  // `+` behind another quantifier.
  [[nodiscard]] bool possessive() const {
    const char before = pattern_[at_ - 1];
    const bool quantifier = before == '*' || before == '+' || before == '?' || before == '}';
    return quantifier && !(at_ > 1 && pattern_[at_ - 2] == '\\');
  }

  std::string_view pattern_;
  std::string out_{};
  std::string_view missing_{};
  std::size_t at_{};
  bool in_class_{};
};

re2::StringPiece piece(std::string_view text) {
  return {text.data(), text.size()};
}

// Where the search goes on behind an empty match: one character further.
std::size_t behind_character(std::string_view text, std::size_t at) {
  ++at;
  while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80)
    ++at;
  return at;
}

bool is_digit(std::string_view text, std::size_t at) {
  return at < text.size() && text[at] >= '0' && text[at] <= '9';
}

// The group that the digits at `at` name: as many of them as still name one that is there. Nothing
// if the first does not.
std::optional<std::size_t> group_number(std::string_view text,
                                        std::size_t& at,
                                        std::size_t groups) {
  if (!is_digit(text, at)) return std::nullopt;
  auto group = static_cast<std::size_t>(text[at] - '0');
  if (group >= groups) return std::nullopt;
  while (is_digit(text, at + 1)) {
    const std::size_t longer = group * 10 + static_cast<std::size_t>(text[at + 1] - '0');
    if (longer >= groups) break;
    group = longer;
    ++at;
  }
  return group;
}

// Appends the replacement with its groups; false if it names one that is not there.
bool append_replacement(std::string_view replacement,
                        const std::vector<re2::StringPiece>& groups,
                        std::string& out) {
  for (std::size_t at = 0; at < replacement.size(); ++at) {
    if (replacement[at] == '$') {
      const auto group = group_number(replacement, ++at, groups.size());
      if (!group) return false;
      if (groups[*group].data() != nullptr)
        out.append(groups[*group].data(), groups[*group].size());
      continue;
    }
    if (replacement[at] == '\\' && ++at == replacement.size()) return false;
    out += replacement[at];
  }
  return true;
}

}  // namespace

JavaRegex::JavaRegex(std::unique_ptr<re2::RE2> regex) : regex_(std::move(regex)) {}
JavaRegex::JavaRegex(JavaRegex&&) noexcept = default;
JavaRegex& JavaRegex::operator=(JavaRegex&&) noexcept = default;
JavaRegex::~JavaRegex() = default;

Result<JavaRegex> JavaRegex::compile(std::string_view pattern) {
  auto translated = Translation(pattern).run();
  if (!translated) return std::move(translated).error();
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(max_memory);
  auto regex = std::make_unique<RE2>(*translated, options);
  if (!regex->ok()) {
    return Error{.code = Code::invalid,
                 .what = fmt::format(
                     "The regular expression {} is not understood: {}", pattern, regex->error())};
  }
  return JavaRegex(std::move(regex));
}

bool JavaRegex::matches_all(std::string_view text) const {
  return RE2::FullMatch(piece(text), *regex_);
}

bool JavaRegex::finds(std::string_view text) const {
  return RE2::PartialMatch(piece(text), *regex_);
}

Result<std::string> JavaRegex::replace(std::string_view text,
                                       std::string_view replacement,
                                       bool all,
                                       std::size_t max_bytes) const {
  std::vector<re2::StringPiece> groups(static_cast<std::size_t>(regex_->NumberOfCapturingGroups()) +
                                       1);
  std::string out;
  std::size_t copied = 0;
  for (std::size_t at = 0; at <= text.size();) {
    if (!regex_->Match(piece(text),
                       at,
                       text.size(),
                       RE2::UNANCHORED,
                       groups.data(),
                       static_cast<int>(groups.size()))) {
      break;
    }
    const auto begin = static_cast<std::size_t>(groups[0].data() - text.data());
    const std::size_t end = begin + groups[0].size();
    out += text.substr(copied, begin - copied);
    if (!append_replacement(replacement, groups, out)) {
      return Error{.code = Code::invalid,
                   .what = "the replacement names a group that is not there"};
    }
    if (out.size() > max_bytes) break;
    copied = end;
    at = end == begin ? behind_character(text, end) : end;
    if (!all) break;
  }
  if (copied < text.size()) out += text.substr(copied);
  return out;
}

std::vector<std::string> JavaRegex::split(std::string_view text, std::int32_t limit) const {
  std::vector<std::string> parts;
  re2::StringPiece match;
  std::size_t copied = 0;
  for (std::size_t at = 0; at <= text.size() && !text.empty();) {
    if (limit > 0 && parts.size() + 1 == static_cast<std::size_t>(limit)) break;
    if (!regex_->Match(piece(text), at, text.size(), RE2::UNANCHORED, &match, 1)) break;
    const auto begin = static_cast<std::size_t>(match.data() - text.data());
    const std::size_t end = begin + match.size();
    at = end > begin ? end : behind_character(text, end);
    if (end == 0) continue;  // nothing before it
    parts.emplace_back(text.substr(copied, begin - copied));
    copied = end;
  }
  parts.emplace_back(text.substr(copied));
  if (limit == 0) {
    while (parts.size() > 1 && parts.back().empty())
      parts.pop_back();
    if (parts.size() == 1 && parts[0].empty() && copied != 0) parts.clear();
  }
  return parts;
}

}  // namespace patchcord::simulator
