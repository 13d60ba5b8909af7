#include "patchcord/sandbox/fault_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace patchcord::sandbox {
namespace {

using testing::HasSubstr;

// Which of ten requests of one operation a fault hits.
std::string hits(const Json& fault, const std::string& operation = "iam CreateRole") {
  FaultPlan plan;
  if (auto added = plan.add(fault); !added) return added.error().what;
  std::string out;
  for (int i = 0; i < 10; ++i)
    out += plan.next(operation) ? 'x' : '.';
  return out;
}

TEST(FaultPlan, HitsTheNthRequestAndAsManyAsAsked) {
  const auto with = [](int nth, int times) {
    return Json{{"match", "*"}, {"nth", nth}, {"times", times}, {"then", "stall"}};
  };
  EXPECT_EQ(hits({{"then", "stall"}}), "x.........");
  EXPECT_EQ(hits(with(3, 1)), "..x.......");
  EXPECT_EQ(hits(with(2, 3)), ".xxx......");
  EXPECT_EQ(hits(with(9, 0)), "........xx");
}

TEST(FaultPlan, MatchesOperationsByNameWithOrWithoutTheService) {
  const auto matching = [](const char* match, const char* operation) {
    return hits({{"match", match}, {"then", "stall"}, {"times", 0}}, operation) == "xxxxxxxxxx";
  };
  EXPECT_TRUE(matching("CreateRole", "iam CreateRole"));
  EXPECT_TRUE(matching("iam CreateRole", "iam CreateRole"));
  EXPECT_TRUE(matching("iam *", "iam CreateRole"));
  EXPECT_FALSE(matching("sts *", "iam CreateRole"));
  EXPECT_FALSE(matching("CreateRole", "iam CreateRolePolicy"));
  EXPECT_TRUE(matching("POST /api/v2/integrations", "genesys POST /api/v2/integrations"));
  EXPECT_FALSE(matching("POST /api/v2/integrations", "genesys POST /api/v2/integrations/actions"));
  EXPECT_TRUE(matching("GET *", "genesys GET /api/v2/integrations/{integrationId}"));
  EXPECT_TRUE(matching("POST /oauth/token", "login POST /oauth/token"));
}

TEST(FaultPlan, CountsOnlyWhatMatches) {
  FaultPlan plan;
  ASSERT_TRUE(plan.add({{"match", "GetRole"}, {"nth", 2}, {"then", "stall"}}));
  EXPECT_FALSE(plan.next("iam CreateRole"));
  EXPECT_FALSE(plan.next("iam GetRole"));
  EXPECT_FALSE(plan.next("iam CreateRole"));
  EXPECT_TRUE(plan.next("iam GetRole"));
}

TEST(FaultPlan, GivesTheFirstOfSeveral) {
  FaultPlan plan;
  ASSERT_TRUE(
      plan.add(Json::array({{{"then", "status 503"}}, {{"then", "delay 5"}, {"times", 2}}})));
  EXPECT_EQ(plan.next("iam GetRole")->kind, FaultKind::status);
  EXPECT_EQ(plan.next("iam GetRole")->kind, FaultKind::delay);
  EXPECT_FALSE(plan.next("iam GetRole"));
  EXPECT_EQ(plan.state().at(1).at("seen"), 3);
  EXPECT_EQ(plan.state().at(1).at("hit"), 1);
  plan.clear();
  EXPECT_EQ(plan.state(), Json::array());
}

TEST(FaultPlan, ReadsEveryKind) {
  for (const auto* kind : {"status",
                           "delay",
                           "reset_before_effect",
                           "reset_after_effect",
                           "truncated_body",
                           "wrong_content_type",
                           "html_502",
                           "expired_token",
                           "stall"}) {
    FaultPlan plan;
    ASSERT_TRUE(plan.add({{"then", kind}})) << kind;
    EXPECT_EQ(fault_name(plan.next("iam GetRole")->kind), kind);
  }
}

TEST(FaultPlan, ReadsWhatAStatusComesWith) {
  FaultPlan plan;
  ASSERT_TRUE(plan.add({{"status", 429},
                        {"code", "x"},
                        {"message", "m"},
                        {"retryAfter", 2},
                        {"body", "{}"},
                        {"afterEffect", true}}));
  const auto fault = plan.next("iam GetRole").value();
  EXPECT_EQ(fault.kind, FaultKind::status) << "then may be left out";
  EXPECT_EQ(fault.status, 429);
  EXPECT_EQ(fault.code, "x");
  EXPECT_EQ(fault.message, "m");
  EXPECT_EQ(fault.retry_after_seconds, 2);
  EXPECT_EQ(fault.body, "{}");
  EXPECT_TRUE(fault.after_effect);
}

TEST(FaultPlan, RefusesNonsenseAndThenAddsNothing) {
  const std::vector<std::pair<Json, std::string>> table = {
      {Json(7), "must be a JSON object"},
      {Json::object(), "must be one of status"},
      {{{"then", "explode"}}, "must be one of status"},
      {{{"then", "status 700"}}, "cannot be"},
      {{{"then", "stall 7"}}, "cannot be"},
      {{{"then", "stall"}, {"nht", 2}}, "no member \"nht\""},
      {{{"then", "stall"}, {"nth", 0}}, "\"nth\" must be"},
      {{{"then", "stall"}, {"match", 1}}, "\"match\" must be a string"},
      {{{"status", 99}}, "\"status\" must be"},
      {{{"then", "delay"}, {"delayMs", 600'001}}, "\"delayMs\" must be"},
  };
  for (const auto& [given, sentence] : table) {
    FaultPlan plan;
    const auto added = plan.add(Json::array({{{"then", "stall"}}, given}));
    ASSERT_FALSE(added.ok()) << given;
    EXPECT_THAT(added.error().what, HasSubstr(sentence));
    EXPECT_EQ(plan.state(), Json::array());
  }
}

}  // namespace
}  // namespace patchcord::sandbox
