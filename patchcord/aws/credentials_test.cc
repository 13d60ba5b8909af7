#include "patchcord/aws/credentials.h"

#include <filesystem>
#include <fstream>
#include <future>
#include <thread>

#include <fmt/chrono.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "patchcord/aws/credential_fixtures.h"
#include "tests/support/result_matchers.h"

namespace patchcord::aws {
namespace {

namespace fs = std::filesystem;
using test::FailsWith;
using test::IsOk;
using ::testing::HasSubstr;

constexpr auto minutes = [](int count) { return Milliseconds(std::chrono::minutes(count)); };

// A home of its own for each test, and a world with an STS whose sessions live for an hour.
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
    return ChainCredentials(settings(option), world.parts()).credentials();
  }
  [[nodiscard]] ChainSettings settings(const std::string& option = {}) const {
    return {.variables = variables, .profile = option, .region = "us-east-1"};
  }
  // A profile whose program gives the keys K1, K2, … that live for so long.
  void write_process(Milliseconds life) {
    write("config", "[default]\ncredential_process = tool\n");
    life_ = life;
    world.programs.give = [this](const ProgramCall&) -> Result<ProgramEnd> {
      if (broken) return Error{.code = Code::unavailable, .what = "broken"};
      const auto expires = std::chrono::duration_cast<std::chrono::seconds>(
          (world.clock.now() + life_).time_since_epoch());
      return ProgramEnd{
          .output = Secret(fmt::format(
              R"({{"Version":1,"AccessKeyId":"K{}","SecretAccessKey":"s","Expiration":"{:%FT%TZ}"}})",
              ++given,
              fmt::gmtime(expires.count())))};
    };
  }

  Variables variables;
  Surroundings world{[](const Request& request) -> Result<Response> {
    return Error{.code = Code::unavailable, .what = request.url + " was not reached"};
  }};
  int given{0};
  bool broken{false};

 private:
  static const char* test_name() {
    return ::testing::UnitTest::GetInstance()->current_test_info()->name();
  }
  fs::path home_;
  Milliseconds life_{};
};

constexpr const char* two_profiles =
    "[default]\naws_access_key_id = D\naws_secret_access_key = d\n"
    "[dev]\naws_access_key_id = V\naws_secret_access_key = v\naws_session_token = t\n";

TEST_F(Credentials, ComeFromTheEnvironmentFirst) {
  write("credentials", two_profiles);
  variables["AWS_ACCESS_KEY_ID"] = "E";
  variables["AWS_SECRET_ACCESS_KEY"] = "e";
  variables["AWS_SESSION_TOKEN"] = "s";
  variables["AWS_CREDENTIAL_EXPIRATION"] = "2026-01-02T04:04:05Z";
  variables["AWS_PROFILE"] = "dev";
  const auto found = find();
  ASSERT_THAT(found, IsOk());
  EXPECT_EQ(found->access_key_id, "E");
  EXPECT_EQ(found->session_token, Secret("s"));
  EXPECT_EQ(found->expires, TimePoint(Milliseconds(1'767'326'645'000)));
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
  EXPECT_EQ(unknown.error().hint, "Did you mean dev? Profiles: default, dev.");
  variables["AWS_PROFILE"] = "dev";
  EXPECT_EQ(find()->access_key_id, "V");
  EXPECT_THAT(find("nobody"), FailsWith(Code::invalid));
}

TEST_F(Credentials, AnEmptyVariableIsUnset) {
  write("credentials", two_profiles);
  variables["AWS_ACCESS_KEY_ID"] = "";
  variables["AWS_SECRET_ACCESS_KEY"] = "";
  EXPECT_EQ(find()->access_key_id, "D");
}

TEST_F(Credentials, NoneAtAllIsToldWithAWayOut) {
  const auto none = find();
  ASSERT_THAT(none, FailsWith(Code::unauthenticated));
  EXPECT_THAT(none.error().hint, HasSubstr("AWS_ACCESS_KEY_ID"));
}

TEST_F(Credentials, AreReadAgainAfterTheyWereDropped) {
  write("credentials", two_profiles);
  ChainCredentials source(settings("dev"), world.parts());
  EXPECT_EQ(source.credentials()->access_key_id, "V");
  write("credentials", "[dev]\naws_access_key_id = N\naws_secret_access_key = n\n");
  EXPECT_EQ(source.credentials()->access_key_id, "V");
  source.drop();
  EXPECT_EQ(source.credentials()->access_key_id, "N");
}

