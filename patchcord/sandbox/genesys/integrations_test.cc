#include "patchcord/sandbox/genesys/integrations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "patchcord/sandbox/genesys/world.h"

namespace patchcord::sandbox::genesys {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const std::string all = "/api/v2/integrations";
const Json enabled = {{"intendedState", "ENABLED"}};
const Json disabled = {{"intendedState", "DISABLED"}};

std::string path_of(const std::string& id) {
  return all + "/" + id;
}

std::string state_of(World& world, const std::string& id) {
  return string_at(world.call("GET", path_of(id)).json.at("reportedState"), "code");
}

TEST(Integration, StartsDisabledWithConfigVersionOne) {
  World world;
  const Json body = {{"name", "Orders"}, {"integrationType", {{"id", "aws-lambda-data-actions"}}}};
  const auto made = world.call("POST", all, body);
  EXPECT_EQ(made.status, 200);
  EXPECT_EQ(string_at(made.json, "intendedState"), "DISABLED");
  EXPECT_EQ(string_at(made.json.at("reportedState"), "code"), "INACTIVE");
  EXPECT_FALSE(made.json.contains("config"));
  const auto config = world.call("GET", World::config_path(string_at(made.json, "id"))).json;
  EXPECT_EQ(integer_at(config, "version"), 1);
  EXPECT_EQ(string_at(config, "name"), "Orders");
  EXPECT_EQ(config.at("credentials"), Json::object());
}

TEST(Integration, GetsADefaultName) {
  World world;
  const auto made =
      world.call("POST", all, {{"integrationType", {{"id", "aws-lambda-data-actions"}}}});
  EXPECT_EQ(string_at(made.json, "name"), "AWS Lambda Data Actions");
}

TEST(Integration, NeedsAKnownType) {
  World world;
  EXPECT_EQ(world.call("POST", all, {{"name", "x"}}).status, 400);
  const auto unknown =
      world.call("POST", all, {{"integrationType", {{"id", "aws.lambda.invoke"}}}});
  EXPECT_EQ(unknown.status, 400);
  EXPECT_EQ(string_at(unknown.json, "code"), "constraint.validation");
  EXPECT_EQ(string_at(unknown.json.at("details").at(0), "fieldName"), "integrationType");
}

TEST(Integration, NamesAreNotUniqueUnlessTheKnobSaysSo) {
  World world;
  world.integration("Orders");
  world.integration("Orders");
  EXPECT_EQ(world.call("GET", all + "?integrationType=aws-lambda-data-actions").json.at("total"),
            2);
  world.set({{"uniqueNames", true}});
  const Json body = {{"name", "Orders"}, {"integrationType", {{"id", "aws-lambda-data-actions"}}}};
  EXPECT_EQ(world.call("POST", all, body).status, 409);
}

TEST(Integration, CanBeLimitedInNumber) {
  World world;
  world.set({{"maxInstances", 1}});
  world.integration("First");
  const Json body = {{"name", "Second"}, {"integrationType", {{"id", "aws-lambda-data-actions"}}}};
  EXPECT_EQ(world.call("POST", all, body).status, 400);
  world.set({{"maxInstancesStatus", "409"}});
  EXPECT_EQ(world.call("POST", all, body).status, 409);
}

TEST(Integration, BecomesActiveAfterItWasEnabled) {
  World world;
  const auto id = world.ready_integration();
  EXPECT_EQ(state_of(world, id), "ACTIVE");
  world.call("PATCH", path_of(id), disabled);
  EXPECT_EQ(state_of(world, id), "INACTIVE");

  world.set({{"activationMs", 2000}});
  const auto accepted = world.call("PATCH", path_of(id), enabled).json;
  EXPECT_EQ(string_at(accepted, "intendedState"), "ENABLED");
  EXPECT_EQ(string_at(accepted.at("reportedState"), "code"), "ACTIVATING");
  world.advance(1999);
  EXPECT_EQ(state_of(world, id), "ACTIVATING");
  world.advance(1);
  EXPECT_EQ(state_of(world, id), "ACTIVE");
}

TEST(Integration, AnswersAPatchBeforeAnythingHappened) {
  World world;
  const auto id = world.integration();
  world.call("PUT", World::config_path(id), World::config_body("Orders", 1, world.credential()));
  const auto accepted = world.call("PATCH", path_of(id), enabled).json;
  EXPECT_EQ(string_at(accepted.at("reportedState"), "code"), "ACTIVATING");
  const auto again = world.call("PATCH", path_of(id), enabled).json;
  EXPECT_EQ(string_at(again.at("reportedState"), "code"), "ACTIVE") << "the same state is harmless";
  world.set({{"patchAnswers", "none"}});
  EXPECT_FALSE(world.call("PATCH", path_of(id), enabled).json.contains("reportedState"));
}

TEST(Integration, WithoutItsCredentialEndsInErrorOrIsRefused) {
  World world;
  const auto id = world.integration();
  EXPECT_EQ(world.call("PATCH", path_of(id), enabled).status, 200);
  const auto state = world.call("GET", path_of(id)).json.at("reportedState");
  EXPECT_EQ(string_at(state, "code"), "ERROR");
  EXPECT_THAT(string_at(state.at("detail"), "message"), HasSubstr("AmazonWebServicesARN"));

  world.call("PUT", World::config_path(id), World::config_body("Orders", 1, world.credential()));
  EXPECT_EQ(state_of(world, id), "ACTIVE") << "a new configuration is tried at once";

  world.set({{"enableWithoutCredential", "400"}});
  EXPECT_EQ(world.call("PATCH", path_of(world.integration("Other")), enabled).status, 400);
}

TEST(Integration, CanBeToldToFail) {
  World world;
  world.set({{"activationError", "Something broke."}});
  const auto id = world.ready_integration();
  const auto state = world.call("GET", path_of(id)).json.at("reportedState");
  EXPECT_EQ(string_at(state, "code"), "ERROR");
  EXPECT_EQ(string_at(state.at("detail"), "message"), "Something broke.");
}

TEST(Integration, HasOnlyTwoStatesToWishFor) {
  World world;
  const auto id = world.integration();
  for (const auto* wish : {"enabled", "DELETED", ""}) {
    EXPECT_EQ(world.call("PATCH", path_of(id), {{"intendedState", wish}}).status, 400) << wish;
  }
  EXPECT_EQ(world.call("PATCH", path_of("none"), enabled).status, 404);
}

TEST(Integration, TakesItsActionsAlongWhenDeletedButNotItsCredential) {
  World world;
  const auto id = world.ready_integration();
  const auto action = world.action(id);
  const auto removed = world.call("DELETE", path_of(id));
  EXPECT_EQ(removed.status, 200) << "with the entity, unlike the other deletes";
  EXPECT_EQ(string_at(removed.json, "id"), id);
  EXPECT_EQ(world.call("GET", path_of(id)).status, 404);
  EXPECT_EQ(world.call("DELETE", path_of(id)).status, 404);
  EXPECT_EQ(world.call("GET", "/api/v2/integrations/actions/" + action).status, 404);
  EXPECT_EQ(
      world.call("GET", "/api/v2/integrations/credentials/listing").json.at("entities").size(), 1U);
}

TEST(Integration, IsSeenForAWhileAfterItWasDeleted) {
  World world;
  world.set({{"deleteLagMs", 1000}});
  const auto id = world.ready_integration();
  world.call("DELETE", path_of(id));
  EXPECT_EQ(world.call("GET", path_of(id)).status, 200);
  EXPECT_EQ(world.call("PATCH", path_of(id), disabled).status, 404);
  world.advance(1000);
  EXPECT_EQ(world.call("GET", path_of(id)).status, 404);
}

TEST(Integration, IsMissingForAWhileAfterItWasCreated) {
  World world;
  world.set({{"creationLagMs", 500}, {"listingLagMs", 1000}});
  const auto id = world.integration();
  EXPECT_EQ(world.call("GET", path_of(id)).status, 404);
  EXPECT_EQ(world.call("POST", all + "/actions", World::action_body(id)).status, 400);
  world.advance(500);
  EXPECT_EQ(world.call("GET", path_of(id)).status, 200);
  EXPECT_EQ(world.call("POST", all + "/actions", World::action_body(id)).status, 200);
  EXPECT_THAT(names_of(world.call("GET", all).json), Not(Contains("Orders")));
  world.advance(500);
  EXPECT_THAT(names_of(world.call("GET", all).json), Contains("Orders"));
}

TEST(Listing, ShowsAnOldNameForAWhile) {
  World world;
  const auto id = world.integration("Old");
  world.set({{"listingLagMs", 1000}});
  world.advance(1000);
  world.call("PUT", World::config_path(id), World::config_body("New", 1, world.credential()));
  EXPECT_EQ(string_at(world.call("GET", path_of(id)).json, "name"), "New");
  EXPECT_THAT(names_of(world.call("GET", all).json), Contains("Old"));
  world.advance(1000);
  EXPECT_THAT(names_of(world.call("GET", all).json), Contains("New"));
}

TEST(Listing, CanBeFiltered) {
  World world;
  const auto active = world.ready_integration("Active");
  const auto idle = world.integration("Idle");
  const auto names = [&](const std::string& query) {
    return names_of(world.call("GET", all + query).json);
  };
  EXPECT_THAT(names("?sortBy=name"), ElementsAre("Active", "Genesys Cloud Data Actions", "Idle"));
  EXPECT_THAT(names("?integrationType=aws-lambda-data-actions&sortBy=name"),
              ElementsAre("Active", "Idle"));
  EXPECT_THAT(names("?ids=" + idle), ElementsAre("Idle"));
  EXPECT_THAT(names("?ids=" + idle + "%2C" + active + "&sortBy=name"),
              ElementsAre("Active", "Idle"));
  EXPECT_THAT(names("?reportedState=inactive"), ElementsAre("Idle"));
  const auto bound = world.call("GET", World::config_path(active)).json.at("credentials");
  EXPECT_THAT(names("?credentialId=" + string_at(bound.at("AmazonWebServicesARN"), "id")),
              ElementsAre("Active"));
  EXPECT_EQ(world.call("GET", all + "?reportedState=SLEEPING").status, 400);
  EXPECT_EQ(names("?name=Idle").size(), 3U) << "there is no such filter: it is ignored";
  world.set({{"integrationListFilters", false}});
  EXPECT_EQ(names("?ids=" + idle).size(), 3U) << "older deployments ignore the filters";
}

TEST(Listing, ExpandsTheConfiguration) {
  World world;
  const auto id = world.ready_integration();
  const auto page = world.call("GET", all + "?expand=config.current&ids=" + id).json;
  const auto& config = page.at("entities").at(0).at("config").at("current");
  EXPECT_EQ(integer_at(config, "version"), 2);
  EXPECT_EQ(string_at(config.at("credentials").at("AmazonWebServicesARN"), "name"), "Key");
}

TEST(Config, IsReplacedAsAWhole) {
  World world;
  const auto id = world.integration();
  auto body = World::config_body("Renamed", 1, world.credential());
  body["notes"] = "ours";
  body["properties"] = {{"any", 1}};
  const auto put = world.call("PUT", World::config_path(id), body);
  EXPECT_EQ(put.status, 200);
  EXPECT_EQ(integer_at(put.json, "version"), 2);
  EXPECT_EQ(string_at(world.call("GET", path_of(id)).json, "name"), "Renamed");
  EXPECT_EQ(string_at(world.call("GET", path_of(id)).json, "notes"), "ours");

  body = World::config_body("Renamed", 2, "");
  body["credentials"] = Json::object();
  const auto bare = world.call("PUT", World::config_path(id), body).json;
  EXPECT_EQ(bare.at("properties"), Json::object());
  EXPECT_EQ(bare.at("credentials"), Json::object());
}

TEST(Config, KeepsWhatThePlatformPutThereIfAsked) {
  World world;
  world.set({{"typeProperties", "kept"}});
  const auto id = world.integration();
  const auto found = world.call("GET", World::config_path(id)).json;
  EXPECT_FALSE(found.at("properties").empty());
  auto body = World::config_body("Renamed", 1, world.credential());
  EXPECT_EQ(world.call("PUT", World::config_path(id), body).status, 400);
  body["properties"] = found.at("properties");
  EXPECT_EQ(world.call("PUT", World::config_path(id), body).status, 200);
}

TEST(Config, RefusesAStaleVersionInTwoWays) {
  World world;
  const auto id = world.integration();
  const auto credential = world.credential();
  EXPECT_EQ(
      world.call("PUT", World::config_path(id), World::config_body("x", 2, credential)).status,
      409);
  world.set({{"versionMismatch", "400text"}});
  const auto refused =
      world.call("PUT", World::config_path(id), World::config_body("x", 2, credential));
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(string_at(refused.json, "message"), HasSubstr("does not match the current version"));
}

TEST(Config, NeedsAllOfItsFields) {
  World world;
  const auto id = world.integration();
  const auto whole = World::config_body("x", 1, world.credential());
  for (const auto& [field, value] : whole.items()) {
    auto body = whole;
    body.erase(field);
    const auto refused = world.call("PUT", World::config_path(id), body);
    EXPECT_EQ(refused.status, 400) << field;
    EXPECT_EQ(string_at(refused.json.at("details").at(0), "fieldName"), field);
  }
}

TEST(Config, ChecksSlotAndCredential) {
  World world;
  const auto id = world.integration();
  const auto credential = world.credential();
  const auto status = [&](const std::string& slot, const std::string& bound) {
    auto body = World::config_body("x", 1, bound);
    body["credentials"] = {{slot, {{"id", bound}}}};
    return world.call("PUT", World::config_path(id), body).status;
  };
  const Json basic = {{"type", {{"name", "basicAuth"}}},
                      {"credentialFields", {{"userName", "a"}, {"password", "b"}}}};
  const auto other = string_at(world.call("POST", all + "/credentials", basic).json, "id");
  EXPECT_EQ(status("AmazonWebServicesARN", "none"), 400);
  EXPECT_EQ(status("AmazonWebServicesARN", other), 400);
  EXPECT_EQ(status("amazonWebServicesARN", credential), 400) << "the slot's case matters";
  world.set({{"slotCaseMatters", false}});
  EXPECT_EQ(status("amazonWebServicesARN", credential), 200);
  const auto config = world.call("GET", World::config_path(id)).json;
  EXPECT_TRUE(config.at("credentials").contains("AmazonWebServicesARN"));
}

TEST(Config, MayMarkEmptyNotes) {
  World world;
  world.set({{"emptyNotesMarker", true}});
  const auto id = world.integration();
  EXPECT_EQ(string_at(world.call("GET", World::config_path(id)).json, "notes"),
            "node_dynamodb_empty_string");
}

}  // namespace
}  // namespace patchcord::sandbox::genesys
