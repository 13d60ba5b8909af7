#include "patchcord/sandbox/genesys/paging.h"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "patchcord/sandbox/genesys/world.h"

namespace patchcord::sandbox::genesys {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::string integrations = "/api/v2/integrations?integrationType=aws-lambda-data-actions";
const std::string listing = "/api/v2/integrations/credentials/listing";

void fill(World& world, int count) {
  for (int i = 0; i < count; ++i)
    world.integration("Integration " + std::to_string(i));
}

TEST(Pages, AreLinkedToEachOther) {
  World world;
  fill(world, 5);
  const auto second = world.call("GET", integrations + "&pageSize=2&pageNumber=2&sortBy=name").json;
  EXPECT_THAT(names_of(second), ElementsAre("Integration 2", "Integration 3"));
  EXPECT_EQ(second.at("total"), 5);
  EXPECT_EQ(second.at("pageCount"), 3);
  const std::string rest = "&integrationType=aws-lambda-data-actions&sortBy=name";
  const auto uri = [&](int page) {
    return "/api/v2/integrations?pageSize=2&pageNumber=" + std::to_string(page) + rest;
  };
  EXPECT_EQ(string_at(second, "selfUri"), uri(2));
  EXPECT_EQ(string_at(second, "firstUri"), uri(1));
  EXPECT_EQ(string_at(second, "previousUri"), uri(1));
  EXPECT_EQ(string_at(second, "nextUri"), uri(3));
  EXPECT_EQ(string_at(second, "lastUri"), uri(3));
  const auto third = world.call("GET", string_at(second, "nextUri")).json;
  EXPECT_THAT(names_of(third), ElementsAre("Integration 4"));
  EXPECT_FALSE(third.contains("nextUri"));
  EXPECT_FALSE(world.call("GET", uri(1)).json.contains("previousUri"));
}

TEST(Pages, CountAsTheKnobSays) {
  World world;
  fill(world, 2);
  world.set({{"pageTotals", "absent"}});
  EXPECT_FALSE(world.call("GET", integrations).json.contains("total"));
  world.set({{"pageTotals", "more"}});
  EXPECT_GT(world.call("GET", integrations).json.at("total"), 2);
}

TEST(Pages, PastTheEndAreEmpty) {
  World world;
  fill(world, 1);
  const auto page = world.call("GET", integrations + "&pageNumber=7");
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(names_of(page.json), IsEmpty());
  EXPECT_FALSE(page.json.contains("nextUri"));
}

TEST(Pages, HaveTwentyFiveEntitiesUnlessAskedAndAtMostAHundred) {
  World world;
  fill(world, 110);
  EXPECT_EQ(names_of(world.call("GET", integrations).json).size(), 25U);
  const auto large = world.call("GET", integrations + "&pageSize=500").json;
  EXPECT_EQ(names_of(large).size(), 100U);
  EXPECT_EQ(large.at("pageSize"), 100);
  world.set({{"largePages", "400"}});
  EXPECT_EQ(world.call("GET", integrations + "&pageSize=500").status, 400);
}

TEST(Pages, RefuseNumbersThatAreNone) {
  World world;
  for (const auto* query :
       {"&pageSize=0", "&pageSize=-1", "&pageNumber=x", "&pageSize=1e2", "&pageNumber="}) {
    EXPECT_EQ(world.call("GET", integrations + query).status, 400) << query;
  }
  EXPECT_EQ(world.call("GET", integrations + "&nextPage=whatever").status, 200);
}

TEST(Sorting, KnowsTheFieldsOfTheEntities) {
  World world;
  fill(world, 3);
  EXPECT_THAT(names_of(world.call("GET", integrations + "&sortBy=name&sortOrder=DESC").json),
              ElementsAre("Integration 2", "Integration 1", "Integration 0"));
  EXPECT_EQ(world.call("GET", integrations + "&sortBy=colour").status, 400);
  EXPECT_EQ(world.call("GET", integrations + "&sortBy=name&sortOrder=up").status, 400);
  world.set({{"unknownSort", "ignored"}});
  EXPECT_EQ(world.call("GET", integrations + "&sortBy=colour").status, 200);
}

std::vector<std::string> ids_of(const Json& page) {
  std::vector<std::string> out;
  for (const auto& entity : page.at("entities"))
    out.push_back(string_at(entity, "id"));
  return out;
}

TEST(Cursor, FollowsNextUriToTheEnd) {
  World world;
  std::set<std::string> made;
  for (int i = 0; i < 5; ++i)
    made.insert(world.credential());
  std::vector<std::string> seen;
  auto uri = listing + "?pageSize=2";
  while (!uri.empty()) {
    const auto page = world.call("GET", uri).json;
    for (auto& id : ids_of(page))
      seen.push_back(id);
    uri = string_at(page, "nextUri");
  }
  EXPECT_EQ(seen, std::vector<std::string>(made.begin(), made.end()));
}

TEST(Cursor, IsTheIdOfAnEntityEvenOfADeletedOne) {
  World world;
  for (int i = 0; i < 4; ++i)
    world.credential();
  const auto ids = ids_of(world.call("GET", listing).json);
  world.call("DELETE", "/api/v2/integrations/credentials/" + ids[1]);
  EXPECT_THAT(ids_of(world.call("GET", listing + "?after=" + ids[1]).json),
              ElementsAre(ids[2], ids[3]));
  EXPECT_THAT(ids_of(world.call("GET", listing + "?after=" + ids[3]).json), IsEmpty());
  const auto before = world.call("GET", listing + "?pageSize=1&before=" + ids[3]).json;
  EXPECT_THAT(ids_of(before), ElementsAre(ids[2]));
  EXPECT_TRUE(before.contains("previousUri"));
}

TEST(Cursor, MayPointPastTheLastEntity) {
  World world;
  const auto id = world.credential();
  EXPECT_FALSE(world.call("GET", listing).json.contains("nextUri"));
  world.set({{"cursorEnd", "when-any"}});
  const auto page = world.call("GET", listing).json;
  EXPECT_EQ(string_at(page, "nextUri"), listing + "?after=" + id + "&pageSize=25");
  const auto end = world.call("GET", string_at(page, "nextUri")).json;
  EXPECT_THAT(ids_of(end), IsEmpty());
  EXPECT_FALSE(end.contains("nextUri"));
}

TEST(Cursor, HasPagesOfAtMostTwoHundred) {
  World world;
  EXPECT_EQ(world.call("GET", listing + "?pageSize=200").status, 200);
  EXPECT_EQ(world.call("GET", listing + "?pageSize=201").status, 400);
}

}  // namespace
}  // namespace patchcord::sandbox::genesys