TEST_F(Credentials, EachWarningIsGivenOnce) {
  write("credentials",
        two_profiles,
        fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read);
  variables["AWS_REGION"] = "eu-west-1";
  variables["AWS_DEFAULT_REGION"] = "eu-west-2";
  ChainCredentials source(settings("dev"), world.parts());
  EXPECT_THAT(source.credentials(), IsOk());
  source.drop();
  EXPECT_THAT(source.credentials(), IsOk());
  const auto notices = world.events.of<Notice>();
  ASSERT_EQ(notices.size(), 2U);
  EXPECT_THAT(notices[0].text, HasSubstr("can be read by others"));
  EXPECT_EQ(notices[1].text,
            "AWS_REGION is eu-west-1 and AWS_DEFAULT_REGION is eu-west-2: AWS_REGION counts");
}

TEST_F(Credentials, AreRenewedBeforeTheyExpire) {
  write_process(minutes(60));
  ChainCredentials source(settings(), world.parts());
  EXPECT_EQ(source.credentials()->access_key_id, "K1");
  world.clock.advance(minutes(54));
  EXPECT_EQ(source.credentials()->access_key_id, "K1");
  world.clock.advance(minutes(1));
  EXPECT_EQ(source.credentials()->access_key_id, "K2");
  EXPECT_EQ(source.credentials()->access_key_id, "K2");
}

TEST_F(Credentials, ThatCannotBeRenewedAreUsedAsLongAsTheyLive) {
  write_process(minutes(60));
  ChainCredentials source(settings(), world.parts());
  EXPECT_EQ(source.credentials()->access_key_id, "K1");
  broken = true;
  world.clock.advance(minutes(56));
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(source.credentials()->access_key_id, "K1");
  EXPECT_EQ(world.programs.calls.size(), 2U) << "not tried again at each request";
  world.clock.advance(minutes(4));
  EXPECT_THAT(source.credentials(), FailsWith(Code::unauthenticated));
  broken = false;
  EXPECT_EQ(source.credentials()->access_key_id, "K2");
}

TEST_F(Credentials, OfAShortLifeAreNotFetchedForEachRequest) {
  write_process(minutes(2));
  ChainCredentials source(settings(), world.parts());
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(source.credentials()->access_key_id, "K1");
  world.clock.advance(minutes(1));
  EXPECT_EQ(source.credentials()->access_key_id, "K2");
}

TEST_F(Credentials, ExpireByTheClockOfAwsWhereOursIsWrong) {
  for (const int ahead : {-120, 120}) {  // that of AWS
    world.skew.set(minutes(ahead));
    write_process(minutes(60 + ahead));
    ChainCredentials source(settings(), world.parts());
    const auto first = source.credentials();
    ASSERT_THAT(first, IsOk()) << ahead;
    world.clock.advance(minutes(54));
    EXPECT_EQ(source.credentials()->access_key_id, first->access_key_id) << ahead;
    world.clock.advance(minutes(1));
    EXPECT_NE(source.credentials()->access_key_id, first->access_key_id) << ahead;
  }
  world.skew.set(minutes(120));
  write_process(minutes(119));
  EXPECT_THAT(find(), FailsWith(Code::unauthenticated)) << "they have expired by that clock";
}

TEST_F(Credentials, AreRenewedByOneThreadWhileTheOthersUseTheOldOnes) {
  write_process(minutes(60));
  ChainCredentials source(settings(), world.parts());
  EXPECT_EQ(source.credentials()->access_key_id, "K1");
  world.clock.advance(minutes(56));
  std::promise<void> begun;
  std::promise<void> may_end;
  const auto give = world.programs.give;
  world.programs.give = [&, give](const ProgramCall& call) {
    begun.set_value();
    may_end.get_future().wait();
    return give(call);
  };
  auto renewing = std::async(std::launch::async, [&] { return source.credentials(); });
  begun.get_future().wait();
  EXPECT_EQ(source.credentials()->access_key_id, "K1") << "while the other thread is at it";
  may_end.set_value();
  EXPECT_EQ(renewing.get()->access_key_id, "K2");
  EXPECT_EQ(source.credentials()->access_key_id, "K2");
}

TEST_F(Credentials, ThatAreMissingAreFetchedOnceForAllThreads) {
  write_process(minutes(60));
  ChainCredentials source(settings(), world.parts());
  std::vector<std::future<Result<AwsCredentials>>> threads;
  for (int i = 0; i < 8; ++i)
    threads.push_back(std::async(std::launch::async, [&] { return source.credentials(); }));
  for (auto& thread : threads)
    EXPECT_EQ(thread.get()->access_key_id, "K1");
  EXPECT_EQ(world.programs.calls.size(), 1U);
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
