#include "patchcord/aws/credential_finder.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "patchcord/base/digest.h"
#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/http/date.h"
#include "patchcord/http/url.h"

namespace patchcord::aws {
namespace {

constexpr const char* ecs = "169.254.170.2";
constexpr int most_attempts = 10;
constexpr int longest_timeout = 60;  // seconds

Found nothing() {
  return std::optional<CredentialRecipe>();
}

Error wrong_variable(const std::string& name, std::string what, std::string hint = {}) {
  return Error{.code = Code::invalid, .what = std::move(what), .at = name, .hint = std::move(hint)};
}

bool is_local(const http::Url& url) {
  const auto hosts = metadata_hosts();
  return http::is_loopback(url) || std::find(hosts.begin(), hosts.end(), url.host) != hosts.end();
}

// Credentials come from there in clear text: only from an address that is this machine's.
Result<void> check_local(const std::string& text, const std::string& name) {
  auto url = http::parse_url(text);
  if (!url) return wrong_variable(name, url.error().what);
  if (url->scheme == "https" || is_local(*url)) return {};
  return wrong_variable(name,
                        fmt::format("credentials are not fetched from {} without encryption",
                                    printable(url->host, 100)),
                        fmt::format("Use https, this machine itself, or one of {}.",
                                    fmt::join(metadata_hosts(), ", ")));
}

// A setting with a variable and a key of the profile, and where it was found.
struct Configured {
  std::string text{};
  std::string at{};
};

Configured setting_of(const CredentialInputs& inputs,
                      const std::string& name,
                      const std::string& key) {
  auto text = variable(inputs.variables, name);
  if (!text.empty()) return {std::move(text), name};
  return {inputs.profile.get(key), inputs.profile.place(key)};
}

Result<int> number_in(const Configured& setting, int otherwise, int most) {
  if (setting.text.empty()) return otherwise;
  int number = 0;
  const auto* end = setting.text.data() + setting.text.size();
  const auto [stopped, failure] = std::from_chars(setting.text.data(), end, number);
  if (failure == std::errc() && stopped == end && number >= 1 && number <= most) return number;
  return wrong_variable(
      setting.at,
      fmt::format("\"{}\" is no number from 1 to {}", printable(setting.text, 60), most));
}

// The account and role of the portal, with the settings of the session that the profile names.
struct SsoSettings {
  std::string start_url{};
  std::string region{};
};

Result<SsoSettings> sso_settings(const CredentialInputs& inputs, const Profile& profile) {
  SsoSettings out{.start_url = profile.get("sso_start_url"), .region = profile.get("sso_region")};
  const auto name = profile.get("sso_session");
  if (name.empty()) return out;
  const auto& sessions = inputs.files.config.sso_sessions;
  const auto found = sessions.find(name);
  if (found == sessions.end()) {
    return wrong_profile(profile,
                         "sso_session",
                         fmt::format("{} names the sso-session {}, which does not exist",
                                     name_of(profile),
                                     printable(name, 100)));
  }
  for (const auto& [key, value] :
       {std::pair("sso_start_url", &out.start_url), std::pair("sso_region", &out.region)}) {
    const auto of_session = found->second.get(key);
    if (!value->empty() && !of_session.empty() && *value != of_session) {
      return wrong_profile(profile,
                           key,
                           fmt::format("{} says {} for {}, its sso-session {} says {}",
                                       name_of(profile),
                                       printable(*value, 200),
                                       key,
                                       printable(name, 100),
                                       printable(of_session, 200)));
    }
    if (value->empty()) *value = of_session;
  }
  return out;
}

}  // namespace

std::vector<std::string> metadata_hosts() {
  return {ecs, "169.254.170.23", "fd00:ec2::23", "169.254.169.254", "fd00:ec2::254"};
}

std::string name_of(const Profile& profile) {
  return "profile " + profile.name;
}

Error wrong_profile(const Profile& profile, const std::string& key, std::string what) {
  return Error{.code = Code::unauthenticated, .what = std::move(what), .at = profile.place(key)};
}

Found keys_in_environment(const CredentialInputs& inputs) {
  const auto& variables = inputs.variables;
  const auto id = variable(variables, "AWS_ACCESS_KEY_ID");
  const auto secret = variable(variables, "AWS_SECRET_ACCESS_KEY");
  if (id.empty()) return nothing();
  if (secret.empty()) {
    return Error{.code = Code::unauthenticated,
                 .what =
                     "AWS credentials in the environment are incomplete: the secret access key "
                     "is missing",
                 .at = "AWS_ACCESS_KEY_ID",
                 .hint = "Set AWS_SECRET_ACCESS_KEY too, or unset AWS_ACCESS_KEY_ID."};
  }
  const std::string expiration = "AWS_CREDENTIAL_EXPIRATION";
  const auto expires = variable(variables, expiration);
  AwsCredentials keys{.access_key_id = id,
                      .secret_access_key = Secret(secret),
                      .expires = http::parse_iso_date(expires),
                      .source = "environment"};
  if (!expires.empty() && !keys.expires) {
    return Error{.code = Code::unauthenticated,
                 .what = fmt::format("\"{}\" is no date", printable(expires, 60)),
                 .at = expiration,
                 .hint = "Write it as 2026-01-02T03:04:05Z, or unset it."};
  }
  auto token = variable(variables, "AWS_SECURITY_TOKEN");
  if (token.empty()) token = variable(variables, "AWS_SESSION_TOKEN");
  if (!token.empty()) keys.session_token = Secret(token);
  return std::optional(CredentialRecipe{
      .first = KeysRecipe{std::move(keys)}, .source = "environment", .at = "AWS_ACCESS_KEY_ID"});
}

Found container_recipe(const CredentialInputs& inputs) {
  const std::string relative = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
  const std::string full = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
  const auto path = variable(inputs.variables, relative);
  ContainerRecipe recipe{
      .url =
          path.empty() ? variable(inputs.variables, full) : fmt::format("http://{}{}", ecs, path),
      .token = Secret(variable(inputs.variables, "AWS_CONTAINER_AUTHORIZATION_TOKEN")),
      .token_file = variable(inputs.variables, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE")};
  if (recipe.url.empty()) return nothing();
  const auto& at = path.empty() ? full : relative;
  TRY(check_local(recipe.url, at));
  return std::optional(CredentialRecipe{
      .first = std::move(recipe), .source = "the container's credentials", .at = at});
}

Result<CredentialRecipe> metadata_recipe(const CredentialInputs& inputs) {
  const std::string disabled = "AWS_EC2_METADATA_DISABLED";
  if (lower_case(variable(inputs.variables, disabled)) == "true") {
    return Error{.code = Code::unauthenticated,
                 .what = fmt::format("there are no AWS credentials, neither in the environment nor "
                                     "in {}, and instance metadata is switched off",
                                     name_of(inputs.profile)),
                 .at = disabled,
                 .hint =
                     "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile that "
                     "has credentials (AWS_PROFILE)."};
  }
  const auto mode = setting_of(
      inputs, "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "ec2_metadata_service_endpoint_mode");
  const auto endpoint =
      setting_of(inputs, "AWS_EC2_METADATA_SERVICE_ENDPOINT", "ec2_metadata_service_endpoint");
  MetadataRecipe recipe{.url = endpoint.text};
  if (recipe.url.empty())
    recipe.url =
        lower_case(mode.text) == "ipv6" ? "http://[fd00:ec2::254]" : "http://169.254.169.254";
  TRY(check_local(recipe.url, endpoint.at));
  while (recipe.url.ends_with('/'))
    recipe.url.pop_back();
  TRY_ASSIGN(
      const int seconds,
      number_in(setting_of(inputs, "AWS_METADATA_SERVICE_TIMEOUT", "metadata_service_timeout"),
                1,
                longest_timeout));
  recipe.timeout = std::chrono::seconds(seconds);
  TRY_ASSIGN(
      recipe.attempts,
      number_in(
          setting_of(inputs, "AWS_METADATA_SERVICE_NUM_ATTEMPTS", "metadata_service_num_attempts"),
          1,
          most_attempts));
  return CredentialRecipe{.first = recipe,
                          .source = "instance metadata",
                          .at = endpoint.text.empty() ? "" : endpoint.at};
}

Found web_identity_recipe(const ProfileInputs& inputs) {
  const auto get = [&](const char* name, const char* key) {
    auto value = inputs.with_environment ? variable(inputs.inputs.variables, name) : std::string();
    return value.empty() ? inputs.profile.get(key) : value;
  };
  const auto file = get("AWS_WEB_IDENTITY_TOKEN_FILE", "web_identity_token_file");
  if (file.empty()) return nothing();
  const auto role = get("AWS_ROLE_ARN", "role_arn");
  const bool by_profile = !inputs.profile.get("web_identity_token_file").empty();
  const auto at = by_profile ? inputs.profile.place("web_identity_token_file")
                             : std::string("AWS_WEB_IDENTITY_TOKEN_FILE");
  if (role.empty()) {
    return Error{.code = Code::unauthenticated,
                 .what = "a web identity token is given, but no role to assume with it",
                 .at = at,
                 .hint = "Set AWS_ROLE_ARN, or role_arn in the profile."};
  }
  return std::optional(CredentialRecipe{
      .first = WebIdentityRecipe{.role_arn = role,
                                 .session_name = get("AWS_ROLE_SESSION_NAME", "role_session_name"),
                                 .token_file = file},
      .source = fmt::format("web identity for {}", role),
      .at = at});
}

Found sso_recipe(const ProfileInputs& inputs) {
  const auto& profile = inputs.profile;
  SsoRecipe recipe{.account = profile.get("sso_account_id"),
                   .role = profile.get("sso_role_name"),
                   .login = "aws sso login --profile " + profile.name};
  if (recipe.account.empty() && recipe.role.empty()) return nothing();
  TRY_ASSIGN(const auto settings, sso_settings(inputs.inputs, profile));
  std::vector<std::string> missing;
  for (const auto& [key, value] : {std::pair("sso_start_url", &settings.start_url),
                                   std::pair("sso_region", &settings.region),
                                   std::pair("sso_account_id", &std::as_const(recipe.account)),
                                   std::pair("sso_role_name", &std::as_const(recipe.role))}) {
    if (value->empty()) missing.emplace_back(key);
  }
  if (!missing.empty() || !is_region(settings.region)) {
    return wrong_profile(
        profile,
        missing.empty() ? "sso_region" : "sso_account_id",
        missing.empty() ? fmt::format("\"{}\" is no AWS region", printable(settings.region, 60))
                        : fmt::format("{} uses IAM Identity Center, but lacks {}",
                                      name_of(profile),
                                      fmt::join(missing, ", ")));
  }
  const auto session = profile.get("sso_session");
  recipe.token_file =
      expand_home(inputs.inputs.variables,
                  fmt::format("~/.aws/sso/cache/{}.json",
                              sha1_hex(session.empty() ? settings.start_url : session)));
  const EndpointSettings addresses{.variables = inputs.inputs.variables,
                                   .profile = inputs.inputs.profile};
  TRY_ASSIGN(const auto portal, endpoint_for(Service::sso, settings.region, addresses));
  recipe.portal = portal.url;
  if (!session.empty()) {
    TRY_ASSIGN(const auto oidc, endpoint_for(Service::sso_oidc, settings.region, addresses));
    recipe.oidc = oidc.url;
  }
  return std::optional(
      CredentialRecipe{.first = std::move(recipe),
                       .source = fmt::format("IAM Identity Center ({})", name_of(profile)),
                       .at = profile.place("sso_account_id")});
}

}  // namespace patchcord::aws
