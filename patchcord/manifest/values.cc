#include "patchcord/manifest/values.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "patchcord/base/text.h"
#include "patchcord/manifest/names.h"

namespace patchcord {

Values::Values(const Manifest& manifest, const EnvironmentSection* environment, Problems& problems)
    : manifest_(manifest), environment_(environment), problems_(problems) {
  for (const auto& section : manifest_.environments) {
    for (const auto& value : section.values) {
      if (is_value_name(value.name.value)) continue;
      problems_.error(value.name.span,
                      fmt::format("`{}` cannot name a value", printable(value.name.value, 100)),
                      "Begin with a letter; then letters, digits, - and _.");
    }
  }
}

std::optional<std::string> Values::fill(const Text& text) {
  std::string out;
  bool complete = true;
  auto rest = std::string_view(text.value);
  while (!rest.empty()) {
    const auto open = rest.find('<');
    out += rest.substr(0, open);
    if (open == std::string_view::npos) break;
    rest.remove_prefix(open);
    const auto close = rest.find('>');
    const bool is_value =
        close != std::string_view::npos && is_value_name(rest.substr(1, close - 1));
    if (!is_value) {
      out += '<';
      rest.remove_prefix(1);
      continue;
    }
    const std::string name(rest.substr(1, close - 1));
    rest.remove_prefix(close + 1);
    used_.insert(name);
    if (const auto* value = find(name)) {
      out += *value;
      continue;
    }
    complete = false;
    report_unknown(name, text.span);
  }
  return complete ? std::optional(std::move(out)) : std::nullopt;
}

const std::string* Values::find(const std::string& name) const {
  if (environment_ == nullptr) return nullptr;
  const auto& values = environment_->values;
  const auto found = std::find_if(
      values.begin(), values.end(), [&](const auto& value) { return value.name.value == name; });
  return found == values.end() ? nullptr : &found->text.value;
}

void Values::report_unknown(const std::string& name, const Span& span) {
  if (!unknown_.insert(name).second) return;
  if (manifest_.environments.empty()) {
    return problems_.error(
        span,
        fmt::format("`<{}>` has no value: the manifest has no environments", name),
        fmt::format(
            "Add environments: {{ dev: {{ values: {{ {}: … }} }} }}, and choose with --env dev.",
            name));
  }
  if (environment_ == nullptr) {
    std::vector<std::string> choices;
    for (const auto& section : manifest_.environments)
      choices.push_back("--env " + printable(section.name.value, 60));
    return problems_.error(span,
                           fmt::format("`<{}>` has no value without an environment", name),
                           fmt::format("Choose one: {}.", fmt::join(choices, " or ")));
  }
  std::vector<std::string> known;
  for (const auto& value : environment_->values)
    known.push_back(value.name.value);
  problems_.error(span,
                  fmt::format("environment `{}` has no value for `<{}>`",
                              printable(environment_->name.value, 60),
                              name),
                  did_you_mean(name, known, fmt::format("Add `{}` to its `values`.", name)));
}

void Values::report_unused() {
  if (environment_ == nullptr || !unknown_.empty()) return;
  for (const auto& value : environment_->values) {
    if (used_.contains(value.name.value)) continue;
    problems_.warning(value.name.span,
                      fmt::format("the value `{}` is not used", printable(value.name.value, 100)),
                      fmt::format("Write <{}> where it belongs, or remove it. Values are put into "
                                  "name, role, function, genesys and aws, never into templates.",
                                  printable(value.name.value, 100)));
  }
}

}  // namespace patchcord
