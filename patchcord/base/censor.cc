#include "patchcord/base/censor.h"

#include <algorithm>
#include <cctype>

#include "patchcord/base/text.h"

namespace patchcord {
namespace {

constexpr std::size_t longest_complaint = 300;  // bytes
constexpr std::size_t secret_length = 20;       // what is shorter is no key of AWS
constexpr std::string_view hidden = "REDACTED";

bool is_word_end(char c) {
  return std::isspace(static_cast<unsigned char>(c)) != 0 ||
         std::string_view("\"'`,;()<>{}[]").find(c) != std::string_view::npos;
}

// Keys, tokens, long hexadecimal numbers: long, and not just small letters as words and most paths.
bool looks_secret(std::string_view word) {
  const auto has = [&](auto predicate) {
    return std::any_of(word.begin(), word.end(), [&](unsigned char c) { return predicate(c); });
  };
  return word.size() >= secret_length &&
         has([](int c) { return std::isdigit(c) != 0 || std::isupper(c) != 0; }) &&
         has([](int c) { return std::isalpha(c) != 0; });
}

bool is_separator(std::string_view word) {
  return word.find_first_not_of("=:") == std::string_view::npos;
}

// "password", "SecretAccessKey:", "--token"
bool names_secret(std::string_view word) {
  auto name = lower_case(word);
  while (!name.empty() && is_separator(name.substr(name.size() - 1)))
    name.pop_back();
  return name.ends_with("password") || name.ends_with("secret") || name.ends_with("token") ||
         name.ends_with("key");
}

// Takes the words of a text one after the other.
class Censor {
 public:
  std::string shown(std::string_view word) {
    const bool announced = announced_;
    if (is_separator(word)) {
      // "SecretAccessKey" : "…"
      announced_ = announced_ || named_;
      return std::string(word);
    }
    named_ = names_secret(word);
    announced_ = named_ && (word.starts_with('-') || is_separator(word.substr(word.size() - 1)));
    const auto value = word.find_first_of("=:") + 1;
    if (value > 0 && value < word.size() && names_secret(word.substr(0, value)))
      return std::string(word.substr(0, value)) + std::string(hidden);
    return std::string(announced || looks_secret(word) ? hidden : word);
  }

 private:
  bool named_{false};      // the last word named a secret…
  bool announced_{false};  // …and the next one will be it
};

}  // namespace

std::string without_secrets(std::string_view text) {
  std::string out;
  std::string word;
  Censor censor;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && !is_word_end(text[i])) {
      word += text[i];
      continue;
    }
    if (!word.empty()) out += censor.shown(word);
    word.clear();
    if (i < text.size()) out += text[i] == '\n' || text[i] == '\r' ? ' ' : text[i];
  }
  return printable(trim(out), longest_complaint);
}

}  // namespace patchcord
