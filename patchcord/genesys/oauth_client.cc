#include "patchcord/genesys/oauth_client.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "patchcord/base/command_line.h"
#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/genesys/gc_profile.h"

namespace patchcord::genesys {
namespace {

constexpr std::size_t largest_secret = 4096;  // bytes; a secret of Genesys Cloud has 43
constexpr std::size_t most_names = 20;        // in one hint
constexpr const char* client_id = "GENESYS_CLIENT_ID";
constexpr const char* client_secret = "GENESYS_CLIENT_SECRET";
constexpr const char* secret_file = "GENESYS_CLIENT_SECRET_FILE";
constexpr const char* secret_command = "GENESYS_CLIENT_SECRET_COMMAND";
constexpr std::array secrets = {client_secret, secret_file, secret_command};
constexpr const char* others_id = "GENESYSCLOUD_OAUTHCLIENT_ID";
constexpr const char* others_secret = "GENESYSCLOUD_OAUTHCLIENT_SECRET";
constexpr const char* others_region = "GENESYSCLOUD_REGION";

// Whatever is no log-in by browser is Client Credentials for gc, too.
bool needs_browser(const GcProfile& profile) {
  return profile.grant_type == "2" || profile.grant_type == "3" || profile.has_redirect;
}

bool can_log_in(const GcProfile& profile) {
  return !needs_browser(profile) && !profile.client_id.empty() && !profile.client_secret.empty();
}

// `subject` begins the error: "GENESYS_CLIENT_SECRET_FILE: /run/secret".
Result<Secret> secret_in(std::string_view text, const std::string& subject, Code code) {
  const auto secret = trim(text);
  const auto is_control = [](unsigned char c) { return c < 0x20 || c == 0x7f; };
  if (secret.empty()) return Error{.code = code, .what = subject + " holds nothing"};
  if (std::any_of(secret.begin(), secret.end(), is_control)) {
    return Error{.code = code,
                 .what = subject + " holds more than one line",
                 .hint = "It has to be the OAuth client's secret and nothing else."};
  }
  return Secret(std::string(secret));
}

class Finder {
 public:
  explicit Finder(const ClientInputs& inputs) : inputs_(inputs) {}

  Result<ClientRecipe> find() {
    if (!inputs_.profile.empty()) return named_profile(inputs_.profile, "--genesys-profile");
    if (is_set(client_id) || std::any_of(secrets.begin(), secrets.end(), [this](const char* name) {
          return is_set(name);
        }))
      return our_variables();
    if (is_set("GENESYS_PROFILE"))
      return named_profile(value("GENESYS_PROFILE"), "GENESYS_PROFILE");
    if (is_set(others_id) || is_set(others_secret)) return others_variables();
    return default_profile();
  }

 private:
  [[nodiscard]] std::string value(const std::string& name) const {
    const auto found = inputs_.variables.find(name);
    return found == inputs_.variables.end() ? std::string() : found->second;
  }
  [[nodiscard]] bool is_set(const std::string& name) const { return !value(name).empty(); }

  Result<ClientRecipe> our_variables() {
    ClientRecipe recipe{.id = value(client_id)};
    if (recipe.id.empty()) recipe.missing.emplace_back(client_id);
    std::vector<std::string> given;
    std::copy_if(
        secrets.begin(), secrets.end(), std::back_inserter(given), [this](const char* name) {
          return is_set(name);
        });
    if (given.empty()) {
      recipe.missing.emplace_back(client_secret);
      return recipe;
    }
    if (given.size() > 1) {
      return Error{.code = Code::invalid,
                   .what = "the secret of the OAuth client is set more than once",
                   .at = fmt::format("{}", fmt::join(given, ", ")),
                   .hint = "Keep one of them; an empty variable counts as not set."};
    }
    recipe.place = fmt::format("{}, {}", client_id, given[0]);
    if (given[0] == secret_file) {
      TRY_ASSIGN(recipe.secret, secret_from_file());
    }
    if (given[0] == secret_command) {
      TRY_ASSIGN(recipe.command, words_of_command());
    }
    if (given[0] == client_secret) recipe.secret = Secret(value(client_secret));
    return recipe;
  }

  Result<Secret> secret_from_file() {
    const auto path = home_path(value(secret_file));
    auto text = inputs_.read_secret(path, largest_secret);
    if (text) {
      auto secret = secret_in(*text, printable(path, 300), Code::invalid);
      if (secret) return secret;
      text = std::move(secret).error();
    }
    Error error = std::move(text).error();
    error.code = Code::invalid;
    error.at = secret_file;
    return error;
  }

  Result<std::vector<std::string>> words_of_command() {
    auto words = split_words(value(secret_command));
    if (words && !words->empty()) return words;
    return Error{
        .code = Code::invalid,
        .what = fmt::format("it is no command: {}", words ? "it is empty" : words.error().what),
        .at = secret_command};
  }

