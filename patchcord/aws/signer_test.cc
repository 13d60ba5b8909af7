#include "patchcord/aws/signer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/fake_clock.h"
#include "tests/support/result_matchers.h"
#include "tests/support/scripted_transport.h"

namespace patchcord::aws {
namespace {

using test::answer;
using test::IsOk;
using ::testing::HasSubstr;

class FixedCredentials : public AwsCredentialSource {
 public:
  Result<AwsCredentials> credentials() override {
    return AwsCredentials{.access_key_id = "AKIDEXAMPLE",
                          .secret_access_key = Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
                          .session_token = token};
  }
  void drop() override { ++dropped; }
  std::optional<Secret> token;
  int dropped{};
};

struct World {
  FixedCredentials credentials;
  ClockSkew skew;
  test::FakeClock clock;
  test::RecordedEvents events;
  Signer signer{{.service = "sts",
                 .region = "us-east-1",
                 .credentials = credentials,
                 .skew = skew,
                 .clock = clock,
                 .events = events}};
};

Request get_caller_identity(const std::string& url = "https://sts.us-east-1.amazonaws.com/") {
  return {.method = "POST",
          .url = url,
          .headers = {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"},
                      {"Accept", "*/*"}},
          .body = "Action=GetCallerIdentity&Version=2011-06-15"};
}

std::string header(const Result<Request>& request, std::string_view name) {
  return request.ok() ? find_header(request->headers, name).value_or("") : "";
}

// The signature is the one of the vector "sts-get-caller-identity".
TEST(Signer, SignsWhatGoesOnTheWire) {
  World world;
  const auto request = world.signer.sign(get_caller_identity());
  ASSERT_THAT(request, IsOk());
  EXPECT_EQ(header(request, "Host"), "sts.us-east-1.amazonaws.com");
  EXPECT_EQ(header(request, "X-Amz-Date"), "20260102T030405Z");
  EXPECT_EQ(header(request, "Authorization"),
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260102/us-east-1/sts/aws4_request, "
            "SignedHeaders=content-type;host;x-amz-date, "
            "Signature=b57eccc771c57ff3d2d1121eb0768f9b5a596f1e2aa97e452275256232edfb15");
}

TEST(Signer, ASessionTokenIsSentAndSigned) {
  World world;
  world.credentials.token = Secret("t0ken");
  const auto request = world.signer.sign(get_caller_identity("http://127.0.0.1:8080/aws/"));
  EXPECT_EQ(header(request, "X-Amz-Security-Token"), "t0ken");
  EXPECT_EQ(header(request, "Host"), "127.0.0.1:8080");
  EXPECT_THAT(header(request, "Authorization"), HasSubstr("x-amz-security-token"));
}

Response skewed(const char* date) {
  return answer(403,
                "<E><Error><Code>SignatureDoesNotMatch</Code><Message>Signature expired: "
                "x</Message></Error></E>",
                {{"Date", date}});
}

TEST(Signer, AWrongClockIsCorrectedAndTold) {
  World world;
  world.signer.refused(get_caller_identity(), skewed("Fri, 02 Jan 2026 04:04:05 GMT"));
  EXPECT_EQ(header(world.signer.sign(get_caller_identity()), "X-Amz-Date"), "20260102T040405Z");
  ASSERT_EQ(world.events.of<Notice>().size(), 1U);
  EXPECT_EQ(world.events.of<Notice>()[0].text,
            "the clock of this machine is 3600 seconds behind that of AWS");
  EXPECT_EQ(world.credentials.dropped, 0);
}

TEST(Signer, ATimeIsBelievedOnlyOverTlsAndOnlyIfItExplainsTheRefusal) {
  struct Case {
    const char* url;
    const char* date;
  };
  const Case cases[] = {{"http://sts.example.com/", "Fri, 02 Jan 2026 04:04:05 GMT"},
                        {"https://sts.example.com/", "Fri, 02 Jan 2026 03:07:05 GMT"},
                        {"https://sts.example.com/", "soon"}};
  for (const auto& [url, date] : cases) {
    World world;
    world.signer.refused(get_caller_identity(url), skewed(date));
    EXPECT_EQ(world.skew.offset(), Milliseconds(0)) << url << date;
    EXPECT_TRUE(world.events.of<Notice>().empty());
  }
}

TEST(Signer, ExpiredCredentialsAreDropped) {
  World world;
  world.signer.refused(get_caller_identity(),
                       answer(403, "<E><Error><Code>ExpiredToken</Code></Error></E>"));
  EXPECT_EQ(world.credentials.dropped, 1);
}

}  // namespace
}  // namespace patchcord::aws
