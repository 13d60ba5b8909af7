#include "patchcord/sandbox/aws/query_protocol.h"

#include <gtest/gtest.h>

#include "patchcord/sandbox/aws/refusal.h"
#include "patchcord/sandbox/aws/timestamps.h"

namespace patchcord::sandbox::aws {
namespace {

using namespace std::chrono_literals;

TEST(Form, IsReadAsFormsAreWritten) {
  const Form form = Form::parse(
      "Action=CreateRole&a=x%20y+z%2B&empty=&flag&&L.member.1=1&L.member.2=2&L.member.4=4");
  EXPECT_EQ(form.get("Action"), "CreateRole");
  EXPECT_EQ(form.get("a"), "x y z+");
  EXPECT_TRUE(form.has("empty") && form.has("flag"));
  EXPECT_FALSE(form.has("nothing"));
  EXPECT_EQ(form.list("L"), (std::vector<std::string>{"1", "2"}));
}

TEST(Form, TagsGoByTheirKeys) {
  const Form form = Form::parse("Tags.member.1.Key=a&Tags.member.1.Value=1&Tags.member.2.Key=b");
  EXPECT_EQ(form.tags("Tags"), (Tags{{"a", "1"}, {"b", ""}}));
}

TEST(Form, TooManyParametersAreDropped) {
  std::string body;
  for (int index = 0; index < 10'000; ++index)
    body += "p" + std::to_string(index) + "=1&";
  const Form form = Form::parse(body);
  EXPECT_TRUE(form.has("p0"));
  EXPECT_FALSE(form.has("p9999"));
}

TEST(Xml, TextIsEscapedAndControlCharactersDoNotPass) {
  EXPECT_EQ(element("A", "<&\">\x01\r"), "<A>&lt;&amp;&quot;&gt;?&#13;</A>");
  EXPECT_EQ(element("A", ""), "<A/>");
}

TEST(Xml, AnswersAndErrorsHaveTheEnvelopeOfTheService) {
  const Reply good = query_reply(QueryService::iam, "GetRole", {.xml = "<Role/>"});
  EXPECT_TRUE(good.body.starts_with(
      R"(<GetRoleResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><GetRoleResult><Role/></GetRoleResult>)"))
      << good.body;
  EXPECT_EQ(query_reply(QueryService::iam, "DeleteRole", {.has_result = false}).body.find("Result"),
            std::string::npos);
  const Reply bad = query_error(QueryService::sts, refuse(403, "AccessDenied", "a < b"));
  EXPECT_TRUE(bad.body.starts_with(
      R"(<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error>)"
      "<Type>Sender</Type><Code>AccessDenied</Code><Message>a &lt; b</Message></Error>"))
      << bad.body;
  EXPECT_TRUE(find_field(bad.headers, "x-amzn-requestid").has_value());
}

TEST(Timestamps, AreWrittenAsEachServiceDoes) {
  const TimePoint time{std::chrono::sys_days{std::chrono::year{2026} / 1 / 2} + 3h + 4min + 5s +
                       678ms};
  EXPECT_EQ(iso_time(time), "2026-01-02T03:04:05Z");
  EXPECT_EQ(compact_time(time), "20260102T030405Z");
  EXPECT_EQ(lambda_time(time), "2026-01-02T03:04:05.678+0000");
  EXPECT_EQ(http_time(time), "Fri, 02 Jan 2026 03:04:05 GMT");
  EXPECT_EQ(parse_compact_time("20260102T030405Z"), time - 678ms);
  for (const char* bad : {"",
                          "20260102T030405",
                          "20260132T030405Z",
                          "2026-01-02T03:04Z",
                          "20260102T250405Z",
                          "2026010xT030405Z"}) {
    EXPECT_FALSE(parse_compact_time(bad).has_value()) << bad;
  }
}

}  // namespace
}  // namespace patchcord::sandbox::aws
