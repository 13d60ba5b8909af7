#include "patchcord/manifest/draft_text.h"

#include <algorithm>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/template/java_text.h"

namespace patchcord::draft {
namespace {

constexpr std::size_t max_name = 64;

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-';
}

}  // namespace

bool is_invisible(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c <= 0xA0) || (c >= 0x2028 && c <= 0x202E) || c == 0xFEFF ||
         (c >= 0xD800 && c <= 0xDFFF) || c == 0xFFFE || c == 0xFFFF;
}

std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char32_t c : simulator::to_code_points(text)) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += static_cast<char>(c);
    } else if (is_invisible(c)) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      simulator::append_utf8(c, out);
    }
  }
  return out + "\"";
}

std::string contract_name(std::string_view key, ContractSide side) {
  std::string name(key.substr(0, max_name));
  std::replace_if(
      name.begin(), name.end(), [](char c) { return !is_word(c); }, '_');
  // `${input.true}` is no reference, and `$null` is always unset.
  const bool is_word_of_velocity = name == "true" || name == "false" || name == "null";
  if (!check_contract_name(name, side) && !(side == ContractSide::input && is_word_of_velocity))
    return name;
  name = (side == ContractSide::input ? "input_" : "output_") + name;
  return name;
}

std::string key_text(const std::string& name) {
  const std::string word = lower_case(name);
  return word == "null" || word == "true" || word == "false" ? in_quotes(name) : name;
}

std::string unique(std::string name, std::set<std::string>& taken) {
  std::string candidate = name;
  for (int i = 2; !taken.insert(candidate).second; ++i)
    candidate = fmt::format("{}{}", name, i);
  return candidate;
}

std::string member_path(const std::string& path, std::string_view key) {
  std::string shown;
  for (const char32_t c : simulator::to_code_points(printable(key, 60)))
    simulator::append_utf8(is_invisible(c) ? U'?' : c, shown);
  if (shown.empty()) shown = "(empty name)";
  return path.empty() ? shown : path + "." + shown;
}

}  // namespace patchcord::draft
