#include "patchcord/template/java_regex.h"

#include <algorithm>

#include <fmt/format.h>

#include "patchcord/base/try.h"
#include "patchcord/template/java_regex_program.h"

namespace patchcord::simulator {

namespace {

constexpr std::int64_t work_per_step = 8;

// Where the search goes on behind an empty match: one character further.
std::size_t behind_character(std::string_view text, std::size_t at) {
  ++at;
  while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80)
    ++at;
  return at;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_letter_or_digit(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

Error illegal(std::string_view what) {
  return {.code = Code::invalid,
          .what = fmt::format("java.lang.IllegalArgumentException: {}", what)};
}

// Reads what Matcher.appendReplacement takes.
class Replacement {
 public:
  Replacement(std::string_view text, const std::vector<std::string>& groups)
      : text_(text), groups_(groups) {}

  Result<void> append_to(std::string& out, const RegexRun& match, std::string_view source) {
    for (at_ = 0; at_ < text_.size();) {
      if (take('\\')) {
        if (at_ == text_.size()) return illegal("character to be escaped is missing");
      } else if (take('$')) {
        TRY_ASSIGN(const std::size_t group, take('{') ? named() : numbered());
        if (match.end(group) != RegexRun::nowhere)
          out += source.substr(match.begin(group), match.end(group) - match.begin(group));
        continue;
      }
      out += text_[at_++];
    }
    return {};
  }

 private:
  bool take(char sign) {
    if (at_ == text_.size() || text_[at_] != sign) return false;
    ++at_;
    return true;
  }

  // As many digits as still name a group that is there.
  Result<std::size_t> numbered() {
    if (at_ == text_.size()) return illegal("Illegal group reference: group index is missing");
    if (!is_digit(text_[at_])) return illegal("Illegal group reference");
    auto group = static_cast<std::size_t>(text_[at_++] - '0');
    while (at_ < text_.size() && is_digit(text_[at_])) {
      const std::size_t longer = group * 10 + static_cast<std::size_t>(text_[at_] - '0');
      if (longer >= groups_.size()) break;
      group = longer;
      ++at_;
    }
    if (group < groups_.size()) return group;
    return Error{.code = Code::invalid,
                 .what = fmt::format("java.lang.IndexOutOfBoundsException: No group {}", group)};
  }

  Result<std::size_t> named() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && is_letter_or_digit(text_[at_]))
      ++at_;
    const std::string_view name = text_.substr(begin, at_ - begin);
    if (name.empty()) return illegal("named capturing group has 0 length name");
    if (!take('}')) return illegal("named capturing group is missing trailing '}'");
    if (is_digit(name[0])) {
      return illegal(fmt::format("capturing group name {{{}}} starts with digit character", name));
    }
    const auto found = std::find(groups_.begin(), groups_.end(), name);
    if (found == groups_.end()) return illegal(fmt::format("No group with name {{{}}}", name));
    return static_cast<std::size_t>(found - groups_.begin());
  }

  std::string_view text_;
  const std::vector<std::string>& groups_;
  std::size_t at_{};
};

}  // namespace

JavaRegex::JavaRegex(std::unique_ptr<const RegexProgram> program) : program_(std::move(program)) {}
JavaRegex::JavaRegex(JavaRegex&&) noexcept = default;
JavaRegex& JavaRegex::operator=(JavaRegex&&) noexcept = default;
JavaRegex::~JavaRegex() = default;

Result<JavaRegex> JavaRegex::compile(std::string_view pattern) {
  TRY_ASSIGN(ParsedRegex parsed, RegexParser(pattern).run());
  TRY_ASSIGN(RegexProgram program, RegexProgram::compile(std::move(parsed), pattern));
  return JavaRegex(std::make_unique<const RegexProgram>(std::move(program)));
}

Result<bool> JavaRegex::matches_all(std::string_view text, std::int64_t& effort) const {
  RegexRun run(*program_, text, 0);
  auto matched = run.matches();
  effort += run.work() / work_per_step;
  return matched;
}

Result<bool> JavaRegex::finds(std::string_view text) const {
  return RegexRun(*program_, text, 0).find(0);
}

Result<std::string> JavaRegex::replace(std::string_view text,
                                       const RegexReplacement& by,
                                       std::int64_t& effort) const {
  RegexRun run(*program_, text, program_->groups.size());
  Replacement replacement(by.text, program_->groups);
  std::string out;
  std::size_t copied = 0;
  for (std::size_t at = 0; at <= text.size();) {
    TRY_ASSIGN(const bool found, run.find(at));
    if (!found) break;
    out += text.substr(copied, run.begin(0) - copied);
    TRY(replacement.append_to(out, run, text));
    copied = run.end(0);
    if (!by.all || out.size() > by.max_bytes) break;
    at = copied == run.begin(0) ? behind_character(text, copied) : copied;
  }
  if (copied < text.size()) out += text.substr(copied);
  effort += run.work() / work_per_step;
  return out;
}

Result<std::vector<std::string>> JavaRegex::split(std::string_view text,
                                                  std::int32_t limit,
                                                  std::int64_t& effort) const {
  RegexRun run(*program_, text, 1);
  std::vector<std::string> parts;
  std::size_t copied = 0;
  for (std::size_t at = 0; at <= text.size() && !text.empty();) {
    if (limit > 0 && parts.size() + 1 == static_cast<std::size_t>(limit)) break;
    TRY_ASSIGN(const bool found, run.find(at));
    if (!found) break;
    const std::size_t end = run.end(0);
    at = end > run.begin(0) ? end : behind_character(text, end);
    if (end == 0) continue;  // nothing before it
    parts.emplace_back(text.substr(copied, run.begin(0) - copied));
    copied = end;
  }
  parts.emplace_back(text.substr(copied));
  if (limit == 0) {
    while (parts.size() > 1 && parts.back().empty())
      parts.pop_back();
    if (parts.size() == 1 && parts[0].empty() && copied != 0) parts.clear();
  }
  effort += run.work() / work_per_step;
  return parts;
}

}  // namespace patchcord::simulator
