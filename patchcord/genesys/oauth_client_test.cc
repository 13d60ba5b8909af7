#include "patchcord/genesys/oauth_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/result_matchers.h"

namespace patchcord::genesys {
namespace {

using test::FailsWith;
using test::IsOk;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr const char* profiles =
    "[default]\nclient_credentials = 'default-id'\nclient_secret = 'default-secret'\n"
    "environment = 'mypurecloud.de'\ngrant_type = '1'\n"
    "[staging]\nclient_credentials = 'staging-id'\nclient_secret = 'staging-secret'\n"
    "environment = 'usw2.pure.cloud'\ngrant_type = '1'\nproxy_host = 'p'\n"
    "[browser]\nclient_credentials = 'b'\nenvironment = 'mypurecloud.com'\ngrant_type = '3'\n"
    "[half]\nclient_credentials = 'h'\ngrant_type = '1'\n";

// A home with files in it, and variables.
struct Home {
  std::map<std::string, std::string> variables{{"HOME", "/home/me"}};
  std::map<std::string, std::string> files{};

  Result<ClientRecipe> find(const std::string& profile = {}) const {
    const auto read = [this](const std::string& path, std::size_t most) -> Result<std::string> {
      const auto found = files.find(path);
      if (found == files.end())
        return Error{.code = Code::not_found, .what = path + " cannot be opened"};
      if (found->second.size() > most) return Error{.code = Code::invalid, .what = "too large"};
      return found->second;
    };
    return find_client({.variables = variables,
                        .profile = profile,
                        .read = read,
                        .read_secret = [read](const std::string& path, std::size_t most) {
                          return read(path + " (secret)", most);
                        }});
  }
};

Home home_with_profiles() {
  Home home;
  home.files["/home/me/.gc/config.toml"] = profiles;
  return home;
}

// Ends as it was told to.
struct Helper : ProgramRunner {
  Result<ProgramEnd> end{ProgramEnd{}};
  std::vector<std::string> words{};
  Milliseconds limit{};

