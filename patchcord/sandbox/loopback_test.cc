#include "patchcord/sandbox/loopback.h"

#include <gtest/gtest.h>

namespace patchcord::sandbox {
namespace {

bool is_refused(std::vector<Field> headers) {
  const auto reply =
      refuse_stranger({.method = "GET", .path = "/", .headers = std::move(headers)}, 8080);
  return reply && reply->status == 403;
}

TEST(Loopback, KnowsItsOwnNames) {
  for (const auto* host : {"127.0.0.1:8080",
                           "localhost:8080",
                           "LOCALHOST:8080",
                           "[::1]:8080",
                           "127.0.0.1",
                           " localhost "}) {
    EXPECT_FALSE(is_refused({{"Host", host}})) << host;
  }
}

TEST(Loopback, RefusesForeignHosts) {
  for (const auto* host : {"example.com",
                           "127.0.0.1:8081",
                           "localhost.example.com:8080",
                           "127.0.0.1.example.com",
                           "",
                           "10.0.0.1:8080",
                           "user@127.0.0.1:8080"}) {
    EXPECT_TRUE(is_refused({{"host", host}})) << host;
  }
  EXPECT_TRUE(is_refused({}));
  EXPECT_TRUE(is_refused({{"Host", "localhost:8080"}, {"Host", "example.com"}}));
  EXPECT_TRUE(is_refused({{"Host", "localhost:8080"}, {"Host", "localhost:8080"}}));
}

TEST(Loopback, RefusesForeignOrigins) {
  const auto with_origin = [](const char* origin) {
    return is_refused({{"Host", "localhost:8080"}, {"Origin", origin}});
  };
  EXPECT_FALSE(with_origin("http://localhost:8080"));
  EXPECT_FALSE(with_origin("http://127.0.0.1:8080"));
  for (const auto* origin : {"https://example.com",
                             "null",
                             "",
                             "http://localhost:8081",
                             "https://localhost:8080",
                             "file://"}) {
    EXPECT_TRUE(with_origin(origin)) << origin;
  }
}

}  // namespace
}  // namespace patchcord::sandbox
