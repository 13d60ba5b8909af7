#include "patchcord/aws/credentials.h"

#include <utility>

#include <fmt/format.h>

#include "patchcord/base/try.h"
#include "patchcord/http/date.h"

namespace patchcord::aws {
namespace {

using Found = Result<std::optional<AwsCredentials>>;

// The triple under the names of one place.
struct Keys {
  std::string id{};
  std::string secret{};
  std::string token{};
};

Found complete(const Keys& keys, const std::string& source) {
  if (keys.id.empty() && keys.secret.empty()) return std::optional<AwsCredentials>();
  if (keys.id.empty() || keys.secret.empty()) {
    return Error{.code = Code::unauthenticated,
                 .what = fmt::format("AWS credentials in the {} are incomplete: the {} is missing",
                                     source,
                                     keys.id.empty() ? "access key id" : "secret access key")};
  }
  AwsCredentials out{
      .access_key_id = keys.id, .secret_access_key = Secret(keys.secret), .source = source};
  if (!keys.token.empty()) out.session_token = Secret(keys.token);
  return std::optional(std::move(out));
}

Error unsupported(const CredentialInputs& inputs, const std::string& what) {
  const auto option = inputs.profile.name == "default" ? "" : " --profile " + inputs.profile.name;
  return Error{
      .code = Code::unauthenticated,
      .what = fmt::format("AWS credentials by {} are not supported yet", what),
      .hint = fmt::format(
          "Let the AWS CLI fetch them: eval \"$(aws configure export-credentials{} --format env)\"",
          option)};
}

Found nothing() {
  return std::optional<AwsCredentials>();
}

// The keys in the environment are not ours when a profile was named by an option.
Found from_environment(const CredentialInputs& inputs) {
  if (inputs.profile.by_option) return nothing();
  const auto& variables = inputs.variables;
  auto token = variable(variables, "AWS_SESSION_TOKEN");
  if (token.empty()) token = variable(variables, "AWS_SECURITY_TOKEN");
  auto found = complete({.id = variable(variables, "AWS_ACCESS_KEY_ID"),
                         .secret = variable(variables, "AWS_SECRET_ACCESS_KEY"),
                         .token = token},
                        "environment");
  if (found && *found)
    (*found)->expires = http::parse_iso_date(variable(variables, "AWS_CREDENTIAL_EXPIRATION"));
  return found;
}

// A profile that has web_identity_token_file is no assume-role profile, although it has role_arn.
Found from_role(const CredentialInputs& inputs) {
  const auto& profile = inputs.profile;
  if (profile.get("role_arn").empty() || !profile.get("web_identity_token_file").empty())
    return nothing();
  return unsupported(inputs, fmt::format("role_arn (profile {})", profile.name));
}

Found from_web_identity(const CredentialInputs& inputs) {
  const bool by_environment = !inputs.profile.by_option &&
                              !variable(inputs.variables, "AWS_WEB_IDENTITY_TOKEN_FILE").empty();
  if (!by_environment && inputs.profile.get("web_identity_token_file").empty()) return nothing();
  return unsupported(inputs, "web identity");
}

Found from_sso(const CredentialInputs& inputs) {
  const auto& profile = inputs.profile;
  for (const auto* key : {"sso_session", "sso_start_url", "sso_account_id"}) {
    if (!profile.get(key).empty())
      return unsupported(inputs, fmt::format("IAM Identity Center (profile {})", profile.name));
  }
  return nothing();
}

Found static_keys(const Section& section, const std::string& profile, const std::string& path) {
  return complete({.id = section.get("aws_access_key_id"),
                   .secret = section.get("aws_secret_access_key"),
                   .token = section.get("aws_session_token")},
                  fmt::format("profile {} in {}", profile, path));
}

Found from_credentials_file(const CredentialInputs& inputs) {
  return static_keys(
      inputs.profile.credentials, inputs.profile.name, inputs.profile.credentials_path);
}

Found from_login_session(const CredentialInputs& inputs) {
  if (inputs.profile.get("login_session").empty()) return nothing();
  return unsupported(inputs, fmt::format("\"aws login\" (profile {})", inputs.profile.name));
}

Found from_process(const CredentialInputs& inputs) {
  if (inputs.profile.get("credential_process").empty()) return nothing();
  return unsupported(inputs, fmt::format("credential_process (profile {})", inputs.profile.name));
}

Found from_config_file(const CredentialInputs& inputs) {
  return static_keys(inputs.profile.config, inputs.profile.name, inputs.profile.config_path);
}

Found from_container(const CredentialInputs& inputs) {
  for (const auto* name :
       {"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI"}) {
    if (!variable(inputs.variables, name).empty())
      return unsupported(inputs, "the container endpoint");
  }
  return nothing();
}

}  // namespace

Result<AwsCredentials> find_credentials(const CredentialInputs& inputs) {
  constexpr Found (*chain[])(const CredentialInputs&) = {from_environment,
                                                         from_role,
                                                         from_web_identity,
                                                         from_sso,
                                                         from_credentials_file,
                                                         from_login_session,
                                                         from_process,
                                                         from_config_file,
                                                         from_container};
  for (const auto provider : chain) {
    TRY_ASSIGN(auto found, provider(inputs));
    if (found) return *std::move(found);
  }
  return Error{.code = Code::unauthenticated,
               .what = fmt::format(
                   "there are no AWS credentials, neither in the environment nor in profile {}",
                   inputs.profile.name),
               .hint =
                   "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile that has "
                   "them; on EC2 use: "
                   "eval \"$(aws configure export-credentials --format env)\""};
}

ChainCredentials::ChainCredentials(Variables variables, std::string profile, Events& events)
    : variables_(std::move(variables)), profile_(std::move(profile)), events_(events) {}

Result<AwsCredentials> ChainCredentials::credentials() {
  const std::lock_guard lock(mutex_);
  if (found_) return *found_;
  TRY_ASSIGN(const Profile profile, load_profile(variables_, profile_));
  for (const auto& warning : profile.warnings) {
    if (!warned_) events_.emit(Notice{.level = Notice::Level::warning, .text = warning});
  }
  warned_ = warned_ || !profile.warnings.empty();
  TRY_ASSIGN(found_, find_credentials({.variables = variables_, .profile = profile}));
  return *found_;
}

void ChainCredentials::drop() {
  const std::lock_guard lock(mutex_);
  found_.reset();
}

}  // namespace patchcord::aws
