// The parts of find_recipe: one function for each provider. Nothing where it is not configured.
#pragma once

#include <optional>
#include <string>

#include "patchcord/aws/credential_recipe.h"

namespace patchcord::aws {

using Found = Result<std::optional<CredentialRecipe>>;

// Which variables count for a profile: those of the environment do not for a source_profile.
struct ProfileInputs {
  const CredentialInputs& inputs;
  const Profile& profile;
  bool with_environment{true};
};

Found keys_in_environment(const CredentialInputs& inputs);
Found container_recipe(const CredentialInputs& inputs);
// Errors   invalid: its address · unauthenticated: AWS_EC2_METADATA_DISABLED
Result<CredentialRecipe> metadata_recipe(const CredentialInputs& inputs);

Found web_identity_recipe(const ProfileInputs& inputs);
Found sso_recipe(const ProfileInputs& inputs);

// "profile dev": for errors and sources.
std::string name_of(const Profile& profile);

// The error at the place of a key of a profile.
Error wrong_profile(const Profile& profile, const std::string& key, std::string what);

}  // namespace patchcord::aws
