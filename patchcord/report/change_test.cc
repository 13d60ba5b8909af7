#include "patchcord/report/change.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace patchcord {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const Style plain{};

Json permission(const Json& action, const Json& resource) {
  return {{"Version", "2012-10-17"},
          {"Statement", {{{"Effect", "Allow"}, {"Action", action}, {"Resource", resource}}}}};
}

TEST(ChangeText, IsOneLineForAShortValue) {
  EXPECT_EQ(change_text({.field = "config.timeout", .before = 5, .after = 9}, plain),
            "    config.timeout: 5 → 9\n");
  EXPECT_EQ(change_text({.field = "name", .after = "Orders"}, plain),
            "    name: (nothing) → Orders\n");
}

TEST(ChangeText, ShowsTheEndOfALine) {
  EXPECT_EQ(change_text({.field = "template", .before = "a\n", .after = "a"}, plain),
            "    template: a\\n → a\n");
}

TEST(ChangeText, ShowsOnlyTheLinesThatDiffer) {
  EXPECT_EQ(
      change_text({.field = "template", .before = "{\n\"a\": 1,\n}\n", .after = "{\n}\n"}, plain),
      "    template:\n      - \"a\": 1,\n");
  EXPECT_EQ(change_text({.field = "template", .before = "x\ny\nz", .after = "x\nyy\nz"}, plain),
            "    template:\n      - y\n      + yy\n");
}

TEST(ChangeText, ShowsTheDifferenceOfLongTexts) {
  const std::string same(1000, 'x');
  const auto text =
      change_text({.field = "template", .before = same + "before", .after = same + "after"}, plain);
  EXPECT_THAT(text, HasSubstr("xbefore → …"));
  EXPECT_THAT(text, HasSubstr("xafter\n"));
}

TEST(ChangeText, NamesEveryFunctionThatComesOrGoes) {
  Json before = Json::array();
  Json after = Json::array();
  for (int i = 0; i < 100; ++i) {
    before.push_back("arn:aws:lambda:us-east-1:123456789012:function:f" + std::to_string(i));
  }
  after = before;
  after.erase(7);
  after.push_back("arn:aws:lambda:us-east-1:123456789012:function:new");
  const auto text = change_text({.field = "policy",
                                 .before = permission("lambda:InvokeFunction", before),
                                 .after = permission("lambda:InvokeFunction", after)},
                                plain);
  EXPECT_EQ(text,
            "    policy:\n"
            "      - resource arn:aws:lambda:us-east-1:123456789012:function:f7\n"
            "      + resource arn:aws:lambda:us-east-1:123456789012:function:new\n");
}

TEST(ChangeText, SaysWhatCoversMore) {
  const auto text = change_text({.field = "policy",
                                 .before = permission("lambda:*", "*"),
                                 .after = permission("lambda:InvokeFunction", "arn:f")},
                                plain);
  EXPECT_EQ(text,
            "    policy:\n"
            "      - action lambda:* (covers more than lambda:InvokeFunction)\n"
            "      - resource * (covers more than arn:f)\n"
            "      + action lambda:InvokeFunction\n"
            "      + resource arn:f\n");
}

TEST(ChangeText, ShowsWhoIsTrusted) {
  const auto trust = [](const char* id, const char* account) {
    return Json{{"Version", "2012-10-17"},
                {"Statement",
                 {{{"Effect", "Allow"},
                   {"Principal", {{"AWS", account}}},
                   {"Action", "sts:AssumeRole"},
                   {"Condition", {{"StringEquals", {{"sts:ExternalId", id}}}}}}}}};
  };
  EXPECT_EQ(change_text({.field = "trust policy",
                         .before = trust("theirs", "arn:aws:iam::111111111111:root"),
                         .after = trust("ours", "arn:aws:iam::765628985471:root")},
                        plain),
            "    trust policy:\n"
            "      - principal AWS arn:aws:iam::111111111111:root\n"
            "      - StringEquals sts:ExternalId theirs\n"
            "      + principal AWS arn:aws:iam::765628985471:root\n"
            "      + StringEquals sts:ExternalId ours\n");
}

TEST(ChangeText, ShowsAllOfADocumentThatIsWrittenAnew) {
  const auto text = change_text(
      {.field = "policy", .after = permission("lambda:InvokeFunction", "arn:f")}, plain);
  EXPECT_EQ(text, "    policy:\n      + action lambda:InvokeFunction\n      + resource arn:f\n");
}

TEST(ChangeText, ShowsDocumentsWholeThatSayTheSameInOtherStatements) {
  const Json a = {{"Effect", "Allow"}, {"Action", "x:A"}, {"Resource", "1"}};
  const Json b = {{"Effect", "Allow"}, {"Action", "x:B"}, {"Resource", "2"}};
  auto crossed_a = a;
  auto crossed_b = b;
  crossed_a["Resource"] = "2";
  crossed_b["Resource"] = "1";
  const auto text = change_text({.field = "policy",
                                 .before = {{"Statement", {a, b}}},
                                 .after = {{"Statement", {crossed_a, crossed_b}}}},
                                plain);
  EXPECT_THAT(text, HasSubstr("      - "));
  EXPECT_THAT(text, HasSubstr("      + "));
}

TEST(ChangeText, CleansWhatComesFromOutside) {
  const auto text = change_text(
      {.field = "policy", .before = permission("\x1b[2J", "*"), .after = permission("a", "b")},
      plain);
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
}

}  // namespace
}  // namespace patchcord
