#include "patchcord/http/date.h"

#include <gtest/gtest.h>

namespace patchcord::http {
namespace {

constexpr TimePoint moment{Milliseconds(1'767'323'045'000)};  // 2026-01-02T03:04:05Z

TEST(Date, ReadsTheFormOfHttp) {
  EXPECT_EQ(parse_http_date("Fri, 02 Jan 2026 03:04:05 GMT"), moment);
  for (const auto* text : {"",
                           "Fri, 02 Jan 2026 03:04:05 CET",
                           "Fri, 32 Jan 2026 03:04:05 GMT",
                           "Fri, 02 Foo 2026 03:04:05 GMT",
                           "Fri, 02 Jan 2026 24:04:05 GMT",
                           "Fri, 02 Jan 2026 03:04:0x GMT"}) {
    EXPECT_EQ(parse_http_date(text), std::nullopt) << text;
  }
}

TEST(Date, ReadsTheFormOfIso) {
  for (const auto* text : {"2026-01-02T03:04:05Z",
                           "2026-01-02T03:04:05.123Z",
                           "2026-01-02T05:04:05+02:00",
                           "2026-01-02T03:04:05+00:00",
                           "2026-01-01T22:34:05-04:30"}) {
    EXPECT_EQ(parse_iso_date(text), moment) << text;
  }
  for (const auto* text :
       {"", "2026-01-02", "2026-13-02T03:04:05Z", "2026-01-02T03:04:05", "2026-01-02T03:04:05+2"}) {
    EXPECT_EQ(parse_iso_date(text), std::nullopt) << text;
  }
}

TEST(Date, WritesTheFormOfSignatures) {
  EXPECT_EQ(compact_date(moment + Milliseconds(999)), "20260102T030405Z");
}

}  // namespace
}  // namespace patchcord::http
