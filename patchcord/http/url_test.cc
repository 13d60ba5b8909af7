#include "patchcord/http/url.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/result_matchers.h"

namespace patchcord::http {
namespace {

using test::FailsWith;
using test::IsOk;

TEST(Url, IsTakenApartAsWritten) {
  const auto url = parse_url("https://API.example.com:8443/a%3Ab/?x=1&y=%20");
  ASSERT_THAT(url, IsOk());
  EXPECT_EQ(url->scheme, "https");
  EXPECT_EQ(url->authority, "API.example.com:8443");
  EXPECT_EQ(url->host, "api.example.com");
  EXPECT_EQ(url->path, "/a%3Ab/");
  EXPECT_EQ(url->query, "x=1&y=%20");
  EXPECT_EQ(parse_url("https://h")->path, "/");
  EXPECT_EQ(parse_url("https://h?q")->query, "q");
}

TEST(Url, RefusesWhatCouldMeanSomethingElse) {
  for (const auto* text : {"",
                           "example.com",
                           "ftp://h/",
                           "https://",
                           "https:///x",
                           "https://u:p@h/",
                           "https://h/#f",
                           "https://h:port/",
                           "https://h:/",
                           "https://h /",
                           "https://h/\nX: y",
                           "https://[::1/"}) {
    EXPECT_THAT(parse_url(text), FailsWith(Code::invalid)) << text;
  }
}

TEST(Url, ThatIsRefusedDoesNotShowItsPassword) {
  for (const auto* text : {"https://me:secret@h/",
                           "https://me:secr@t@h/",
                           "https://me:sec/ret@h/",
                           "https://me:secret@h /",
                           "me:secret@h",
                           "ftp://me:secret@h/#x"}) {
    const auto refused = parse_url(text);
    ASSERT_THAT(refused, FailsWith(Code::invalid));
    EXPECT_THAT(refused.error().what,
                testing::AllOf(testing::HasSubstr("…@h"), testing::Not(testing::HasSubstr("sec"))));
  }
}

TEST(Url, KnowsThisMachine) {
  for (const auto* text :
       {"http://localhost:1/", "http://127.0.0.1/", "http://127.8.9.1:80", "http://[::1]:8080/"}) {
    EXPECT_TRUE(is_loopback(*parse_url(text))) << text;
  }
  for (const auto* text : {"http://127.0.0.1.example.com/",
                           "http://localhost.example.com",
                           "http://10.0.0.1/",
                           "http://127.evil/",
                           "http://[::2]/"}) {
    EXPECT_FALSE(is_loopback(*parse_url(text))) << text;
  }
}

TEST(Url, JoinsWithExactlyOneSlash) {
  EXPECT_EQ(join_url("https://h/gw/", "/api"), "https://h/gw/api");
  EXPECT_EQ(join_url("https://h", "api"), "https://h/api");
}

}  // namespace
}  // namespace patchcord::http
