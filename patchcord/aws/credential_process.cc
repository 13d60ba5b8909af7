#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "patchcord/aws/credential_providers.h"
#include "patchcord/base/text.h"
#include "patchcord/base/try.h"

namespace patchcord::aws {
namespace {

constexpr std::size_t longest_complaint = 300;  // bytes
constexpr std::size_t secret_length = 20;       // what is shorter is no key of AWS
constexpr std::string_view hidden = "REDACTED";

bool is_word_end(char c) {
  return std::isspace(static_cast<unsigned char>(c)) != 0 ||
         std::string_view("\"'`,;()<>{}[]").find(c) != std::string_view::npos;
}

// Keys, tokens, long hexadecimal numbers: letters and digits mixed, nothing that a person reads.
bool looks_secret(std::string_view word) {
  const auto has = [&](auto predicate) {
    return std::any_of(
        word.begin(), word.end(), [&](unsigned char c) { return predicate(c) != 0; });
  };
  return word.size() >= secret_length && has([](int c) { return std::isdigit(c); }) &&
         has([](int c) { return std::isalpha(c); });
}

// "password=x", "SecretAccessKey: x", "token x": the name and what separates it stay.
bool announces_secret(std::string_view word) {
  auto name = lower_case(word);
  while (!name.empty() && (name.back() == '=' || name.back() == ':'))
    name.pop_back();
  return name.ends_with("password") || name.ends_with("secret") || name.ends_with("token") ||
         name.ends_with("key");
}

std::string shown(std::string_view word, bool announced) {
  const auto separator = word.find_first_of("=:");
  if (separator != std::string_view::npos && announces_secret(word.substr(0, separator + 1)) &&
      separator + 1 < word.size()) {
    return std::string(word.substr(0, separator + 1)) + std::string(hidden);
  }
  const bool separates = word.find_first_not_of("=:") == std::string_view::npos;
  return std::string(!separates && (announced || looks_secret(word)) ? hidden : word);
}

}  // namespace

std::string without_secrets(std::string_view text) {
  std::string out;
  std::string word;
  bool announced = false;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && !is_word_end(text[i])) {
      word += text[i];
      continue;
    }
    if (!word.empty()) {
      out += shown(word, announced);
      // "SecretAccessKey" : "…": a separator by itself announces what the name did.
      if (word.find_first_not_of("=:") != std::string::npos) announced = announces_secret(word);
      word.clear();
    }
    if (i < text.size()) out += text[i] == '\n' || text[i] == '\r' ? ' ' : text[i];
  }
  return printable(trim(out), longest_complaint);
}

Result<AwsCredentials> fetch(const ProcessRecipe& recipe, const FetchParts& parts) {
  const auto program = printable(recipe.words.front(), 200);
  auto end = parts.programs.run(
      {.words = recipe.words, .time_limit = parts.retry.waits.credential_process});
  if (!end && end.error().code == Code::cancelled) return std::move(end).error();
  if (!end) {
    return Error{.code = Code::unauthenticated,
                 .what = "credential_process: " + end.error().what,
                 .hint =
                     "Run the command by hand. It is started without a shell: no variables, no "
                     "~, no pipes; and it cannot ask anything."};
  }
  if (end->status != 0) {
    const auto complaint = without_secrets(end->complaint);
    return Error{.code = Code::unauthenticated,
                 .what = fmt::format("credential_process: {} ended with {}{}{}",
                                     program,
                                     end->status,
                                     complaint.empty() ? "" : ": ",
                                     complaint),
                 .hint = "Run the command by hand to see all that it says."};
  }
  const auto subject = fmt::format("the output of {}", program);
  auto parsed = parse_json(end->output.expose(), subject);
  if (!parsed) return Error{.code = Code::unauthenticated, .what = parsed.error().what};
  const auto& version = member_at(*parsed, "Version");
  if (!version.is_number_integer() || version != 1) {
    return Error{.code = Code::unauthenticated,
                 .what = fmt::format("{} does not have \"Version\": 1", subject)};
  }
  return credentials_in(*parsed, {}, subject);
}

}  // namespace patchcord::aws
