#include "patchcord/genesys/paging.h"

#include <gtest/gtest.h>

#include "tests/support/fake_clock.h"
#include "tests/support/result_matchers.h"
#include "tests/support/scripted_transport.h"

namespace patchcord::genesys {
namespace {

using test::answer;
using test::FailsWith;
using test::IsOk;

struct World {
  explicit World(std::vector<Result<Response>> answers)
      : wire(std::move(answers)),
        client({.transport = wire,
                .api_url = "https://api.example.com",
                .clock = clock,
                .events = events}) {}
  test::FakeClock clock;
  test::RecordedEvents events;
  test::ScriptedTransport wire;
  Client client;
};

const Call things{.route = "/api/v2/things", .query = "x=1", .subject = "things", .verb = "listed"};

Response page(const std::string& entities, int total, bool more) {
  return answer(200,
                R"({"entities":[)" + entities + R"(],"total":)" + std::to_string(total) +
                    (more ? R"(,"nextUri":"/api/v2/things?pageNumber=9"})" : "}"));
}

TEST(Paging, ReadsToTheEnd) {
  World world({page(R"({"id":"a"},{"id":"b"})", 3, true), page(R"({"id":"c"})", 3, false)});
  const auto all = read_pages(world.client, things);
  ASSERT_THAT(all, IsOk());
  EXPECT_EQ(all->size(), 3U);
  ASSERT_EQ(world.wire.requests().size(), 2U);
  EXPECT_EQ(world.wire.requests()[1].url,
            "https://api.example.com/api/v2/things?pageSize=100&pageNumber=2&x=1");
}

TEST(Paging, AnEmptyPageEndsTheListEvenIfItNamesANextOne) {
  World world({page(R"({"id":"a"})", 1, true), page("", 1, true)});
  EXPECT_EQ(read_pages(world.client, things)->size(), 1U);
}

TEST(Paging, WhatMovedMeanwhileIsFoundByReadingAgain) {
  // "b" moved to the first page after it was read, so that "a" came twice and "b" never.
  World world({page(R"({"id":"a"})", 2, true),
               page(R"({"id":"a"})", 2, false),
               page(R"({"id":"a"},{"id":"b"})", 2, false)});
  const auto all = read_pages(world.client, things);
  ASSERT_THAT(all, IsOk());
  EXPECT_EQ(all->size(), 2U);
  EXPECT_EQ(world.wire.requests().size(), 3U);
}

TEST(Paging, AnIncompleteListThatMovesIsNoList) {
  World world({page(R"({"id":"a"})", 2, false), page(R"({"id":"b"})", 2, false)});
  EXPECT_THAT(read_pages(world.client, things), FailsWith(Code::unavailable));
}

TEST(Paging, ATotalThatCountsWhatNoPageShowsIsNotBelieved) {
  World world({page(R"({"id":"a"})", 2, false), page(R"({"id":"a"})", 2, false)});
  const auto all = read_pages(world.client, things);
  ASSERT_THAT(all, IsOk());
  EXPECT_EQ(all->size(), 1U);
}

TEST(Paging, AListWithoutEndIsLeft) {
  int number = 0;
  World world({answer(500)});
  test::ScriptedTransport endless([&](const Request&) -> Result<Response> {
    return page(R"({"id":")" + std::to_string(++number) + "\"}", 1, true);
  });
  Client client(
      {.transport = endless, .api_url = "https://h", .clock = world.clock, .events = world.events});
  EXPECT_THAT(read_pages(client, things), FailsWith(Code::protocol));
}

TEST(Paging, WhatIsNoListIsRefused) {
  for (const auto* body : {"[]", "7", R"({"entities":{}})"}) {
    World world({answer(200, body)});
    EXPECT_THAT(read_pages(world.client, things), FailsWith(Code::protocol)) << body;
  }
  World absent({answer(200, R"({"entities":null})")});
  EXPECT_EQ(read_pages(absent.client, things)->size(), 0U);
}

TEST(Paging, OneIdInSeveralVersionsIsSeveralEntries) {
  World world({page(R"({"id":"a","version":"1"},{"id":"a","version":"2"})", 2, false)});
  EXPECT_EQ(read_pages(world.client, things, "version")->size(), 2U);
}

TEST(Cursor, FollowsTheNextUri) {
  World world(
      {answer(200,
              R"({"entities":[{"id":"a"}],"nextUri":"/api/v2/things?pageSize=200&after=k%2B1"})"),
       answer(200, R"({"entities":[{"id":"b"}]})")});
  EXPECT_EQ(read_cursor(world.client, things)->size(), 2U);
  EXPECT_EQ(world.wire.requests()[0].url, "https://api.example.com/api/v2/things?pageSize=200&x=1");
  EXPECT_EQ(world.wire.requests()[1].url,
            "https://api.example.com/api/v2/things?pageSize=200&after=k%2B1&x=1");
}

TEST(Cursor, ThatTurnsInACircleIsLeft) {
  World world({answer(200, R"({"entities":[{"id":"a"}],"nextUri":"/x?after=a"})")});
  EXPECT_THAT(read_cursor(world.client, things), FailsWith(Code::protocol));
  EXPECT_EQ(world.wire.requests().size(), 2U);
}

}  // namespace
}  // namespace patchcord::genesys
