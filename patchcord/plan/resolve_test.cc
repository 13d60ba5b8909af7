#include <gtest/gtest.h>

#include "patchcord/plan/plan.h"

namespace patchcord {
namespace {

TEST(Resolve, ReplacesReferencesWhereverTheyStand) {
  const Json fields = {{"a", reference_to({Kind::role, "R"}, "arn")},
                       {"list", {1, reference_to({Kind::role, "R"}, "arn")}}};
  const auto resolved = resolve(fields, {{"role/R", {{"arn", "arn:x"}}}});
  EXPECT_EQ(*resolved, Json({{"a", "arn:x"}, {"list", {1, "arn:x"}}}));
  EXPECT_EQ(resolve(fields, {}).error().code, Code::internal);
}

}  // namespace
}  // namespace patchcord
