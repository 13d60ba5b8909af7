#include "patchcord/aws/credential_recipe.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "patchcord/aws/credential_finder.h"
#include "patchcord/base/command_line.h"
#include "patchcord/base/text.h"
#include "patchcord/base/try.h"

namespace patchcord::aws {
namespace {

Found nothing() {
  return std::optional<CredentialRecipe>();
}

std::string process_hint(const Profile& profile) {
  return fmt::format(
      "Let the AWS CLI fetch them: credential_process = aws configure export-credentials "
      "--profile {} --format process",
      profile.name);
}

Found static_keys(const Profile& profile, const Section& section, const std::string& path) {
  const auto id = section.get("aws_access_key_id");
  const auto secret = section.get("aws_secret_access_key");
  // A secret alone counts for nothing, as with the AWS CLI.
  if (id.empty()) return nothing();
  const auto source = fmt::format("{} in {}", name_of(profile), path);
  if (secret.empty()) {
    return wrong_profile(
        profile,
        "aws_access_key_id",
        fmt::format("AWS credentials of {} are incomplete: the secret access key is missing",
                    source));
  }
  AwsCredentials keys{.access_key_id = id, .secret_access_key = Secret(secret), .source = source};
  // The old name first, as the AWS CLI does.
  auto token = section.get("aws_security_token");
  if (token.empty()) token = section.get("aws_session_token");
  if (!token.empty()) keys.session_token = Secret(token);
  return std::optional(CredentialRecipe{.first = KeysRecipe{std::move(keys)},
                                        .source = source,
                                        .at = profile.place("aws_access_key_id")});
}

Found keys_in_credentials_file(const ProfileInputs& inputs) {
  return static_keys(inputs.profile, inputs.profile.credentials, inputs.profile.credentials_path);
}

Found keys_in_config_file(const ProfileInputs& inputs) {
  return static_keys(inputs.profile, inputs.profile.config, inputs.profile.config_path);
}

Found login_session(const ProfileInputs& inputs) {
  if (inputs.profile.get("login_session").empty()) return nothing();
  auto error = wrong_profile(inputs.profile,
                             "login_session",
                             fmt::format("AWS credentials by \"aws login\" ({}) are not supported",
                                         name_of(inputs.profile)));
  error.hint = process_hint(inputs.profile);
  return error;
}

Found process_recipe(const ProfileInputs& inputs) {
  const auto command = inputs.profile.get("credential_process");
  if (command.empty()) return nothing();
  auto words = split_words(command);
  if (!words || words->empty()) {
    auto error =
        wrong_profile(inputs.profile,
                      "credential_process",
                      fmt::format("credential_process of {} is no command: {}",
                                  name_of(inputs.profile),
                                  words ? std::string("it is empty") : words.error().what));
    error.code = Code::invalid;
    return error;
  }
  return std::optional(
      CredentialRecipe{.first = ProcessRecipe{*std::move(words)},
                       .source = fmt::format("credential_process of {}", name_of(inputs.profile)),
                       .at = inputs.profile.place("credential_process")});
}

// What a profile gives by itself, without assuming a role.
Found profile_recipe(const ProfileInputs& inputs) {
  constexpr Found (*providers[])(const ProfileInputs&) = {web_identity_recipe,
                                                          sso_recipe,
                                                          keys_in_credentials_file,
                                                          login_session,
                                                          process_recipe,
                                                          keys_in_config_file};
  for (const auto provider : providers) {
    TRY_ASSIGN(auto found, provider(inputs));
    if (found) return found;
  }
  return nothing();
}

bool has_keys(const Profile& profile) {
  return !profile.get("aws_access_key_id").empty() || !profile.get("aws_secret_access_key").empty();
}

// A profile that has web_identity_token_file is no assume-role profile, although it has role_arn.
bool assumes_role(const Profile& profile) {
  return !profile.get("role_arn").empty() && profile.get("web_identity_token_file").empty();
}

// The chain of source_profile, from the profile of this run down to the one with credentials.
class RoleChain {
 public:
  explicit RoleChain(const CredentialInputs& inputs) : inputs_(inputs) {}

  Result<CredentialRecipe> follow() {
    auto profile = inputs_.profile;
    for (;;) {
      visited_.push_back(profile.name);
      add_role(profile);
      if (!profile.get("credential_source").empty() && !profile.get("source_profile").empty()) {
        return wrong_profile(
            profile,
            "credential_source",
            fmt::format("{} has both source_profile and credential_source", name_of(profile)));
      }
      if (!profile.get("credential_source").empty()) return ended(from_source(profile));
      TRY_ASSIGN(auto source, source_of(profile));
      if (has_keys(source) || !assumes_role(source)) return ended(from_profile(profile, source));
      profile = std::move(source);
    }
  }

 private:
  void add_role(const Profile& profile) {
    AssumeRoleRecipe role{.role_arn = profile.get("role_arn"),
                          .session_name = profile.get("role_session_name"),
                          .external_id = profile.get("external_id"),
                          .mfa_serial = profile.get("mfa_serial"),
                          .profile = profile.name,
                          .at = profile.place("role_arn")};
    const auto text = profile.get("duration_seconds");
    int seconds = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (failure == std::errc() && end == text.data() + text.size() && !text.empty()) {
      role.duration = seconds;
    } else if (!text.empty()) {
      warnings_.push_back(fmt::format("{}: duration_seconds \"{}\" is no number and not used",
                                      profile.place("duration_seconds"),
                                      printable(text, 60)));
    }
    roles_.push_back(std::move(role));
  }

