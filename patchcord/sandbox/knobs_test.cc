#include "patchcord/sandbox/knobs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace patchcord::sandbox {
namespace {

using testing::HasSubstr;

TEST(Knobs, SurviveTheWayToJsonAndBack) {
  Knobs knobs;
  knobs.latency_ms = 7;
  knobs.version_mismatch = VersionMismatch::bad_request;
  knobs.permissions = {"a", "b"};
  knobs.retry_after = false;
  const auto json = to_json(knobs);
  const auto back = with_change(Knobs{}, json);
  ASSERT_TRUE(back.ok());
  EXPECT_EQ(to_json(*back), json);
}

TEST(Knobs, ChangeOnlyWhatIsGiven) {
  const auto before = with_change(Knobs{}, {{"latencyMs", 7}}).value();
  const auto after = with_change(before, {{"secondDraft", "existing"}}).value();
  EXPECT_EQ(after.latency_ms, 7);
  EXPECT_EQ(after.second_draft, SecondDraft::existing);
}

TEST(Knobs, TakeChoicesAsTextOrNumber) {
  EXPECT_EQ(with_change(Knobs{}, {{"credentialInUse", 204}}).value().credential_in_use,
            CredentialInUse::removed);
  EXPECT_EQ(with_change(Knobs{}, {{"credentialInUse", "400"}}).value().credential_in_use,
            CredentialInUse::bad_request);
}

TEST(Knobs, ShowEveryChoiceByTheNameThatSetsIt) {
  const auto json = to_json(Knobs{});
  for (const auto& [name, value] : json.items()) {
    EXPECT_TRUE(with_change(Knobs{}, Json{{name, value}}).ok()) << name;
  }
  EXPECT_GT(json.size(), 40U);
}

TEST(Knobs, OfActionsCanBeSetAlone) {
  const auto readings =
      with_change(simulator::Readings{}, {{"mappedNull", "missing"}, {"velocity", "1.7"}}).value();
  EXPECT_TRUE(readings.mapped_null_is_missing);
  EXPECT_EQ(readings.dialect, simulator::Dialect::velocity_1_7);
  const auto refused = with_change(simulator::Readings{}, {{"mapedNull", "missing"}});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().what, "there is no reading \"mapedNull\"");
  EXPECT_THAT(refused.error().hint, HasSubstr("mappedNull"));
  EXPECT_FALSE(with_change(simulator::Readings{}, {{"latencyMs", 1}}).ok());
}

TEST(Knobs, RefuseWhatTheyDoNotUnderstand) {
  const std::vector<std::pair<Json, std::string>> table = {
      {Json::array(), "must be a JSON object"},
      {{{"latency", 1}}, "there is no knob \"latency\""},
      {{{"latencyMs", -1}}, "from 0 to"},
      {{{"latencyMs", "1"}}, "an integer"},
      {{{"latencyMs", 1e300}}, "an integer"},
      {{{"tokenSeconds", 0}}, "from 1 to"},
      {{{"retryAfter", 1}}, "true or false"},
      {{{"permissions", {1}}}, "array of strings"},
      {{{"slotKey", nullptr}}, "a string"},
      {{{"versionMismatch", "400"}}, "one of 409, 400text"},
  };
  for (const auto& [change, sentence] : table) {
    const auto refused = with_change(Knobs{}, change);
    ASSERT_FALSE(refused.ok()) << change;
    EXPECT_THAT(refused.error().what, HasSubstr(sentence));
  }
  EXPECT_EQ(with_change(Knobs{}, {{"latencyMS", 1}}).error().hint, "Did you mean \"latencyMs\"?");
}

}  // namespace
}  // namespace patchcord::sandbox
