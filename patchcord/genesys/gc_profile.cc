#include "patchcord/genesys/gc_profile.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include "patchcord/base/text.h"

namespace patchcord::genesys {
namespace {

std::string text_of(const toml::node& node) {
  if (const auto text = node.value_exact<std::string>()) return *text;
  if (const auto number = node.value_exact<std::int64_t>()) return std::to_string(*number);
  return {};
}

void take(GcProfile& profile, const std::string& key, const std::string& value) {
  if (value.empty()) return;
  if (key == "client_credentials") profile.client_id = value;
  if (key == "client_secret") profile.client_secret = Secret(value);
  if (key == "environment") profile.environment = value;
  if (key == "grant_type") profile.grant_type = value;
  if (key == "redirect_uri") profile.has_redirect = true;
  if (key == "proxy_host") profile.has_proxy = true;
  if (key == "gateway_host") profile.has_gateway = true;
}

GcProfiles profiles_in(const toml::table& file) {
  GcProfiles profiles;
  for (const auto& [name, node] : file) {
    const auto* const table = node.as_table();
    if (table == nullptr) continue;
    auto& profile = profiles[lower_case(name.str())];
    for (const auto& [key, value] : *table) {
      take(profile, lower_case(key.str()), text_of(value));
    }
  }
  return profiles;
}

}  // namespace

Result<GcProfiles> parse_gc_profiles(std::string_view text, const std::string& path) {
  try {
    return profiles_in(toml::parse(text, path));
  } catch (const toml::parse_error& problem) {
    // Its description may show what stands there, and that may be the secret.
    const auto place = problem.source().begin;
    return Error{.code = Code::invalid,
                 .what = "the file is not TOML as gc writes it",
                 .at = fmt::format("{}:{}:{}", path, place.line, place.column)};
  }
}

}  // namespace patchcord::genesys
