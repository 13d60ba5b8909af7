#include "patchcord/cli/variables.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/base/try.h"

namespace patchcord::cli {
namespace {

constexpr std::pair<const char*, Milliseconds Waits::*> wait_variables[] = {
    {"PATCHCORD_WAIT_BACKOFF_MS", &Waits::backoff},
    {"PATCHCORD_WAIT_OPERATION_MS", &Waits::operation},
    {"PATCHCORD_WAIT_RETRY_AFTER_MS", &Waits::longest_retry_after},
    {"PATCHCORD_WAIT_REQUEST_MS", &Waits::request},
    {"PATCHCORD_WAIT_CREDENTIAL_PROCESS_MS", &Waits::credential_process},
    {"PATCHCORD_WAIT_LISTING_MS", &Waits::listing},
    {"PATCHCORD_WAIT_POLL_MS", &Waits::poll},
    {"PATCHCORD_WAIT_ACTIVE_MS", &Waits::active},
    {"PATCHCORD_WAIT_REMOVAL_MS", &Waits::removal},
    {"PATCHCORD_WAIT_IAM_POLL_MS", &Waits::iam_poll},
    {"PATCHCORD_WAIT_PROPAGATION_MS", &Waits::propagation},
};
constexpr long long a_day = 86'400'000;

bool is_name(std::string_view text) {
  const auto is_letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  return !text.empty() && is_letter(text.front()) &&
         std::all_of(text.begin(), text.end(), [&](char c) {
           return is_letter(c) || (c >= '0' && c <= '9');
         });
}

// The value as a shell would read it, as far as assignments go: no expansion of any kind.
Result<std::string> unquote(std::string_view text) {
  std::string value;
  char quote = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quote != 0 && c == quote) {
      quote = 0;
    } else if (quote == 0 && (c == '\'' || c == '"')) {
      quote = c;
    } else if (quote != '\'' && c == '\\' && i + 1 < text.size()) {
      value += text[++i];
    } else if (quote == 0 && c == '#' && i > 0 && (text[i - 1] == ' ' || text[i - 1] == '\t')) {
      return std::string(trim(value));
    } else {
      value += c;
    }
  }
  if (quote != 0) return Error{.code = Code::invalid, .what = "a quote is not closed"};
  return value;
}

}  // namespace

Result<Variables> parse_env_file(std::string_view text, const std::string& name) {
  Variables variables;
  int number = 0;
  for (const auto raw : split(text, '\n')) {
    ++number;
    auto line = trim(raw);
    if (line.empty() || line.front() == '#') continue;
    const auto wrong = [&](const std::string& reason) {
      return Error{.code = Code::invalid,
                   .what = reason,
                   .at = fmt::format("{}:{}", name, number),
                   .hint = "Write NAME=value, one a line."};
    };
    if (line.starts_with("export ")) line = trim(line.substr(7));
    const auto equals = line.find('=');
    if (equals == std::string_view::npos || !is_name(line.substr(0, equals)))
      return wrong("the line sets no variable");
    auto value = unquote(line.substr(equals + 1));
    if (!value) return wrong(value.error().what);
    variables[std::string(line.substr(0, equals))] = *std::move(value);
  }
  return variables;
}

std::string value_of(const Variables& variables, const std::string& name) {
  const auto found = variables.find(name);
  return found == variables.end() ? std::string() : found->second;
}

ReadWaits read_waits(const Variables& variables) {
  ReadWaits read;
  for (const auto& [name, member] : wait_variables) {
    const auto text = value_of(variables, name);
    if (text.empty()) continue;
    long long number = -1;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failure != std::errc() || end != text.data() + text.size() || number < 0 ||
        number > a_day) {
      read.problems.push_back(
          Error{.code = Code::invalid,
                .what = fmt::format("`{}` is not a number of milliseconds", printable(text, 80)),
                .at = name,
                .hint = "Give a whole number from 0 to 86400000."});
      continue;
    }
    read.waits.*member = Milliseconds(number);
  }
  return read;
}

}  // namespace patchcord::cli
