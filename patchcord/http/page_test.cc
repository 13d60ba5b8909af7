#include "patchcord/http/page.h"

#include <gtest/gtest.h>

namespace patchcord::http {
namespace {

Response answer(std::string body, const std::string& type = {}) {
  Response response{.status = 502, .body = std::move(body)};
  if (!type.empty()) response.headers.push_back({"Content-Type", type});
  return response;
}

TEST(Page, OfAProxyIsNamedByItsTitle) {
  struct Case {
    Response response;
    const char* page;
  };
  const Case cases[] = {
      {answer("<html><head><TITLE lang=x>\n Blocked </TITLE>"),
       "an HTML page (\"Blocked\") instead of an answer"},
      {answer(" <!DOCTYPE html><body>x"), "an HTML page instead of an answer"},
      {answer("x", "Text/HTML; charset=utf-8"), "an HTML page instead of an answer"},
      {answer("<html><title>never ends"), "an HTML page instead of an answer"},
      {answer("<html><title></title>"), "an HTML page instead of an answer"},
      {answer("<html><title>a\033[31m\u202e</title>"),
       "an HTML page (\"a?[31m?\") instead of an answer"},
      {answer("no route\nto host", "text/plain"),
       "the text \"no route?to host\" instead of an answer"},
      {answer("", "text/plain"), ""},
      {answer("{}", "application/json"), ""},
      {answer("<ErrorResponse/>", "text/xml"), ""},
      {answer("<title>x</title>"), ""},
  };
  for (const auto& [response, page] : cases)
    EXPECT_EQ(page_in(response), page) << response.body;
  EXPECT_LT(page_in(answer("<html><title>" + std::string(5000, 'x') + "</title>")).size(), 200U);
}

TEST(Page, ARedirectShowsWhereItPointsButNoPathAndNoQuery) {
  const auto to = [](int status, const std::string& location) {
    return redirect_in({.status = status, .headers = {{"location", location}}});
  };
  EXPECT_EQ(to(302, "https://portal.example.com:8443/x?token=y"),
            "https://portal.example.com:8443");
  EXPECT_EQ(to(307, "/login?token=y"), "/login");
  EXPECT_EQ(to(302, "//host\033/x#y"), "//host?/x");
  EXPECT_EQ(to(302, ""), "");
  EXPECT_EQ(to(200, "https://a.example/"), "");
  EXPECT_EQ(redirect_in({.status = 304}), "");
}

}  // namespace
}  // namespace patchcord::http
