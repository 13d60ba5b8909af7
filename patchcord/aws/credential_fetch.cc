#include "patchcord/aws/credential_fetch.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "patchcord/aws/credential_providers.h"
#include "patchcord/aws/judge.h"
#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/http/date.h"
#include "patchcord/http/sign.h"

namespace patchcord::aws {
namespace {

constexpr std::size_t largest_token = std::size_t{64} << 10U;  // bytes
constexpr std::size_t digits_of_code = 6;

class Fixed : public AwsCredentialSource {
 public:
  explicit Fixed(AwsCredentials credentials) : credentials_(std::move(credentials)) {}

  Result<AwsCredentials> credentials() override { return credentials_; }
  void drop() override {}

 private:
  AwsCredentials credentials_;
};

// Unique enough to tell two runs apart in CloudTrail.
std::string session_name(const std::string& given, const Clock& clock) {
  if (!given.empty()) return given;
  return fmt::format("patchcord-{}", clock.now().time_since_epoch().count() / 1000);
}

Result<AwsCredentials> fetch_web_identity(const WebIdentityRecipe& recipe,
                                          const Endpoint& sts,
                                          const FetchParts& parts) {
  auto token = parts.read_file(recipe.token_file, largest_token);
  if (!token) {
    return Error{.code = Code::unauthenticated,
                 .what = fmt::format("the web identity token: {}", token.error().what)};
  }
  const AssumeRoleCall call{.role_arn = recipe.role_arn,
                            .session_name = session_name(recipe.session_name, parts.retry.clock),
                            .web_identity = Secret(std::string(trim(*token)))};
  return assume(call, sts, nullptr, parts);
}

Result<Secret> code_of(const AssumeRoleRecipe& role, const FetchParts& parts) {
  auto code = parts.ask(fmt::format("MFA code of {}: ", printable(role.mfa_serial, 200)));
  if (!code && code.error().code == Code::cancelled) return code;
  const auto wrong = [&](std::string what) {
    return Error{
        .code = Code::unauthenticated,
        .what = std::move(what),
        .hint = fmt::format("Run it on a terminal, or begin the session before: eval \"$(aws "
                            "configure export-credentials --profile {} --format env)\"",
                            role.profile)};
  };
  if (!code) {
    return wrong(
        fmt::format("profile {} needs a code of {}, and there is no terminal to ask for it",
                    role.profile,
                    printable(role.mfa_serial, 200)));
  }
  const auto& text = code->expose();
  const bool digits =
      std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!digits || text.size() != digits_of_code) return wrong("an MFA code has six digits");
  return code;
}

Result<AwsCredentials> assume_role(const AssumeRoleRecipe& role,
                                   const Endpoint& sts,
                                   const AwsCredentials& with,
                                   const FetchParts& parts) {
  AssumeRoleCall call{.role_arn = role.role_arn,
                      .session_name = session_name(role.session_name, parts.retry.clock),
                      .external_id = role.external_id,
                      .duration = role.duration,
                      .mfa_serial = role.mfa_serial};
  if (!role.mfa_serial.empty()) {
    TRY_ASSIGN(call.token_code, code_of(role, parts));
  }
  auto session = assume(call, sts, &with, parts);
  if (!session) {
    auto error = std::move(session).error();
    if (error.code == Code::denied) {
      error.hint = fmt::format("The role must trust {}{}, and that must be allowed sts:AssumeRole.",
                               with.source,
                               role.external_id.empty() ? "" : " with this external_id");
    }
    return error;
  }
  session->source = fmt::format("{} (profile {}), by {}", role.role_arn, role.profile, with.source);
  return session;
}

struct FirstFetcher {
  const CredentialRecipe& recipe;
  const FetchParts& parts;

  Result<AwsCredentials> operator()(const WebIdentityRecipe& first) const {
    return fetch_web_identity(first, recipe.sts, parts);
  }
  template <typename Recipe>
  Result<AwsCredentials> operator()(const Recipe& first) const {
    return fetch(first, parts);
  }
};

Error placed(Error error, const std::string& at) {
  if (error.at.empty()) error.at = at;
  return error;
}

}  // namespace

Result<AwsCredentials> assume(const AssumeRoleCall& call,
                              const Endpoint& sts,
                              const AwsCredentials* with,
                              const FetchParts& parts) {
  Fixed fixed(with == nullptr ? AwsCredentials{} : *with);
  Signer signer({.service = "sts",
                 .region = sts.signing_region,
                 .credentials = fixed,
                 .skew = parts.skew,
                 .clock = parts.retry.clock,
                 .events = parts.retry.events});
  http::Signed with_signature(parts.transport, signer, judge);
  Transport& next = with == nullptr ? parts.transport : with_signature;
  http::Retrying retrying(next, judge, parts.retry);
  StsClient client(QueryClient(retrying, {.name = "sts", .version = "2011-06-15", .url = sts.url}));
  return client.assume_role(call);
}

Result<AwsCredentials> fetch(const KeysRecipe& recipe, const FetchParts& /*parts*/) {
  return recipe.keys;
}

Result<AwsCredentials> credentials_in(const Json& object,
                                      const KeyNames& names,
                                      std::string_view subject) {
  const auto expiration = string_at(object, names.expiration);
  AwsCredentials out{.access_key_id = string_at(object, names.id),
                     .secret_access_key = Secret(string_at(object, names.secret)),
                     .expires = http::parse_iso_date(expiration)};
  if (const auto token = string_at(object, names.token); !token.empty())
    out.session_token = Secret(token);
  const auto lacks = out.access_key_id.empty()       ? names.id
                     : out.secret_access_key.empty() ? names.secret
                                                     : std::string_view();
  if (!lacks.empty()) {
    return Error{.code = Code::unauthenticated,
                 .what = fmt::format("{} has no {}", subject, lacks)};
  }
  if (!expiration.empty() && !out.expires) {
    return Error{.code = Code::unauthenticated,
                 .what = fmt::format("{} has a {} that is no date: \"{}\"",
                                     subject,
                                     names.expiration,
                                     printable(expiration, 60))};
  }
  return out;
}

Result<AwsCredentials> fetch_credentials(const CredentialRecipe& recipe, const FetchParts& parts) {
  auto credentials = std::visit(FirstFetcher{recipe, parts}, recipe.first);
  if (!credentials) {
    return during(placed(std::move(credentials).error(), recipe.at),
                  "getting AWS credentials: " + recipe.source);
  }
  credentials->source = recipe.source;
  for (const auto& role : recipe.roles) {
    credentials = assume_role(role, recipe.sts, *credentials, parts);
    if (!credentials)
      return during(placed(std::move(credentials).error(), role.at),
                    fmt::format("assuming {} of profile {}", role.role_arn, role.profile));
  }
  // What STS has just made is good, even if the clock of this machine says otherwise.
  const bool made_for_us =
      !recipe.roles.empty() || std::holds_alternative<WebIdentityRecipe>(recipe.first);
  if (!made_for_us && credentials->expires && *credentials->expires <= parts.now()) {
    return Error{.code = Code::unauthenticated,
                 .what = fmt::format("the AWS credentials have expired ({})", credentials->source),
                 .at = recipe.at,
                 .hint = "Fetch new ones, and check the clock of this machine."};
  }
  return credentials;
}

}  // namespace patchcord::aws
