#include "patchcord/aws/credentials.h"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/result_matchers.h"
#include "tests/support/scripted_transport.h"

namespace patchcord::aws {
namespace {

namespace fs = std::filesystem;
using test::FailsWith;
using test::IsOk;
using ::testing::HasSubstr;

// A home of its own for each test.
class Credentials : public ::testing::Test {
 protected:
  void SetUp() override {
    home_ = fs::path(::testing::TempDir()) / ("patchcord-" + std::string(test_name()));
    fs::remove_all(home_);
    fs::create_directories(home_ / ".aws");
    variables["HOME"] = home_.string();
  }
  void TearDown() override { fs::remove_all(home_); }

  void write(const std::string& name,
             const std::string& text,
             fs::perms permissions = fs::perms::owner_read | fs::perms::owner_write) {
    std::ofstream(home_ / ".aws" / name) << text;
    fs::permissions(home_ / ".aws" / name, permissions);
  }
  Result<AwsCredentials> find(const std::string& option = {}) {
    auto profile = load_profile(variables, option);
    if (!profile) return std::move(profile).error();
    return find_credentials({.variables = variables, .profile = *profile});
  }

  Variables variables;
  test::RecordedEvents events;

 private:
  static const char* test_name() {
    return ::testing::UnitTest::GetInstance()->current_test_info()->name();
  }
  fs::path home_;
};

constexpr const char* two_profiles =
    "[default]\naws_access_key_id = D\naws_secret_access_key = d\n"
    "[dev]\naws_access_key_id = V\naws_secret_access_key = v\naws_session_token = t\n";

TEST_F(Credentials, ComeFromTheEnvironmentFirst) {
  write("credentials", two_profiles);
  variables["AWS_ACCESS_KEY_ID"] = "E";
  variables["AWS_SECRET_ACCESS_KEY"] = "e";
  variables["AWS_SESSION_TOKEN"] = "s";
  variables["AWS_CREDENTIAL_EXPIRATION"] = "2026-01-02T03:04:05Z";
  variables["AWS_PROFILE"] = "dev";
  const auto found = find();
  ASSERT_THAT(found, IsOk());
  EXPECT_EQ(found->access_key_id, "E");
  EXPECT_EQ(found->session_token, Secret("s"));
  EXPECT_EQ(found->expires, TimePoint(Milliseconds(1'767'323'045'000)));
  EXPECT_EQ(found->source, "environment");
}

TEST_F(Credentials, AProfileNamedByAnOptionBeatsTheEnvironment) {
  write("credentials", two_profiles);
  variables["AWS_ACCESS_KEY_ID"] = "E";
  variables["AWS_SECRET_ACCESS_KEY"] = "e";
  variables["AWS_WEB_IDENTITY_TOKEN_FILE"] = "/x";
  const auto found = find("dev");
  ASSERT_THAT(found, IsOk());
  EXPECT_EQ(found->access_key_id, "V");
  EXPECT_EQ(found->session_token, Secret("t"));
  EXPECT_THAT(found->source, HasSubstr("profile dev in "));
}

TEST_F(Credentials, AnEmptyVariableIsUnsetAndAHalfPairIsAnError) {
  write("credentials", two_profiles);
  variables["AWS_ACCESS_KEY_ID"] = "";
  variables["AWS_SECRET_ACCESS_KEY"] = "";
  EXPECT_EQ(find()->access_key_id, "D");
  variables["AWS_ACCESS_KEY_ID"] = "E";
  const auto half = find();
  ASSERT_THAT(half, FailsWith(Code::unauthenticated));
  EXPECT_THAT(half.error().what, HasSubstr("secret access key is missing"));
}

TEST_F(Credentials, AreFoundInBothFilesAndTheCredentialsFileWins) {
  write("config", "[default]\naws_access_key_id = C\naws_secret_access_key = c\n");
  EXPECT_EQ(find()->access_key_id, "C");
  write("credentials", two_profiles);
  EXPECT_EQ(find()->access_key_id, "D");
}

TEST_F(Credentials, AProfileThatIsNamedMustExist) {
  write("credentials", two_profiles);
  variables["AWS_PROFILE"] = "deb";
  const auto unknown = find();
  ASSERT_THAT(unknown, FailsWith(Code::invalid));
  EXPECT_EQ(unknown.error().hint, "Did you mean dev?");
  variables["AWS_PROFILE"] = "dev";
  EXPECT_EQ(find()->access_key_id, "V");
  EXPECT_THAT(find("nobody"), FailsWith(Code::invalid));
}

TEST_F(Credentials, ProvidersThatWeDoNotHaveAreNamed) {
  struct Case {
    const char* config;
    const char* what;
  };
  const Case cases[] = {
      {"role_arn = r\nsource_profile = default", "role_arn"},
      {"role_arn = r\nweb_identity_token_file = f", "web identity"},
      {"sso_session = s", "Identity Center"},
      {"sso_start_url = u", "Identity Center"},
      {"credential_process = p", "credential_process"},
      {"login_session = l", "aws login"},
  };
  for (const auto& [config, what] : cases) {
    write("config", std::string("[profile dev]\n") + config + "\n");
    const auto refused = find("dev");
    ASSERT_THAT(refused, FailsWith(Code::unauthenticated)) << config;
    EXPECT_THAT(refused.error().what, HasSubstr(what));
    EXPECT_THAT(refused.error().hint, HasSubstr("aws configure export-credentials --profile dev"));
  }
  variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://127.0.0.1/";
  EXPECT_THAT(find().error().what, HasSubstr("container"));
}

TEST_F(Credentials, NoneAtAllIsToldWithAWayOut) {
  const auto none = find();
  ASSERT_THAT(none, FailsWith(Code::unauthenticated));
  EXPECT_THAT(none.error().hint, HasSubstr("AWS_ACCESS_KEY_ID"));
}

TEST_F(Credentials, AreReadAgainAfterTheyWereDropped) {
  write("credentials", two_profiles);
  ChainCredentials source(variables, "dev", events);
  EXPECT_EQ(source.credentials()->access_key_id, "V");
  write("credentials", "[dev]\naws_access_key_id = N\naws_secret_access_key = n\n");
  EXPECT_EQ(source.credentials()->access_key_id, "V");
  source.drop();
  EXPECT_EQ(source.credentials()->access_key_id, "N");
}

TEST_F(Credentials, AFileThatOthersCanReadIsWarnedOfOnce) {
  write("credentials",
        two_profiles,
        fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read);
  ChainCredentials source(variables, "dev", events);
  EXPECT_THAT(source.credentials(), IsOk());
  source.drop();
  EXPECT_THAT(source.credentials(), IsOk());
  EXPECT_EQ(events.of<Notice>().size(), 1U);
}

TEST_F(Credentials, TheRegionIsTakenInOrderAndNeverGuessed) {
  write("config", "[default]\nregion = eu-west-1\n");
  const auto region = [&](const std::string& option = {}) {
    return resolve_region(variables, *load_profile(variables), option);
  };
  EXPECT_EQ(*region(), "eu-west-1");
  variables["AWS_DEFAULT_REGION"] = "eu-west-2";
  EXPECT_EQ(*region(), "eu-west-2");
  variables["AWS_REGION"] = "eu-west-3";
  EXPECT_EQ(*region(), "eu-west-3");
  EXPECT_EQ(*region("us-east-1"), "us-east-1");
  EXPECT_THAT(region("evil.example.com/"), FailsWith(Code::invalid));
  EXPECT_THAT(resolve_region({}, {}), FailsWith(Code::invalid));
}

}  // namespace
}  // namespace patchcord::aws
