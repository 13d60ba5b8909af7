#include "patchcord/lint/rule.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "patchcord/base/text.h"

namespace patchcord::lint {
namespace {

bool has_line(std::string_view text, std::string_view beginning) {
  const auto lines = split(text, '\n');
  return std::any_of(
      lines.begin(), lines.end(), [&](auto line) { return line.starts_with(beginning); });
}

std::vector<Rule> all_rules() {
  std::vector<Rule> out;
  for (auto part : {request_rules(),
                    template_rules(),
                    response_rules(),
                    result_rules(),
                    contract_rules(),
                    deployment_rules()})
    std::move(part.begin(), part.end(), std::back_inserter(out));
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.code < b.code; });
  return out;
}

}  // namespace

const std::vector<Rule>& rules() {
  static const auto table = all_rules();
  return table;
}

const Rule* find_rule(std::string_view code) {
  const auto& all = rules();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const auto& rule) { return rule.code == code; });
  return found == all.end() ? nullptr : &*found;
}

std::string whole_example(std::string_view example) {
  if (example.starts_with("deployment:") || example.starts_with('{')) return std::string(example);
  std::string out =
      "deployment: example\n"
      "genesys: { region: us-east-1 }\n"
      "integrations:\n"
      "  - name: Examples\n"
      "    actions:\n"
      "      - name: Example\n";
  constexpr std::string_view indent = "        ";
  if (!has_line(example, "function:"))
    out += fmt::format("{}function: arn:aws:lambda:us-east-1:123456789012:function:example:live\n",
                       indent);
  if (!has_line(example, "input:")) out += fmt::format("{}input: {{}}\n", indent);
  if (!has_line(example, "output:")) out += fmt::format("{}output: {{}}\n", indent);
  for (const auto line : split(trim(example), '\n'))
    out += fmt::format("{}{}\n", line.empty() ? "" : indent, line);
  return out;
}

}  // namespace patchcord::lint
