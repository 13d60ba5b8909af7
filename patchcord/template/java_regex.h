// Java's regular expressions, in linear time: without look-around, back-references and possessive
// quantifiers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "patchcord/base/result.h"

namespace patchcord::simulator {

struct RegexProgram;

struct RegexReplacement {
  std::string_view text{};
  bool all{};               // matches, or the first one
  std::size_t max_bytes{};  // then replacing ends
};

class JavaRegex {
 public:
  JavaRegex(JavaRegex&&) noexcept;
  JavaRegex& operator=(JavaRegex&&) noexcept;
  JavaRegex(const JavaRegex&) = delete;
  JavaRegex& operator=(const JavaRegex&) = delete;
  ~JavaRegex();

  // Errors   invalid: not a regular expression, or one that needs what this program lacks (the
  //          error names it)
  static Result<JavaRegex> compile(std::string_view pattern);

  // In all of these `effort` grows by what had to be looked at, in steps of a template.
  //
  // Errors   deadline: more than RegexRun::max_work had to be looked at

  // String.matches: the whole text.
  Result<bool> matches_all(std::string_view text, std::int64_t& effort) const;
  // Matcher.find: anywhere. JSON Schema's `pattern` means this.
  Result<bool> finds(std::string_view text) const;
  // `$1`, `${name}` and `\$` in the replacement as in Java.
  //
  // Errors   invalid: the replacement is wrong; `what` is the exception that Java throws
  Result<std::string> replace(std::string_view text,
                              const RegexReplacement& by,
                              std::int64_t& effort) const;
  // String.split: with limit 0 empty parts at the end are left out.
  Result<std::vector<std::string>> split(std::string_view text,
                                         std::int32_t limit,
                                         std::int64_t& effort) const;

 private:
  explicit JavaRegex(std::unique_ptr<const RegexProgram> program);

  std::unique_ptr<const RegexProgram> program_;
};

}  // namespace patchcord::simulator
