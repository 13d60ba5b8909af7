// Java's regular expressions on RE2, which runs in linear time and therefore lacks some of them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "patchcord/base/result.h"

namespace re2 {
class RE2;
}

namespace patchcord::simulator {

class JavaRegex {
 public:
  JavaRegex(JavaRegex&&) noexcept;
  JavaRegex& operator=(JavaRegex&&) noexcept;
  JavaRegex(const JavaRegex&) = delete;
  JavaRegex& operator=(const JavaRegex&) = delete;
  ~JavaRegex();

  // Errors   invalid: not a regular expression, or one with look-around, back-references,
  // possessive quantifiers or
  //          class operators, which RE2 lacks (the error says so)
  static Result<JavaRegex> compile(std::string_view pattern);

  // String.matches: the whole text.
  [[nodiscard]] bool matches_all(std::string_view text) const;
  // Matcher.find: anywhere. JSON Schema's `pattern` and JSONPath's `=~` mean this.
  [[nodiscard]] bool finds(std::string_view text) const;
  // `$1` and `\$` in the replacement as in Java.
  //
  // Errors   invalid: the replacement names a group that is not there
  [[nodiscard]] Result<std::string> replace(std::string_view text,
                                            std::string_view replacement,
                                            bool all,
                                            std::size_t max_bytes) const;
  // String.split: with limit 0 empty parts at the end are left out.
  [[nodiscard]] std::vector<std::string> split(std::string_view text, std::int32_t limit) const;

 private:
  explicit JavaRegex(std::unique_ptr<re2::RE2> regex);

  std::unique_ptr<re2::RE2> regex_;
};

}  // namespace patchcord::simulator