  Result<ProgramEnd> run(const ProgramCall& call) override {
    words = call.words;
    limit = call.time_limit;
    return end;
  }
};

TEST(OAuthClient, TheFirstPlaceThatIsConfiguredDecides) {
  auto home = home_with_profiles();
  EXPECT_EQ(home.find()->id, "default-id");
  home.variables["GENESYSCLOUD_OAUTHCLIENT_ID"] = "others-id";
  home.variables["GENESYSCLOUD_OAUTHCLIENT_SECRET"] = "others-secret";
  home.variables["GENESYSCLOUD_REGION"] = "eu-west-1";
  const auto others = home.find();
  EXPECT_EQ(others->id, "others-id");
  EXPECT_EQ(others->secret, Secret("others-secret"));
  EXPECT_EQ(others->region, "eu-west-1");
  home.variables["GENESYS_PROFILE"] = "Staging";
  const auto staging = home.find();
  EXPECT_EQ(staging->id, "staging-id");
  EXPECT_EQ(staging->region, "usw2.pure.cloud");
  home.variables["GENESYS_CLIENT_ID"] = "our-id";
  home.variables["GENESYS_CLIENT_SECRET"] = "our-secret";
  const auto ours = home.find();
  EXPECT_EQ(ours->id, "our-id");
  EXPECT_EQ(ours->secret, Secret("our-secret"));
  EXPECT_EQ(ours->region, "");
  EXPECT_EQ(ours->place, "GENESYS_CLIENT_ID, GENESYS_CLIENT_SECRET");
  EXPECT_EQ(home.find("DEFAULT")->id, "default-id") << "an option counts more than variables";
}

TEST(OAuthClient, NothingIsPutTogetherFromTwoPlaces) {
  auto home = home_with_profiles();
  home.variables["GENESYSCLOUD_OAUTHCLIENT_ID"] = "others-id";
  EXPECT_THAT(home.find()->missing, ElementsAre("GENESYSCLOUD_OAUTHCLIENT_SECRET"));
  home.variables["GENESYS_CLIENT_ID"] = "our-id";
  EXPECT_THAT(home.find()->missing, ElementsAre("GENESYS_CLIENT_SECRET"));
  home.variables.erase("GENESYS_CLIENT_ID");
  home.variables["GENESYS_CLIENT_SECRET"] = "s";
  EXPECT_THAT(home.find()->missing, ElementsAre("GENESYS_CLIENT_ID"));
}

TEST(OAuthClient, WithoutAnythingOurVariablesAreMissing) {
  Home home;
  EXPECT_THAT(home.find()->missing, ElementsAre("GENESYS_CLIENT_ID", "GENESYS_CLIENT_SECRET"));
  home.variables = {{"GENESYS_CLIENT_ID", ""}};
  EXPECT_THAT(home.find()->missing, SizeIs(2)) << "an empty variable counts as not set";
}

TEST(OAuthClient, WhatNobodyAskedForIsTold) {
  auto home = home_with_profiles();
  EXPECT_THAT(home.find()->notes,
              ElementsAre("the OAuth client is the one of the profile DEFAULT of "
                          "/home/me/.gc/config.toml"));
  EXPECT_THAT(home.find("default")->notes, IsEmpty());
  EXPECT_THAT(home.find("staging")->warnings, ElementsAre(HasSubstr("set https_proxy")));
}

TEST(OAuthClient, ADefaultProfileThatCannotLogInIsAsGoodAsNone) {
  Home home;
  home.files["/home/me/.gc/config.toml"] = "[default]\ngrant_type = '3'\nclient_credentials='x'\n";
  EXPECT_THAT(home.find()->missing, SizeIs(2));
  EXPECT_THAT(home.find("default"), FailsWith(Code::invalid));
}

TEST(OAuthClient, AProfileOfAnEarlyGcHasNoGrant) {
  Home home;
  home.files["/home/me/.gc/config.toml"] = "[a]\nclient_credentials = 'i'\nclient_secret = 's'\n";
  EXPECT_EQ(home.find("a")->id, "i");
  home.files["/home/me/.gc/config.toml"] += "redirect_uri = 'http://localhost:8080'\n";
  EXPECT_THAT(home.find("a"), FailsWith(Code::invalid));
}

TEST(OAuthClient, AProfileThatIsOfNoUseIsAnErrorThatSaysWhy) {
  const auto home = home_with_profiles();
  struct Case {
    const char* profile;
    const char* what;
    const char* hint;
  };
  const Case cases[] = {
      {"stagin",
       "the profile stagin of /home/me/.gc/config.toml does not exist",
       "Did you mean staging? Profiles: browser, default, half, staging."},
      {"browser", "logs in by a browser", "gc profiles new"},
      {"half", "has no client id or no secret", "gc profiles new"},
  };
  for (const auto& [profile, what, hint] : cases) {
    const auto found = home.find(profile);
    ASSERT_THAT(found, FailsWith(Code::invalid)) << profile;
    EXPECT_THAT(found.error().what, HasSubstr(what));
    EXPECT_THAT(found.error().hint, HasSubstr(hint));
    EXPECT_EQ(found.error().at, "--genesys-profile");
  }
  EXPECT_THAT(Home{}.find("x").error().hint, HasSubstr("gc profiles new"));
}

TEST(OAuthClient, TwoSecretsAreOneTooMany) {
  Home home;
  home.variables["GENESYS_CLIENT_ID"] = "i";
  home.variables["GENESYS_CLIENT_SECRET"] = "s";
  home.variables["GENESYS_CLIENT_SECRET_COMMAND"] = "vault";
  const auto found = home.find();
  ASSERT_THAT(found, FailsWith(Code::invalid));
  EXPECT_EQ(found.error().at, "GENESYS_CLIENT_SECRET, GENESYS_CLIENT_SECRET_COMMAND");
}

TEST(OAuthClient, ASecretComesFromAFileThatIsItsOwnersAlone) {
  Home home;
  home.variables["GENESYS_CLIENT_ID"] = "i";
  home.variables["GENESYS_CLIENT_SECRET_FILE"] = "~/secret";
  for (const auto* text : {"s3cret", "s3cret\n", "s3cret\r\n"}) {
    home.files["/home/me/secret (secret)"] = text;
    EXPECT_EQ(home.find()->secret, Secret("s3cret"));
  }
  for (const std::string text : {"", "\n", "one\ntwo", "a\033b"}) {
    home.files["/home/me/secret (secret)"] = text;
    EXPECT_THAT(home.find(), FailsWith(Code::invalid)) << text;
    EXPECT_EQ(home.find().error().at, "GENESYS_CLIENT_SECRET_FILE");
  }
  home.files["/home/me/secret (secret)"] = std::string(5000, 'x');
  EXPECT_THAT(home.find(), FailsWith(Code::invalid));
  home.files.clear();
  EXPECT_THAT(home.find(), FailsWith(Code::invalid)) << "a file that is not there is no option";
}

TEST(OAuthClient, ACommandRunsWhenItsSecretIsNeeded) {
  Home home;
  home.variables["GENESYS_CLIENT_ID"] = "i";
  home.variables["GENESYS_CLIENT_SECRET_COMMAND"] = "vault read 'a b'";
  const auto recipe = home.find();
  ASSERT_THAT(recipe, IsOk());
  Helper helper;
  helper.end = ProgramEnd{.output = Secret("s3cret\n")};
  const auto client = client_of(*recipe, helper, Milliseconds(7));
  EXPECT_THAT(helper.words, IsEmpty());
  EXPECT_EQ(client.place, "GENESYS_CLIENT_ID, GENESYS_CLIENT_SECRET_COMMAND");
  const auto secret = client.secret();
  ASSERT_THAT(secret, IsOk());
  EXPECT_EQ(*secret, Secret("s3cret"));
  EXPECT_THAT(helper.words, ElementsAre("vault", "read", "a b"));
  EXPECT_EQ(helper.limit, Milliseconds(7));

  home.variables["GENESYS_CLIENT_SECRET_COMMAND"] = "vault 'open";
  EXPECT_THAT(home.find(), FailsWith(Code::invalid));
  home.variables["GENESYS_CLIENT_SECRET_COMMAND"] = "  ";
  EXPECT_THAT(home.find(), FailsWith(Code::invalid));
}

TEST(OAuthClient, ACommandThatFailsIsNamedWithWhatItSaid) {
  const ClientRecipe recipe{.id = "i", .command = {"vault"}};
  Helper helper;
  const auto client = client_of(recipe, helper, Milliseconds(7));
  struct Case {
    Result<ProgramEnd> end;
    Code code;
    const char* what;
  };
  const Case cases[] = {
      {ProgramEnd{.status = 3, .complaint = "locked; token=abc"},
       Code::unauthenticated,
       "GENESYS_CLIENT_SECRET_COMMAND: vault ended with 3: locked; token=REDACTED"},
      {ProgramEnd{.output = Secret(" \n")},
       Code::unauthenticated,
       "the output of vault holds nothing"},
      {ProgramEnd{.output = Secret("a\nb")}, Code::unauthenticated, "holds more than one line"},
      {Error{.code = Code::deadline, .what = "vault did not end within 7 ms"},
       Code::unauthenticated,
       "did not end within 7 ms"},
      {Error{.code = Code::cancelled, .what = "interrupted"}, Code::cancelled, "interrupted"},
  };
  for (const auto& [end, code, what] : cases) {
    helper.end = end;
    const auto secret = client.secret();
    ASSERT_THAT(secret, FailsWith(code)) << what;
    EXPECT_THAT(secret.error().what, HasSubstr(what));
  }
}

TEST(OAuthClient, AClientOfAnotherRegionIsRefused) {
  const auto wanted = *find_region("eu-central-1");
  EXPECT_THAT(check_region({}, wanted), IsOk()) << "nobody says where it belongs";
  EXPECT_THAT(check_region({.region = "mypurecloud.de"}, wanted), IsOk());
  EXPECT_THAT(check_region({.region = "eu_central_1"}, wanted), IsOk());
  const auto other = check_region({.region = "us-east-1", .place = "the profile x"}, wanted);
  ASSERT_THAT(other, FailsWith(Code::invalid));
  EXPECT_EQ(other.error().what,
            "the OAuth client belongs to mypurecloud.com, but this is for mypurecloud.de");
  EXPECT_EQ(other.error().at, "the profile x");
  EXPECT_THAT(check_region({.region = "nowhere"}, wanted), FailsWith(Code::invalid));
}

}  // namespace
}  // namespace patchcord::genesys