  Result<Profile> source_of(const Profile& profile) {
    const auto name = profile.get("source_profile");
    if (name.empty()) {
      auto error = wrong_profile(
          profile,
          "role_arn",
          fmt::format("{} has a role_arn, but nothing to assume it with", name_of(profile)));
      error.hint = "Add source_profile, credential_source or web_identity_token_file.";
      return error;
    }
    auto source = profile_in(inputs_.files, name);
    if (!source.exists()) {
      auto error = unknown_profile(inputs_.files, name);
      error.code = Code::unauthenticated;
      error.what = fmt::format("source_profile of {}: {}", name_of(profile), error.what);
      error.at = profile.place("source_profile");
      return error;
    }
    // A profile may name itself for the keys that it holds.
    const bool again = std::find(visited_.begin(), visited_.end(), name) != visited_.end();
    if (again && (name != profile.name || !has_keys(source))) {
      return wrong_profile(
          profile,
          "source_profile",
          fmt::format(
              "source_profile goes in a circle: {} → {}", fmt::join(visited_, " → "), name));
    }
    return source;
  }

  Result<CredentialRecipe> from_profile(const Profile& profile, const Profile& source) {
    TRY_ASSIGN(auto found,
               profile_recipe({.inputs = inputs_, .profile = source, .with_environment = false}));
    if (found) return *std::move(found);
    return wrong_profile(
        profile,
        "source_profile",
        fmt::format("{}, the source_profile of {}, has no credentials", source.name, profile.name));
  }

  Result<CredentialRecipe> from_source(const Profile& profile) {
    const auto source = profile.get("credential_source");
    if (source == "Ec2InstanceMetadata") return metadata_recipe(inputs_);
    const bool environment = source == "Environment";
    if (!environment && source != "EcsContainer") {
      const std::vector<std::string> known = {"Environment", "Ec2InstanceMetadata", "EcsContainer"};
      const auto meant = nearest(source, known);
      auto error = wrong_profile(profile,
                                 "credential_source",
                                 fmt::format("there is no credential_source \"{}\" ({})",
                                             printable(source, 60),
                                             name_of(profile)));
      error.hint = meant ? fmt::format("Did you mean {}?", *meant)
                         : fmt::format("Known: {}.", fmt::join(known, ", "));
      return error;
    }
    TRY_ASSIGN(auto found, environment ? keys_in_environment(inputs_) : container_recipe(inputs_));
    if (found) return *std::move(found);
    return wrong_profile(
        profile,
        "credential_source",
        fmt::format("credential_source of {} is {}, but {} is not set",
                    name_of(profile),
                    source,
                    environment ? "AWS_ACCESS_KEY_ID" : "AWS_CONTAINER_CREDENTIALS_…_URI"));
  }

  Result<CredentialRecipe> ended(Result<CredentialRecipe> first) {
    if (!first) return first;
    std::reverse(roles_.begin(), roles_.end());
    first->roles = std::move(roles_);
    first->warnings = std::move(warnings_);
    return first;
  }

  const CredentialInputs& inputs_;
  std::vector<std::string> visited_{};
  std::vector<AssumeRoleRecipe> roles_{};
  std::vector<std::string> warnings_{};
};

Result<CredentialRecipe> first_configured(const CredentialInputs& inputs) {
  const bool with_environment = !inputs.profile.by_option;
  if (with_environment) {
    TRY_ASSIGN(auto found, keys_in_environment(inputs));
    if (found) return *std::move(found);
  }
  if (assumes_role(inputs.profile)) return RoleChain(inputs).follow();
  TRY_ASSIGN(
      auto found,
      profile_recipe(
          {.inputs = inputs, .profile = inputs.profile, .with_environment = with_environment}));
  if (found) return *std::move(found);
  TRY_ASSIGN(auto container, container_recipe(inputs));
  if (container) return *std::move(container);
  TRY_ASSIGN(auto metadata, metadata_recipe(inputs));
  std::get<MetadataRecipe>(metadata.first).last_resort = true;
  return metadata;
}

}  // namespace

bool CredentialRecipe::needs_person() const {
  return std::any_of(
      roles.begin(), roles.end(), [](const auto& role) { return !role.mfa_serial.empty(); });
}

Result<CredentialRecipe> find_recipe(const CredentialInputs& inputs) {
  TRY_ASSIGN(auto recipe, first_configured(inputs));
  if (recipe.roles.empty() && !std::holds_alternative<WebIdentityRecipe>(recipe.first))
    return recipe;
  auto region = resolve_region(inputs.variables, inputs.profile);
  if (!region && inputs.region.empty()) return std::move(region).error();
  TRY_ASSIGN(recipe.sts,
             endpoint_for(Service::sts,
                          region ? *region : inputs.region,
                          {.variables = inputs.variables, .profile = inputs.profile}));
  return recipe;
}

}  // namespace patchcord::aws
