#include "patchcord/sandbox/genesys/drafts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "patchcord/sandbox/genesys/world.h"

namespace patchcord::sandbox::genesys {
namespace {

using testing::ElementsAre;
using testing::EndsWith;

const std::string all = "/api/v2/integrations/actions";

std::string draft_of(const std::string& id) {
  return all + "/" + id + "/draft";
}

Json frozen_change() {
  const Json open = {{"type", "object"}};
  return {
      {"version", 1},
      {"contract", {{"input", {{"inputSchema", open}}}, {"output", {{"successSchema", open}}}}}};
}

TEST(Draft, OfAPublishedActionHasItsOwnVersion) {
  World world;
  const auto id = world.action(world.integration());
  world.call("PATCH", all + "/" + id, {{"version", 1}, {"name", "Second"}});
  const auto draft = world.call("POST", draft_of(id));
  EXPECT_EQ(draft.status, 200);
  EXPECT_EQ(integer_at(draft.json, "version"), 1);
  EXPECT_EQ(string_at(draft.json, "id"), id);
  EXPECT_EQ(integer_at(world.call("PATCH", draft_of(id), {{"version", 1}, {"name", "Third"}}).json,
                       "version"),
            2);
  EXPECT_EQ(string_at(world.call("GET", all + "/" + id).json, "name"), "Second");

  EXPECT_EQ(world.call("POST", draft_of(id) + "/publish", {{"version", 2}}).status, 200);
  const auto published = world.call("GET", all + "/" + id).json;
  EXPECT_EQ(string_at(published, "name"), "Third");
  EXPECT_EQ(integer_at(published, "version"), 3);
  EXPECT_EQ(world.call("GET", draft_of(id)).status, 404);
}

TEST(Draft, PublishNeedsTheDraftsVersion) {
  World world;
  const auto id = world.action(world.integration());
  world.call("POST", draft_of(id));
  const auto refused = world.call("POST", draft_of(id) + "/publish", {{"version", 2}});
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(string_at(refused.json, "message"),
            "Supplied version 2 does not match latest draft version 1");
  EXPECT_EQ(world.call("PATCH", draft_of(id), {{"version", 5}}).status, 409);
}

TEST(Draft, OfANewActionNeedsOnlyNameAndIntegration) {
  World world;
  const Json body = {{"name", "New"}, {"integrationId", world.integration()}};
  const auto made = world.call("POST", all + "/drafts", body);
  EXPECT_EQ(made.status, 200);
  const auto id = string_at(made.json, "id");
  EXPECT_EQ(world.call("GET", all + "/" + id).status, 404) << "not published yet";
  EXPECT_THAT(names_of(world.call("GET", all + "/drafts").json), ElementsAre("New"));
  EXPECT_EQ(world.call("GET", all + "?name=New").json.at("total"), 0);
  EXPECT_THAT(string_at(world.call("GET", draft_of(id)).json, "selfUri"), EndsWith("/draft"));
  world.set({{"draftOnlyGet", "draft"}});
  EXPECT_EQ(world.call("GET", all + "/" + id).status, 200);
}

TEST(Draft, IsValidatedBeforeItIsPublished) {
  World world;
  const auto integration = world.integration();
  const Json bare = {{"name", "New"}, {"integrationId", integration}};
  const auto id = string_at(world.call("POST", all + "/drafts", bare).json, "id");
  const auto invalid = world.call("GET", draft_of(id) + "/validation").json;
  EXPECT_FALSE(boolean_at(invalid, "valid", true));
  EXPECT_EQ(invalid.at("errors").size(), 3U);
  EXPECT_EQ(world.call("POST", draft_of(id) + "/publish", {{"version", 1}}).status, 400);

  auto rest = World::action_body(integration);
  rest["version"] = 1;
  EXPECT_EQ(world.call("PATCH", draft_of(id), rest).status, 200);
  const auto valid = world.call("GET", draft_of(id) + "/validation").json;
  EXPECT_EQ(valid, (Json{{"valid", true}, {"errors", Json::array()}}));
  const auto published = world.call("POST", draft_of(id) + "/publish", {{"version", 2}}).json;
  EXPECT_EQ(integer_at(published, "version"), 1);
}

TEST(Draft, CannotChangeAPublishedContract) {
  World world;
  const auto id = world.action(world.integration());
  world.call("POST", draft_of(id));
  EXPECT_EQ(world.call("PATCH", draft_of(id), frozen_change()).status, 400);
  EXPECT_EQ(world.call("PATCH", draft_of(id), {{"version", 1}, {"secure", true}}).status, 400);

  world.set({{"frozenChange", "publish"}});
  EXPECT_EQ(world.call("PATCH", draft_of(id), frozen_change()).status, 200);
  EXPECT_EQ(world.call("POST", draft_of(id) + "/publish", {{"version", 2}}).status, 400);
  world.set({{"frozenChange", "allowed"}});
  EXPECT_EQ(world.call("POST", draft_of(id) + "/publish", {{"version", 2}}).status, 200);
}

TEST(Draft, ASecondOneIsRefusedOrIsTheFirst) {
  World world;
  const auto id = world.action(world.integration());
  world.call("POST", draft_of(id));
  world.call("PATCH", draft_of(id), {{"version", 1}, {"name", "Changed"}});
  EXPECT_EQ(world.call("POST", draft_of(id)).status, 409);
  world.set({{"secondDraft", "existing"}});
  const auto existing = world.call("POST", draft_of(id));
  EXPECT_EQ(existing.status, 200);
  EXPECT_EQ(string_at(existing.json, "name"), "Changed");
}

TEST(Draft, CanBeThrownAway) {
  World world;
  const auto integration = world.integration();
  const auto published = world.action(integration);
  world.call("POST", draft_of(published));
  EXPECT_EQ(world.call("DELETE", draft_of(published)).status, 204);
  EXPECT_EQ(world.call("GET", all + "/" + published).status, 200);
  EXPECT_EQ(world.call("DELETE", draft_of(published)).status, 404);

  const Json body = {{"name", "New"}, {"integrationId", integration}};
  const auto only = string_at(world.call("POST", all + "/drafts", body).json, "id");
  EXPECT_EQ(world.call("DELETE", draft_of(only)).status, 204);
  EXPECT_EQ(world.call("POST", draft_of(only)).status, 404) << "there is nothing left";
}

TEST(Draft, ServesItsOwnFiles) {
  World world;
  const auto id = world.action(world.integration());
  world.call("POST", draft_of(id));
  const auto draft = world.call("GET", draft_of(id) + "?includeConfig=true").json;
  const auto uri = string_at(draft.at("config").at("request"), "requestTemplateUri");
  EXPECT_EQ(uri, draft_of(id) + "/templates/requesttemplate.vm");
  EXPECT_EQ(world.call("GET", uri).status, 200);
  EXPECT_EQ(world.call("GET", string_at(draft.at("contract").at("input"), "inputSchemaUri")).status,
            200);
}

}  // namespace
}  // namespace patchcord::sandbox::genesys
