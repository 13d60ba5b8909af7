#include "patchcord/policy/arn.h"

#include <algorithm>

#include <fmt/format.h>

#include "patchcord/base/text.h"

namespace patchcord::policy {
namespace {

constexpr char literal_star = '\xFE';
constexpr char literal_question_mark = '\xFF';

char literal_char(char c) {
  if (c == '*') return literal_star;
  return c == '?' ? literal_question_mark : c;
}

// The inside of `${…}`: a key, or a key and a default in single quotes.
struct Variable {
  std::string_view key{};
  std::optional<std::string_view> otherwise{};
};

Variable variable_of(std::string_view inside) {
  const auto comma = inside.find(',');
  if (comma == std::string_view::npos) return {.key = trim(inside)};
  const auto quoted = trim(inside.substr(comma + 1));
  if (quoted.size() < 2 || quoted.front() != '\'' || quoted.back() != '\'')
    return {.key = trim(inside)};
  return {.key = trim(inside.substr(0, comma)), .otherwise = quoted.substr(1, quoted.size() - 2)};
}

Resolved resolve_variable(std::string_view inside, const Context& context) {
  if (inside == "*" || inside == "?" || inside == "$") return {.pattern = literal(inside)};
  const auto variable = variable_of(inside);
  const auto known = context.look_up(variable.key);
  if (known.state == Known::State::unknown) {
    return {.truth = Truth::unknown,
            .why = fmt::format("the value of {} is not known", variable.key)};
  }
  if (known.state == Known::State::absent) {
    if (!variable.otherwise) {
      return {.truth = Truth::no, .why = fmt::format("the request has no {}", variable.key)};
    }
    return {.pattern = literal(*variable.otherwise)};
  }
  if (known.values.size() > 1) {
    return {.truth = Truth::unknown,
            .why = fmt::format("{} has several values and is used as a variable", variable.key)};
  }
  return {.pattern = literal(known.values.front())};
}

using Fields = std::array<std::string_view, 6>;

// At the first five colons.
std::optional<Fields> fields_of(std::string_view text) {
  Fields fields{};
  for (std::size_t i = 0; i < 5; ++i) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    fields[i] = text.substr(0, colon);
    text.remove_prefix(colon + 1);
  }
  fields[5] = text;
  return fields;
}

}  // namespace

std::optional<Arn> split_arn(std::string_view text) {
  const auto fields = fields_of(text);
  if (!fields || fields->front() != "arn") return std::nullopt;
  return Arn{.partition = (*fields)[1],
             .service = (*fields)[2],
             .region = (*fields)[3],
             .account = (*fields)[4],
             .resource = (*fields)[5]};
}

bool is_account_id(std::string_view text) {
  return text.size() == 12 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string literal(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) { return literal_char(c); });
  return out;
}

Resolved resolve(std::string_view value, const Context& context, bool variables) {
  Resolved out;
  while (!value.empty()) {
    const auto start = variables ? value.find("${") : std::string_view::npos;
    const auto end = start == std::string_view::npos ? start : value.find('}', start);
    if (end == std::string_view::npos) break;
    auto replaced = resolve_variable(value.substr(start + 2, end - start - 2), context);
    if (replaced.truth != Truth::yes) return replaced;
    out.pattern += value.substr(0, start);
    out.pattern += replaced.pattern;
    value.remove_prefix(end + 1);
  }
  out.pattern += value;
  return out;
}

bool is_like(std::string_view pattern, std::string_view text) {
  return matches_wildcard(pattern, literal(text));
}

Truth arn_is_like(std::string_view pattern, std::string_view text) {
  if (pattern == "*") return Truth::yes;
  const auto wanted = fields_of(pattern);
  if (!wanted) return Truth::unknown;
  const auto found = fields_of(text);
  return truth_of(found && std::equal(wanted->begin(), wanted->end(), found->begin(), is_like));
}

Truth resource_is_like(std::string_view pattern, std::string_view text) {
  if (pattern == "*") return Truth::yes;
  const auto wanted = split_arn(pattern);
  if (!wanted) return Truth::unknown;
  if (arn_is_like(pattern, text) == Truth::yes) {
    const bool one_service = wanted->service.find_first_of("*?") == std::string_view::npos;
    return one_service ? Truth::yes : Truth::unknown;
  }
  const std::array before{wanted->partition, wanted->service, wanted->region, wanted->account};
  const bool expands = std::any_of(
      before.begin(), before.end(), [](std::string_view field) { return field.ends_with('*'); });
  return expands && is_like(pattern, text) ? Truth::unknown : Truth::no;
}

}  // namespace patchcord::policy
