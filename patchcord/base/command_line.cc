#include "patchcord/base/command_line.h"

#include <optional>
#include <utility>

namespace patchcord {

Result<std::vector<std::string>> split_words(std::string_view command) {
  const auto wrong = [](const char* what) { return Error{.code = Code::invalid, .what = what}; };
  std::vector<std::string> words;
  std::optional<std::string> word;
  char quote = 0;
  for (std::size_t i = 0; i < command.size(); ++i) {
    const char c = command[i];
    const bool blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
    if (quote == 0 && blank) {
      if (word) words.push_back(*std::exchange(word, std::nullopt));
      continue;
    }
    if (!word) word.emplace();
    if (quote == 0 && (c == '\'' || c == '"')) {
      quote = c;
    } else if (quote != 0 && c == quote) {
      quote = 0;
    } else if (c == '\\' && quote != '\'') {
      if (++i == command.size()) return wrong("a backslash stands at the end");
      // Inside of quotes a backslash is only one before a quote or another backslash.
      if (quote != 0 && command[i] != quote && command[i] != '\\') *word += c;
      *word += command[i];
    } else {
      *word += c;
    }
  }
  if (quote != 0) return wrong("a quote is not closed");
  if (word) words.push_back(*std::move(word));
  return words;
}

}  // namespace patchcord
