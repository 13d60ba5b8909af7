#include "patchcord/aws/credential_recipe.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/result_matchers.h"

namespace patchcord::aws {
namespace {

using test::FailsWith;
using test::IsOk;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

struct Given {
  std::string config{};
  std::string credentials{};
  Variables variables{};
  std::string profile{};  // by option
  std::string region{"us-east-1"};
};

Result<CredentialRecipe> find(const Given& given) {
  auto variables = given.variables;
  variables.emplace("HOME", "/home/u");
  SharedFiles files{
      .config = *parse_config_file(given.config, FileKind::config, "config"),
      .credentials = *parse_config_file(given.credentials, FileKind::credentials, "credentials")};
  auto profile = select_profile(files, variables, given.profile);
  if (!profile) return std::move(profile).error();
  return find_recipe({.variables = variables,
                      .files = files,
                      .profile = *std::move(profile),
                      .region = given.region});
}

template <typename First>
First first_of(const Given& given) {
  const auto recipe = find(given);
  EXPECT_THAT(recipe, IsOk());
  if (!recipe) return {};
  const auto* first = std::get_if<First>(&recipe->first);
  EXPECT_NE(first, nullptr) << recipe->source;
  return first == nullptr ? First{} : *first;
}

const Variables keys = {{"AWS_ACCESS_KEY_ID", "E"}, {"AWS_SECRET_ACCESS_KEY", "e"}};

TEST(CredentialRecipe, TheFirstProviderThatIsConfiguredDecides) {
  // Everything at once; then, one after the other, what has decided is taken away.
  Given given{.config =
                  "[default]\n"
                  "role_arn = R\n"
                  "credential_source = Environment\n"
                  "sso_account_id = 1\nsso_role_name = r\nsso_region = eu-west-1\nsso_start_url = "
                  "https://x\n"
                  "credential_process = tool\n"
                  "aws_access_key_id = C\naws_secret_access_key = c\n",
              .credentials = "[default]\naws_access_key_id = D\naws_secret_access_key = d\n",
              .variables = keys};
  given.variables["AWS_WEB_IDENTITY_TOKEN_FILE"] = "/token";
  given.variables["AWS_ROLE_ARN"] = "W";
  given.variables["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] = "/x";
  const auto without = [&](const std::string& text) {
    const auto at = given.config.find(text);
    ASSERT_NE(at, std::string::npos) << text;
    given.config.erase(at, text.size());
  };

  EXPECT_EQ(first_of<KeysRecipe>(given).keys.source, "environment");
  EXPECT_TRUE(find(given)->roles.empty()) << "keys in the environment beat the profile's role";
  given.profile = "default";
  EXPECT_EQ(find(given)->roles.size(), 1U) << "but not those of a profile named by an option";
  given.profile.clear();
  given.variables.erase("AWS_ACCESS_KEY_ID");
  EXPECT_THAT(find(given), FailsWith(Code::unauthenticated)) << "the role has no source now";
  without("role_arn = R\ncredential_source = Environment\n");
  EXPECT_EQ(first_of<WebIdentityRecipe>(given).token_file, "/token");
  given.variables.erase("AWS_WEB_IDENTITY_TOKEN_FILE");
  EXPECT_EQ(first_of<SsoRecipe>(given).role, "r");
  without("sso_account_id = 1\nsso_role_name = r\n");
  EXPECT_EQ(first_of<KeysRecipe>(given).keys.access_key_id, "D");
  given.credentials.clear();
  EXPECT_THAT(first_of<ProcessRecipe>(given).words, ElementsAre("tool"));
  without("credential_process = tool\n");
  EXPECT_EQ(first_of<KeysRecipe>(given).keys.access_key_id, "C");
  without("aws_access_key_id = C\naws_secret_access_key = c\n");
  EXPECT_EQ(first_of<ContainerRecipe>(given).url, "http://169.254.170.2/x");
  given.variables.erase("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
  EXPECT_TRUE(first_of<MetadataRecipe>(given).last_resort);
  given.variables["AWS_EC2_METADATA_DISABLED"] = "TRUE";
  EXPECT_THAT(find(given), FailsWith(Code::unauthenticated));
}

TEST(CredentialRecipe, ASecretWithoutAnIdIsNoKeyAndAnIdWithoutASecretIsAnError) {
  const std::string credentials = "[default]\naws_access_key_id = D\naws_secret_access_key = d\n";
  EXPECT_EQ(first_of<KeysRecipe>(
                {.credentials = credentials, .variables = {{"AWS_SECRET_ACCESS_KEY", "e"}}})
                .keys.access_key_id,
            "D");
  const auto half = find({.credentials = credentials, .variables = {{"AWS_ACCESS_KEY_ID", "E"}}});
  ASSERT_THAT(half, FailsWith(Code::unauthenticated));
  EXPECT_THAT(half.error().what, HasSubstr("secret access key is missing"));
}

TEST(CredentialRecipe, ARoleIsAssumedThroughAllItsProfiles) {
  const auto recipe =
      find({.config = "[profile a]\nrole_arn = A\nsource_profile = b\nregion = eu-west-1\n"
                      "external_id = x\nrole_session_name = s\nduration_seconds = 900\n"
                      "[profile b]\nrole_arn = B\nsource_profile = c\nmfa_serial = m\n"
                      "[profile c]\nrole_arn = C\nsource_profile = d\n",
            .credentials = "[c]\naws_access_key_id = K\naws_secret_access_key = k\n",
            .variables = {{"AWS_PROFILE", "a"}}});
  ASSERT_THAT(recipe, IsOk());
  EXPECT_EQ(std::get<KeysRecipe>(recipe->first).keys.access_key_id, "K")
      << "a source with keys is not assumed, although it has a role";
  ASSERT_EQ(recipe->roles.size(), 2U);
  EXPECT_EQ(recipe->roles[0].role_arn, "B");
  EXPECT_EQ(recipe->roles[0].mfa_serial, "m");
  EXPECT_TRUE(recipe->needs_person());
  EXPECT_EQ(recipe->roles[1].role_arn, "A");
  EXPECT_EQ(recipe->roles[1].external_id, "x");
  EXPECT_EQ(recipe->roles[1].session_name, "s");
  EXPECT_EQ(recipe->roles[1].duration, 900);
  EXPECT_EQ(recipe->roles[1].at, "config:2");
  EXPECT_EQ(recipe->sts.url, "https://sts.eu-west-1.amazonaws.com");
}

TEST(CredentialRecipe, WhatAProfileLacksIsToldWithItsLine) {
  struct Case {
    const char* config;
    const char* what;
    const char* at;
    const char* hint;
  };
  const Case cases[] = {
      {"[profile a]\nrole_arn = A\nsource_profile = b\n[profile b]\nrole_arn = B\nsource_profile = "
       "a\n",
       "goes in a circle: a → b → a",
       "config:6",
       ""},
      {"[profile a]\nrole_arn = A\nsource_profile = a\n", "circle: a → a", "config:3", ""},
      {"[profile a]\nrole_arn = A\nsource_profile = orgin\n[profile origin]\nregion = x\n",
       "source_profile of profile a: the AWS profile orgin is neither",
       "config:3",
       "Did you mean origin? Profiles: a, origin."},
      {"[profile a]\nrole_arn = A\nsource_profile = b\n[profile b]\nregion = x\n",
       "b, the source_profile of a, has no credentials",
       "config:3",
       ""},
      {"[profile a]\nrole_arn = A\n",
       "nothing to assume it with",
       "config:2",
       "Add source_profile"},
      {"[profile a]\nrole_arn = A\nsource_profile = a\ncredential_source = Environment\n",
       "both source_profile and credential_source",
       "config:4",
       ""},
      {"[profile a]\nrole_arn = A\ncredential_source = EcsContainr\n",
       "there is no credential_source \"EcsContainr\"",
       "config:3",
       "Did you mean EcsContainer?"},
      {"[profile a]\nrole_arn = A\ncredential_source = Environment\n",
       "AWS_ACCESS_KEY_ID is not set",
       "config:3",
       ""},
      {"[profile a]\nsso_role_name = r\nsso_session = s\n",
       "names the sso-session s, which does not exist",
       "config:3",
       ""},
      {"[profile a]\nsso_role_name = r\nsso_region = eu-west-1\n",
       "lacks sso_start_url, sso_account_id",
       "config:1",
       ""},
      {"[profile a]\nsso_account_id = 1\nsso_role_name = r\nsso_session = s\nsso_region = "
       "eu-west-1\n"
       "[sso-session s]\nsso_region = eu-west-2\nsso_start_url = https://x\n",
       "profile a says eu-west-1 for sso_region, its sso-session s says eu-west-2",
       "config:5",
       ""},
      {"[profile a]\nsso_account_id = 1\nsso_role_name = r\nsso_region = evil/x\nsso_start_url = "
       "u\n",
       "\"evil/x\" is no AWS region",
       "config:4",
       ""},
      {"[profile a]\nlogin_session = arn\n",
       "\"aws login\" (profile a)",
       "config:2",
       "--profile a --format process"},
      {"[profile a]\naws_access_key_id = A\n", "secret access key is missing", "config:2", ""},
      {"[profile a]\nweb_identity_token_file = t\n",
       "no role to assume",
       "config:2",
       "AWS_ROLE_ARN"},
  };
  for (const auto& [config, what, at, hint] : cases) {
    const auto refused = find({.config = config, .profile = "a"});
    ASSERT_THAT(refused, FailsWith(Code::unauthenticated)) << config;
    EXPECT_THAT(refused.error().what, HasSubstr(what));
    EXPECT_EQ(refused.error().at, at) << config;
    EXPECT_THAT(refused.error().hint, HasSubstr(hint));
  }
}

TEST(CredentialRecipe, AProfileMayNameItselfForTheKeysThatItHolds) {
  const auto recipe =
      find({.config = "[profile a]\nrole_arn = A\nsource_profile = a\n",
            .credentials = "[a]\naws_access_key_id = K\naws_secret_access_key = k\n",
            .profile = "a"});
  ASSERT_THAT(recipe, IsOk());
  EXPECT_EQ(recipe->roles.size(), 1U);
  EXPECT_EQ(std::get<KeysRecipe>(recipe->first).keys.access_key_id, "K");
}

TEST(CredentialRecipe, ADurationThatIsNoNumberIsWarnedOf) {
  const auto recipe = find({.config = "[profile a]\nrole_arn = A\ncredential_source = Environment\n"
                                      "duration_seconds = 1h\n",
                            .variables = keys,
                            .profile = "a"});
  ASSERT_THAT(recipe, IsOk());
  EXPECT_EQ(recipe->roles[0].duration, std::nullopt);
  EXPECT_THAT(recipe->warnings, ElementsAre(HasSubstr("config:4: duration_seconds \"1h\"")));
}

TEST(CredentialRecipe, WebIdentityIsPutTogetherFromVariablesAndProfile) {
  const std::string config =
      "[profile a]\nrole_arn = P\nrole_session_name = p\nweb_identity_token_file = /profile\n";
  const Variables variables = {{"AWS_PROFILE", "a"}, {"AWS_ROLE_ARN", "E"}};
  const auto mixed = first_of<WebIdentityRecipe>({.config = config, .variables = variables});
  EXPECT_EQ(mixed.role_arn, "E");
  EXPECT_EQ(mixed.session_name, "p");
  EXPECT_EQ(mixed.token_file, "/profile");
  EXPECT_EQ(first_of<WebIdentityRecipe>({.config = config, .variables = variables, .profile = "a"})
                .role_arn,
            "P")
      << "a profile named by an option is taken alone";
}

TEST(CredentialRecipe, TheTokenOfIdentityCenterIsWhereTheAwsCliLeftIt) {
  const std::string account = "sso_account_id = 111122223333\nsso_role_name = Admin\n";
  const auto modern = first_of<SsoRecipe>(
      {.config = "[profile a]\n" + account +
                 "sso_session = my-sso\n[sso-session my-sso]\nsso_region = us-gov-west-1\n"
                 "sso_start_url = https://d-1.awsapps.com/start\n",
       .profile = "a"});
  EXPECT_EQ(modern.token_file,
            "/home/u/.aws/sso/cache/0ad374308c5a4e22f723adf10145eafad7c4031c.json");
  EXPECT_EQ(modern.portal, "https://portal.sso.us-gov-west-1.amazonaws.com");
  EXPECT_EQ(modern.oidc, "https://oidc.us-gov-west-1.amazonaws.com");
  EXPECT_EQ(modern.login, "aws sso login --profile a");
  const auto legacy = first_of<SsoRecipe>(
      {.config = "[profile a]\n" + account +
                 "sso_region = cn-north-1\nsso_start_url = https://d-1.awsapps.com/start\n",
       .variables = {{"AWS_ENDPOINT_URL_SSO", "http://127.0.0.1:1"}},
       .profile = "a"});
  EXPECT_EQ(legacy.token_file,
            "/home/u/.aws/sso/cache/0c54b6c27e90660baa89eaad85ac1d5dae26cb7d.json");
  EXPECT_EQ(legacy.portal, "http://127.0.0.1:1");
  EXPECT_EQ(legacy.oidc, "") << "the old form is never renewed";
}

TEST(CredentialRecipe, CredentialsComeInClearTextFromThisMachineOnly) {
  const auto find_full = [](const std::string& url) {
    return find({.variables = {{"AWS_CONTAINER_CREDENTIALS_FULL_URI", url}}});
  };
  for (const auto* good : {"https://anywhere.example/x",
                           "http://127.0.0.1:80/x",
                           "http://localhost/x",
                           "http://[::1]/x",
                           "http://169.254.170.23/v1/credentials",
                           "http://[fd00:ec2::23]/v1/credentials"})
    EXPECT_THAT(find_full(good), IsOk()) << good;
  for (const auto* bad : {"http://anywhere.example/x",
                          "http://169.254.170.3/x",
                          "http://127.0.0.1.evil.example/x",
                          "ftp://127.0.0.1/x",
                          "x"}) {
    const auto refused = find_full(bad);
    ASSERT_THAT(refused, FailsWith(Code::invalid)) << bad;
    EXPECT_EQ(refused.error().at, "AWS_CONTAINER_CREDENTIALS_FULL_URI");
  }
  EXPECT_THAT(find({.variables = {{"AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://x.example"}}}),
              FailsWith(Code::invalid));
}

TEST(CredentialRecipe, InstanceMetadataHaveTheirSettings) {
  EXPECT_EQ(first_of<MetadataRecipe>({}).url, "http://169.254.169.254");
  const auto six =
      first_of<MetadataRecipe>({.config = "[default]\nmetadata_service_num_attempts = 3\n",
                                .variables = {{"AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "IPv6"},
                                              {"AWS_METADATA_SERVICE_TIMEOUT", "5"}}});
  EXPECT_EQ(six.url, "http://[fd00:ec2::254]");
  EXPECT_EQ(six.timeout, Milliseconds(5000));
  EXPECT_EQ(six.attempts, 3);
  const auto wrong = find({.config = "[default]\nmetadata_service_timeout = soon\n"});
  ASSERT_THAT(wrong, FailsWith(Code::invalid));
  EXPECT_EQ(wrong.error().at, "config:2");
}

TEST(CredentialRecipe, ARoleNeedsARegionForItsSts) {
  Given given{.config = "[default]\nrole_arn = A\ncredential_source = EcsContainer\n",
              .variables = {{"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/x"}},
              .region = "cn-north-1"};
  EXPECT_EQ(find(given)->sts.url, "https://sts.cn-north-1.amazonaws.com.cn");
  given.variables["AWS_STS_REGIONAL_ENDPOINTS"] = "legacy";
  given.variables["AWS_REGION"] = "eu-west-1";
  EXPECT_EQ(find(given)->sts.url, "https://sts.amazonaws.com");
  given.variables.erase("AWS_REGION");
  given.region.clear();
  EXPECT_THAT(find(given), FailsWith(Code::invalid));
}

}  // namespace
}  // namespace patchcord::aws
