#include "patchcord/sandbox/genesys/credentials.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "patchcord/sandbox/genesys/world.h"

namespace patchcord::sandbox::genesys {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::string all = "/api/v2/integrations/credentials";

Json body_of(const std::string& arn, const std::string& name = "Key") {
  return {{"name", name},
          {"type", {{"name", "amazonWebServicesARN"}}},
          {"credentialFields", {{"ARN", arn}}}};
}

TEST(Credential, NeverShowsItsFields) {
  World world;
  const auto made = world.call("POST", all, body_of(World::role));
  EXPECT_EQ(made.status, 200);
  EXPECT_FALSE(made.json.contains("credentialFields"));
  const auto path = all + "/" + string_at(made.json, "id");
  EXPECT_THAT(world.call("GET", path).reply.body, Not(HasSubstr(World::role)));
  EXPECT_FALSE(world.call("GET", path).json.contains("credentialFields"));
  world.set({{"credentialRedaction", "empty"}});
  EXPECT_EQ(world.call("GET", path).json.at("credentialFields"), Json::object());
  world.set({{"credentialRedaction", "masked"}});
  EXPECT_EQ(world.call("GET", path).json.at("credentialFields"), Json({{"ARN", "********"}}));
}

TEST(Credential, ShowsWhenItWasChangedAsTheKnobSays) {
  World world;
  const auto made = string_at(world.call("POST", all, body_of(World::role)).json, "modifiedDate");
  const auto listed = [&] {
    const auto page = world.call("GET", all + "/listing").json;
    return string_at(page.at("entities").at(0), "modifiedDate");
  };
  EXPECT_EQ(listed(), made);
  world.set({{"modifiedDates", "seconds"}});
  EXPECT_EQ(listed(), made.substr(0, 19) + "Z");
  world.set({{"modifiedDates", "absent"}});
  EXPECT_EQ(listed(), "");
  EXPECT_FALSE(world.call("POST", all, body_of(World::role)).json.contains("modifiedDate"));
}

TEST(Credential, TakesItsTypeInTwoForms) {
  World world;
  auto body = body_of(World::role);
  body["type"] = "amazonWebServicesARN";
  EXPECT_EQ(world.call("POST", all, body).status, 200);
}

TEST(Credential, MustHaveAKnownTypeAndItsFields) {
  World world;
  auto wrong_type = body_of(World::role);
  wrong_type["type"]["name"] = "AmazonWebServicesARN";
  EXPECT_EQ(world.call("POST", all, wrong_type).status, 400);
  auto no_field = body_of(World::role);
  no_field["credentialFields"] = {{"arn", World::role}};
  EXPECT_EQ(world.call("POST", all, no_field).status, 400);
  auto wrong_value = body_of(World::role);
  wrong_value["credentialFields"]["ARN"] = 7;
  EXPECT_EQ(world.call("POST", all, wrong_value).status, 400);
  EXPECT_EQ(world.call("POST", all, {{"name", "x"}}).status, 400);
}

TEST(Credential, IsNotCheckedForAnArnUnlessTheKnobSaysSo) {
  World world;
  EXPECT_EQ(world.call("POST", all, body_of("not an arn")).status, 200);
  world.set({{"arnCheck", "write"}});
  EXPECT_EQ(world.call("POST", all, body_of("not an arn")).status, 400);
}

TEST(Credential, MayHaveNoNameAndTheNameOfAnother) {
  World world;
  auto nameless = body_of(World::role);
  nameless.erase("name");
  const auto made = world.call("POST", all, nameless);
  EXPECT_TRUE(made.json.at("name").is_null());
  world.credential("Key");
  world.credential("Key");
  EXPECT_EQ(world.call("GET", all).json.at("total"), 3);
  world.set({{"uniqueNames", true}});
  EXPECT_EQ(world.call("POST", all, body_of(World::role)).status, 409);
}

TEST(Credential, OfANameThatIsTakenIsMadeOrRefused) {
  World world;
  const auto made = body_of(World::role, "Same");
  EXPECT_EQ(world.call("POST", all, made).status, 200);
  EXPECT_EQ(world.call("POST", all, made).status, 200);
  world.set({{"duplicateCredential", 409}});
  EXPECT_EQ(world.call("POST", all, made).status, 409);
  EXPECT_EQ(world.call("POST", all, body_of(World::role, "Other")).status, 200);
}

TEST(Credential, IsReplacedAsAWhole) {
  World world;
  const auto path = all + "/" + world.credential();
  world.advance(5000);
  const auto put = world.call("PUT", path, body_of("arn:aws:iam::111122223333:role/other", "New"));
  EXPECT_EQ(put.status, 200);
  EXPECT_EQ(string_at(put.json, "name"), "New");
  EXPECT_EQ(string_at(put.json, "createdDate"), "2026-05-14T00:00:00.000Z");
  EXPECT_EQ(string_at(put.json, "modifiedDate"), "2026-05-14T00:00:05.000Z");
  EXPECT_EQ(world.call("PUT", path, {{"name", "New"}}).status, 400);
  EXPECT_EQ(world.call("PUT", all + "/none", body_of(World::role)).status, 404);
}

TEST(Credential, InUseIsDeletedInOneOfThreeWays) {
  World world;
  world.ready_integration();
  const auto listed = world.call("GET", all + "/listing").json;
  const auto path = all + "/" + string_at(listed.at("entities").at(0), "id");
  EXPECT_EQ(world.call("DELETE", path).status, 409);
  world.set({{"credentialInUse", 400}});
  EXPECT_EQ(world.call("DELETE", path).status, 400);
  world.set({{"credentialInUse", 204}});
  const auto removed = world.call("DELETE", path);
  EXPECT_EQ(removed.status, 204);
  EXPECT_EQ(removed.reply.body, "");
  EXPECT_EQ(world.call("GET", path).status, 404);
}

TEST(Credential, OfADeletedIntegrationIsInUseForAWhile) {
  World world;
  const auto integration = world.ready_integration();
  const auto listed = world.call("GET", all + "/listing").json;
  const auto path = all + "/" + string_at(listed.at("entities").at(0), "id");
  world.set({{"deleteLagMs", 1000}});
  world.call("DELETE", "/api/v2/integrations/" + integration);
  EXPECT_EQ(world.call("DELETE", path).status, 409);
  world.advance(1000);
  EXPECT_EQ(world.call("DELETE", path).status, 204);
}

}  // namespace
}  // namespace patchcord::sandbox::genesys
