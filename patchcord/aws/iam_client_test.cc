#include "patchcord/aws/iam_client.h"

#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "patchcord/aws/sts_client.h"
#include "patchcord/base/text.h"
#include "tests/support/fake_clock.h"
#include "tests/support/result_matchers.h"
#include "tests/support/scripted_transport.h"

namespace patchcord::aws {
namespace {

using test::answer;
using test::FailsWith;
using test::IsOk;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

Response good(const std::string& action, const std::string& result) {
  return answer(
      200,
      "<" + action + "Response xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\">" +
          (result.empty() ? "" : "<" + action + "Result>" + result + "</" + action + "Result>") +
          "<ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></" + action + "Response>");
}

Response bad(int status, const std::string& code, const std::string& message = "m") {
  return answer(status,
                "<ErrorResponse><Error><Code>" + code + "</Code><Message>" + message +
                    "</Message></Error><RequestId>r</RequestId></ErrorResponse>");
}

std::string role_xml(const std::string& tags) {
  return "<Role><Path>/</Path><RoleName>r</RoleName><RoleId>AROA1</"
         "RoleId><Arn>arn:aws:iam::123456789012:role/r</Arn>"
         "<CreateDate>2026-01-02T03:04:05Z</"
         "CreateDate><AssumeRolePolicyDocument>%7B%22Version%22%3A%222012-10-17%22%2C%22a%22%3A%"
         "22b+c%22%7D"
         "</AssumeRolePolicyDocument><Description>d</Description><MaxSessionDuration>7200</"
         "MaxSessionDuration>"
         "<PermissionsBoundary><PermissionsBoundaryType>Policy</PermissionsBoundaryType>"
         "<PermissionsBoundaryArn>arn:b</PermissionsBoundaryArn></"
         "PermissionsBoundary><RoleLastUsed/>" +
         tags + "</Role>";
}

const std::string our_tags = "<Tags><member><Key>op</Key><Value>1</Value></member></Tags>";

struct World {
  explicit World(std::vector<Result<Response>> answers) : wire(std::move(answers)) {}
  test::FakeClock clock;
  test::ScriptedTransport wire;
  IamClient client{
      QueryClient(wire, {.name = "iam", .version = "2010-05-08", .url = "https://iam.example.com"}),
      clock,
      {}};
};

const RoleSpec spec{.name = "r",
                    .description = "calls é",
                    .trust = R"({"Version":"2012-10-17"})",
                    .tags = {{"op", "1"}, {"owner", "a b"}},
                    .operation_tag = "op"};

TEST(Iam, CreateRoleIsOneFormPost) {
  World world({good("CreateRole", role_xml(""))});
  const auto role = world.client.create_role(spec);
  ASSERT_THAT(role, IsOk());
  EXPECT_EQ(role->arn, "arn:aws:iam::123456789012:role/r");
  const Request& request = world.wire.requests().front();
  EXPECT_EQ(request.url, "https://iam.example.com/");
  EXPECT_EQ(request.repeat, Repeat::safe);
  EXPECT_EQ(
      request.body,
      "Action=CreateRole&Version=2010-05-08&RoleName=r&Path=%2F"
      "&AssumeRolePolicyDocument=%7B%22Version%22%3A%222012-10-17%22%7D&Description=calls%20%C3%A9"
      "&Tags.member.1.Key=op&Tags.member.1.Value=1&Tags.member.2.Key=owner&Tags.member.2.Value=a%"
      "20b");
}

TEST(Iam, ARoleIsReadWithAllItsFields) {
  World world({good("GetRole", role_xml(our_tags))});
  const auto read = world.client.get_role("r");
  ASSERT_THAT(read, IsOk());
  ASSERT_TRUE(*read);
  const Role& role = **read;
  EXPECT_EQ(role.id, "AROA1");
  EXPECT_EQ(role.description, "d");
  EXPECT_EQ(role.max_session, std::chrono::seconds(7'200));
  EXPECT_EQ(role.boundary, "arn:b");
  EXPECT_EQ(role.trust.dump(), R"({"Version":"2012-10-17","a":"b+c"})");
  EXPECT_EQ(role.tags, (Tags{{"op", "1"}}));
}

TEST(Iam, ARoleThatAnEarlierAttemptMadeIsOurs) {
  World world({bad(409, "EntityAlreadyExists"),
               bad(404, "NoSuchEntity"),
               good("GetRole", role_xml(our_tags))});
  EXPECT_THAT(world.client.create_role(spec), IsOk());
  EXPECT_EQ(world.clock.waits().size(), 1U);
}

TEST(Iam, ARoleOfSomebodyElseIsAConflict) {
  World other({bad(409, "EntityAlreadyExists", "Role with name r already exists."),
               good("GetRole", role_xml(""))});
  const auto taken = other.client.create_role(spec);
  ASSERT_THAT(taken, FailsWith(Code::conflict));
  EXPECT_THAT(taken.error().what,
              HasSubstr("AWS refused iam:CreateRole for role r: Role with name r already exists."));
  World other_case({bad(409, "EntityAlreadyExists"), bad(404, "NoSuchEntity")});
  const auto begin = other_case.clock.now();
  EXPECT_THAT(other_case.client.create_role(spec), FailsWith(Code::conflict));
  EXPECT_LE(other_case.clock.now() - begin, Waits{}.propagation);
}

TEST(Iam, ARefusedDocumentIsShown) {
  World world({bad(400, "MalformedPolicyDocument", "Syntax errors in policy.")});
  const auto refused = world.client.put_role_policy("r", "p", R"({"Version":"x"})");
  ASSERT_THAT(refused, FailsWith(Code::invalid));
  EXPECT_EQ(refused.error().detail, "{\n  \"Version\": \"x\"\n}");
  EXPECT_THAT(refused.error().what, HasSubstr("policy p of role r: Syntax errors in policy."));
}

TEST(Iam, ADeletionOfWhatIsGoneIsDone) {
  World world({bad(404, "NoSuchEntity")});
  EXPECT_EQ(world.client.delete_role("r").value(), false);
  EXPECT_EQ(world.client.delete_role_policy("r", "p").value(), false);
  EXPECT_EQ(*world.client.get_role("r"), std::nullopt);
  EXPECT_EQ(*world.client.get_role_policy("r", "p"), std::nullopt);
  EXPECT_THAT(world.client.tag_role("r", {{"a", "b"}}), FailsWith(Code::not_found));
}

TEST(Iam, ListingsGoOnAsLongAsTheyAreTruncated) {
  World world(
      {good("ListRolePolicies",
            "<PolicyNames/><IsTruncated>true</IsTruncated><Marker>m+1</Marker>"),
       good("ListRolePolicies",
            "<PolicyNames><member>p</member></PolicyNames><IsTruncated>false</IsTruncated>")});
  const auto names = world.client.list_role_policies("r");
  ASSERT_THAT(names, IsOk());
  EXPECT_THAT(*names, ElementsAre("p"));
  EXPECT_THAT(world.wire.requests()[1].body, HasSubstr("&Marker=m%2B1"));
  World endless({good("ListRolePolicies",
                      "<PolicyNames/><IsTruncated>true</IsTruncated><Marker>m</Marker>")});
  EXPECT_THAT(endless.client.list_role_policies("r"), FailsWith(Code::protocol));
}

TEST(Iam, WritesSendWhatTheApiNames) {
  World world({good("X", "")});
  EXPECT_THAT(world.client.update_assume_role_policy("r", "{}"), IsOk());
  EXPECT_THAT(world.client.update_role("r", "", std::chrono::seconds(3'600)), IsOk());
  EXPECT_THAT(world.client.untag_role("r", {"a", "b"}), IsOk());
  const auto& requests = world.wire.requests();
  EXPECT_EQ(requests[0].body,
            "Action=UpdateAssumeRolePolicy&Version=2010-05-08&RoleName=r&PolicyDocument=%7B%7D");
  EXPECT_EQ(requests[1].body,
            "Action=UpdateRole&Version=2010-05-08&RoleName=r&Description=&MaxSessionDuration=3600");
  EXPECT_EQ(requests[2].body,
            "Action=UntagRole&Version=2010-05-08&RoleName=r&TagKeys.member.1=a&TagKeys.member.2=b");
}

TEST(Iam, AnswersOfSomebodyElseAreNotTaken) {
  for (const auto* body : {"", "{}", "<html/>", "<GetRoleResponse/>"}) {
    World world({answer(200, body)});
    EXPECT_THAT(world.client.get_role("r"), FailsWith(Code::protocol)) << body;
  }
}

TEST(Iam, ALostAnswerToAWriteIsUnknown) {
  World world({answer(503, "<html>")});
  const auto lost = world.client.put_role_policy("r", "p", "{}");
  ASSERT_THAT(lost, FailsWith(Code::unavailable));
  EXPECT_EQ(lost.error().effect, Effect::unknown);
  EXPECT_EQ(world.client.get_role("r").error().effect, Effect::none);
}

TEST(Sts, TellsWhoWeAre) {
  const auto caller_of = [](const std::string& account, const std::string& arn) {
    test::ScriptedTransport wire(
        {good("GetCallerIdentity",
              "<Arn>" + arn + "</Arn><UserId>u</UserId><Account>" + account + "</Account>")});
    return StsClient(
               QueryClient(
                   wire,
                   {.name = "sts", .version = "2011-06-15", .url = "https://sts.example.com/gw"}))
        .get_caller_identity();
  };
  const auto caller =
      caller_of("123456789012", "arn:aws-us-gov:sts::123456789012:assumed-role/R/S");
  ASSERT_THAT(caller, IsOk());
  EXPECT_EQ(caller->account, "123456789012");
  EXPECT_EQ(caller->partition, "aws-us-gov");
  EXPECT_THAT(caller_of("12", "arn:aws:iam::12:root"), FailsWith(Code::protocol));
  EXPECT_THAT(caller_of("123456789012", "me"), FailsWith(Code::protocol));
}

}  // namespace
}  // namespace patchcord::aws