  Result<ClientRecipe> others_variables() {
    ClientRecipe recipe{
        .id = value(others_id),
        .secret = Secret(value(others_secret)),
        .region = value(others_region),
        .place = fmt::format("{}, {}, {}", others_id, others_secret, others_region)};
    for (const auto* name : {others_id, others_secret}) {
      if (!is_set(name)) recipe.missing.emplace_back(name);
    }
    recipe.notes.push_back(fmt::format("the OAuth client is the one of {}", others_id));
    return recipe;
  }

  Result<GcProfiles> read_profiles() {
    file_ = home_path("~/.gc/config.toml");
    auto text = inputs_.read(file_, largest_gc_file);
    if (text) return parse_gc_profiles(*text, file_);
    if (text.error().code == Code::not_found) return GcProfiles();
    Error error = std::move(text).error();
    error.code = Code::invalid;
    return error;
  }

  Result<ClientRecipe> named_profile(const std::string& name, const char* at) {
    TRY_ASSIGN(const auto profiles, read_profiles());
    const auto found = profiles.find(lower_case(name));
    if (found == profiles.end()) return unknown(name, profiles, at);
    if (can_log_in(found->second)) return recipe_of(found->second, name);
    return Error{
        .code = Code::invalid,
        .what = fmt::format("{} {}",
                            place_of(name),
                            needs_browser(found->second) ? "logs in by a browser"
                                                         : "has no client id or no secret"),
        .at = at,
        .hint =
            "Choose a profile with the grant Client Credentials; `gc profiles new` "
            "makes one."};
  }

  // Nobody named it: one that is of no use is as good as none.
  Result<ClientRecipe> default_profile() {
    const ClientRecipe none{.missing = {client_id, client_secret}};
    if (!is_set("HOME")) return none;
    TRY_ASSIGN(const auto profiles, read_profiles());
    const auto found = profiles.find("default");
    if (found == profiles.end() || !can_log_in(found->second)) return none;
    auto recipe = recipe_of(found->second, "DEFAULT");
    recipe.notes.push_back("the OAuth client is the one of " + recipe.place);
    return recipe;
  }

  ClientRecipe recipe_of(const GcProfile& profile, const std::string& name) {
    ClientRecipe recipe{.id = profile.client_id,
                        .secret = profile.client_secret,
                        .region = profile.environment,
                        .place = place_of(name),
                        .file = file_};
    if (profile.has_proxy) {
      recipe.warnings.push_back(recipe.place +
                                " names a proxy, which does not count here: set https_proxy");
    }
    if (profile.has_gateway) {
      recipe.warnings.push_back(recipe.place +
                                " names a gateway, which does not count here: give "
                                "--genesys-api-url and --genesys-login-url");
    }
    return recipe;
  }

  Error unknown(const std::string& name, const GcProfiles& profiles, const char* at) {
    std::vector<std::string> known;
    for (const auto& [each, profile] : profiles)
      known.push_back(printable(each, 60));
    const auto meant = nearest(lower_case(name), known);
    std::string hint = meant ? fmt::format("Did you mean {}? ", *meant) : "";
    if (known.empty()) {
      hint = "`gc profiles new` makes one.";
    } else if (known.size() <= most_names) {
      hint += fmt::format("Profiles: {}.", fmt::join(known, ", "));
    } else {
      hint += "`gc profiles list` shows all.";
    }
    return Error{
        .code = Code::invalid, .what = place_of(name) + " does not exist", .at = at, .hint = hint};
  }

  [[nodiscard]] std::string place_of(const std::string& name) const {
    return fmt::format("the profile {} of {}", printable(name, 100), printable(file_, 300));
  }

  [[nodiscard]] std::string home_path(const std::string& path) const {
    return path.starts_with("~/") && is_set("HOME") ? value("HOME") + path.substr(1) : path;
  }

  const ClientInputs& inputs_;
  std::string file_{};
};

}  // namespace

Result<ClientRecipe> find_client(const ClientInputs& inputs) {
  return Finder(inputs).find();
}

OAuthClient client_of(const ClientRecipe& recipe, ProgramRunner& programs, Milliseconds limit) {
  OAuthClient client{.id = recipe.id, .place = recipe.place};
  if (recipe.command.empty()) {
    client.secret = [secret = recipe.secret] { return secret; };
    return client;
  }
  client.secret = [words = recipe.command, limit, &programs]() -> Result<Secret> {
    TRY_ASSIGN(const Secret output,
               output_of({.words = words, .time_limit = limit}, secret_command, programs));
    return secret_in(
        output.expose(),
        fmt::format("{}: the output of {}", secret_command, printable(words.front(), 200)),
        Code::unauthenticated);
  };
  return client;
}

Result<void> check_region(const ClientRecipe& recipe, const Region& wanted) {
  if (recipe.region.empty()) return {};
  auto own = find_region(recipe.region);
  if (!own) {
    Error error = std::move(own).error();
    error.at = recipe.place;
    return error;
  }
  if (own->domain == wanted.domain) return {};
  return Error{
      .code = Code::invalid,
      .what = fmt::format(
          "the OAuth client belongs to {}, but this is for {}", own->domain, wanted.domain),
      .at = recipe.place,
      .hint = "Choose another OAuth client, or correct the region."};
}

}  // namespace patchcord::genesys
