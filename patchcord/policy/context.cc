#include "patchcord/policy/context.h"

#include <algorithm>

namespace patchcord::policy {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

bool KeyLess::operator()(std::string_view a, std::string_view b) const {
  return std::lexicographical_compare(
      a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) < lower(y); });
}

Known Context::look_up(std::string_view key) const {
  if (unknown.find(key) != unknown.end()) return {.state = Known::State::unknown};
  const auto found = values.find(key);
  if (found == values.end()) {
    return {.state = others_unknown ? Known::State::unknown : Known::State::absent};
  }
  if (found->second.empty()) return {.state = Known::State::absent};
  return {.state = Known::State::present, .values = found->second};
}

}  // namespace patchcord::policy
