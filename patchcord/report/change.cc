#include "patchcord/report/change.h"

#include <algorithm>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/policy/document.h"

namespace patchcord {
namespace {

constexpr std::size_t max_value = 300;   // bytes of a value that stands in one line
constexpr std::size_t max_line = 2000;   // bytes of one line of a text or document
constexpr std::size_t max_lines = 2000;  // of one side; a role may invoke a thousand functions

// One thing that a document says: {"resource", "arn:…"}.
struct Said {
  std::string kind{};
  std::string value{};

  friend bool operator==(const Said&, const Said&) = default;
};

using AllSaid = std::vector<Said>;

void say(AllSaid& all, std::string kind, const std::string& value) {
  Said said{.kind = std::move(kind), .value = value};
  if (std::find(all.begin(), all.end(), said) == all.end()) all.push_back(std::move(said));
}

void say_each(AllSaid& all, const std::string& kind, const std::optional<policy::Strings>& values) {
  if (!values) return;
  for (const auto& value : *values)
    say(all, kind, value);
}

void say_principals(AllSaid& all,
                    const std::string& kind,
                    const std::optional<policy::Principals>& principals) {
  if (!principals) return;
  say_each(all, kind + " AWS", principals->aws);
  say_each(all, kind + " Service", principals->service);
  say_each(all, kind + " Federated", principals->federated);
  say_each(all, kind + " CanonicalUser", principals->canonical_user);
}

const char* prefix_of(policy::StatementEffect effect) {
  switch (effect) {
    case policy::StatementEffect::allow:
      return "";
    case policy::StatementEffect::deny:
      return "deny ";
    case policy::StatementEffect::unknown:
      return "(no known effect) ";
  }
  return "";
}

AllSaid said_by(const policy::Document& document) {
  AllSaid all;
  for (const auto& statement : document.statements) {
    const std::string effect = prefix_of(statement.effect);
    say_principals(all, effect + "principal", statement.principal);
    say_principals(all, effect + "not principal", statement.not_principal);
    say_each(all, effect + "action", statement.actions);
    say_each(all, effect + "not action", statement.not_actions);
    say_each(all, effect + "resource", statement.resources);
    say_each(all, effect + "not resource", statement.not_resources);
    for (const auto& condition : statement.conditions) {
      for (const auto& value : condition.values)
        say(all, fmt::format("{}{} {}", effect, condition.operation, condition.key), value);
    }
    if (!statement.not_understood.empty())
      say(all, effect + "not understood", to_text(statement.not_understood));
  }
  return all;
}

// Of those of the same kind the one that a pattern covers, besides itself.
std::string covered_by(const Said& pattern, const AllSaid& others) {
  if (pattern.value.find_first_of("*?") == std::string::npos) return {};
  const auto covered = std::find_if(others.begin(), others.end(), [&](const auto& other) {
    return other.kind == pattern.kind && other.value != pattern.value &&
           matches_wildcard(pattern.value, other.value);
  });
  return covered == others.end() ? std::string() : covered->value;
}

AllSaid without(const AllSaid& all, const AllSaid& others) {
  AllSaid rest;
  std::copy_if(all.begin(), all.end(), std::back_inserter(rest), [&](const auto& said) {
    return std::find(others.begin(), others.end(), said) == others.end();
  });
  return rest;
}

std::vector<std::string> lines_of(const AllSaid& all, const AllSaid& others) {
  std::vector<std::string> lines;
  for (const auto& said : without(all, others)) {
    const auto covered = covered_by(said, others);
    lines.push_back(
        fmt::format("{} {}{}",
                    said.kind,
                    said.value,
                    covered.empty() ? "" : fmt::format(" (covers more than {})", covered)));
  }
  return lines;
}

struct Sides {
  std::vector<std::string> before{};
  std::vector<std::string> after{};
};

bool is_document(const Json& value) {
  return value.is_object() && value.contains("Statement");
}

std::vector<std::string> lines_of(const Json& value) {
  std::vector<std::string> lines;
  if (value.is_null()) return lines;
  const auto text = value.is_string() ? value.get<std::string>() : value.dump(2);
  for (const auto line : split(text, '\n'))
    lines.emplace_back(line);
  return lines;
}

// Without the lines that both have at their beginnings and ends.
Sides text_sides(std::vector<std::string> before, std::vector<std::string> after) {
  const auto [first, other_first] =
      std::mismatch(before.begin(), before.end(), after.begin(), after.end());
  after.erase(after.begin(), other_first);
  before.erase(before.begin(), first);
  const auto [last, other_last] =
      std::mismatch(before.rbegin(), before.rend(), after.rbegin(), after.rend());
  after.erase(other_last.base(), after.end());
  before.erase(last.base(), before.end());
  return {.before = std::move(before), .after = std::move(after)};
}

Sides document_sides(const Json& before, const Json& after) {
  const auto read = [](const Json& json) {
    return json.is_null() ? Result<policy::Document>(policy::Document{})
                          : policy::read_document(json);
  };
  const auto old_document = read(before);
  const auto new_document = read(after);
  if (old_document && new_document) {
    const auto was = said_by(*old_document);
    const auto will_be = said_by(*new_document);
    Sides sides{.before = lines_of(was, will_be), .after = lines_of(will_be, was)};
    if (!sides.before.empty() || !sides.after.empty()) return sides;
  }
  // The same words in other statements mean something else: only the whole documents tell.
  return text_sides(lines_of(before), lines_of(after));
}

std::string block_text(const std::string& field, const Sides& sides, const Style& style) {
  auto out = fmt::format("    {}:\n", printable(field, 200));
  const auto append = [&](char mark, const std::vector<std::string>& lines) {
    for (std::size_t i = 0; i < lines.size() && i < max_lines; ++i) {
      const auto line = fmt::format("{} {}", mark, printable(lines[i], max_line, true));
      out += fmt::format("      {}\n", mark == '-' ? style.red(line) : style.green(line));
    }
    if (lines.size() > max_lines)
      out += fmt::format("      {} and {} more lines\n", mark, lines.size() - max_lines);
  };
  append('-', sides.before);
  append('+', sides.after);
  return out;
}

// In one line, with what would break it visible.
std::string visible(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else if (c == '\t') {
      out += "\\t";
    } else {
      out += c;
    }
  }
  return out;
}

std::string text_of(const Json& value) {
  if (value.is_null()) return "(nothing)";
  if (is_reference(value)) return reference_text(value);
  return visible(value.is_string() ? value.get<std::string>() : to_text(value));
}

// Long texts from a little before their first difference.
std::string inline_text(const Change& change, const Style& style) {
  constexpr std::size_t context = 40;
  const auto before = text_of(change.before);
  const auto after = text_of(change.after);
  const auto same = static_cast<std::size_t>(
      std::mismatch(before.begin(), before.end(), after.begin(), after.end()).first -
      before.begin());
  const bool skips = same > max_value / 2 && std::max(before.size(), after.size()) > max_value;
  const auto shown = [&](const std::string& text) {
    if (!skips) return printable(text, max_value);
    auto from = same - context;
    while (from < text.size() && (static_cast<unsigned char>(text[from]) & 0xC0U) == 0x80U)
      ++from;
    return "…" + printable(std::string_view(text).substr(from), max_value);
  };
  return fmt::format("    {}: {} {} {}\n",
                     printable(change.field, 200),
                     shown(before),
                     style.arrow(),
                     shown(after));
}

bool has_lines(const Json& value) {
  if (!value.is_string()) return false;
  const auto& text = value.get_ref<const std::string&>();
  const auto end = text.find('\n');
  return end != std::string::npos && end + 1 < text.size();
}

}  // namespace

std::string change_text(const Change& change, const Style& style) {
  if (is_document(change.before) || is_document(change.after))
    return block_text(change.field, document_sides(change.before, change.after), style);
  const bool texts = (change.before.is_string() || change.before.is_null()) &&
                     (change.after.is_string() || change.after.is_null());
  if (texts && (has_lines(change.before) || has_lines(change.after)))
    return block_text(
        change.field, text_sides(lines_of(change.before), lines_of(change.after)), style);
  return inline_text(change, style);
}

}  // namespace patchcord
