#include "patchcord/sandbox/aws/signature.h"

#include <functional>

#include <gtest/gtest.h>

#include "patchcord/sandbox/aws/signed_client.h"

namespace patchcord::sandbox::aws {
namespace {

using namespace std::chrono_literals;

constexpr const char* config_path =
    "/2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-east-1%3A123456789012%3Afunction%3Aecho/"
    "configuration";

Message identity_request() {
  return query_message("sts", "GetCallerIdentity", {});
}
Message lambda_request() {
  return {.method = "GET",
          .path = config_path,
          .query = "Qualifier=%24LATEST",
          .headers = {{"Host", "127.0.0.1:4566"}}};
}

TEST(Signature, ARightOneIsAcceptedByEachService) {
  World world;
  EXPECT_EQ(world.sts("GetCallerIdentity").at("Arn"), "arn:aws:iam::123456789012:user/operator");
  EXPECT_EQ(world.iam("ListRoles").outcome(), "200");
  const Message lambda =
      sign_message(lambda_request(), world.key, {.service = "lambda", .now = world.time.now()});
  EXPECT_EQ(world.cloud.handle(lambda).status, 200) << world.cloud.handle(lambda).body;
}

TEST(Signature, TheWindowOfTimeIsAKnob) {
  World world;
  const auto late = [&] {
    return world.cloud
        .handle(sign_message(
            identity_request(), world.key, {.service = "sts", .now = world.time.now() - 10min}))
        .status;
  };
  EXPECT_EQ(late(), 403);
  world.knob({{"skewMinutes", 15}});
  EXPECT_EQ(late(), 200);
}

TEST(Signature, AnUnsignedContentTypeIsAcceptedOrRefused) {
  World world;
  Message message = identity_request();
  std::erase_if(message.headers, [](const Field& field) { return field.name == "Content-Type"; });
  message = sign_message(message, world.key, {.service = "sts", .now = world.time.now()});
  message.headers.push_back({"Content-Type", "application/x-www-form-urlencoded"});
  EXPECT_EQ(world.cloud.handle(message).status, 200) << world.cloud.handle(message).body;
  world.knob({{"unsignedContentType", "refused"}});
  EXPECT_EQ(world.cloud.handle(message).status, 403);
}

struct Spoiled {
  const char* name;
  std::function<void(Message&)> after;  // what happens to the request on its way
  const char* query;                    // what STS says
  const char* json;                     // what Lambda says
};

void replace_header(Message& message,
                    const std::string& name,
                    const std::function<void(std::string&)>& change) {
  for (Field& field : message.headers) {
    if (field.name == name) change(field.value);
  }
}

void replace_in(std::string& text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  if (at != std::string::npos) text.replace(at, from.size(), to);
}

class SpoiledSignature : public testing::TestWithParam<Spoiled> {};

TEST_P(SpoiledSignature, IsRefusedInTheWordsOfTheProtocol) {
  World world;
  Message query =
      sign_message(identity_request(), world.key, {.service = "sts", .now = world.time.now()});
  GetParam().after(query);
  EXPECT_EQ(QueryAnswer(world.cloud.handle(query)).outcome(), GetParam().query);
  Message rest =
      sign_message(lambda_request(), world.key, {.service = "lambda", .now = world.time.now()});
  GetParam().after(rest);
  const Reply refused = world.cloud.handle(rest);
  EXPECT_EQ(outcome(refused), GetParam().json) << refused.body;
  EXPECT_EQ(json_of(refused).contains("message"), refused.status != 200) << refused.body;
}

const auto authorization = [](std::string_view from, std::string_view to) {
  return [from, to](Message& m) {
    replace_header(m, "Authorization", [&](std::string& v) { replace_in(v, from, to); });
  };
};

const auto header_set = [](std::string name, std::string value) {
  return [=](Message& m) { replace_header(m, name, [&](std::string& v) { v = value; }); };
};

INSTANTIATE_TEST_SUITE_P(
    Table,
    SpoiledSignature,
    testing::Values(
        Spoiled{"Body",
                [](Message& m) { m.body += "&x=1"; },
                "403 SignatureDoesNotMatch",
                "403 InvalidSignatureException"},
        Spoiled{"Query",
                [](Message& m) { m.query += "&x=1"; },
                "403 SignatureDoesNotMatch",
                "403 InvalidSignatureException"},
        Spoiled{"Host",
                header_set("Host", "evil"),
                "403 SignatureDoesNotMatch",
                "403 InvalidSignatureException"},
        Spoiled{"AHeaderThatIsNotSigned",
                [](Message& m) {
                  m.headers.push_back({"X-Amz-Target", "x"});
                },
                "403 SignatureDoesNotMatch",
                "403 InvalidSignatureException"},
        Spoiled{"TheDateTwice",
                [](Message& m) {
                  m.headers.push_back({"X-Amz-Date", "20260102T000000Z"});
                },
                "403 SignatureDoesNotMatch",
                "403 InvalidSignatureException"},
        Spoiled{"Region",
                authorization("/us-east-1/", "/eu-west-7/"),
                "403 SignatureDoesNotMatch",
                "403 InvalidSignatureException"},
        Spoiled{"ScopeDate",
                authorization("/20260102/", "/20260103/"),
                "403 SignatureDoesNotMatch",
                "403 InvalidSignatureException"},
        Spoiled{"ServiceSts", authorization("/sts/", "/iam/"), "403 SignatureDoesNotMatch", "200"},
        Spoiled{"ServiceLambda",
                authorization("/lambda/", "/s3/"),
                "200",
                "403 InvalidSignatureException"},
        Spoiled{"NoSignature",
                authorization("Signature=", "Sign="),
                "400 IncompleteSignature",
                "400 IncompleteSignatureException"},
        Spoiled{"NoSignedHeaders",
                authorization("SignedHeaders=", "Headers="),
                "400 IncompleteSignature",
                "400 IncompleteSignatureException"},
        Spoiled{"AShortScope",
                authorization("/aws4_request", ""),
                "400 IncompleteSignature",
                "400 IncompleteSignatureException"},
        Spoiled{"AnotherAlgorithm",
                authorization("AWS4-HMAC-SHA256", "AWS3"),
                "400 IncompleteSignature",
                "400 IncompleteSignatureException"},
        Spoiled{"HostIsNotSigned",
                authorization("host;", ""),
                "403 SignatureDoesNotMatch",
                "403 InvalidSignatureException"},
        Spoiled{"ANonsenseDate",
                header_set("X-Amz-Date", "yesterday"),
                "400 IncompleteSignature",
                "400 IncompleteSignatureException"},
        Spoiled{"AnUnknownKey",
                authorization("AKIAOPERATOR00000000", "AKIAUNKNOWN000000000"),
                "403 InvalidClientTokenId",
                "403 UnrecognizedClientException"},
        Spoiled{"ATokenForALongTermKey",
                [](Message& m) {
                  m.headers.push_back({"X-Amz-Security-Token", "x"});
                },
                "403 InvalidClientTokenId",
                "403 UnrecognizedClientException"},
        Spoiled{"NoAuthorization",
                [](Message& m) { m.headers.pop_back(); },
                "403 MissingAuthenticationToken",
                "403 MissingAuthenticationTokenException"}),
    [](const auto& spoiled) { return spoiled.param.name; });

TEST(Signature, AWrongSecretIsRefused) {
  World world;
  world.key.secret = "another secret";
  EXPECT_EQ(world.sts("GetCallerIdentity").outcome(), "403 SignatureDoesNotMatch");
}

TEST(Signature, TheClockMayBeWrongByFiveMinutes) {
  World world;
  const auto signed_at = [&](TimePoint time) {
    return QueryAnswer(world.cloud.handle(
        sign_message(identity_request(), world.key, {.service = "sts", .now = time})));
  };
  world.time.advance(12h);
  const TimePoint now = world.time.now();
  EXPECT_EQ(signed_at(now - 5min).outcome(), "200");
  EXPECT_EQ(signed_at(now + 5min).outcome(), "200");
  EXPECT_EQ(signed_at(now - 5min - 1s).at("Message"),
            "Signature expired: 20260102T115459Z is now earlier than 20260102T115500Z "
            "(20260102T120000Z - 5 min.)");
  EXPECT_EQ(signed_at(now + 5min + 1s).at("Message"),
            "Signature not yet current: 20260102T120501Z is still later than 20260102T120500Z "
            "(20260102T120000Z + 5 min.)");
  world.knob({{"clockOffsetSeconds", 3600}});
  EXPECT_EQ(signed_at(now).outcome(), "403 SignatureDoesNotMatch");
  EXPECT_EQ(signed_at(now + 1h).outcome(), "200");
}

TEST(Signature, ARawColonInAPathIsVerifiedAsEncodedTwice) {
  World world;
  const std::string raw = "/2015-03-31/functions/function:echo/configuration";
  const std::string encoded = "/2015-03-31/functions/function%3Aecho/configuration";
  const auto send = [&](const std::string& wire, const std::string& as_signed) {
    Message message{.method = "GET", .path = wire, .headers = {{"Host", "127.0.0.1:4566"}}};
    return world.cloud.handle(
        sign_message(std::move(message),
                     world.key,
                     {.service = "lambda", .now = world.time.now(), .signed_path = as_signed}));
  };
  EXPECT_EQ(send(encoded, encoded).status, 200);
  EXPECT_EQ(send(raw, encoded).status, 200);
  EXPECT_EQ(outcome(send(raw, raw)), "403 InvalidSignatureException");
}

TEST(Signature, CountsForEveryRegionOfThePartitionAndForNoOther) {
  struct Case {
    std::string partition;
    std::string cloud;
    std::string region;
    std::string expected;
  };
  const std::string refused = "403 SignatureDoesNotMatch";
  for (const auto& [partition, cloud, region, expected] :
       std::vector<Case>{{"aws", "eu-central-1", "eu-central-1", "200"},
                         {"aws", "eu-central-1", "us-east-1", "200"},
                         {"aws", "eu-central-1", "us-gov-west-1", refused},
                         {"aws", "eu-central-1", "mars-1", refused},
                         {"aws", "xy-new-9", "xy-new-9", "200"},
                         {"aws-us-gov", "us-gov-east-1", "us-gov-west-1", "200"},
                         {"aws-us-gov", "us-gov-east-1", "us-east-1", refused},
                         {"aws-cn", "cn-north-1", "cn-northwest-1", "200"},
                         {"aws-cn", "cn-north-1", "us-gov-west-1", refused}}) {
    AwsOptions options = test_options();
    options.partition = partition;
    options.region = cloud;
    options.functions.clear();  // their regions would count, too
    World world(options);
    const Message message =
        sign_message(query_message("iam", "ListRoles", {}),
                     world.key,
                     {.service = "iam", .region = region, .now = world.time.now()});
    EXPECT_EQ(QueryAnswer(world.cloud.handle(message)).outcome(), expected) << region;
  }
}

TEST(Signature, ASessionKeyWorksUntilItExpires) {
  World world;
  ASSERT_EQ(world
                .iam("CreateRole",
                     {{"RoleName", "r"}, {"AssumeRolePolicyDocument", trust_of("123456789012")}})
                .outcome(),
            "200");
  const QueryAnswer session = world.sts("AssumeRole",
                                        {{"RoleArn", "arn:aws:iam::123456789012:role/r"},
                                         {"RoleSessionName", "s1"},
                                         {"ExternalId", organization},
                                         {"DurationSeconds", "900"}});
  ASSERT_EQ(session.outcome(), "200") << session.body;
  world.key = {
      session.at("AccessKeyId"), session.at("SecretAccessKey"), session.at("SessionToken")};
  EXPECT_EQ(world.sts("GetCallerIdentity").at("Arn"),
            "arn:aws:sts::123456789012:assumed-role/r/s1");
  const std::string token = std::exchange(world.key.token, "");
  EXPECT_EQ(world.sts("GetCallerIdentity").outcome(), "403 InvalidClientTokenId");
  world.key.token = token + "x";
  EXPECT_EQ(world.sts("GetCallerIdentity").outcome(), "403 InvalidClientTokenId");
  world.key.token = token;
  world.time.advance(900s);
  EXPECT_EQ(world.sts("GetCallerIdentity").outcome(), "403 ExpiredToken");
}

}  // namespace
}  // namespace patchcord::sandbox::aws
